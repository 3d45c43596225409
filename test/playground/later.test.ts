/** What the page loads when it is needed, and what stands in for libraries there. */
import { describe, expect, it } from 'vitest';
import { LOTS, loadNamed, hostBuiltins as ofPage } from '../../playground/page/later/builtins.js';
import * as shims from '../../playground/page/shims/lodash.js';
import { hostBuiltins } from '../../stdlib/builtins/host.js';

describe('built-ins of the page', () => {
  it('are those of the host, once they are named', async () => {
    const names = LOTS.flatMap(lot => lot.names);
    expect(Object.keys(ofPage).some(name => names.includes(name))).toBe(false);
    await loadNamed(['x = FindRegExp("a", "b"); // Convertible']);
    expect(Object.keys(ofPage).some(name => names.includes(name))).toBe(false);
    await loadNamed(['', 'x = findRegEx("a", "b");']);
    expect(Object.hasOwn(ofPage, 'findregex')).toBe(true);
    expect(Object.hasOwn(ofPage, 'convert')).toBe(false);
    await loadNamed(names);
    expect(new Set(Object.keys(ofPage))).toEqual(new Set(Object.keys(hostBuiltins)));
    for (const [name, builtin] of Object.entries(hostBuiltins)) expect(ofPage[name]).toBe(builtin);
  });
});

const shim = { ...shims } as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;
const list = [3, 1, 2, 3, 0];
const people = [{ name: 'a', age: 1 }, { name: 'b', age: 2 }, { name: 'a' }];
const table = { a: 1, b: 0, c: undefined };

/** Calls as chevrotain makes them: function, arguments. */
const CALLS: [name: string, ...args: unknown[]][] = [
  ['map', people, 'name'],
  ['map', table, (value: unknown, key: unknown) => [key, value]],
  ['map', undefined, 'x'],
  ['filter', people, { name: 'a' }],
  ['filter', table, (value: unknown) => value === 0],
  ['reject', list, (value: unknown) => value === 3],
  ['find', people, (one: { age?: number }) => one.age === 2],
  ['find', [], 'x'],
  ['some', people, 'age'],
  ['some', null],
  ['every', people, 'name'],
  ['every', people, { name: 'a' }],
  ['includes', list, 2],
  ['includes', table, 1],
  ['includes', list, 9],
  ['reduce', list, (sum: number, value: number) => sum + value],
  ['reduce', table, (sum: string, value: unknown, key: unknown) => `${sum}${key}${value}`, ''],
  ['reduce', [], (sum: number) => sum],
  ['groupBy', people, 'name'],
  ['groupBy', list, (value: number) => value % 2],
  ['pickBy', table, (value: unknown) => value === 1],
  ['flatten', [[1], [[2]], 3]],
  ['flatMap', [1, 2], (value: number) => [value, [value]]],
  ['compact', [0, 1, '', null, 'x']],
  ['uniq', list],
  ['drop', list],
  ['drop', list, 2],
  ['dropRight', list],
  ['dropRight', list, 9],
  ['first', list],
  ['first', []],
  ['last', list],
  ['indexOf', list, 3],
  ['difference', list, [3], [0]],
  ['keys', table],
  ['values', table],
  ['values', list],
  ['has', table, 'c'],
  ['has', table, 'toString'],
  ['has', null, 'x'],
  ['isEmpty', ''],
  ['isEmpty', {}],
  ['isEmpty', undefined],
  ['isEmpty', [0]],
  ['isEmpty', 7],
  ['isObject', null],
  ['isObject', () => 1],
  ['isRegExp', /x/],
  ['isString', 'x'],
  ['isFunction', 1],
  ['isUndefined', null],
  ['isArray', {}],
  ['clone', list],
  ['clone', table],
  ['clone', 5],
  ['defaults', { a: 1, b: undefined }, { b: 2, c: 3 }, { c: 4 }],
  ['assign', { a: 1 }, { b: 2 }],
  ['identity', 4],
  ['upperFirst', 'word'],
  ['noop'],
];

describe('the stand-in for lodash', () => {
  const lodash = 'lodash-es';

  it.each(CALLS)('%s %j', async (name: string, ...args: unknown[]) => {
    const real = (await import(lodash)) as Record<string, (...args: unknown[]) => unknown>;
    expect(shim[name]?.(...structured(args))).toEqual(real[name]?.(...structured(args)));
  });

  it('leaves loops when that is wanted', () => {
    const seen: unknown[] = [];
    expect(shims.forEach(list, value => seen.push(value) < 2)).toBe(list);
    expect(seen).toEqual([3, 1]);
  });
});

/** Arguments of their own for each call: some calls change them. */
function structured(args: readonly unknown[]): unknown[] {
  return args.map(arg => (isPlain(arg) ? { ...arg } : arg));
}

const isPlain = (arg: unknown): arg is object =>
  typeof arg === 'object' && arg !== null && Object.getPrototypeOf(arg) === Object.prototype;
