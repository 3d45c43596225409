/** Stored values: exact round trips, and safety against damaged bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue, ValueCodecError } from '../../../host/storage/index.js';
import {
  dictKeys,
  dictOf,
  dictPut,
  FUTURE,
  makeData,
  makeHandle,
  makeTime,
  newDict,
  newXml,
  PAST,
} from '../../../stdlib/values/index.js';
import { Kind, type Value } from '../../../stdlib/values/types.js';
import { anyBytes, values } from '../../stdlib/data/arbitrary.js';

/** What `order` caches is no part of the value. */
const plain = (value: Value): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind !== Kind.Dict) return value;
  return {
    names: value.names ? { ...value.names } : null,
    entries: Object.entries(value.entries).map(([k, v]) => [k, plain(v)]),
  };
};

describe('stored values', () => {
  it('come back exactly, dictionaries in the order of their entries', () => {
    fc.assert(
      fc.property(values(true), value => {
        const bytes = encodeValue(value);
        const back = decodeValue(bytes);
        expect(plain(back)).toEqual(plain(value));
        expect(Buffer.from(encodeValue(back))).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Value]>([
    ['the largest exact number', Number.MAX_SAFE_INTEGER],
    ['the smallest exact number', Number.MIN_SAFE_INTEGER],
    [
      'edges of varints',
      [127, 128, 16383, 16384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 42, 2 ** 49, -1, -128],
    ],
    ['the largest number', { kind: Kind.Big, big: 2n ** 63n - 1n }],
    ['the smallest number', { kind: Kind.Big, big: -(2n ** 63n) }],
    ['times', [PAST, FUTURE, makeTime(0), makeTime(-1)]],
    ['bytes with zeros', makeData('\0\xff\0')],
    [
      'strings around the short forms',
      [0, 1, 12, 13, 48, 49, 63, 64, 127, 128, 5000].map(size => '\xe9'.repeat(size)),
    ],
    [
      'keys that objects have',
      dictOf([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['10', 'c'],
        ['2', 'd'],
      ]),
    ],
  ])('hold %s', (_, value) => {
    expect(plain(decodeValue(encodeValue(value)))).toEqual(plain(value));
  });

  it('keep the spelling of case-insensitive keys, and namespaces of elements', () => {
    const dict = newDict(false);
    dictPut(dict, 'RealName', 'x');
    const back = decodeValue(encodeValue(dict));
    expect(back).toMatchObject({ kind: Kind.Dict });
    if (typeof back === 'object' && back !== null && !Array.isArray(back) && back.kind === Kind.Dict)
      expect(dictKeys(back)).toEqual(['RealName']);
    const xml = newXml('a', 'p');
    xml.inherited = { p: 'urn:p', '': 'urn:q' };
    xml.body.push('text', newXml('b'));
    expect(decodeValue(encodeValue(xml))).toEqual(xml);
  });

  it.each<[string, Value]>([
    ['handles', makeHandle('Task', 1)],
    ['fractions', 0.5],
    ['infinities', Number.POSITIVE_INFINITY],
    ['short text', 'Ā'],
    ['long text', 'Ā'.repeat(100)],
    ['text in keys', dictOf([['€', 'x']])],
  ])('refuse %s', (_, value) => {
    expect(() => encodeValue(value)).toThrow(ValueCodecError);
    expect(decodeValue(encodeValue('still good'))).toBe('still good');
  });

  it('refuse values nested too deep, on both sides', () => {
    const nested = (levels: number): Value => {
      let value: Value = 'x';
      for (let i = 0; i < levels; i++) value = [value];
      return value;
    };
    expect(decodeValue(encodeValue(nested(500)))).toEqual(nested(500));
    expect(() => encodeValue(nested(501))).toThrow(ValueCodecError);
    expect(() => decodeValue(encodeValue(nested(501), 501))).toThrow(ValueCodecError);
  });

  it('are refused when damaged, never believed', () => {
    fc.assert(
      fc.property(values(false), fc.nat(), fc.nat(255), fc.boolean(), (value, at, byte, cut) => {
        const bytes = Buffer.from(encodeValue(value));
        const damaged = cut ? bytes.subarray(0, at % bytes.length) : bytes;
        if (!cut) bytes[at % bytes.length] = byte;
        try {
          decodeValue(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ValueCodecError);
        }
      }),
      { numRuns: 1000 },
    );
    for (const hex of [
      '',
      '02',
      '010840',
      '0108ffffffff0f',
      '01ff00',
      '0102ffffffffffffffff7f',
      '01090141',
      '010b0000000180',
    ])
      expect(() => decodeValue(Buffer.from(hex, 'hex')), hex).toThrow(ValueCodecError);
    fc.assert(
      fc.property(anyBytes, text => {
        try {
          decodeValue(Buffer.from(`\x01${text}`, 'latin1'));
        } catch (error) {
          expect(error).toBeInstanceOf(ValueCodecError);
        }
      }),
    );
  });
});
