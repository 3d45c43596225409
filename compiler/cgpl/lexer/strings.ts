/** String literals to byte strings (spec: cgpl.md section 2.4, limits of escapes: data.md section 4). */
import type { Problem } from '../problem.js';

const PLAIN = /^[\x20-\x7e\t]*$/;
const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  r: '\r',
  n: '\n',
  t: '\t',
  e: '\n',
};

/**
 * The bytes that a literal stands for, one unit each.
 * @param image the literal with its quotation marks
 * @param at where it stands in the source
 * @param report gets what is wrong in it
 */
export function decodeString(image: string, at: number, report: (problem: Problem) => void): string {
  const text = image.slice(1, -1);
  if (!text.includes('\\') && PLAIN.test(text)) return text;
  let bytes = '';
  let i = 0;
  const fail = (code: Problem['code'], from: number, to: number): void =>
    report({ code, args: [text.slice(from, to)], at: at + 1 + from, end: at + 1 + to });
  while (i < text.length) {
    const code = text.codePointAt(i) ?? 0;
    if (code !== 92) {
      const width = code > 0xffff ? 2 : 1;
      if ((code < 32 && code !== 9) || code === 127) {
        report({ code: 'control-in-string', args: [], at: at + 1 + i, end: at + 2 + i });
      }
      bytes += utf8(code);
      i += width;
      continue;
    }
    const simple = SIMPLE[text[i + 1] ?? ''];
    if (simple !== undefined) {
      bytes += simple;
      i += 2;
      continue;
    }
    const end = escapeEnd(text, i);
    const value = numericEscape(text.slice(i, end));
    if (value === null) fail('string-escape', i, end);
    else if (value === '') fail('string-code', i, end);
    else bytes += value;
    i = end;
  }
  return bytes;
}

/** Where an escape that begins at `at` ends, however wrong it is. */
function escapeEnd(text: string, at: number): number {
  const found = /^\\(?:\d{1,3}|u'[^']*'|u|[\s\S])?/u.exec(text.slice(at, at + 24));
  return at + (found?.[0].length ?? 1);
}

/** Bytes of a numeric escape, `''` for a code that a string cannot hold, null for what is no escape. */
function numericEscape(image: string): string | null {
  if (/^\\\d{3}$/.test(image)) {
    const byte = Number(image.slice(1));
    return byte > 0 && byte < 256 ? String.fromCharCode(byte) : '';
  }
  const hex = /^\\u'([0-9A-Fa-f]+)'$/.exec(image)?.[1];
  if (hex === undefined) return null;
  const code = Number.parseInt(hex, 16);
  const possible = hex.length <= 6 && code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return possible ? utf8(code) : '';
}

/** A symbol as UTF-8; half a surrogate pair, which no UTF-8 source can hold, becomes the replacement symbol. */
function utf8(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code >= 0xd800 && code <= 0xdfff) return '\xef\xbf\xbd';
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
  const tail = String.fromCharCode(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12)) + tail;
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63)) + tail;
}
