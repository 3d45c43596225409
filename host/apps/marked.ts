/** The text of a refused file with the mark at the place of its error, and the place as a code frame (webapp.md A6). */

/** What the editor shows at the error. */
export const ERROR_MARK = '<--ERROR-->';

const lineEnd = /\r\n|\r|\n/g;

/** Start offset of a line (from 1) in a text; the end of the text for lines behind it. */
function lineStart(text: string, line: number): number {
  lineEnd.lastIndex = 0;
  let start = 0;
  for (let n = 1; n < line; n++) {
    if (!lineEnd.exec(text)) return text.length;
    start = lineEnd.lastIndex;
  }
  return start;
}

/** Offset of a place: line and column from 1, columns in code points. Never behind the end of the line. */
export function offsetOf(text: string, line: number, column: number): number {
  let at = lineStart(text, line);
  // A byte order mark is skipped by the compilers and counts in no column.
  if (line === 1 && text.startsWith('\uFEFF')) at++;
  for (let n = 1; n < column && at < text.length; n++) {
    if (/[\r\n]/.test(text.charAt(at))) break;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

/** The text with the mark in front of the symbol at the place. */
export function markError(text: string, line: number, column: number): string {
  const at = offsetOf(text, line, column);
  return text.slice(0, at) + ERROR_MARK + text.slice(at);
}

/** Longest part of a line that a code frame shows. */
const WIDTH = 120;

/** The lines around a place with numbers, and a caret below the symbol. */
export function codeFrame(text: string, line: number, column: number, around = 2): string {
  const lines = text.replace(/^\uFEFF/, '').split(lineEnd);
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const gutter = String(last).length;
  // A long line is shown from a little before the error, all lines alike.
  const shift = Math.max(0, column - WIDTH + 20);
  const rows: string[] = [];
  for (let n = first; n <= last; n++) {
    const shown = Array.from((lines[n - 1] ?? '').replace(/\t/g, ' '))
      .slice(shift, shift + WIDTH)
      .join('');
    rows.push(`${n === line ? '>' : ' '} ${String(n).padStart(gutter)} | ${shown}`.trimEnd());
    if (n === line) rows.push(`  ${' '.repeat(gutter)} | ${' '.repeat(Math.max(0, column - 1 - shift))}^`);
  }
  return rows.join('\n');
}
