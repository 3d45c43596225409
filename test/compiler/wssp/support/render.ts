/** Renders linked pages in the calling process, without a sandbox: for tests and the conformance vectors. */
import { runInThisContext } from 'node:vm';
import { type LinkPageOptions, linkPage } from '../../../../compiler/wssp/link.js';
import type { LinkedPage } from '../../../../compiler/wssp/page.js';
import type { Bytes, Dict, Value } from '../../../../stdlib/values/types.js';
import { assemble } from '../../../../stdlib/wssp/assemble/assemble.js';
import { PageError } from '../../../../stdlib/wssp/errors.js';
import type { PageFunctions } from '../../../../stdlib/wssp/guest/include.js';
import { type PageLibrary, pageLibrary, renderStream } from '../../../../stdlib/wssp/guest/library.js';
import { look } from '../../../../stdlib/wssp/guest/lookup.js';
import type { PageHost } from '../../../../stdlib/wssp/host.js';
import { decodeText } from '../../../../stdlib/wssp/response/charset.js';

/** What a page may see, beside its dataset; everything is optional. */
export interface World {
  readonly strings?: Value;
  readonly session?: Value;
  readonly settings?: Value;
  readonly accountSettings?: Value;
  readonly host?: Partial<PageHost>;
}

/** A host that answers from dictionaries. */
export function hostOf(world: World): PageHost {
  const from = (v: Value | undefined) => (name: Bytes) => look(v ?? null, name);
  return {
    text: from(world.strings),
    session: from(world.session),
    settings: from(world.settings),
    accountSettings: from(world.accountSettings),
    currentTime: () => ({ kind: 2, at: 0 }),
    language: () => null,
    timeZone: () => null,
    zoneOffset: () => 0,
    charsets: () => ['utf-8', 'iso-8859-1'],
    timeZones: () => ['UTC'],
    requestSecure: () => false,
    requestResource: () => null,
    requestSourceIP: () => null,
    serverVersion: () => '0',
    random: () => 0,
    fail: (code, file, detail) => {
      throw new PageError(code, file, detail);
    },
    ...world.host,
  };
}

/**
 * The stream of a linked page, or the name of the file that it needs.
 * @param given where values for the host go, null to have everything in the stream
 */
export function streamOf(
  page: LinkedPage,
  dataset: Dict,
  host: PageHost,
  given: Value[] | null = [],
): ReturnType<typeof renderStream> {
  const unit = runInThisContext(page.js, { filename: page.plan.entry }) as ($: {
    page: PageLibrary;
  }) => PageFunctions;
  return renderStream(unit({ page: pageLibrary(host) }), page.plan.entry, dataset, given);
}

/**
 * Links and renders, linking again as often as a computed name asks for a further file.
 * @throws PageError, or an Error with the first diagnostic when the entry does not compile
 */
export function renderPage(
  entry: string,
  files: Readonly<Record<string, string>>,
  dataset: Dict,
  world: World = {},
): Bytes {
  const host = hostOf(world);
  const extra: string[] = [];
  for (let round = 0; round < 100; round++) {
    const options: LinkPageOptions = { extra };
    const { page, diagnostics } = linkPage(
      entry,
      name => (Object.hasOwn(files, name) ? (files[name] ?? null) : null),
      options,
    );
    if (page === null) throw new Error(JSON.stringify(diagnostics[0] ?? 'no such file'));
    const made = [[], null].map(given => {
      const result = streamOf(page, dataset, host, given);
      if ('need' in result) return result;
      return assemble(page.plan, result.stream, { ...host, decode: decodeText, host }, given);
    });
    const [first, second] = made;
    if (typeof first === 'string') {
      // With and without the parts that are worked out on the host.
      if (first !== second) throw new Error(`the pages differ: ${JSON.stringify(made)}`);
      return first;
    }
    if (first !== undefined) extra.push(first.need);
  }
  throw new Error('a page asked for more than 100 files');
}
