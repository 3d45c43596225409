/** Changes of settings dictionaries (cli.md 6.1): one rule for domains, accounts, preferences, modules and groups. */

import { copy } from '../../../stdlib/values/copy.js';
import { dictDelete, dictKeys, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { foldKey } from '../../../stdlib/values/fold.js';
import { type Bytes, type Dict, Kind, type Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** Most keys of one settings dictionary. */
const MAX_KEYS = 10_000;

/** True for the word that removes a key: `default` in any letter case, and null. */
export function isDefault(value: Value | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && foldKey(value) === 'default');
}

/** True for a dictionary. */
export function isDict(value: Value | undefined): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === Kind.Dict;
}

/** The value without nulls inside arrays and dictionaries: clients leave them where something was deleted. */
export function withoutNulls(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.filter(item => item !== null).map(withoutNulls);
  if (value.kind !== Kind.Dict) return value;
  const clean = newDict(!value.names);
  for (const key of dictKeys(value)) {
    const item = value.entries[value.names ? foldKey(key) : key];
    if (item !== null && item !== undefined) dictPut(clean, key, withoutNulls(item));
  }
  return clean;
}

/** The old dictionary with the changes: `default` and null remove a key, every other value replaces it whole. */
export function updated(old: Dict, changes: Dict): Dict {
  const next = dictOf(dictKeys(old).map(key => [key, old.entries[key] ?? null] as const));
  for (const key of dictKeys(changes)) {
    const value = rawValue(changes, key);
    if (isDefault(value)) dictDelete(next, key);
    else dictPut(next, key, withoutNulls(copy(value)));
  }
  return checked(next);
}

/** A new dictionary in place of the old one. */
export function replaced(settings: Dict): Dict {
  const next = newDict();
  for (const key of dictKeys(settings)) {
    const value = rawValue(settings, key);
    if (value !== null) dictPut(next, key, withoutNulls(copy(value)));
  }
  return checked(next);
}

/** The part of a dictionary whose keys pass. */
export function picked(settings: Dict, passes: (key: Bytes) => boolean): Dict {
  const next = newDict();
  for (const key of dictKeys(settings)) if (passes(key)) dictPut(next, key, rawValue(settings, key));
  return next;
}

/** The value under a key, also a null that a CLI update keeps. */
export function rawValue(dict: Dict, key: Bytes): Value {
  return dict.entries[dict.names ? foldKey(key) : key] ?? null;
}

function checked(dict: Dict): Dict {
  const keys = dictKeys(dict);
  if (keys.length > MAX_KEYS) throw new PosternError('too-large');
  for (const key of keys) {
    if (key === '' || key.length > 255) throw new PosternError('illegal-value', { args: [key.slice(0, 64)] });
  }
  return dict;
}
