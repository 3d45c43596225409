import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertSimple, coreBuiltins } from '../../../stdlib/builtins/index.js';
import { decodeUtf8, encodeUtf8, makeData, normalise } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';

const call = (name: string, ...args: Value[]): Value => {
  const builtin = coreBuiltins[name.toLowerCase()];
  if (builtin === undefined) throw new Error(`no ${name}`);
  return builtin(...args);
};
const u = encodeUtf8;
const big = normalise(2n ** 60n);

const cases: [name: string, args: Value[], result: Value][] = [
  ['Substring', ['abcdef', 0, 2], 'ab'],
  ['Substring', ['abcdef', 2, 100], 'cdef'],
  ['Substring', ['abcdef', 6, 1], ''],
  ['Substring', ['abcdef', 60, 1], ''],
  ['Substring', ['abcdef', -1, 2], 'ef'],
  ['Substring', ['abcdef', -2, 2], 'de'],
  ['Substring', ['abcdef', -3, 100], 'abcd'],
  ['Substring', ['abcdef', -7, 2], ''],
  ['Substring', ['abcdef', -6, 2], 'a'],
  ['Substring', ['abcdef', -100, 2], ''],
  ['Substring', ['abcdef', 1, 0], ''],
  ['Substring', ['abcdef', 1, -1], null],
  ['Substring', ['abcdef', '1', 1], null],
  ['Substring', ['abcdef', 1, null], null],
  ['Substring', [5, 1, 1], null],
  ['Substring', ['abc', 1, big], 'bc'],
  ['Substring', ['abc', big, 1], ''],
  ['FindSubstring', ['abcabc', 'bc'], 1],
  ['FindSubstring', ['abcabc', 'bc', 2], 4],
  ['FindSubstring', ['abcabc', 'x'], -1],
  ['FindSubstring', ['abcabc', 'B'], -1],
  ['FindSubstring', ['abcabc', 'bc', -1], 4],
  ['FindSubstring', ['abcabc', 'bc', -2], 1],
  ['FindSubstring', ['abcabc', 'abc', -4], 0],
  ['FindSubstring', ['abcabc', 'abc', -5], -1],
  ['FindSubstring', ['abcabc', 'abc', -50], -1],
  ['FindSubstring', ['abc', 'c', 3], -1],
  ['FindSubstring', ['abc', '', 4], -1],
  ['FindSubstring', ['abc', null], -1],
  ['FindSubstring', [null, 'a'], -1],
  ['FindSubstring', ['abc', 'c', 'x'], -1],
  ['Range', [u('aé€😀z'), 1, 2], u('é€')],
  ['Range', [u('aé€😀z'), -1, 2], u('😀z')],
  ['Range', [u('aé€😀z'), -2, 2], u('€😀')],
  ['Range', [u('aé€😀z'), 5, 2], ''],
  ['Range', [u('aé€😀z'), -6, 2], ''],
  ['Range', [u('aé€😀z'), 3, 100], u('😀z')],
  ['Range', [u('é'), 0, -1], null],
  ['Range', ['a\xc3b\xc3\xa9', 1, 2], '\xc3b'],
  ['Range', ['abc', 1, 1], 'b'],
  ['Range', [makeData('\xff\0b'), 1, 5], makeData('\0b')],
  ['Range', [makeData('abc'), 1, -5], null],
  ['Range', [5, 1, 1], null],
  ['ToUpperCase', ['abc1ß'.slice(0, 4)], 'ABC1'],
  ['ToUpperCase', [u('straße')], u('STRAßE')],
  ['ToUpperCase', [u('éжſ')], u('ÉЖS')],
  ['ToUpperCase', [u('ᾀᾳῳ')], u('ᾈᾼῼ')],
  ['ToUpperCase', [u('ŉǰ')], u('ŉǰ')],
  ['ToUpperCase', ['a\xe9b'], 'A\xe9B'],
  ['ToUpperCase', [5], null],
  ['ToLowerCase', [u('ÀÉЖ ΟΔΟΣ')], u('àéж οδοσ')],
  ['ToLowerCase', [u('İI')], 'ii'],
  ['ToLowerCase', ['ABC\xc3'], 'abc\xc3'],
  ['ToLowerCase', [null], null],
  ['IsDigit', ['5'], 'YES'],
  ['IsDigit', ['55'], null],
  ['IsDigit', [''], null],
  ['IsDigit', [5], null],
  ['IsWhiteSpaces', [' \t\r\n'], 'YES'],
  ['IsWhiteSpaces', [''], null],
  ['IsWhiteSpaces', [' x'], null],
  ['EmailDomainPart', ['a@b@c'], 'b@c'],
  ['EmailDomainPart', ['a'], null],
  ['EmailDomainPart', [1], null],
  ['EmailUserPart', ['a@b'], 'a'],
  ['EmailUserPart', ['a'], 'a'],
  ['EmailUserPart', [null], null],
  ['EOL', [], '\n'],
  ['CRLF', [], '\r\n'],
  ['Number', ['12x'], 12],
  ['Number', ['-12'], -12],
  ['Number', ['-'], 0],
  ['Number', ['-0'], 0],
  ['Number', [' 1'], 0],
  ['Number', ['+1'], 0],
  ['Number', ['0x10'], 0],
  ['Number', ['9223372036854775807'], normalise(2n ** 63n - 1n)],
  ['Number', ['9223372036854775808'], normalise(-(2n ** 63n))],
  ['Number', ['18446744073709551617'], 1],
  ['Number', ['0000000000000000000000000000007'], 7],
  ['Number', [null], 0],
  ['Number', [big], big],
  ['Number', [[]], 0],
  ['String', [null], null],
  ['String', [5], '5'],
  ['String', [big], '1152921504606846976'],
  ['String', [makeData('a\0b')], 'ab'],
  ['String', [['a', 'b']], '(a,b)'],
];

