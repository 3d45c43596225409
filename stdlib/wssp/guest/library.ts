/** `$.page`: everything that the generated code of pages calls. */

import { type Bytes, type Dict, type Value, YES } from '../../values/types.js';
import { markData, markNumber, markTime, print, SEPARATOR } from '../fields.js';
import type { PageHost } from '../host.js';
import { ASKING_FUNCTIONS, PageAnswers } from './answers.js';
import { pureFunctions } from './functions.js';
import {
  type Field,
  frame,
  includeArg,
  inclusion,
  indexValue,
  type PageFunctions,
  type PageNeed,
  type PageRun,
  scan,
} from './include.js';
import { at, items, keyAt, keys, look, lookComputed, lookPlain, none } from './lookup.js';

export type PageLibrary = ReturnType<typeof pageLibrary>;

/** Makes the library. What it asked the host stays known, so make a new one for each page. */
export function pageLibrary(host: PageHost) {
  const answers = new PageAnswers(host);
  const asking = Object.fromEntries(
    ASKING_FUNCTIONS.map(name => [name, (v: Value) => answers[name](v as Bytes)]),
  ) as { [name in (typeof ASKING_FUNCTIONS)[number]]: PageAnswers[name] };
  return {
    ...pureFunctions,
    ...asking,
    ...inclusion(host),
    none,
    look,
    lookComputed,
    lookPlain,
    at,
    items,
    keys,
    keyAt,
    frame,
    scan,
    indexValue,
    includeArg,
    markTime,
    markNumber,
    markData,
  };
}

/**
 * Runs the functions of a page on a dataset.
 * @param given where values for the host go (`HostPart` of `plan.ts`); null: everything goes into the stream
 * @returns the stream for `assemble`, or the name of a file that must be linked before it can be rendered.
 * Errors that `host.fail` throws pass through.
 */
export function renderStream(
  files: PageFunctions,
  entry: string,
  data: Dict,
  given: Value[] | null = null,
): { readonly stream: Bytes } | PageNeed {
  const p: PageRun = { data, files, given, depth: 0 };
  const out: Field[] = [];
  try {
    files[entry]?.(p, out, null, null);
  } catch (error) {
    if (isNeed(error)) return { need: error.need };
    throw error;
  }
  return { stream: joined(out) };
}

/**
 * In a sandbox values print themselves when they are converted to strings (docs/architecture.md section 1), and one
 * native call joins everything; elsewhere each is printed here.
 */
function joined(out: readonly Field[]): Bytes {
  return printsItself() ? out.join(SEPARATOR) : out.map(print).join(SEPARATOR);
}

function printsItself(): boolean {
  return `${[YES]}` === `(${YES})`;
}

function isNeed(error: unknown): error is PageNeed {
  return typeof error === 'object' && error !== null && 'need' in error && typeof error.need === 'string';
}
