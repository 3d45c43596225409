/** Keys: order, prefixes, round trips; damaged ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareKeys,
  type KeyPart,
  key,
  keyAfter,
  prefixRange,
  StorageDamaged,
  StorageMisuse,
  unkey,
} from '../../../host/storage/index.js';

const byte = fc.oneof(fc.constantFrom(0, 1, 0xfe, 0xff), fc.nat(255));
const strings = fc.array(byte, { maxLength: 6 }).map(list => String.fromCharCode(...list));
const numbers = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(0, 255, 256, -255, -256, 65535, 65536, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const part: fc.Arbitrary<KeyPart> = fc.oneof(
  strings,
  numbers,
  fc.array(byte, { maxLength: 6 }).map(list => Uint8Array.from(list)),
);
const tuple = fc.array(part, { maxLength: 4 });

const rank = (value: KeyPart): number => (typeof value === 'number' ? 2 : typeof value === 'string' ? 1 : 0);
const order = (a: KeyPart, b: KeyPart): number => {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  return typeof a === 'string' && typeof b === 'string'
    ? Number(a > b) - Number(a < b)
    : Buffer.compare(a as Uint8Array, b as Uint8Array);
};
const orderTuples = (a: KeyPart[], b: KeyPart[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const result = order(a[i] as KeyPart, b[i] as KeyPart);
    if (result !== 0) return Math.sign(result);
  }
  return Math.sign(a.length - b.length);
};

describe('keys', () => {
  it('sort as their tuples do', () => {
    fc.assert(
      fc.property(tuple, tuple, (a, b) => {
        expect(Math.sign(compareKeys(key(...a), key(...b)))).toBe(orderTuples(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('come back as their tuples', () => {
    fc.assert(
      fc.property(tuple, parts => {
        expect(unkey(key(...parts))).toEqual(parts);
      }),
    );
  });

  it('lie in the range of each of their beginnings, and in that of no other tuple', () => {
    fc.assert(
      fc.property(tuple, tuple, fc.nat(4), (a, b, size) => {
        const inside = (parts: KeyPart[], prefix: KeyPart[]): boolean => {
          const range = prefixRange(...prefix);
          const bytes = key(...parts);
          return compareKeys(range.gte, bytes) <= 0 && compareKeys(bytes, range.lt) < 0;
        };
        const prefix = a.slice(0, size);
        expect(inside(a, prefix)).toBe(true);
        expect(Buffer.from(key(...a)).subarray(0, key(...prefix).length)).toEqual(
          Buffer.from(key(...prefix)),
        );
        const begins = orderTuples(b.slice(0, prefix.length), prefix) === 0;
        expect(inside(b, prefix)).toBe(begins);
        expect(compareKeys(keyAfter(key(...a)), key(...a))).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, KeyPart]>([
    ['fractions', 1.5],
    ['numbers that are not exact', 2 ** 53],
    ['text', 'é€'],
  ])('refuse %s', (_, value) => {
    expect(() => key(value)).toThrow(StorageMisuse);
  });

  it('refuse damaged bytes, and never fail otherwise', () => {
    for (const bytes of [
      [0x02, 0x61],
      [0x15],
      [0x40],
      [0x15, 0x00],
      [0x02, 0x00, 0xff],
      [0x1b, 255, 255, 255, 255, 255, 255, 255],
    ])
      expect(() => unkey(Uint8Array.from(bytes))).toThrow(StorageDamaged);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), bytes => {
        let parts: KeyPart[];
        try {
          parts = unkey(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(StorageDamaged);
          return;
        }
        expect(Buffer.from(key(...parts))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});
