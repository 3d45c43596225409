/** Places of the compiler (lines and columns in code points) as offsets of the editor. */
import type { Range } from '../../compiler/index.js';
import { LineTable } from '../../compiler/text/linetable.js';
import type { Span } from './types.js';

/** The compilers leave a byte order mark out of their offsets. */
export function markLength(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** Turns ranges of diagnostics into spans; an empty range becomes the symbol at its place. */
export function spansOf(text: string): (range: Range) => Span {
  const skipped = markLength(text);
  const body = skipped === 0 ? text : text.slice(skipped);
  const table = new LineTable(body);
  return ({ start, end }) => {
    const from = table.offsetAt(start) + skipped;
    const to = table.offsetAt(end) + skipped;
    return { start: from, end: Math.max(to, Math.min(from + 1, text.length)) };
  };
}

/** The word (letters, digits, underscore) that the offset touches. */
export function wordAt(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start--;
  while (end < text.length && /\w/.test(text[end] ?? '')) end++;
  return { start, end };
}

/** Offset of the end of the line with `offset`, without its line end. */
export function lineEnd(text: string, offset: number): number {
  const found = /[\r\n]/.exec(text.slice(offset));
  return found === null ? text.length : offset + found.index;
}

/** Do two offsets stand on different lines? */
export function isMultiline(text: string, start: number, end: number): boolean {
  return /[\r\n]/.test(text.slice(start, end));
}
