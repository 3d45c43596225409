/** A byte order mark is no column, for people and for programs. */
import { expect, it } from 'vitest';
import { placer, problemText } from '../../playground/cli/paint.js';
import type { Problem } from '../../playground/language/types.js';

it.each([
  ['x = ;', 4, { line: 1, column: 5 }],
  ['\ufeffx = ;', 5, { line: 1, column: 5 }],
  ['\ufeffx = ;', 0, { line: 1, column: 1 }],
  ['\ufeff\nx = ;', 6, { line: 2, column: 5 }],
])('%j at %i', (text, offset, place) => {
  expect(placer(text)(offset)).toEqual(place);
});

it('stands in no code frame', () => {
  const problem: Problem = { start: 5, end: 6, severity: 'error', code: 'x', number: 1, message: 'm' };
  const io = { color: false } as Parameters<typeof problemText>[3];
  const shown = problemText('a.wcgp', '\ufeffx = ;', problem, io);
  expect(shown).toContain('a.wcgp:1:5: error 1: m');
  expect(shown).not.toContain('\ufeff');
  expect(shown).toContain('> 1 | x = ;\n    |     ^');
});
