/** Objects, arrays and dictionaries in texts (spec: data.md sections 3 and 6). */
import { dictPut, dictSet, newDict } from '../values/dict.js';
import type { Dict, Value } from '../values/types.js';
import { type Cursor, enter, refuseHere, skipSpace } from './cursor.js';
import { readDatablock } from './datablock.js';
import { readSharp } from './sharp.js';
import { atString, readString } from './strings.js';

/** Reads the object at the cursor; white space before it is skipped already. */
export function readObject(cursor: Cursor): Value {
  if (atString(cursor)) return readString(cursor);
  const symbol = cursor.text[cursor.at];
  if (symbol === '#') return readSharp(cursor);
  if (symbol === '(') return readArray(cursor);
  if (symbol === '{') return readDictionary(cursor);
  if (symbol === '[') return readDatablock(cursor);
  if (symbol === '<') return cursor.readXml(cursor);
  return refuseHere(cursor);
}

function readArray(cursor: Cursor): Value[] {
  enter(cursor, cursor.at);
  const items: Value[] = [];
  cursor.at++;
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== ')') {
    for (;;) {
      items.push(readObject(cursor));
      skipSpace(cursor);
      const symbol = cursor.text[cursor.at];
      if (symbol === ')') break;
      if (symbol !== ',') refuseHere(cursor);
      cursor.at++;
      skipSpace(cursor);
    }
  }
  cursor.at++;
  cursor.depth--;
  return items;
}

function readDictionary(cursor: Cursor): Dict {
  enter(cursor, cursor.at);
  const dict = newDict();
  const store = cursor.keepNulls ? dictPut : dictSet;
  cursor.at++;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] === '}') break;
    if (!atString(cursor)) refuseHere(cursor);
    const key = readString(cursor);
    expect(cursor, '=');
    skipSpace(cursor);
    const value = readObject(cursor);
    expect(cursor, ';');
    store(dict, key, value);
  }
  cursor.at++;
  cursor.depth--;
  return dict;
}

function expect(cursor: Cursor, symbol: string): void {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== symbol) refuseHere(cursor);
  cursor.at++;
}
