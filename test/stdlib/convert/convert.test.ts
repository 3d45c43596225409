/** `Convert` with character sets and BER (cgpl.md section 14.10). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convert } from '../../../stdlib/convert/convert.js';
import { makeData } from '../../../stdlib/values/make.js';
import { Kind, type Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';

const hexOf = (x: Value): Value => convert(x, 'hex');
const dataOf = (hex: string): Value => convert(hex, 'hex');
const textOf = (x: Value): string => (typeof x === 'string' ? decodeUtf8(x) : JSON.stringify(x));

describe('character sets', () => {
  test.each([
    ['iso-2022-jp', 'aé日b', '613f1b2442467c1b284262'],
    ['ISO-2022-JP', '\n', '0a'],
    ['csISO2022JP', 'ア', '1b244225221b2842'],
    ['shift_jis', '日ｱ', '93fab1'],
    ['euc-jp', '日', 'c6fc'],
    ['koi8-r', 'Я€', 'f13f'],
    ['us-ascii', 'é', '3f'],
  ])('%s of %j is %s', (format, text, hex) => {
    expect(hexOf(convert(encodeUtf8(text), format))).toBe(hex);
  });

  test.each([
    ['iso-2022-jp', '1b2442467c0a41', '日\nA'],
    ['iso-2022-jp', '1b284a411b284931321b2842', 'Aｱｲ'],
    ['iso-2022-jp-1', '1b242844306c', '佒'],
    ['iso-2022-jp', '1b2840', '\x1b(@'],
    ['iso-2022-jp', '1b244246', '\ufffd'],
    ['iso-2022-jp', '41e942', 'A\ufffdB'],
  ])('bytes of %s: %s', (format, hex, text) => {
    expect(textOf(convert(dataOf(hex), format))).toBe(text);
  });

  test('Japanese text survives', () => {
    const symbols = fc.constantFrom('a', '\n', ' ', '日', '本', '語', 'ア', '、', 'Я', '\\', '~');
    fc.assert(
      fc.property(fc.string({ unit: symbols }), text => {
        const bytes = convert(encodeUtf8(text), 'iso-2022-jp');
        expect(textOf(convert(bytes, 'iso-2022-jp'))).toBe(text);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const data = makeData(Buffer.from(bytes).toString('latin1'));
        expect(typeof convert(data, 'iso-2022-jp')).toBe('string');
      }),
      { numRuns: 50 },
    );
  });

  test.each(['utf-7', 'base64 ', 'x-none', '', 'iso-2022'])('%j is none', format => {
    expect(convert('a', format)).toBeNull();
  });
});

describe('BER', () => {
  test.each([
    '0500',
    '0201ff',
    '02020080',
    '06092b0601040182371402',
    '030205a0',
    '3006020101040161',
    'bf814803020105',
    '9f1f00',
    `0481${'80'}${'61'.repeat(128)}`,
    `30820102${`0481ff${'00'.repeat(255)}`}`,
  ])('%s is read and written as it was', hex => {
    const element = convert(dataOf(hex), 'asn.1');
    expect(Array.isArray(element)).toBe(true);
    expect(hexOf(convert(element, 'asn.1'))).toBe(hex);
  });

  test.each([
    ['30800201010000', '3003020101'],
    ['24800401610401620000', '2406040161040162'],
    ['30820003020105', '3003020105'],
    ['1f0500', '0500'],
  ])('%s has the definite form %s', (long, short) => {
    expect(hexOf(convert(convert(dataOf(long), 'asn.1'), 'ASN.1'))).toBe(short);
  });

  test.each([
    '',
    '30',
    '0201',
    '3003020101ff',
    '3080020101',
    '04806100',
    '308201',
    'a0030201',
    '3f',
    '30'.repeat(300),
  ])('%s is an error', hex => expect(convert(dataOf(hex), 'asn.1')).toMatch(/^invalid ASN\.1 data: /));

  test.each<[string, Value]>([
    ['nothing', []],
    ['no content', ['universal', 2]],
    ['an unknown class', ['none', 2, makeData('')]],
    ['a negative tag', ['universal', -1, makeData('')]],
    ['a huge tag', ['universal', { kind: Kind.Big, big: 1n << 62n }, makeData('')]],
    ['a number as content', ['universal', 2, 5]],
    ['a number inside', ['universal', 16, [5]]],
  ])('%s cannot be written', (_, x) => {
    expect(convert(x, 'asn.1')).toMatch(/^invalid ASN\.1 data: /);
  });

  test.each<[Value]>([['abc'], [5], [null]])('%j is of no class for it', x => {
    expect(convert(x, 'asn.1')).toBeNull();
  });
});
