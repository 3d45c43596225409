/** Start tags. */
import type { Bytes } from '../../values/types.js';
import { enter } from '../cursor.js';
import { refuse } from '../error.js';
import { skipBlanks } from './misc.js';
import { readName } from './names.js';
import type { Scan } from './scan.js';
import { scanValue } from './text.js';

/** Values and texts longer than this do not go through xml-js. */
export const LONG = 4096;

/** Scans the start tag at the cursor and opens its element, unless the tag closes it. */
export function scanStartTag(scan: Scan): void {
  const { cursor, names } = scan;
  const opening = cursor.at;
  enter(cursor, opening);
  cursor.at++;
  const name = readName(cursor, names, opening);
  scan.document += `<n${name}`;
  scan.tags++;
  for (let count = 0; ; count++) {
    const before = cursor.at;
    skipBlanks(cursor);
    const symbol = cursor.text[cursor.at];
    if (symbol === undefined) refuse('unterminated', opening);
    if (symbol === '>' || symbol === '/') break;
    if (cursor.at === before) refuse('bad-xml', cursor.at);
    if (count === cursor.maxAttributes) refuse('too-large', cursor.at);
    scanAttribute(scan, opening);
  }
  closeTag(scan, opening, name);
}

function closeTag(scan: Scan, opening: number, name: number): void {
  const { cursor } = scan;
  if (cursor.text[cursor.at] === '>') {
    cursor.at++;
    scan.open.push({ name, at: opening });
    scan.document += '>';
    return;
  }
  cursor.at++;
  if (cursor.at >= cursor.text.length) refuse('unterminated', opening);
  if (cursor.text[cursor.at] !== '>') refuse('bad-xml', cursor.at);
  cursor.at++;
  cursor.depth--;
  scan.document += '/>';
}

function scanAttribute(scan: Scan, opening: number): void {
  const { cursor, names } = scan;
  const at = cursor.at;
  if (--cursor.nodes < 0) refuse('too-large', at);
  const name = readName(cursor, names, opening);
  if (scan.lastTag[name] === scan.tags) refuse('bad-xml', at);
  scan.lastTag[name] = scan.tags;
  skipBlanks(cursor);
  expect(scan, opening, cursor.text[cursor.at] === '=');
  cursor.at++;
  skipBlanks(cursor);
  expect(scan, opening, cursor.text[cursor.at] === '"' || cursor.text[cursor.at] === "'");
  const value = scanValue(cursor, opening);
  scan.document += ` n${name}="${written(scan, value)}"`;
}

function expect(scan: Scan, opening: number, found: boolean): void {
  if (found) return;
  if (scan.cursor.at >= scan.cursor.text.length) refuse('unterminated', opening);
  refuse('bad-xml', scan.cursor.at);
}

/** The value as xml-js gets it: `v` and the text, or `l` and the number of a long one. */
function written(scan: Scan, value: Bytes): string {
  if (value.length > LONG) return `l${scan.long.push(value) - 1}`;
  if (!/[&<"]/.test(value)) return `v${value}`;
  return `v${value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')}`;
}
