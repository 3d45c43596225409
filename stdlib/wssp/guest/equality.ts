/** EQUALS, EQUALSNOCASE, CONTAINS (wssp.md section 4). */

import { toText } from '../../data/text.js';
import { dictGet, dictKeys } from '../../values/dict.js';
import { foldCase } from '../../values/foldcase.js';
import { isDict } from '../../values/is.js';
import type { Bytes, Value } from '../../values/types.js';
import { look } from './lookup.js';

const same = (text: Bytes): Bytes => text;

/** Null equals only null; atomic values by their printed forms; arrays and dictionaries by content. */
export function equals(a: Value, b: Value): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a === b : compare(a, b, same);
}

export function equalsNoCase(a: Value, b: Value): boolean {
  return compare(a, b, foldCase);
}

function compare(a: Value, b: Value, fold: (text: Bytes) => Bytes): boolean {
  if (a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, i) => compare(element, b[i] ?? null, fold));
  }
  if (isDict(a) || isDict(b)) {
    if (!isDict(a) || !isDict(b)) return false;
    const [keys, others] = [dictKeys(a), dictKeys(b)];
    if (keys.length !== others.length) return false;
    return keys.every((key, i) => key === others[i] && compare(dictGet(a, key), dictGet(b, key), fold));
  }
  return fold(toText(a) ?? '') === fold(toText(b) ?? '');
}

/** An array with an equal element, a dictionary with this key, or a text with this part. */
export function contains(what: Value, where: Value): boolean {
  if (Array.isArray(where)) return where.some(element => equals(element, what));
  const text = toText(what);
  if (text === null) return false;
  if (isDict(where)) return look(where, text) !== null;
  return toText(where)?.includes(text) ?? false;
}
