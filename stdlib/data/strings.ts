/** Strings in texts: atoms and quoted strings with their escapes (spec: data.md section 4). */

import type { Bytes } from '../values/types.js';
import { encodeCodePoint } from '../values/utf8.js';
import { ATOM, type Cursor, classAt, DIGIT, PLAIN, skipSpace } from './cursor.js';
import { refuse } from './error.js';

const simple: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', r: '\r', n: '\n', t: '\t', e: '\n' };

/** True if a string begins here. */
export function atString(cursor: Cursor): boolean {
  return cursor.text.charCodeAt(cursor.at) === 34 || atAtom(cursor.text, cursor.at);
}

/** The symbols 80 to 9F, which no atom holds, begin with the byte C2 like those that an atom may hold. */
function atAtom(text: Bytes, at: number): boolean {
  if ((classAt(text, at) & ATOM) === 0) return false;
  return text.charCodeAt(at) !== 0xc2 || text.charCodeAt(at + 1) >= 0xa0;
}

export function readString(cursor: Cursor): Bytes {
  return cursor.text.charCodeAt(cursor.at) === 34 ? readQuoted(cursor) : readAtom(cursor);
}

function readAtom(cursor: Cursor): Bytes {
  const start = cursor.at;
  let at = start;
  while (atAtom(cursor.text, at)) at++;
  cursor.at = at;
  return cursor.text.slice(start, at);
}

/** Quoted strings with only white space between them are one. */
function readQuoted(cursor: Cursor): Bytes {
  let value = readPiece(cursor);
  for (;;) {
    const end = cursor.at;
    skipSpace(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== 34) {
      cursor.at = end;
      return value;
    }
    value += readPiece(cursor);
  }
}

function readPiece(cursor: Cursor): Bytes {
  const text = cursor.text;
  const opening = cursor.at;
  let value = '';
  let from = opening + 1;
  for (;;) {
    let at = from;
    while ((classAt(text, at) & PLAIN) !== 0) at++;
    if (at >= text.length) refuse('unterminated', opening);
    value += text.slice(from, at);
    const code = text.charCodeAt(at);
    if (code === 34) {
      cursor.at = at + 1;
      return value;
    }
    if (code !== 92) refuse('unexpected-character', at);
    cursor.at = at;
    value += readEscape(cursor, opening);
    from = cursor.at;
  }
}

/** The escape whose backslash is at the cursor. */
function readEscape(cursor: Cursor, opening: number): Bytes {
  const { text, at } = cursor;
  if (at + 1 >= text.length) refuse('unterminated', opening);
  const symbol = text[at + 1] as string;
  const plain = simple[symbol];
  if (plain !== undefined) {
    cursor.at = at + 2;
    return plain;
  }
  if (symbol === 'u') return readCodePoint(cursor);
  const code = text.slice(at + 1, at + 4);
  if (code.length < 3 || !allDigits(code) || +code === 0 || +code > 255) refuse('bad-escape', at);
  cursor.at = at + 4;
  return String.fromCharCode(+code);
}

function allDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) if ((classAt(text, i) & DIGIT) === 0) return false;
  return true;
}

/** `\u'h...'` */
function readCodePoint(cursor: Cursor): Bytes {
  const { text, at } = cursor;
  const match = /^'([0-9A-Fa-f]{1,6})'/.exec(text.slice(at + 2, at + 10));
  const code = match === null ? 0 : Number.parseInt(match[1] as string, 16);
  if (match === null || code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    return refuse('bad-escape', at);
  }
  cursor.at = at + 2 + match[0].length;
  return encodeCodePoint(code);
}
