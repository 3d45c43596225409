/**
 * Random pages, and what they must print: a walk through the tree with none of the compiler's ways of making pages
 * fast. Generated trees print as page text and are evaluated side by side.
 */
import fc from 'fast-check';
import { dictGet, dictKeys, dictOf } from '../../../../stdlib/values/dict.js';
import { isArray, isDict } from '../../../../stdlib/values/is.js';
import type { Dict, Value } from '../../../../stdlib/values/types.js';

export type E =
  | { t: 'name' | 'scan' | 'first' | 'last' | 'even' | 'index' | 'key'; n: string }
  | { t: 'text'; v: string }
  | { t: 'get'; x: E; k: string }
  | { t: 'at'; x: E; i: number }
  | { t: 'string'; k: string }
  | { t: 'and' | 'or' | 'equals' | 'contains' | 'translate'; x: E; y: E }
  | { t: 'not' | 'exists'; x: E };

export type N =
  | { t: 'lit'; v: string }
  | { t: 'raw' | 'html'; e: E }
  | { t: 'if'; e: E; yes: N[]; no: N[] | null }
  | { t: 'for'; s: string; e: E; body: N[] }
  | { t: 'include'; file: string };

const names = fc.constantFrom('a', 'b', 'c', 'list', 'dict');
const scanners = fc.constantFrom('x', 'y', 'z');
const keys = fc.constantFrom('a', 'b', 'k');

const { e: expression } = fc.letrec<{ e: E }>(tie => ({
  e: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ t: fc.constantFrom('name' as const), n: names }),
    fc.record({ t: fc.constantFrom('scan' as const), n: scanners }),
    fc.record({ t: fc.constant('get' as const), x: tie('e'), k: keys }),
    fc.record({ t: fc.constant('at' as const), x: tie('e'), i: fc.integer({ min: 0, max: 3 }) }),
    fc.record({
      t: fc.constantFrom(
        'first' as const,
        'last' as const,
        'even' as const,
        'index' as const,
        'key' as const,
      ),
      n: scanners,
    }),
    fc.record({ t: fc.constant('text' as const), v: fc.constantFrom('a', 'k', '<&', '') }),
    fc.record({ t: fc.constant('string' as const), k: keys }),
    fc.record({
      t: fc.constantFrom(
        'and' as const,
        'or' as const,
        'equals' as const,
        'contains' as const,
        'translate' as const,
      ),
      x: tie('e'),
      y: tie('e'),
    }),
    fc.record({ t: fc.constantFrom('not' as const, 'exists' as const), x: tie('e') }),
  ),
}));

/** Half of the values in loops are elements of the current ones, and half of the lists exist. */
const element = fc.record({
  t: fc.constant('get' as const),
  x: fc.record({ t: fc.constant('scan' as const), n: scanners }),
  k: keys,
});
const printed = fc.oneof(element, expression);
const list = fc.oneof(
  fc.record({ t: fc.constant('name' as const), n: fc.constantFrom('list', 'dict') }),
  element,
  expression,
);

export const nodes: fc.Arbitrary<N[]> = fc.letrec<{ n: N; list: N[] }>(tie => ({
  list: fc.array(tie('n'), { maxLength: 5 }),
  n: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ t: fc.constant('lit' as const), v: fc.constantFrom('L', '<i>', '\n', ' 5% ', '%%%%') }),
    fc.record({ t: fc.constantFrom('raw' as const, 'html' as const), e: printed }),
    fc.record({ t: fc.constant('include' as const), file: fc.constantFrom('p.wssi', 'q.wssi') }),
    fc.record({
      t: fc.constant('if' as const),
      e: printed,
      yes: tie('list'),
      no: fc.option(tie('list')),
    }),
    fc.record({ t: fc.constant('for' as const), s: scanners, e: list, body: tie('list') }),
  ),
})).list;

const leaf = fc.constantFrom<Value>('v', '<"', '', 7, -3, 'k', 'a');

/** `list` and `dict` hold dictionaries with lists in them. */
export const datasets: fc.Arbitrary<Dict> = (() => {
  const { v } = fc.letrec<{ v: Value }>(tie => ({
    v: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(fc.oneof(tie('v'), fc.constant(null)), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie('v')), { maxLength: 3 }).map(pairs => dictOf(pairs)),
    ),
  }));
  const row = fc.array(fc.tuple(keys, fc.oneof(leaf, v)), { maxLength: 3 }).map(pairs => dictOf(pairs));
  const rows = fc.array(fc.oneof(row, v), { maxLength: 3 });
  return fc
    .record({ list: rows, dict: fc.array(fc.tuple(keys, row)), rest: fc.array(fc.tuple(names, v)) })
    .map(({ list, dict, rest }) => dictOf([...rest, ['list', list], ['dict', dictOf(dict)]]));
})();

const FLAGS: Record<string, string> = {
  first: 'ISFIRST',
  last: 'ISLAST',
  even: 'ISEVEN',
  index: 'INDEX',
  key: 'KEY',
};

