import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePage } from '../../../compiler/wssp/compile.js';
import { linkPage } from '../../../compiler/wssp/link.js';
import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { print } from '../../../stdlib/wssp/fields.js';
import { equals } from '../../../stdlib/wssp/guest/equality.js';
import { datasets, nodes, oracle, pageText } from './support/oracle.js';
import { renderPage } from './support/render.js';

const FRAGMENTS = [
  ...[
    '%%',
    '<!--%%',
    '-->',
    '%',
    '"',
    '\\',
    '[',
    ']',
    '(',
    ')',
    '.',
    '&',
    '|',
    ',',
    ':',
    '\n',
    ' ',
    '-',
    '5',
  ],
  ...['IF ', 'ELSE', 'ELIF ', 'ENDIF', 'FOREACH x IN ', 'ENDFOR', 'INCLUDE ', 'USING ', 'COMMENT'],
  ...[
    'a',
    'x[]',
    'HTML:',
    'HTMLSUBST(',
    'EQUALS(',
    ' AND ',
    'ISLAST(x)',
    '"s"',
    'é',
    '\u{1d4b3}',
    '\0',
    '\ud800',
  ],
];
const soup = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string()), { maxLength: 40 })
  .map(parts => parts.join(''));

describe('any text', () => {
  test('compiles, or gives positioned errors', () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (source, editor) => {
        const { page, diagnostics } = compilePage(source, { file: 'a.wssp', editor });
        const errors = diagnostics.filter(d => d.severity === 'error');
        expect(page === null).toBe(errors.length > 0);
        if (!editor) expect(diagnostics.length).toBe(page === null ? 1 : 0);
        for (const d of diagnostics) {
          expect(d.range.start.line).toBeGreaterThan(0);
          expect(d.range.start.column).toBeGreaterThan(0);
          expect(d.range.start.line).toBeLessThanOrEqual(source.split(/\r\n|\r|\n/).length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the first error of an editor is not after the error of a plain compilation', () => {
    fc.assert(
      fc.property(soup, source => {
        const first = compilePage(source, { file: 'a.wssp' }).diagnostics[0];
        const all = compilePage(source, { file: 'a.wssp', editor: true }).diagnostics.filter(
          d => d.severity === 'error',
        );
        if (first === undefined) expect(all).toEqual([]);
        else expect(all.map(d => d.code)).toContain(first.code);
      }),
    );
  });

  test('literal text is copied exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const literal = text.replaceAll('%%', '%').replaceAll('%%', '%').replaceAll('\ufeff', '');
        fc.pre(!literal.includes('%%'));
        expect(renderPage('a.wssp', { 'a.wssp': literal }, newDict())).toBe(encodeUtf8(literal));
      }),
    );
  });

  test('what compiles can be rendered', () => {
    fc.assert(
      fc.property(soup, source => {
        const { page } = linkPage('a.wssp', name => (name === 'a.wssp' ? source : name === 's' ? 'S' : null));
        fc.pre(page !== null);
        try {
          renderPage('a.wssp', { 'a.wssp': source, s: 'S' }, dictOf([['a', ['v']]]));
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^include-/) });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('large pages', () => {
  const count = 100_000;
  test.each([
    [
      'elements in one loop',
      `<!--%%FOREACH x IN a-->${'%%x[]%%,'.repeat(count)}<!--%%ENDFOR-->`,
      'v,'.repeat(count),
    ],
    ['branches', `<!--%%IF z-->${'<!--%%ELIF z-->'.repeat(20_000)}<!--%%ELSE-->end<!--%%ENDIF-->`, 'end'],
    ['doubled percent signs', '%%%%'.repeat(count), '%%'.repeat(count)],
    [
      'loops one after the other',
      '<!--%%FOREACH x IN a-->%%a[0]%%<!--%%ENDFOR-->'.repeat(20_000),
      'v'.repeat(20_000),
    ],
  ])('%s', (_, page, expected) => {
    expect(renderPage('a.wssp', { 'a.wssp': page }, dictOf([['a', ['v']]])) === expected).toBe(true);
  });
});

describe('random pages', () => {
  test('print what a plain walk through their tree prints', () => {
    const strings = dictOf([
      ['a', 'text <a>'],
      ['b', 12],
      ['k', []],
    ]);
    fc.assert(
      fc.property(nodes, nodes, nodes, datasets, (main, p, q, data) => {
        // Parts without inclusions: no endless ones.
        const files = {
          'p.wssi': p.filter(n => !pageText([n]).includes('INCLUDE')),
          'q.wssi': q.filter(n => !pageText([n]).includes('INCLUDE')),
        };
        const expected = oracle(main, { data, strings, files, print, equals });
        fc.pre(expected.length < 100_000);
        const sources = {
          'a.wssp': pageText(main),
          'p.wssi': pageText(files['p.wssi']),
          'q.wssi': pageText(files['q.wssi']),
        };
        expect(renderPage('a.wssp', sources, data, { strings })).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });
});
