/** Elements of datasets, dictionaries and arrays as pages see them (wssp.md section 3). Missing is null. */

import { toText } from '../../data/text.js';
import { dictGet, dictKeyAt, dictKeys } from '../../values/dict.js';
import { foldCase } from '../../values/foldcase.js';
import { isDict } from '../../values/is.js';
import { type Bytes, type Dict, Kind, type Value } from '../../values/types.js';
import { firstNonAscii } from '../../values/utf8.js';

/** Stands for the entries of everything that is not a dictionary. */
export const none: Record<Bytes, Value> = Object.freeze(Object.create(null));

/** The element with this key: first exactly, else the first key in key order that differs in letter case only. */
export function look(v: Value, key: Bytes): Value {
  if (!isDict(v)) return null;
  const folded = foldCase(key);
  if (isAscii(key)) return lookPlain(v, key, folded);
  const exact = dictGet(v, key);
  if (exact !== null) return exact;
  let found: Bytes | null = null;
  for (const candidate in v.entries) {
    if (foldCase(candidate) === folded && (found === null || candidate < found)) found = candidate;
  }
  return found === null ? null : (v.entries[found] ?? null);
}

/**
 * The same for an ASCII key whose form in small letters is known. Pages ask for flags that most dictionaries do
 * not have, so nothing is computed here that could be avoided.
 */
export function lookPlain(v: Value, key: Bytes, folded: Bytes): Value {
  if (typeof v !== 'object' || v === null || (v as Dict).kind !== Kind.Dict) return null;
  const { entries, names } = v as Dict;
  const exact = entries[names ? folded : key];
  if (exact !== undefined) return exact;
  const length = key.length;
  for (const candidate in entries)
    if (candidate.length === length && candidate.toLowerCase() === folded)
      return firstFolded(entries, folded);
  return null;
}

/** There is at least one such key. */
function firstFolded(entries: Readonly<Record<Bytes, Value>>, folded: Bytes): Value {
  let found: Bytes | null = null;
  for (const candidate in entries)
    if (candidate.toLowerCase() === folded && (found === null || candidate < found)) found = candidate;
  return found === null ? null : (entries[found] ?? null);
}

const isAscii = (key: Bytes): boolean => firstNonAscii(key) < 0;

/** `x.(e)`: the key is the printed form. */
export function lookComputed(v: Value, key: Value): Value {
  const text = toText(key);
  return text === null ? null : look(v, text);
}

/** `x[i]`: `i` is a number or a string of digits; in a dictionary the pair at this position in key order. */
export function at(v: Value, index: Value): Value {
  const i = typeof index === 'string' && /^[0-9]+$/.test(index) ? Number(index) : index;
  if (typeof i !== 'number' || i < 0) return null;
  if (Array.isArray(v)) return v[i] ?? null;
  if (!isDict(v)) return null;
  const key = dictKeyAt(v, i);
  return key === null ? null : dictGet(v, key);
}

/** What FOREACH walks through: the elements, or the values in key order; nothing for other values. */
export function items(v: Value): readonly Value[] {
  if (Array.isArray(v)) return v;
  return isDict(v) ? dictKeys(v).map(key => dictGet(v, key)) : [];
}

/** The keys that belong to `items`, null for what is not a dictionary. */
export function keys(v: Value): readonly Bytes[] | null {
  return isDict(v) ? dictKeys(v) : null;
}

/** KEY: the key of the current pair. */
export function keyAt(list: readonly Bytes[] | null, index: number): Value {
  return list?.[index] ?? null;
}
