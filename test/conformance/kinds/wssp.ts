/**
 * Runs WSSP vectors (test/conformance/vectors/wssp/README.md): in the real sandbox, or with
 * POSTERN_CONFORMANCE=plain directly in the calling process, which is faster and easier to debug.
 */
import { compilePage } from '../../../compiler/wssp/compile.js';
import { parse } from '../../../stdlib/data/index.js';
import { newDict } from '../../../stdlib/values/dict.js';
import { isDict, isTime } from '../../../stdlib/values/is.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { PageHost } from '../../../stdlib/wssp/host.js';
import { charsetOf, type PageResponse, pageResponse } from '../../../stdlib/wssp/response/response.js';
import { renderPage, type World } from '../../compiler/wssp/support/render.js';
import { listsOfVectors } from '../report.js';

/** One vector; dictionaries are Data texts. */
export interface WsspVector {
  readonly id: string;
  readonly template: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly dataset?: string;
  readonly strings?: string;
  readonly session?: string;
  readonly settings?: string;
  readonly accountSettings?: string;
  readonly language?: string | null;
  readonly timeZone?: string | null;
  readonly timeOffset?: number;
  readonly now?: string;
  readonly serverVersion?: string;
  readonly request?: {
    readonly secure?: boolean;
    readonly host?: string;
    readonly resource?: string;
    readonly sourceIP?: string;
  };
  readonly expect?: string;
  readonly expectBase64?: string;
  readonly expectRedirect?: { readonly status: number; readonly location: string };
  readonly compileError?: { readonly line: number; readonly column?: number };
  readonly runtimeError?: boolean;
}

const PAGE = 'test.wssp';

export type WsspMode = 'sandbox' | 'plain';

/** Ends the sandbox of the vectors, if one was used. */
export async function close(): Promise<void> {
  const { closeSandbox } = await import('./wsspsandbox.js');
  await closeSandbox();
}

/** Null when the vector passes, else what is wrong. */
export async function runVector(
  vector: WsspVector,
  mode: WsspMode = process.env.POSTERN_CONFORMANCE === 'plain' ? 'plain' : 'sandbox',
): Promise<string | null> {
  if (vector.compileError !== undefined) return checkCompileError(vector, vector.compileError);
  const dataset = dictOfText(vector.dataset);
  let page: string;
  try {
    page = await render(vector, dataset, mode);
  } catch (error) {
    if (vector.runtimeError === true && isPageFailure(error)) return null;
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (vector.runtimeError === true) return `should fail, gave ${shown(page)}`;
  if (vector.expect !== undefined) return differs(decodeUtf8(page), vector.expect);
  return checkResponse(vector, dataset, page);
}

function checkCompileError(
  vector: WsspVector,
  expected: { readonly line: number; readonly column?: number },
): string | null {
  const first = compilePage(vector.template, { file: PAGE }).diagnostics[0];
  if (first === undefined) return 'should not compile';
  const { line, column } = first.range.start;
  if (line === expected.line && (expected.column === undefined || column === expected.column)) return null;
  return `${first.code} at ${line}:${column}, not at ${expected.line}:${expected.column ?? '*'}`;
}

function checkResponse(vector: WsspVector, dataset: Dict, page: string): string | null {
  const response: PageResponse = pageResponse(page, {
    charset: charsetOf(dataset),
    secure: vector.request?.secure ?? false,
    host: encodeUtf8(vector.request?.host ?? ''),
  });
  if (vector.expectRedirect !== undefined) {
    const { status, location } = vector.expectRedirect;
    const actual = response.status === 301 ? response.location : '';
    return response.status === status ? differs(actual, location) : `status ${response.status}`;
  }
  if (response.status !== 200) return `redirected to ${response.location}`;
  return differs(Buffer.from(response.body).toString('base64'), vector.expectBase64 ?? '');
}

async function render(vector: WsspVector, dataset: Dict, mode: WsspMode): Promise<string> {
  const files = { ...vector.files, [PAGE]: vector.template };
  const world: World = {
    strings: dictOfText(vector.strings),
    session: vector.session === undefined ? null : dictOfText(vector.session),
    settings: dictOfText(vector.settings),
    accountSettings: dictOfText(vector.accountSettings),
    host: hostOfVector(vector),
  };
  if (mode === 'plain') return renderPage(PAGE, files, dataset, world);
  const { renderInSandbox } = await import('./wsspsandbox.js');
  return renderInSandbox(PAGE, files, dataset, world);
}

/** Answers of the page functions that a vector gives directly. */
export function hostOfVector(vector: WsspVector): Partial<PageHost> {
  const text = (s: string | null | undefined): string | null => (s == null ? null : encodeUtf8(s));
  const now = valueOfText(vector.now ?? '#T01-02-2003_04:05:06');
  return {
    currentTime: () => (isTime(now) ? now : { kind: 2, at: 0 }),
    language: () => text(vector.language),
    timeZone: () => text(vector.timeZone),
    zoneOffset: () => vector.timeOffset ?? 0,
    requestSecure: () => vector.request?.secure ?? false,
    requestResource: () => text(vector.request?.resource),
    requestSourceIP: () => text(vector.request?.sourceIP),
    serverVersion: () => encodeUtf8(vector.serverVersion ?? '0'),
  };
}

function valueOfText(text: string): Value {
  const result = parse(encodeUtf8(text));
  if (!result.ok) throw new Error(`bad vector: ${JSON.stringify(result.error)} in ${text}`);
  return result.value;
}

export function dictOfText(text: string | undefined): Dict {
  const value = valueOfText(text ?? '{}');
  return isDict(value) ? value : newDict();
}

const isPageFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:include-|page-)/.test(String(error.code));

const shown = (text: string): string => JSON.stringify(text.length > 2000 ? `${text.slice(0, 2000)}…` : text);

const differs = (actual: string, expected: string): string | null =>
  actual === expected ? null : `gave ${shown(actual)}, not ${shown(expected)}`;

/** Runs a folder of vectors. */
export const run = listsOfVectors<WsspVector>(vector => runVector(vector), close);
