/** What pages ask (wssp.md 4), answered from the input and the attachments of the run. */
import { decode } from '../../../runtime/codec/index.js';
import type { WorkerEnvironment } from '../../../runtime/index.js';
import { makeTime } from '../../../stdlib/values/index.js';
import type { Ip, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { WebContext } from './context.js';
import { requestOps } from './requestops.js';
import { nowOf } from './timeops.js';
import { CHARSETS, timeZoneNames, zoneOffset } from './zone.js';

/** The session dataset comes from the server itself. */
const ANY = { valueBytes: 2 ** 31, valueDepth: 1024 };

const text = (value: Value): string | null => (typeof value === 'string' ? value : null);

/** The page host of a run. */
export const pageHost: NonNullable<WorkerEnvironment<WebContext>['page']> = context => {
  const { services, request } = context;
  let session: Value | undefined;
  const sessionOf = (): Value => {
    const encoded = context.input.session;
    session ??= encoded === null ? null : decode(encoded, ANY);
    return session;
  };
  const ask = (name: string): Value => requestOps[name]?.(request) ?? null;
  return {
    text: name => look(services.attachment('texts'), name),
    session: name => look(sessionOf(), name),
    settings: name => look(services.attachment('settings'), name),
    accountSettings: name => look(services.attachment('accountSettings'), name),
    currentTime: () => makeTime(nowOf(context)),
    language: () => context.identity.language,
    timeZone: () => context.identity.timeZone,
    zoneOffset: at => zoneOffset(context.identity.timeZone, at),
    charsets: () => [...CHARSETS],
    timeZones: () => timeZoneNames(),
    requestSecure: () => request.input.secure,
    requestResource: () => text(ask('gethttpresource')),
    requestSourceIP: () => ask('remoteipaddress') as Ip | null,
    serverVersion: () => text(look(services.attachment('system'), 'serverVersion')) ?? '',
    random: () => {
      const [a = 0, b = 0, c = 0, d = 0] = services.random(4);
      return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
    },
  };
};