/** Page text of an expression. */
export function expressionText(e: E): string {
  switch (e.t) {
    case 'name':
      return e.n;
    case 'scan':
      return `${e.n}[]`;
    case 'text':
      return `"${e.v}"`;
    case 'get':
      return `(${expressionText(e.x)}).${e.k}`;
    case 'at':
      return `(${expressionText(e.x)})[${e.i}]`;
    case 'string':
      return `STRING("${e.k}")`;
    case 'and':
      return `(${expressionText(e.x)} & ${expressionText(e.y)})`;
    case 'or':
      return `(${expressionText(e.x)} OR ${expressionText(e.y)})`;
    case 'equals':
      return `EQUALS(${expressionText(e.x)} AND ${expressionText(e.y)})`;
    case 'contains':
      return `CONTAINS(${expressionText(e.x)} IN ${expressionText(e.y)})`;
    case 'translate':
      return `TRANSLATE(${expressionText(e.x)} USING ${expressionText(e.y)})`;
    case 'not':
    case 'exists':
      return `${e.t}(${expressionText(e.x)})`;
    default:
      return `${FLAGS[e.t]}(${e.n})`;
  }
}

/** Page text of nodes. */
export function pageText(list: readonly N[]): string {
  return list.map(nodeText).join('');
}

function nodeText(n: N): string {
  switch (n.t) {
    case 'lit':
      return n.v;
    case 'raw':
      return `%%${expressionText(n.e)}%%`;
    case 'html':
      return `%%HTML:${expressionText(n.e)}%%`;
    case 'include':
      return `<!--%%INCLUDE "${n.file}"-->`;
    case 'if': {
      const no = n.no === null ? '' : `<!--%%ELSE-->${pageText(n.no)}`;
      return `<!--%%IF ${expressionText(n.e)}-->${pageText(n.yes)}${no}<!--%%ENDIF-->`;
    }
    case 'for':
      return `<!--%%FOREACH ${n.s} IN ${expressionText(n.e)}-->${pageText(n.body)}<!--%%ENDFOR-->`;
  }
}

export interface Scan {
  readonly name: string;
  readonly value: Value;
  readonly index: number;
  readonly count: number;
  readonly key: string | null;
}

export interface OracleWorld {
  readonly data: Dict;
  readonly strings: Dict;
  readonly files: Readonly<Record<string, readonly N[]>>;
  print(v: Value): string;
  equals(a: Value, b: Value): boolean;
}

export function oracle(list: readonly N[], world: OracleWorld, scans: readonly Scan[] = []): string {
  return list.map(n => printNode(n, world, scans)).join('');
}

function printNode(n: N, world: OracleWorld, scans: readonly Scan[]): string {
  switch (n.t) {
    case 'lit':
      return n.v.replace('%%%%', '%%');
    case 'raw':
      return world.print(evaluate(n.e, world, scans));
    case 'html':
      return world
        .print(evaluate(n.e, world, scans))
        .replace(
          /[&<>"']/g,
          c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? '',
        );
    case 'include':
      return oracle(world.files[n.file] ?? [], world, scans);
    case 'if':
      return oracle(evaluate(n.e, world, scans) !== null ? n.yes : (n.no ?? []), world, scans);
    case 'for': {
      const v = evaluate(n.e, world, scans);
      const keyList = isDict(v) ? dictKeys(v) : null;
      const items = isArray(v) ? v : isDict(v) ? dictKeys(v).map(k => dictGet(v, k)) : [];
      return items
        .map((value, index) => {
          const scan = { name: n.s, value, index, count: items.length, key: keyList?.[index] ?? null };
          return oracle(n.body, world, [scan, ...scans]);
        })
        .join('');
    }
  }
}

const flag = (yes: boolean): Value => (yes ? 'YES' : null);

function evaluate(e: E, world: OracleWorld, scans: readonly Scan[]): Value {
  const value = (inner: E): Value => evaluate(inner, world, scans);
  const scan = (name: string): Scan | undefined => scans.find(s => s.name === name);
  switch (e.t) {
    case 'name':
      return dictGet(world.data, e.n);
    case 'scan':
      return scan(e.n)?.value ?? null;
    case 'first':
      return flag(scan(e.n)?.index === 0);
    case 'last': {
      const s = scan(e.n);
      return flag(s !== undefined && s.index === s.count - 1);
    }
    case 'even':
      return flag((scan(e.n)?.index ?? 1) % 2 === 0);
    case 'index':
      return scan(e.n)?.index ?? null;
    case 'key':
      return scan(e.n)?.key ?? null;
    case 'text':
      return e.v;
    case 'get': {
      const v = value(e.x);
      return isDict(v) ? dictGet(v, e.k) : null;
    }
    case 'at': {
      const v = value(e.x);
      if (isArray(v)) return v[e.i] ?? null;
      return isDict(v) ? dictGet(v, dictKeys(v)[e.i] ?? '?') : null;
    }
    case 'string': {
      const v = dictGet(world.strings, e.k);
      return typeof v === 'number' ? String(v) : typeof v === 'string' ? v : null;
    }
    case 'and':
      return value(e.x) === null ? null : value(e.y);
    case 'or':
      return value(e.x) ?? value(e.y);
    case 'equals':
      return flag(world.equals(value(e.x), value(e.y)));
    case 'contains': {
      const [what, where] = [value(e.x), value(e.y)];
      if (isArray(where)) return flag(where.some(v => world.equals(v, what)));
      if (what === null || where === null) return null;
      return flag(
        isDict(where)
          ? dictGet(where, world.print(what)) !== null
          : world.print(where).includes(world.print(what)),
      );
    }
    case 'translate': {
      const [v, table] = [value(e.x), value(e.y)];
      return v === null ? null : isDict(table) ? (dictGet(table, world.print(v)) ?? v) : v;
    }
    case 'not':
      return flag(value(e.x) === null);
    case 'exists':
      return flag(value(e.x) !== null);
  }
}
