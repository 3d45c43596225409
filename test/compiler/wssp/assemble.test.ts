import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeData, makeTime } from '../../../stdlib/values/make.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { type AssembleContext, assemble } from '../../../stdlib/wssp/assemble/assemble.js';
import { escapeHtml, escapeScript, escapeUrl } from '../../../stdlib/wssp/assemble/escapes.js';
import { formatDuration, formatSize, substitute } from '../../../stdlib/wssp/assemble/numbers.js';
import {
  markData,
  marked,
  markedBytes,
  markNumber,
  markTime,
  unmarked,
} from '../../../stdlib/wssp/fields.js';
import { type Instruction, Op, type Plan } from '../../../stdlib/wssp/plan.js';

const context: AssembleContext = { text: () => null, zoneOffset: () => 0, decode: bytes => `<${bytes}>` };

const planOf = (instructions: readonly Instruction[], more: Plan['files'] = {}): Plan => ({
  entry: 'a',
  files: { a: instructions, ...more },
});

const page = (instructions: readonly Instruction[], ...fields: string[]): string =>
  assemble(planOf(instructions), fields.join('\0'), context);

/** Any Unicode text. */
const wellFormed = fc.string({ unit: 'binary' });

/** Any bytes but zero. */
const text = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map(c => String.fromCharCode(c)) });

describe('instructions', () => {
  test.each([
    [['a'], [], 'a'],
    [[], [], ''],
    [['<', [Op.Raw], '>'], ['<b>'], '<<b>>'],
    [[[Op.Html], [Op.Html], [Op.Html]], ['a', '<b>', '\'&"'], 'a&lt;b&gt;&#39;&amp;&quot;'],
    [[[Op.Raw], [Op.Html], [Op.Raw]], ['<', '<', '<'], '<&lt;<'],
    [[[Op.Url]], ['a b~'], 'a%20b~'],
    [[[Op.JavaScript]], ["'\x01\x7f"], "\\'\\u0001\\u007F"],
    [[[Op.HtmlUsing]], ['x', '\x01\x020\x021\x022'], '&lt;\0\x01\x02&gt;'],
    [[[Op.HtmlUsing]], ['x', 'a<'], 'a&lt;'],
    [[[Op.HtmlSubst, 2]], ['<', '^0', '^0^1^2^^^'], '&lt;^0^^'],
    [[[Op.Size]], ['\x0110240'], '10K'],
    [[[Op.Size]], ['10240'], '10240'],
    [[[Op.Duration]], ['\x01\x01x'], '\x01x'],
    [[[Op.DateAs]], ['YYYY', '\x010'], '1970'],
    [[[Op.Date]], ['\x01-Infinity'], ''],
    [[[Op.If, [['a'], ['b']]]], ['1'], 'b'],
    [[[Op.If, [['a'], ['b']]]], ['2'], ''],
    [[[Op.Loop, ['a', [Op.Raw]]], 'z'], ['2', '1', '2'], 'a1a2z'],
    [[[Op.Loop, ['ab']]], ['3'], 'ababab'],
    [[[Op.Loop, []]], ['3'], ''],
  ] as [Instruction[], string[], string][])('%j with %j', (instructions, fields, expected) => {
    expect(page(instructions, ...fields)).toBe(expected);
  });

  test('files include each other', () => {
    const plan = planOf([[Op.Include, 'b'], [Op.IncludeNamed]], { b: ['(', [Op.Raw], ')'] });
    expect(assemble(plan, '1\0b\x002', context)).toBe('(1)(2)');
  });
});

