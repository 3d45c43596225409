/** Lexemes that are found by hand: a regular expression would need stack for every symbol of a long one. */

const QUOTE = 34;
const BACKSLASH = 92;

function found(text: string): [string] {
  return [text];
}

/** A string literal up to its quotation mark (`closed`), or up to the end of its line when that mark is missing. */
export function scanString(text: string, offset: number, closed: boolean): [string] | null {
  if (text.charCodeAt(offset) !== QUOTE) return null;
  let at = offset + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return closed ? found(text.slice(offset, at + 1)) : null;
    if (code === 10 || code === 13) break;
    if (code === BACKSLASH) {
      const next = text.charCodeAt(at + 1);
      if (next !== 10 && next !== 13) at++;
    }
  }
  return closed ? null : found(text.slice(offset, Math.min(at, text.length)));
}

/** A block comment with its end (`closed`), or the rest of the text when the end is missing. */
export function scanBlockComment(text: string, offset: number, closed: boolean): [string] | null {
  if (text.charCodeAt(offset) !== 47 || text.charCodeAt(offset + 1) !== 42) return null;
  const end = text.indexOf('*/', offset + 2);
  if (closed) return end < 0 ? null : found(text.slice(offset, end + 2));
  return end < 0 ? found(text.slice(offset)) : null;
}
