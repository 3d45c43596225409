import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, div, eq, ge, gt, le, lt, mul, neg, pos, rem, sub } from '../../../stdlib/operators/index.js';
import {
  FUTURE,
  makeData,
  makeIp,
  makeTime,
  normalise,
  PAST,
  toBigInt,
} from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -5n, max: 5n }),
  fc.constantFrom(
    2n ** 53n,
    2n ** 53n - 1n,
    -(2n ** 53n) + 1n,
    -(2n ** 63n),
    2n ** 63n - 1n,
    2n ** 32n,
    3037000500n,
  ),
);

const exact: Record<string, [(a: Value, b: Value) => Value, (a: bigint, b: bigint) => bigint | null]> = {
  add: [add, (a, b) => a + b],
  sub: [sub, (a, b) => a - b],
  mul: [mul, (a, b) => a * b],
  div: [div, (a, b) => (b === 0n ? null : a / b)],
  rem: [rem, (a, b) => (b === 0n ? null : a % b)],
};

describe('arithmetic is exact and wraps at 64 bits', () => {
  for (const [name, [operator, model]] of Object.entries(exact)) {
    it(name, () => {
      fc.assert(
        fc.property(int64, int64, (a, b) => {
          const expected = model(a, b);
          const result = operator(normalise(a), normalise(b));
          expect(result).toStrictEqual(expected === null ? null : normalise(expected));
          expect(Object.is(result, -0)).toBe(false);
        }),
      );
    });
  }

  it('unary', () => {
    fc.assert(
      fc.property(int64, a => {
        expect(neg(normalise(a))).toStrictEqual(normalise(-a));
        expect(toBigInt(pos(normalise(a)))).toBe(a);
      }),
    );
    expect([neg('x'), pos(null), neg([]), Object.is(neg(0), -0)]).toEqual([0, 0, 0, false]);
  });

  it('comparison', () => {
    fc.assert(
      fc.property(int64, int64, (a, b) => {
        const [x, y] = [normalise(a), normalise(b)];
        expect([lt(x, y), le(x, y), gt(x, y), ge(x, y), eq(x, y)]).toEqual([
          a < b,
          a <= b,
          a > b,
          a >= b,
          a === b,
        ]);
      }),
    );
  });
});

const t = makeTime(1000);
const big = normalise(2n ** 60n);
const others: [string, Value][] = [
  ['string with number', add('a', 1)],
  ['number with string', add(1, 'a')],
  ['null', add(null, 'a')],
  ['big with null', add(big, null)],
  ['string minus string', sub('a', 'a')],
  ['string times', mul('a', 2)],
  ['time plus time', add(t, t)],
  ['number plus time', add(1, t)],
  ['time times', mul(t, 2)],
  ['array plus array', add([], [])],
  ['string plus data', add('a', makeData('b'))],
  ['big by zero', div(big, 0)],
  ['big rest of zero', rem(big, 0)],
  ['remote minus ordinary', sub(FUTURE, t)],
];

describe('other operands', () => {
  it.each(others)('%s gives null', (_name, result) => expect(result).toBeNull());

  it.each<[string, Value, Value]>([
    ['strings join', add('a', 'b'), 'ab'],
    ['data joins data', add(makeData('a'), makeData('b')), makeData('ab')],
    ['data joins string', add(makeData('a'), 'b'), makeData('ab')],
    ['time moves', add(t, 5), makeTime(1005)],
    ['time moves back', sub(t, 5), makeTime(995)],
    ['time difference', sub(makeTime(7), t), -993],
    ['remote stays', add(PAST, 5), PAST],
    ['remote minus itself', sub(PAST, PAST), 0],
    ['beyond the last year', add(t, big), FUTURE],
  ])('%s', (_name, result, expected) => expect(result).toEqual(expected));

  it.each<[Value, Value]>([
    ['a', 'B'],
    [makeTime(5), makeTime(4)],
    [FUTURE, t],
    [t, PAST],
    [makeData('b'), makeData('a')],
    ['abc', 'ab'],
    ['\xe9', 'z'],
  ])('%j is greater than %j', (a, b) => {
    expect([gt(a, b), ge(a, b), lt(a, b), le(a, b), lt(b, a)]).toEqual([true, true, false, false, true]);
  });

  it.each<[Value, Value]>([
    ['1', 1],
    [null, null],
    [null, 1],
    [[], []],
    [makeIp('1.2.3.4'), makeIp('1.2.3.4')],
    [t, 1000],
    [t, makeData('x')],
  ])('%j and %j have no order', (a, b) => {
    expect([gt(a, b), ge(a, b), lt(a, b), le(a, b)]).toEqual([false, false, false, false]);
  });

  it('a big number and a string have no order', () => {
    expect([gt(big, 'x'), ge(big, 'x'), lt('x', big), le('x', big)]).toEqual([false, false, false, false]);
  });
});
