/** What pages ask, as questions by name. Compiled into both sides: parts of pages are worked out on the host. */
import type { Time, Value } from '../../stdlib/values/types.js';
import type { PageHost } from '../../stdlib/wssp/host.js';
import { fail } from './fail.js';
import type { PAGE_QUESTIONS } from './protocol.js';

export type Ask = (name: (typeof PAGE_QUESTIONS)[number], argument?: Value) => Value;

/** The page host that these questions lead to. */
export function pageHostBy(ask: Ask): PageHost {
  return {
    text: name => ask('text', name),
    session: name => ask('session', name),
    settings: name => ask('settings', name),
    accountSettings: name => ask('accountSettings', name),
    currentTime: () => ask('currentTime') as Time,
    language: () => ask('language') as string | null,
    timeZone: () => ask('timeZone') as string | null,
    zoneOffset: at => ask('zoneOffset', at) as number,
    charsets: () => ask('charsets') as string[],
    timeZones: () => ask('timeZones') as string[],
    requestSecure: () => ask('requestSecure') !== null,
    requestResource: () => ask('requestResource') as string | null,
    requestSourceIP: () => ask('requestSourceIP') as ReturnType<PageHost['requestSourceIP']>,
    serverVersion: () => ask('serverVersion') as string,
    // A whole number crosses; what pages need is a fraction.
    random: () => (ask('random') as number) / 2 ** 32,
    fail: (code, file, detail) => fail(code, file, detail),
  };
}
