/**
 * What chevrotain asks of lodash, in a tenth of its code: no deep comparison, no paths, no strings as collections.
 * Injected by the build in place of `lodash-es`; the build fails when chevrotain asks for something that is not here.
 */

type Key = string | number;
type Iteratee = (value: unknown, key: Key, all: unknown) => unknown;
type Collection = readonly unknown[] | Readonly<Record<string, unknown>> | null | undefined;
/** A function, the name of a property, or properties that must be the same. */
type Shorthand = Iteratee | string | Readonly<Record<string, unknown>> | undefined;
type Table = Record<string, unknown>;

const own = (object: unknown, key: Key): unknown => (object as Table | null | undefined)?.[key];

function iterateeOf(shorthand: Shorthand): Iteratee {
  if (typeof shorthand === 'function') return shorthand;
  if (typeof shorthand === 'string') return value => own(value, shorthand);
  if (shorthand === undefined) return value => value;
  return value => Object.entries(shorthand).every(([key, wanted]) => own(value, key) === wanted);
}

function entriesOf(all: Collection): [Key, unknown][] {
  if (all === null || all === undefined) return [];
  return Array.isArray(all) ? all.map((value, i) => [i, value]) : Object.entries(all);
}

export const isArray = Array.isArray;
export const isUndefined = (x: unknown): boolean => x === undefined;
export const isString = (x: unknown): boolean => typeof x === 'string';
export const isFunction = (x: unknown): boolean => typeof x === 'function';
export const isRegExp = (x: unknown): boolean => x instanceof RegExp;
export const isObject = (x: unknown): boolean =>
  (typeof x === 'object' && x !== null) || typeof x === 'function';
export const isEmpty = (x: Collection | string): boolean =>
  typeof x === 'string' ? x === '' : entriesOf(x).length === 0;
export const noop = (): void => undefined;
export const identity = <T>(x: T): T => x;
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const keys = (x: Collection): string[] => Object.keys(x ?? {});
export const values = (x: Collection): unknown[] => Object.values(x ?? {});
export const has = (x: unknown, key: Key): boolean => x !== null && x !== undefined && Object.hasOwn(x, key);
export const assign = Object.assign;
export const clone = (x: unknown): unknown =>
  isArray(x)
    ? [...x]
    : typeof x === 'object' && x !== null
      ? Object.assign(Object.create(Object.getPrototypeOf(x)), x)
      : x;

/** Properties that the first object lacks come from the others. */
export function defaults(object: Table, ...sources: Table[]): Table {
  for (const source of sources)
    for (const [key, value] of Object.entries(source)) if (object[key] === undefined) object[key] = value;
  return object;
}

/** `false` ends it. */
export function forEach<T extends Collection>(all: T, act: Iteratee): T {
  for (const [key, value] of entriesOf(all)) if (act(value, key, all) === false) break;
  return all;
}

export const map = (all: Collection, by?: Shorthand): unknown[] => {
  const iteratee = iterateeOf(by);
  return entriesOf(all).map(([key, value]) => iteratee(value, key, all));
};
export const filter = (all: Collection, by?: Shorthand): unknown[] => {
  const iteratee = iterateeOf(by);
  return entriesOf(all)
    .filter(([key, value]) => iteratee(value, key, all))
    .map(([, value]) => value);
};
export const reject = (all: Collection, by?: Shorthand): unknown[] => {
  const iteratee = iterateeOf(by);
  return filter(all, (value, key) => !iteratee(value, key, all));
};
export const find = (all: Collection, by?: Shorthand): unknown => filter(all, by)[0];
export const some = (all: Collection, by?: Shorthand): boolean => {
  const iteratee = iterateeOf(by);
  return entriesOf(all).some(([key, value]) => iteratee(value, key, all));
};
export const every = (all: Collection, by?: Shorthand): boolean => {
  const iteratee = iterateeOf(by);
  return entriesOf(all).every(([key, value]) => iteratee(value, key, all));
};
export const includes = (all: Collection, wanted: unknown): boolean => values(all).includes(wanted);

/** Without a first value, that is the first element. */
export function reduce(
  all: Collection,
  join: (sum: unknown, value: unknown, key: Key, all: unknown) => unknown,
  ...first: unknown[]
): unknown {
  const entries = entriesOf(all);
  let sum = first.length > 0 ? first[0] : entries.shift()?.[1];
  for (const [key, value] of entries) sum = join(sum, value, key, all);
  return sum;
}

export function groupBy(all: Collection, by?: Shorthand): Record<string, unknown[]> {
  const iteratee = iterateeOf(by);
  const groups: Record<string, unknown[]> = {};
  for (const [key, value] of entriesOf(all)) {
    const group = String(iteratee(value, key, all));
    (groups[group] ??= []).push(value);
  }
  return groups;
}

export const pickBy = (all: Collection, by?: Shorthand): Table => {
  const iteratee = iterateeOf(by);
  return Object.fromEntries(entriesOf(all).filter(([key, value]) => iteratee(value, key, all)));
};

type List = readonly unknown[] | null | undefined;
const listOf = (all: List): readonly unknown[] => all ?? [];

export const first = (all: List): unknown => listOf(all)[0];
export const last = (all: List): unknown => listOf(all).at(-1);
export const flatten = (all: List): unknown[] => listOf(all).flat();
export const flatMap = (all: Collection, by?: Shorthand): unknown[] => map(all, by).flat();
export const compact = (all: List): unknown[] => listOf(all).filter(Boolean);
export const uniq = (all: List): unknown[] => [...new Set(listOf(all))];
export const drop = (all: List, count = 1): unknown[] => listOf(all).slice(count);
export const dropRight = (all: List, count = 1): unknown[] =>
  listOf(all).slice(0, Math.max(0, listOf(all).length - count));
export const indexOf = (all: List, wanted: unknown): number => listOf(all).indexOf(wanted);
export const difference = (all: List, ...others: readonly List[]): unknown[] => {
  const gone = new Set(others.flatMap(listOf));
  return listOf(all).filter(value => !gone.has(value));
};