describe('strings and numbers', () => {
  it.each(cases)('%s %o gives %o', (name, args, result) => {
    expect(call(name, ...args)).toStrictEqual(result);
  });

  it('pieces of symbols join to the whole', () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom('\xc3', '\xa9', '\xe2\x82\xac', 'a', '\xf0\x9f\x98\x80')),
    );
    fc.assert(
      fc.property(bytes, fc.nat(20), (parts, cut) => {
        const s = parts.join('');
        expect(`${call('Range', s, 0, cut)}${call('Range', s, cut, 1e6)}`).toBe(s);
      }),
    );
  });

  it('case mapping agrees with the engine wherever that maps symbol to symbol', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const simple = [...text].every(c => [...c.toUpperCase()].length === 1);
        if (simple)
          expect(decodeUtf8(call('ToUpperCase', u(text)) as string)).toBe(
            [...text].map(c => c.toUpperCase()).join(''),
          );
      }),
    );
  });
});

describe('Convert', () => {
  it.each<[Value, string, Value | undefined]>([
    ['AAEC', 'base64', makeData('\0\x01\x02')],
    ['AA\nE*C', 'Base64', makeData('\0\x01\x02')],
    [makeData('\0\x01\x02'), 'base64', 'AAEC'],
    [5, 'base64', null],
    [makeData('\xab\x01'), 'hex', 'ab01'],
    [makeData('\xab\x01'), 'HEX', 'AB01'],
    ['aB01', 'hex', makeData('\xab\x01')],
    ['aB0', 'hex', null],
    ['zz', 'HEX', null],
    [u('€x'), 'utfcode', 0x20ac],
    ['', 'utfcode', null],
    ['\xff', 'UTFCODE', 255],
    [0x20ac, 'utfcode', u('€')],
    [0, 'utfcode', null],
    [0xd800, 'utfcode', null],
    [-1, 'utfcode', null],
    ['  a b\r\n\tc ', 'words', ['a', 'b', 'c']],
    ['', 'words', []],
    [makeData('a'), 'words', null],
    ['a', 'iso-8859-1', undefined],
  ])('%j as %s', (x, format, result) => expect(convertSimple(x, format)).toEqual(result));
});