describe('a stream that does not fit', () => {
  const deep: Plan = planOf([[Op.Include, 'a']]);
  test.each([
    ['too few fields', planOf([[Op.Raw], [Op.Raw]]), 'a'],
    ['too many fields', planOf([[Op.Raw]]), 'a\0b'],
    ['fields for a static page', planOf(['x']), 'a'],
    ['no number', planOf([[Op.Loop, [[Op.Raw]]]]), 'x'],
    ['a negative number', planOf([[Op.Loop, [[Op.Raw]]]]), '-1'],
    ['a count without its fields', planOf([[Op.Loop, [[Op.Raw]]]]), '1e15\0a'],
    ['an unknown file', planOf([[Op.IncludeNamed]]), 'x'],
    ['a file that did not compile', planOf([[Op.Include, 'b']], { b: null }), ''],
    ['endless inclusion', deep, ''],
    ['a forged number', planOf([[Op.Size]]), '\x01x'],
    ['a forged time', planOf([[Op.Date]]), '\x011e9'],
    ['no entry', { entry: 'x', files: {} }, ''],
  ] as [string, Plan, string][])('%s', (_, plan, stream) => {
    expect(() => assemble(plan, stream, context)).toThrow(
      expect.objectContaining({ code: 'bad-page-stream' }),
    );
  });

  test.each([
    ['text', planOf([[Op.Loop, ['0123456789']]])],
    ['a file', planOf([[Op.Loop, [[Op.Include, 'b']]]], { b: ['0123456789'] })],
  ])('forged counts of %s cost nothing', (_, plan) => {
    expect(() => assemble(plan, '999999999999', context)).toThrow(
      expect.objectContaining({ code: 'page-too-large' }),
    );
  });

  test('a forged count of nothing is nothing', () => {
    const plan = planOf([[Op.Loop, [[Op.Include, 'b']]]], { b: [] });
    expect(assemble(plan, '999999999999', context)).toBe('');
  });
});

describe('escapes', () => {
  const symbols: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };

  test('HTML is safe and loses nothing', () => {
    fc.assert(
      fc.property(text, s => {
        const html = escapeHtml(s);
        expect(html).not.toMatch(/[<>"']/);
        expect(html.replace(/&[a-z0-9#]+;/g, e => symbols[e] ?? '!')).toBe(s);
      }),
    );
  });

  test('fields of a stream are escaped one by one', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fields => {
        const instructions = fields.map((_, i): Instruction => (i % 3 === 1 ? [Op.Raw] : [Op.Html]));
        const expected = fields.map((s, i) => (i % 3 === 1 ? s : escapeHtml(s))).join('');
        expect(page(instructions, ...fields)).toBe(expected);
      }),
    );
  });

  test('URLs hold unreserved symbols only and lose nothing', () => {
    fc.assert(
      fc.property(wellFormed, s => {
        const url = escapeUrl(encodeUtf8(s));
        expect(url).toMatch(/^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(url)).toBe(s);
      }),
    );
  });

  test('scripts get the same text back', () => {
    fc.assert(
      fc.property(wellFormed, s => {
        const bytes = escapeScript(encodeUtf8(s.replaceAll('\0', '')));
        const literal = Buffer.from(bytes, 'latin1').toString();
        expect(literal).not.toMatch(/[<\u2028\u2029\x00-\x1f]/);
        // JSON reads the same escapes, but for two that it does not know.
        const json = literal.replaceAll('\\x3C', '\\u003C').replaceAll("\\'", "'");
        expect(JSON.parse(`"${json}"`)).toBe(s.replaceAll('\0', ''));
      }),
    );
  });
});

describe('marked fields', () => {
  test('datablocks keep every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const block = Buffer.from(bytes).toString('latin1');
        const field = markData(makeData(block));
        expect(field).not.toContain('\0');
        expect(markedBytes(marked(field) ?? '?')).toBe(block);
      }),
    );
  });

  test('texts are never taken for marked values', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(markData, markTime, markNumber), (s, mark) => {
        for (const value of [s, `\x01${s}`]) {
          expect(marked(mark(value))).toBeNull();
          expect(unmarked(mark(value))).toBe(value);
        }
      }),
    );
  });

  test('numbers and times', () => {
    expect(marked(markNumber(-5))).toBe('-5');
    expect(marked(markTime(makeTime(7)))).toBe('7');
    expect(markTime(7)).toBe('7');
  });
});

describe('numbers', () => {
  test.each([
    ['-1', '-1'],
    ['10752', '11K'],
    ['10485759', '10M'],
    ['10485760', '10M'],
    ['10737418240', '10G'],
    ['9223372036854775807', '8589934592G'],
  ])('size %s', (n, expected) => expect(formatSize(n)).toBe(expected));

  test.each([
    ['0', '0:00'],
    ['3599', '59:59'],
    ['3600', '1:00:00'],
    ['-65', '-1:05'],
    ['360000', '100:00:00'],
  ])('duration %s', (n, expected) => expect(formatDuration(n)).toBe(expected));

  test('placeholders of parameters are not replaced', () => {
    expect(substitute('^0^1^', ['^1', '^0'])).toBe('^1^0^');
  });
});
