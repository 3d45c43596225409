import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fieldParameter,
  readMultipart,
  readParameters,
  readURLEncoded,
} from '../../../host/builtins/worker/form.js';

describe('URL-encoded', () => {
  it.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=x', [['', 'x']]],
    ['&&a=1&&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=c%20d%2B', [['a b', 'c d+']]],
    ['x=%c3%A9', [['x', '\xc3\xa9']]],
    ['x=%zz%4', [['x', '%zz%4']]],
    ['', []],
  ])('%s', (text, expected) => {
    expect(readURLEncoded(text, 100).map(p => [p.name, p.value])).toEqual(expected);
  });

  it('stops at the limit', () => expect(readURLEncoded('a&b&c&d', 2)).toHaveLength(2));

  it('gives back what was encoded', () => {
    const word = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(n => String.fromCharCode(n)) });
    const encode = (s: string) =>
      Array.from(s, c => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('') || '';
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 8 }), pairs => {
        const text = pairs.map(([n, v]) => `${encode(n)}=${encode(v)}`).join('&');
        expect(readURLEncoded(text, 100)).toEqual(pairs.map(([name, value]) => ({ name, value })));
      }),
    );
  });
});

describe('multipart', () => {
  const part = (disposition: string, body: string) =>
    `--B\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/plain\r\n\r\n${body}\r\n`;

  it('reads fields and files', () => {
    const body = `${part('form-data; name="a"', '1')}${part('form-data; name=f; filename="x;y.bin"', '\0\r\n--b\xff')}--B--\r\n`;
    expect(readMultipart(body, 'B', 10)).toEqual([
      { name: 'a', value: '1' },
      { name: 'f', value: '\0\r\n--b\xff' },
    ]);
  });

  it.each([
    ['a preamble', `noise\r\n${part('form-data; name=a', '1')}--B--`, 1],
    ['no end', part('form-data; name=a', '1'), 0],
    ['an open last part', `${part('form-data; name=a', '1')}--B\r\nContent-Disposition: x`, 1],
    ['parts without names', `${part('form-data', '1')}--B--`, 0],
    ['parts without header end', '--B\r\nabc\r\n--B--', 0],
    ['nothing', '', 0],
    ['another boundary', '--C\r\n\r\n--C--', 0],
  ])('with %s', (_, body, count) => expect(readMultipart(body, 'B', 10)).toHaveLength(count));

  it('stops at the limit', () =>
    expect(readMultipart(`${part('form-data; name=a', '1').repeat(5)}--B--`, 'B', 3)).toHaveLength(3));

  it('never fails on noise', () => {
    const noise = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'B', ':', '"', ';', 'name=', ' ') });
    fc.assert(fc.property(noise, text => readMultipart(text, 'B', 10).length <= 10));
  });
});

describe('header parameters', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'boundary', 'abc'],
    ['multipart/form-data; charset=x; Boundary="a b;c"', 'boundary', 'a b;c'],
    ['form-data; name="a\\"b"', 'name', 'a"b'],
    ['form-data; filename="name=x"', 'name', null],
    ['form-data', 'name', null],
  ])('%s', (field, name, expected) => expect(fieldParameter(field, name)).toBe(expected));
});

describe('all parameters', () => {
  it('of the URL come first, then those of the form', () => {
    const found = readParameters(
      {
        query: 'a=1',
        contentType: 'application/x-www-form-urlencoded; charset=utf-8',
        body: Buffer.from('a=2'),
      },
      10,
    );
    expect(found.map(p => p.value)).toEqual(['1', '2']);
  });

  it('ignore bodies of other types', () =>
    expect(readParameters({ query: null, contentType: 'text/plain', body: Buffer.from('a=2') }, 10)).toEqual(
      [],
    ));
});
