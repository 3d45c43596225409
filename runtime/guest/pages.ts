/** Pages in the sandbox: their functions, their library, and `ProcessWSSP` (cgpl.md 14.24, wssp.md). */
import type { Dict, Time, Value } from '../../stdlib/values/types.js';
import type { PageFunctions } from '../../stdlib/wssp/guest/include.js';
import { pageLibrary, renderStream } from '../../stdlib/wssp/guest/library.js';
import type { PageHost } from '../../stdlib/wssp/host.js';
import type { Probes } from './debug.js';
import { fail } from './fail.js';
import { HostCall, PAGE_QUESTIONS } from './protocol.js';
import type { HostFunction } from './state.js';

/** Code of a linked page: gives its functions for a library object. */
export type PageCode = ($: { page: PageParts }) => PageFunctions;

/** What pages call; `dbg` only when they were compiled with probes. */
export type PageParts = ReturnType<typeof pageLibrary> & { readonly dbg: Probes };

/** `$.page` asks the host; what it has asked it remembers. */
export function makePageLibrary(host: HostFunction, dbg: Probes): PageParts {
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
  return Object.assign(pageLibrary(library), { dbg });
}

export class PageShelf {
  private readonly codes: PageCode[] = [];
  private functions: PageFunctions = Object.create(null) as PageFunctions;
  /** The library of the image has been used: the next page needs a new one. */
  private isUsed = false;

  constructor(
    private readonly host: HostFunction,
    private readonly dbg: Probes,
  ) {}

  add(code: PageCode): void {
    this.codes.push(code);
    this.functions = { ...this.functions, ...code({ page: makePageLibrary(this.host, this.dbg) }) };
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
    const page = makePageLibrary(this.host, this.dbg);
    this.functions = Object.assign(Object.create(null), ...this.codes.map(code => code({ page })));
  }
}
