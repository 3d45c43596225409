import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSlowly, encodeSlowly } from '../../../stdlib/data/base64.js';
import {
  decodeBase64,
  encodeBase64,
  objectToXml,
  parse,
  parseIp,
  parseJson,
  printCompact,
  printJson,
  printPretty,
  printXml,
  readHolder,
} from '../../../stdlib/data/index.js';
import { equal, firstBadByte } from '../../../stdlib/values/index.js';
import { anyBytes, jsonLeaves, values, xmls } from './arbitrary.js';

/** Pieces of the formats, so that random texts get somewhere. */
const pieces = fc.constantFrom(
  ...'(){}=;,#T[]<>/"\\ &!?-:a1._@\t\n\r\xc3\xa9\xff'.split(''),
  '#T01-01-2001',
  '#I[1.2.3.4]',
  '#NULL#',
  '#(A:b)',
  '<a>',
  '</a>',
  '<a b="c"/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x y?>',
  '&lt;',
  '&#65;',
  '//',
  '/*',
  '*/',
  "\\u'e9'",
  '\\195',
  '{a=b;}',
  '(a,b)',
  '[AAEC]',
  '"x"',
  '=',
  ';',
  '[',
  '{"a":',
  'null',
  'true',
  '-1.5e3',
  '\\ud83d',
  '\ufeff',
);
const soup = fc.array(pieces, { maxLength: 30 }).map(parts => parts.join(''));

describe('the Data format', () => {
  it('reads what it writes, compactly and prettily', () => {
    fc.assert(
      fc.property(values(true), value => {
        const compact = printCompact(value);
        expect(/[\0-\x1f\x7f]/.test(compact)).toBe(false);
        expect(firstBadByte(compact)).toBe(-1);
        const single = parse(compact, { mode: 'single', keepNulls: true });
        expect(single.ok && equal(single.value, value)).toBe(true);
        const multi = parse(printPretty(value), { keepNulls: true });
        expect(multi.ok && equal(multi.value, value)).toBe(true);
        if (multi.ok) expect(printCompact(multi.value)).toBe(compact);
      }),
      { numRuns: 300 },
    );
  });

  it('answers any text with a value or a position in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(soup, anyBytes),
        fc.constantFrom('multi' as const, 'single' as const),
        (text, mode) => {
          const bytes = text.replaceAll('\ufeff', '\xef\xbb\xbf');
          const result = parse(bytes, { mode, keepNulls: true });
          if (result.ok) {
            const again = parse(printCompact(result.value), { keepNulls: true });
            expect(again.ok && equal(again.value, result.value)).toBe(true);
          } else {
            const { offset, line, column } = result.error;
            expect(offset >= 0 && offset <= bytes.length && line >= 1 && column >= 1).toBe(true);
            expect(bytes.slice(0, offset).split(/\r\n|\r(?!$)|\n/).length).toBe(
              line - (bytes[offset - 1] === '\r' && bytes[offset] !== '\n' ? 1 : 0),
            );
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads half a text no further than it goes', () => {
    fc.assert(
      fc.property(values(true), fc.nat(), (value, cut) => {
        const text = printCompact(value);
        const result = parse(text.slice(0, cut % (text.length + 1)), { keepNulls: true });
        if (!result.ok) expect(result.error.offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('JSON', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(values(false, jsonLeaves), value => {
        expect(equal(parseJson(printJson(value)), value)).toBe(true);
      }),
    );
  });

  it('is read as the engine reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), text => {
        const model = JSON.parse(text) as unknown;
        const mine = parseJson(text.replace(/[^\0-\x7f]/g, ''));
        if (model === null || model === false) expect(mine).toBeNull();
        else if (model !== true && typeof model === 'object')
          expect(Array.isArray(mine)).toBe(Array.isArray(model));
      }),
    );
  });

  it('never fails on any text', () => {
    fc.assert(
      fc.property(soup, text => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const value = parseJson(text);
        if (!valid) expect(value).toBeNull();
        expect(() => printJson(value)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the XML form of objects', () => {
  it('comes back, also as text', () => {
    fc.assert(
      fc.property(values(true, fc.oneof(jsonLeaves, xmls)), value => {
        const holder = objectToXml(value);
        const read = readHolder(holder, { keepNulls: true });
        expect(read !== undefined && equal(read, value)).toBe(true);
        const text = printXml(holder);
        expect(parse(text).ok).toBe(true);
      }),
    );
  });
});

describe('base64', () => {
  it('is the same with and without help of the host', () => {
    fc.assert(
      fc.property(anyBytes, bytes => {
        const text = encodeBase64(bytes);
        expect([encodeSlowly(bytes), decodeBase64(text), decodeSlowly(text.replaceAll('=', ''))]).toEqual([
          text,
          bytes,
          bytes,
        ]);
      }),
    );
  });

  it('skips what is not in the alphabet', () => {
    fc.assert(
      fc.property(anyBytes, bytes => {
        expect(decodeBase64(bytes)).toBe(decodeSlowly(bytes.replace(/[^A-Za-z0-9+/]/g, '')));
      }),
    );
    expect(decodeBase64(' Y*W\nJj ')).toBe('abc');
  });
});

describe('addresses', () => {
  it('their canonical form is a fixed point', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, numbers => {
        const ip = parseIp(numbers.map(n => n.toString(16).toUpperCase()).join(':'));
        expect(ip).not.toBeNull();
        expect(parseIp(ip?.address ?? '')).toEqual(ip);
      }),
    );
  });
});
