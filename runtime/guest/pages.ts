/** Pages in the sandbox: their functions, their library, and `ProcessWSSP` (cgpl.md 14.24, wssp.md). */
import type { Dict, Value } from '../../stdlib/values/types.js';
import type { PageFunctions } from '../../stdlib/wssp/guest/include.js';
import { pageLibrary, renderStream } from '../../stdlib/wssp/guest/library.js';
import type { Probes } from './debug.js';
import { HostCall, PAGE_QUESTIONS } from './protocol.js';
import { type Ask, pageHostBy } from './questions.js';
import type { HostFunction } from './state.js';

/** Code of a linked page: gives its functions for a library object. */
export type PageCode = ($: { page: PageParts }) => PageFunctions;

/** What pages call; `dbg` only when they were compiled with probes. */
export type PageParts = ReturnType<typeof pageLibrary> & { readonly dbg: Probes };

/** `$.page` asks the host; what it has asked it remembers. */
export function makePageLibrary(host: HostFunction, dbg: Probes): PageParts {
  const ask: Ask = (name, argument = null) => host(HostCall.Page, PAGE_QUESTIONS.indexOf(name), argument);
  return Object.assign(pageLibrary(pageHostBy(ask)), { dbg });
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

  /** The stream. What belongs to it beside is handed over at once: the program may change it later. */
  render(page: string, dataset: Dict): ReturnType<typeof renderStream> {
    if (this.isUsed) this.renew();
    this.isUsed = true;
    const given: Value[] = [];
    const result = renderStream(this.functions, page, dataset, given);
    if ('need' in result || given.length === 0 || this.host(HostCall.Given, given) !== null) return result;
    return renderStream(this.functions, page, dataset);
  }

  /** Answers for an earlier page must not be used for the next one. */
  private renew(): void {
    const page = makePageLibrary(this.host, this.dbg);
    this.functions = Object.assign(Object.create(null), ...this.codes.map(code => code({ page })));
  }
}
