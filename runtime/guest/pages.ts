/** Pages in the sandbox: their functions, their library, and `ProcessWSSP` (cgpl.md 14.24, wssp.md). */
import type { Dict, Time, Value } from '../../stdlib/values/types.js';
import type { PageFunctions } from '../../stdlib/wssp/guest/include.js';
import { pageLibrary, renderStream } from '../../stdlib/wssp/guest/library.js';
import type { PageHost } from '../../stdlib/wssp/host.js';
import { fail } from './fail.js';
import { HostCall, PAGE_QUESTIONS } from './protocol.js';
import type { HostFunction } from './state.js';

/** Code of a linked page: gives its functions for a library object. */
export type PageCode = ($: { page: ReturnType<typeof pageLibrary> }) => PageFunctions;

/** `$.page` asks the host; what it has asked it remembers. */
export function makePageLibrary(host: HostFunction): ReturnType<typeof pageLibrary> {
  const ask = (name: (typeof PAGE_QUESTIONS)[number], argument: Value = null): Value =>
    host(HostCall.Page, PAGE_QUESTIONS.indexOf(name), argument);
  const library: PageHost = {
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
  return pageLibrary(library);
}

export class PageShelf {
  private readonly codes: PageCode[] = [];
  private functions: PageFunctions = Object.create(null) as PageFunctions;
  /** The library of the image has been used: the next page needs a new one. */
  private isUsed = false;

  constructor(private readonly host: HostFunction) {}

  add(code: PageCode): void {
    this.codes.push(code);
    this.functions = { ...this.functions, ...code({ page: makePageLibrary(this.host) }) };
  }

  has(page: string): boolean {
    return this.functions[page] !== undefined;
  }

  render(page: string, dataset: Dict): ReturnType<typeof renderStream> {
    if (this.isUsed) this.renew();
    this.isUsed = true;
    return renderStream(this.functions, page, dataset);
  }

  /** Answers for an earlier page must not be used for the next one. */
  private renew(): void {
    const page = makePageLibrary(this.host);
    this.functions = Object.assign(Object.create(null), ...this.codes.map(code => code({ page })));
  }
}
