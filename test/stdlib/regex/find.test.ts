/** FindRegEx: POSIX extended expressions, symbols, limits. */
import { describe, expect, it } from 'vitest';
import { findRegEx } from '../../../stdlib/regex/find.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';

const find = (s: string, re: string): unknown => {
  const found = findRegEx(encodeUtf8(s), encodeUtf8(re));
  return Array.isArray(found) ? found.map(x => Buffer.from(String(x), 'latin1').toString()) : found;
};

describe('FindRegEx', () => {
  it.each<[string, string, string[] | null]>([
    ['xabcx', 'abc|abcx', ['abcx']],
    ['abcd', 'a|ab|abc', ['abc']],
    ['foobar', '(foo|foob)(ar|bar)', ['foobar', 'foob', 'ar']],
    ['abcd', '(a|ab)(c|bcd)(d*)', ['abcd', 'ab', 'c', 'd']],
    ['xabcdx', '(a|ab)(bcd|c)(d|.*)', ['abcdx', 'ab', 'c', 'dx']],
    ['abab', '((a)|b)*', ['abab', 'b', '']],
    ['aba', '(a|ab|ba)*', ['aba', 'a']],
    ['ab', '(a?(ab)?)(b?)', ['ab', 'ab', 'ab', '']],
    ['aa', '(a*){2}', ['aa', '']],
    ['xyxyz', '(xy|x|y)+(z?)', ['xyxyz', 'xy', 'z']],
    ['aaaa', '(a|aa){2,3}', ['aaaa', 'aa']],
    ['a\nb', '(^a|b$|.)*', ['a\nb', 'b']],
    ['é!é', '(é|.é)(!.|é)', ['é!é', 'é', '!é']],
    ['b', '(a)?b', ['b', '']],
    ['ab', '(a|b)*', ['ab', 'b']],
    ['é', '^.$', ['é']],
    ['日本', '^(.)(.)$', ['日本', '日', '本']],
    ['😀!', '^[😀🙂]!', ['😀!']],
    ['a\nb', 'a.b', ['a\nb']],
    ['a\nb', '^b', null],
    ['a\nb', 'a$', null],
    ['a]b', 'a[]]b', ['a]b']],
    ['a\\b', 'a[\\]b', ['a\\b']],
    ['a-b', 'a[a-]b', ['a-b']],
    ['a^b', 'a[b^]b', ['a^b']],
    ['a.b', 'a[[.-.][:punct:]]b', ['a.b']],
    ['Äé', '^[[:upper:]][[:lower:]]$', ['Äé']],
    ['x{y', 'x{y', ['x{y']],
    ['aab', 'a{2}b', ['aab']],
    ['a+b', 'a\\+b', ['a+b']],
    ['tab\there', 'b\\sh', ['b\th']],
    ['d7 e', '\\w\\d\\s\\w', ['d7 e']],
    ['', '^$', ['']],
    ['abc', 'b*', ['']],
    ['abc', '', ['']],
    ['a', '(', null],
    ['a', ')', null],
    ['a', 'a{2,1}', null],
    ['a', 'a{256}', null],
    ['a', '*a', null],
    ['a', '[b-a]', null],
    ['a', '[[:none:]]', null],
    ['a', '[', null],
    ['a', 'a\\', null],
    ['a', '(?:a)', null],
    ['a', 'a\\1', null],
    ['a', '\\ba', null],
    ['a', '\\pL', null],
    ['aaa', '(a*)*', ['aaa', 'aaa']],
    ['aaa', 'a*?', ['aaa']],
  ])('%j with %j gives %j', (s, re, result) => expect(find(s, re)).toEqual(result));

  it('carries bytes that are no symbols', () => {
    expect(findRegEx('a\xffb\xc3\xa9', '^a(.)b(.)$')).toEqual(['a\xffb\xc3\xa9', '\xff', '\xc3\xa9']);
    expect(findRegEx('\xf0\x9f\x98\x80\x80', '^(.)(.)$')?.toString().length).toBe(5 + 1 + 4 + 1 + 1);
    expect(findRegEx('\xfe', '\xfe')).toEqual(['\xfe']);
  });

  it('takes time in proportion to the string', () => {
    const bomb = `${'a'.repeat(50_000)}b`;
    expect(findRegEx(bomb, '^(a+)+$')).toBeNull();
    expect(findRegEx(bomb, '^(a|aa)*$')).toBeNull();
    expect(findRegEx(bomb, '(.*)(.*)(.*)(.*)x')).toBeNull();
    // and in dividing what matched
    const run = bomb.slice(0, -1);
    expect(findRegEx(bomb, '((((a|aa)*)*)*)*(b)')).toEqual([bomb, run, run, run, 'aa', 'b']);
    expect(findRegEx(bomb, '(a|b.*c)*b')).toEqual([bomb, 'a']);
  });

  it('refuses what would take too long', () => {
    const code = (s: string, re: string): unknown => {
      try {
        return findRegEx(s, re);
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code('a'.repeat(1_000_000), 'a?'.repeat(200))).toBe('too-much-work');
    expect(code('a', 'a'.repeat(10_000))).toBe('bad-range');
    expect(code('a', '('.repeat(3000))).toBeNull();
    expect(code('a', '((a{100}){100}){100}')).toBeNull();
  });
});
