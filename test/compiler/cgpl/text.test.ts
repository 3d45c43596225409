/** Lines and columns, code frames, position maps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, renderDiagnostic, renderFrame } from '../../../compiler/diagnostics/index.js';
import {
  LineTable,
  nameAt,
  originalPosition,
  PositionMapBuilder,
  segments,
  toSourceMap,
} from '../../../compiler/text/index.js';
import { VarintReader, VarintWriter } from '../../../compiler/text/varint.js';

describe('line table', () => {
  it.each([
    ['', 0, 1, 1],
    ['ab\ncd', 3, 2, 1],
    ['ab\r\ncd', 4, 2, 1],
    ['ab\rcd', 3, 2, 1],
    ['a\n\r\n\rb', 5, 4, 1],
    ['a\n\r\n\rb', 4, 3, 1],
    ['𝄞x', 2, 1, 2],
    ['𝄞\nž𝄞y', 6, 2, 3],
    ['abc', 99, 1, 4],
    ['abc', -1, 1, 1],
  ])('%j at %i is %i:%i', (source, offset, line, column) => {
    expect(new LineTable(source).positionAt(offset)).toEqual({ line, column });
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\r\n', 'ž', '𝄞', '\t') });

  it('goes there and back', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (source, n) => {
        const lines = new LineTable(source);
        const symbols = [...source];
        const offset = symbols.slice(0, n).join('').length;
        const position = lines.positionAt(offset);
        const inLineEnd = source[offset - 1] === '\r' && source[offset] === '\n';
        if (!inLineEnd) expect(lines.offsetAt(position)).toBe(offset);
      }),
    );
  });

  it('gives the same whatever was asked before', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (source, offsets) => {
        const lines = new LineTable(source);
        for (const at of offsets) {
          expect(lines.positionAt(at)).toEqual(new LineTable(source).positionAt(at));
        }
      }),
    );
  });

  it('cuts a text into its lines', () => {
    const lines = new LineTable('one\r\ntwo\rthree\n');
    expect([1, 2, 3, 4, 5].map(n => lines.lineText(n))).toEqual(['one', 'two', 'three', '', '']);
    expect(lines.lineCount).toBe(4);
  });
});

describe('code frame', () => {
  const source = 'one\ntwo\n\tthree 𝄞 four\nfive\nsix\nseven';

  it('shows two lines around and a caret', () => {
    expect(renderFrame(source, { line: 3, column: 10 }, { line: 3, column: 14 })).toBe(
      [
        '  1 | one',
        '  2 | two',
        '> 3 | \tthree 𝄞 four',
        '    | \t        ^^^^',
        '  4 | five',
        '  5 | six',
      ].join('\n'),
    );
  });

  it('marks one symbol when the end is elsewhere', () => {
    expect(renderFrame('a b', { line: 1, column: 3 }, { line: 2, column: 1 })).toBe('> 1 | a b\n    |   ^');
    expect(renderFrame('', { line: 1, column: 1 })).toBe('> 1 |\n    | ^');
  });

  it('clips long lines around the place and shows no control codes', () => {
    const long = `${'x'.repeat(1000)}\u001b[31m${'y'.repeat(1_000_000)}`;
    const frame = renderFrame(long, { line: 1, column: 1001 });
    const [text = '', marks = ''] = frame.split('\n');
    expect(text.length).toBeLessThan(140);
    expect(text).not.toContain('\u001b');
    expect(text[marks.indexOf('^')]).toBe('\ufffd');
  });

  it('goes with a diagnostic', () => {
    const diagnostic: Diagnostic = {
      code: 'bad-symbol',
      number: 105,
      severity: 'error',
      message: 'no',
      file: 'a.wcgp',
      range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
    };
    expect(renderDiagnostic(diagnostic)).toBe('a.wcgp:1:1: error 105: no');
    expect(renderDiagnostic(diagnostic, 'x')).toBe('a.wcgp:1:1: error 105: no\n> 1 | x\n    | ^');
  });
});

describe('numbers as bytes', () => {
  it('come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2 ** 31 - 1)),
        fc.array(fc.integer({ min: -(2 ** 29), max: 2 ** 29 })),
        (u, s) => {
          const writer = new VarintWriter();
          for (const n of u) writer.unsigned(n);
          for (const n of s) writer.signed(n);
          const reader = new VarintReader(writer.finish());
          expect(u.map(() => reader.unsigned())).toEqual(u);
          expect(s.map(() => reader.signed())).toEqual(s.map(n => n + 0));
          expect(reader.done).toBe(true);
        },
      ),
    );
  });
});

describe('position map', () => {
  const places = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 50 })), {
      selector: ([line, column]) => line * 100 + column,
    })
    .map(list => list.sort((a, b) => a[0] - b[0] || a[1] - b[1]));

  it('keeps every segment', () => {
    fc.assert(
      fc.property(places, fc.infiniteStream(fc.integer({ min: 1, max: 999 })), (list, stream) => {
        const builder = new PositionMapBuilder();
        builder.file('a');
        builder.file('b');
        const next = (): number => stream.next().value as number;
        const given = list.map(([line, column]) => ({
          generated: { line, column },
          file: next() % 2,
          source: { line: next(), column: next() },
        }));
        for (const { generated, file, source } of given)
          builder.add(generated.line, generated.column, file, source);
        const map = builder.build();
        expect([...segments(map)]).toEqual(given);
        for (const { generated, file, source } of given) {
          expect(originalPosition(map, generated)).toMatchObject({ ...source, file: map.files[file] });
        }
      }),
    );
  });

  const builder = new PositionMapBuilder();
  builder.file('main.wcgp');
  builder.file('m.wcgi');
  builder.scope(3, 'Main');
  builder.add(3, 1, 0, { line: 10, column: 2 });
  builder.add(3, 20, 0, { line: 11, column: 4 });
  builder.scope(5, 'helper');
  builder.add(5, 8, 1, { line: 1, column: 1 });
  builder.scope(9, null);
  const map = builder.build();

  it.each([
    [3, 1, 'main.wcgp', 10, 2, 'Main'],
    [3, 19, 'main.wcgp', 10, 2, 'Main'],
    [3, 25, 'main.wcgp', 11, 4, 'Main'],
    [5, 1, 'm.wcgi', 1, 1, 'helper'],
  ])('finds %i:%i', (line, column, file, sourceLine, sourceColumn, name) => {
    expect(originalPosition(map, { line, column })).toEqual({
      file,
      line: sourceLine,
      column: sourceColumn,
      name,
    });
  });

  it('knows where nothing comes from', () => {
    expect(originalPosition(map, { line: 4, column: 1 })).toBeNull();
    expect([1, 3, 4, 5, 8, 9].map(line => nameAt(map, line))).toEqual([
      null,
      'Main',
      'Main',
      'helper',
      'helper',
      null,
    ]);
  });

  it('becomes a source map that other tools read', () => {
    expect(toSourceMap(map, 'out.js', name => `text of ${name}`)).toEqual({
      version: 3,
      file: 'out.js',
      sources: ['main.wcgp', 'm.wcgi'],
      sourcesContent: ['text of main.wcgp', 'text of m.wcgi'],
      names: ['Main', 'helper'],
      // decoded by hand: generated column, file, line, column as differences
      mappings: ';;AASC,mBACE;;OCVH',
    });
    expect(toSourceMap(map, 'out.js').sourcesContent).toBeUndefined();
  });
});
