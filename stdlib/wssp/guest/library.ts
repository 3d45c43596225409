/** `$.page`: everything that the generated code of pages calls. */

import { toText } from '../../data/text.js';
import { isDict, isNumber } from '../../values/is.js';
import { type Bytes, type Dict, type Value, YES } from '../../values/types.js';
import { markData, markNumber, markTime, print, SEPARATOR } from '../fields.js';
import type { PageHost } from '../host.js';
import { monthNames, weekDays } from '../names.js';
import { contains, equals, equalsNoCase } from './equality.js';
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
  const text = once(name => host.text(name));
  const named = (name: Value): Value => {
    const key = toText(name);
    return key === null ? null : text(key);
  };
  return {
    ...pureFunctions,
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
    equals,
    equalsNoCase,
    contains,
    markTime,
    markNumber,
    markData,
    session: once(name => host.session(name)),
    settings: once(name => host.settings(name)),
    accountSettings: once(name => host.accountSettings(name)),
    currentTime: (): Value => host.currentTime(),
    selectedLanguage: (): Value => host.language(),
    selectedTimeZone: (): Value => host.timeZone(),
    string: (name: Value): Value => {
      const v = named(name);
      return typeof v === 'string' ? v : isNumber(v) ? toText(v) : null;
    },
    dictionary: (name: Value): Value => {
      const v = named(name);
      return isDict(v) ? v : null;
    },
    array: (name: Value): Value => {
      const v = named(name);
      return Array.isArray(v) ? v : null;
    },
    monthNames: (): Value => [...monthNames(text)],
    weekDays: (): Value => [...weekDays(text)],
    randomElement: (v: Value): Value =>
      Array.isArray(v) ? (v[Math.floor(host.random() * v.length)] ?? null) : null,
    knownCharsets: (): Value => host.charsets(),
    knownTimeZones: (): Value => host.timeZones(),
    requestSecure: (): boolean => host.requestSecure(),
    requestResource: (): Value => host.requestResource(),
    requestSourceIP: (): Value => host.requestSourceIP(),
    serverVersion: (): Value => host.serverVersion(),
  };
}

/** Remembers the answer for each name. */
function once(ask: (name: Bytes) => Value): (name: Bytes) => Value {
  const known: Record<Bytes, Value> = Object.create(null);
  return name => {
    const v = known[name];
    return v !== undefined ? v : (known[name] = ask(name));
  };
}

/**
 * Runs the functions of a page on a dataset.
 * @returns the stream for `assemble`, or the name of a file that must be linked before it can be rendered.
 * Errors that `host.fail` throws pass through.
 */
export function renderStream(
  files: PageFunctions,
  entry: string,
  data: Dict,
): { readonly stream: Bytes } | PageNeed {
  const p: PageRun = { data, files, depth: 0 };
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
