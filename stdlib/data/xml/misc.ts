/** What may stand around and between elements and vanishes: comments, instructions, the XML declaration, white space. */
import { nameLength } from '../../values/xmlname.js';
import { type Cursor, classAt, refuseHere, SPACE } from '../cursor.js';
import { refuse } from '../error.js';

/** Control codes that no XML text holds. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

export function skipBlanks(cursor: Cursor): void {
  while ((classAt(cursor.text, cursor.at) & SPACE) !== 0) cursor.at++;
}

/** Skips everything before the root element. */
export function skipProlog(cursor: Cursor): void {
  const { text } = cursor;
  while (skipMisc(cursor));
  if (text[cursor.at] !== '<') refuseHere(cursor);
  if (text[cursor.at + 1] === '!') refuse('bad-xml', cursor.at);
}

/** Skips white space and, if there is one, a comment or an instruction; false if there was none. */
export function skipMisc(cursor: Cursor): boolean {
  skipBlanks(cursor);
  if (cursor.text.startsWith('<?', cursor.at)) skipInstruction(cursor, true);
  else if (cursor.text.startsWith('<!--', cursor.at)) skipComment(cursor);
  else return false;
  return true;
}

export function skipComment(cursor: Cursor): void {
  const { text, at } = cursor;
  const dashes = text.indexOf('--', at + 4);
  if (dashes < 0 || dashes + 2 >= text.length) refuse('unterminated', at);
  if (text[dashes + 2] !== '>') refuse('bad-xml', dashes);
  checkCodes(cursor, at, dashes);
  cursor.at = dashes + 3;
}

/** @param declaration an XML declaration may stand here */
export function skipInstruction(cursor: Cursor, declaration: boolean): void {
  const { text, at } = cursor;
  const length = nameLength(text, at + 2);
  const end = text.indexOf('?>', at + 2);
  if (length === 0 && end !== at + 2 && at + 2 < text.length) refuse('bad-xml', at + 2);
  if (end < 0) refuse('unterminated', at);
  if (length === 0) refuse('bad-xml', at);
  const after = at + 2 + length;
  if (after !== end && (classAt(text, after) & SPACE) === 0) refuse('bad-xml', after);
  if (!declaration && text.slice(at + 2, after).toLowerCase() === 'xml') refuse('bad-xml', at);
  checkCodes(cursor, at, end);
  if (cursor.noInstructions && !isDeclaration(text, at, after)) refuse('bad-xml', at);
  cursor.at = end + 2;
}

/** An XML declaration at the beginning of everything, behind a byte order mark at most. */
function isDeclaration(text: string, at: number, after: number): boolean {
  return at === (text.startsWith('\xef\xbb\xbf') ? 3 : 0) && text.slice(at + 2, after) === 'xml';
}

function checkCodes(cursor: Cursor, from: number, to: number): void {
  const found = cursor.text.slice(from, to).search(FORBIDDEN);
  if (found >= 0) refuse('bad-xml', from + found);
}
