/** Elements of datasets, dictionaries and arrays as pages see them (wssp.md section 3). Missing is null. */

import { toText } from '../../data/text.js';
import { dictGet, dictKeyAt, dictKeys } from '../../values/dict.js';
import { foldKey } from '../../values/fold.js';
import { isDict } from '../../values/is.js';
import type { Bytes, Dict, Value } from '../../values/types.js';
import { foldCase } from './fold.js';

/** Stands for the entries of everything that is not a dictionary. */
export const none: Record<Bytes, Value> = Object.freeze(Object.create(null));

/** The element with this key: first exactly, else the first key in key order that differs in letter case only. */
export function look(v: Value, key: Bytes): Value {
  if (!isDict(v)) return null;
  const exact = v.entries[v.names === null ? key : foldKey(key)];
  if (exact !== undefined) return exact;
  const found = similarKey(v, key);
  return found === null ? null : (v.entries[found] ?? null);
}

/** Only keys of the same length can differ in letter case alone, unless letters beyond ASCII are about. */
function similarKey(dict: Dict, key: Bytes): Bytes | null {
  const folded = foldCase(key);
  const plain = folded.length === key.length && isPlain(key);
  let found: Bytes | null = null;
  for (const candidate in dict.entries) {
    if (plain && candidate.length !== key.length) continue;
    if (foldCase(candidate) === folded && (found === null || candidate < found)) found = candidate;
  }
  return found;
}

function isPlain(key: Bytes): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) > 0x7f) return false;
  return true;
}

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
