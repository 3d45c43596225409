import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame, ERROR_MARK, markError, offsetOf } from '../../../host/apps/marked.js';

describe('error mark', () => {
  it.each([
    ['abc', 1, 2, 'a<--ERROR-->bc'],
    ['abc', 1, 9, 'abc<--ERROR-->'],
    ['a\nbc', 2, 2, 'a\nb<--ERROR-->c'],
    ['a\r\nbc', 2, 1, 'a\r\n<--ERROR-->bc'],
    ['a\rbc\rd', 3, 1, 'a\rbc\r<--ERROR-->d'],
    ['a\nb', 1, 9, 'a<--ERROR-->\nb'],
    ['a\nb', 7, 1, 'a\nb<--ERROR-->'],
    ['😀x', 1, 2, '😀<--ERROR-->x'],
    ['\uFEFFab', 1, 2, '\uFEFFa<--ERROR-->b'],
    ['', 1, 1, '<--ERROR-->'],
  ])('%j at %d:%d', (text, line, column, expected) => expect(markError(text, line, column)).toBe(expected));

  it('keeps all text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }),
        fc.nat(9),
        fc.nat(9),
        (text, l, c) => {
          return (
            markError(text, l + 1, c + 1).replace(ERROR_MARK, '') === text &&
            offsetOf(text, l, c) <= text.length
          );
        },
      ),
    );
  });
});

describe('code frame', () => {
  it('shows the place and its surroundings', () => {
    expect(codeFrame('one\ntwo\nthree\nfour\nfive', 3, 2)).toBe(
      ['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five'].join('\n'),
    );
  });

  it('shows a long line around the place only', () => {
    const frame = codeFrame(`${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`, 1, 5001);
    expect(frame).toContain('HERE');
    expect(frame.length).toBeLessThan(400);
    const [text = '', caret = ''] = frame.split('\n');
    expect(text.charAt(caret.indexOf('^'))).toBe('H');
  });

  it('stands on the first line', () => expect(codeFrame('', 1, 1)).toBe('> 1 |\n    | ^'));
});
