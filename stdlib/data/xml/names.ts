/** Names in XML texts. */
import type { Bytes } from '../../values/types.js';
import { nameLength } from '../../values/xmlname.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../error.js';

/** The names of a document, each once: whole texts, and split at the colon. */
export interface Names {
  readonly texts: Bytes[];
  readonly prefixes: Bytes[];
  readonly locals: Bytes[];
  readonly numbers: Record<Bytes, number>;
}

export function newNames(): Names {
  return { texts: [], prefixes: [], locals: [], numbers: Object.create(null) };
}

/**
 * Reads a name with at most one colon, and gives its number.
 * @param opening what is unterminated if the text ends here
 */
export function readName(cursor: Cursor, names: Names, opening: number): number {
  const { text, at } = cursor;
  const first = part(cursor, opening);
  let prefix = '';
  let local = first;
  if (text[cursor.at] === ':') {
    cursor.at++;
    prefix = first;
    local = part(cursor, opening);
    if (text[cursor.at] === ':') refuse('bad-xml', cursor.at);
  }
  const whole = text.slice(at, cursor.at);
  const known = names.numbers[whole];
  if (known !== undefined) return known;
  const number = names.texts.length;
  names.numbers[whole] = number;
  names.texts.push(whole);
  names.prefixes.push(prefix);
  names.locals.push(local);
  return number;
}

function part(cursor: Cursor, opening: number): Bytes {
  const { text, at } = cursor;
  const length = nameLength(text, at);
  if (length === 0) {
    if (at >= text.length) refuse('unterminated', opening);
    refuse('bad-xml', at);
  }
  cursor.at = at + length;
  return text.slice(at, cursor.at);
}
