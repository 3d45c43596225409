/** Data sets in the store: `['ds.set', account, set]` and `['ds', account, set, entry]`. */
import { isDict, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { decodeValue, key, prefixRange, unkey } from '../../storage/index.js';

export const setKey = (account: number, set: Bytes) => key('ds.set', account, set);
export const entryKey = (account: number, set: Bytes, entry: Bytes) => key('ds', account, set, entry);
export const setsOf = (account: number) => prefixRange('ds.set', account);
export const entriesOf = (account: number, set: Bytes) => prefixRange('ds', account, set);
export const allEntriesOf = (account: number) => prefixRange('ds', account);

/** The last part of a key: name of the set or of the entry. */
export function lastPart(stored: Uint8Array): Bytes {
  const parts = unkey(stored);
  const last = parts[parts.length - 1];
  return typeof last === 'string' ? last : '';
}

/** Fields of an entry. */
export function readEntry(bytes: Uint8Array): Dict {
  const value = decodeValue(bytes);
  return isDict(value) ? value : newDict();
}
