/** Text of elements and values of attributes, decoded. */
import type { Bytes } from '../../values/types.js';
import { encodeCodePoint } from '../../values/utf8.js';
import { type Cursor, classAt, SPACE } from '../cursor.js';
import { refuse } from '../error.js';

/** Text collected up to the next tag. White space that was written as such only is not significant. */
export interface TextRun {
  text: Bytes;
  significant: boolean;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads text up to the next `<`, or to the end of everything. */
export function scanText(cursor: Cursor, run: TextRun): void {
  const { text } = cursor;
  let from = cursor.at;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 60) break;
    if (code > 38) {
      run.significant = true;
      if (code === 93 && text.startsWith(']]>', at)) refuse('bad-xml', at);
    } else if (code === 38) {
      run.text += text.slice(from, at);
      run.text += readReference(cursor, at);
      run.significant = true;
      from = cursor.at;
      at = from - 1;
    } else if (code === 13) {
      run.text += `${text.slice(from, at)}\n`;
      if (text.charCodeAt(at + 1) === 10) at++;
      from = at + 1;
    } else if (code > 32) run.significant = true;
    else if ((classAt(text, at) & SPACE) === 0) refuse('bad-xml', at);
  }
  run.text += text.slice(from, at);
  cursor.at = at;
}

export function scanCdata(cursor: Cursor, run: TextRun): void {
  const { text, at } = cursor;
  const end = text.indexOf(']]>', at + 9);
  if (end < 0) refuse('unterminated', at);
  const content = text.slice(at + 9, end);
  const bad = content.search(/[\0-\x08\x0b\x0c\x0e-\x1f]/);
  if (bad >= 0) refuse('bad-xml', at + 9 + bad);
  if (content !== '') run.significant = true;
  run.text += content.replace(/\r\n?/g, '\n');
  cursor.at = end + 3;
}

/**
 * Reads the value whose opening quotation mark is at the cursor. White space in it becomes blanks, as XML has it.
 * @param opening the tag, which is unterminated if the text ends here
 */
export function scanValue(cursor: Cursor, opening: number): Bytes {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.at);
  let from = cursor.at + 1;
  let at = from;
  let value = '';
  for (; ; at++) {
    if (at >= text.length) refuse('unterminated', opening);
    const code = text.charCodeAt(at);
    if (code === quote) break;
    if (code === 60) refuse('bad-xml', at);
    if (code === 38) {
      value += text.slice(from, at);
      value += readReference(cursor, at);
      from = cursor.at;
      at = from - 1;
    } else if (code < 32) {
      if ((classAt(text, at) & SPACE) === 0) refuse('bad-xml', at);
      value += `${text.slice(from, at)} `;
      if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
      from = at + 1;
    }
  }
  cursor.at = at + 1;
  return value + text.slice(from, at);
}

/** The bytes of the entity or numeric reference whose `&` is at `at`; the cursor is put behind it. */
function readReference(cursor: Cursor, at: number): Bytes {
  const { text } = cursor;
  const end = text.indexOf(';', at);
  // the longest reference that can be meant has leading zeros
  const name = end < 0 || end - at > 64 ? '' : text.slice(at + 1, end);
  const known = Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (known === undefined && name[0] !== '#') refuse('bad-xml', at);
  cursor.at = end + 1;
  return known ?? numericReference(name, at);
}

function numericReference(name: string, at: number): Bytes {
  const match = /^#(?:([0-9]+)|x([0-9A-Fa-f]+))$/.exec(name);
  const code =
    match === null ? 0 : match[1] !== undefined ? Number(match[1]) : Number.parseInt(match[2] ?? '', 16);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) refuse('bad-xml', at);
  return encodeCodePoint(code);
}
