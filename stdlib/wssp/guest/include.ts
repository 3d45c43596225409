/** Inclusions, and the scanners that an included file may use (wssp.md section 6). */
import type { Bytes, Dict, Value } from '../../values/types.js';
import { print } from '../fields.js';
import type { PageHost } from '../host.js';
import { MAX_INCLUDE_DEPTH } from '../plan.js';

/** An active scanner of an including page. */
export interface Frame {
  readonly up: Frame | null;
  readonly name: Bytes;
  readonly value: Value;
  /** NaN when the scanner is not active: every comparison fails. */
  readonly index: number;
  readonly count: number;
  readonly keys: readonly Bytes[] | null;
}

/** The running page: its dataset, its functions, how deep the inclusions are. */
export interface PageRun {
  readonly data: Dict;
  readonly files: PageFunctions;
  /** Values for the parts that are worked out on the host; null: there are no such parts, the stream has all. */
  readonly given: Value[] | null;
  depth: number;
}

/** A field of the stream: its printed form. */
export type Field = Value;

export type PageFunction = (p: PageRun, out: Field[], s: Frame | null, a: Value[] | null) => void;

/** The functions of a linked page by lower-case file name. */
export type PageFunctions = Readonly<Record<string, PageFunction>>;

/** Thrown when a computed name leads to a file that is not linked: the driver links it and renders again. */
export interface PageNeed {
  readonly need: Bytes;
}

const inactive: Frame = { up: null, name: '', value: null, index: Number.NaN, count: 0, keys: null };

export function frame(
  up: Frame | null,
  name: Bytes,
  value: Value,
  index: number,
  count: number,
  keys: readonly Bytes[] | null,
): Frame {
  return { up, name, value, index, count, keys };
}

/** The innermost active scanner with this name, else with this name in another letter case. */
export function scan(scanners: Frame | null, name: Bytes): Frame {
  for (let f = scanners; f !== null; f = f.up) if (f.name === name) return f;
  const folded = name.toLowerCase();
  for (let f = scanners; f !== null; f = f.up) if (f.name.toLowerCase() === folded) return f;
  return inactive;
}

/** INDEX of an inherited scanner. */
export function indexValue(index: number): Value {
  return index >= 0 ? index : null;
}

/** INCLUDEARG: argument `n`, null when there is none. */
export function includeArg(args: Value[] | null, n: number): Value {
  return args?.[n] ?? null;
}

/** The three functions that need the host. */
export function inclusion(host: PageHost): {
  include: (p: PageRun, out: Field[], name: Bytes, s: Frame | null, a: Value[] | null) => void;
  includeNamed: (p: PageRun, out: Field[], name: Value, s: Frame | null, a: Value[] | null) => void;
  broken: (code: 'include-missing' | 'include-failed', name: Bytes, detail: Bytes) => PageFunction;
} {
  const include = (p: PageRun, out: Field[], name: Bytes, s: Frame | null, a: Value[] | null): void => {
    const file = p.files[name];
    if (file === undefined) throw { need: name } satisfies PageNeed;
    if (p.depth >= MAX_INCLUDE_DEPTH) host.fail('include-too-deep', name, '');
    p.depth++;
    file(p, out, s, a);
    p.depth--;
  };
  return {
    include,
    includeNamed(p, out, name, s, a) {
      const file = smallLetters(print(name));
      out[out.length] = file;
      include(p, out, file, s, a);
    },
    broken: (code, name, detail) => () => host.fail(code, name, detail),
  };
}

const smallLetters = (name: Bytes): Bytes => name.replace(/[A-Z]+/g, capitals => capitals.toLowerCase());
