/**
 * Dictionaries (spec: cgpl.md section 4, data.md section 6). Keys are sorted only when somebody asks for the
 * order; from then on the order is kept up to date while that is cheap.
 */
import { foldKey } from './fold.js';
import { type Bytes, type Dict, Kind, type Value } from './types.js';

/** Above this size a key in the middle throws the cached order away instead of moving all that follow. */
const KEEP_ORDER = 512;

/** Objects of this class inherit nothing, and unlike those without any prototype the engines keep them compact. */
const Entries = function (this: unknown) {} as unknown as new () => Record<Bytes, Value>;
Entries.prototype = Object.freeze(Object.create(null));

/** What values are kept in under their keys. */
export function newEntries(): Record<Bytes, Value> {
  return new Entries();
}

/** An empty dictionary, case-sensitive unless told otherwise. */
export function newDict(caseSensitive = true): Dict {
  const entries = newEntries();
  return caseSensitive
    ? { kind: Kind.Dict, entries }
    : { kind: Kind.Dict, entries, order: null, names: bare() };
}

/** What an object without prototype is written as. */
type Bare = Record<Bytes, never>;

function bare(): Bare {
  return { __proto__: null } as unknown as Bare;
}

/** A case-sensitive dictionary with these pairs; null values are left out. */
export function dictOf(pairs: readonly (readonly [Bytes, Value])[]): Dict {
  const dict = newDict();
  for (const [key, value] of pairs) if (value !== null) dict.entries[key] = value;
  return dict;
}

/** The value under a key, null if there is none. */
export function dictGet(dict: Dict, key: Bytes): Value {
  const value = dict.entries[dict.names ? foldKey(key) : key];
  return value === undefined ? null : value;
}

/** True if the key is there, also with a null value (see `dictPut`). */
export function dictHas(dict: Dict, key: Bytes): boolean {
  return dict.entries[dict.names ? foldKey(key) : key] !== undefined;
}

/** Stores a value; null removes the key. A key keeps the spelling it was first stored with. */
export function dictSet(dict: Dict, key: Bytes, value: Value): void {
  if (value === null) dictDelete(dict, key);
  else dictPut(dict, key, value);
}

/** As `dictSet`, but null is stored: only texts of CLI updates hold such pairs (data.md section 6). */
export function dictPut(dict: Dict, key: Bytes, value: Value): void {
  const entries = dict.entries;
  const names = dict.names;
  if (names) {
    const spelling = key;
    key = foldKey(key);
    if (entries[key] === undefined) {
      names[key] = spelling;
      if (dict.order) insertKey(dict, dict.order, key);
    }
  } else if (dict.order && entries[key] === undefined) {
    insertKey(dict, dict.order, key);
  }
  entries[key] = value;
}

/** Removes a key, if it is there. */
export function dictDelete(dict: Dict, key: Bytes): void {
  const entries = dict.entries;
  const folded = dict.names ? foldKey(key) : key;
  if (entries[folded] === undefined) return;
  delete entries[folded];
  if (dict.names) delete dict.names[folded];
  const order = dict.order;
  if (!order) return;
  if (order.length > 1 && order[order.length - 1] === folded) order.pop();
  else order.splice(place(order, folded), 1);
}

/** Number of keys. Sorts the keys of a small dictionary: whoever asks for the number most often walks. */
export function dictSize(dict: Dict): number {
  if (dict.order) return dict.order.length;
  const keys = Object.keys(dict.entries);
  if (keys.length <= KEEP_ORDER) dict.order = keys.sort();
  return keys.length;
}

/** The key with this number in key order, as it was first spelled, or null. */
export function dictKeyAt(dict: Dict, at: number): Bytes | null {
  const key = (dict.order ?? sortKeys(dict))[at];
  if (key === undefined) return null;
  return dict.names?.[key] ?? key;
}

/** The keys in key order, as they were first spelled. A fresh array: the dictionary may change while it is walked. */
export function dictKeys(dict: Dict): Bytes[] {
  const order = dict.order ?? sortKeys(dict);
  const names = dict.names;
  return names ? order.map(key => names[key] ?? key) : order.slice();
}

/** Switches between the two ways to compare keys; of keys that become equal the first in the old order stays. */
export function dictSetCaseSensitive(dict: Dict, caseSensitive: boolean): void {
  const fromSensitive = !dict.names;
  if (caseSensitive === fromSensitive) return;
  const keys = dictKeys(dict);
  const old = dict.entries;
  dict.entries = newEntries();
  dict.order = caseSensitive ? undefined : null;
  dict.names = caseSensitive ? null : bare();
  for (const key of keys) {
    const value = old[fromSensitive ? key : foldKey(key)];
    if (value !== undefined && !dictHas(dict, key)) dictPut(dict, key, value);
  }
}

/** Sorts the entry keys (folded ones in a case-insensitive dictionary): units are bytes, so the engine's order is right. */
function sortKeys(dict: Dict): Bytes[] {
  const order = Object.keys(dict.entries).sort();
  dict.order = order;
  return order;
}

function insertKey(dict: Dict, order: Bytes[], key: Bytes): void {
  const last = order[order.length - 1];
  if (last === undefined || last < key) order.push(key);
  else if (order.length > KEEP_ORDER) dict.order = dict.names ? null : undefined;
  else order.splice(place(order, key), 0, key);
}

/** Where the key is in the sorted keys, or would be put. */
function place(order: readonly Bytes[], key: Bytes): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] as Bytes) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
