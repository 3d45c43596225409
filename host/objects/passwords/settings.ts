/** Passwords inside settings dictionaries: clear text never reaches the store, whatever command wrote it. */

import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { isDefault, picked } from '../settings/update.js';
import type { Vault } from './vault.js';

/** Settings that hold a password (objects.md 3). */
export const PASSWORD_KEYS: readonly Bytes[] = ['Password', 'RADIUSPassword', 'SIPPassword'];

/** Settings of accounts and domains that only server administrators see. */
const SECRET: ReadonlySet<string> = new Set([...PASSWORD_KEYS, 'PrivateSecureKey']);

/** Settings that hold records by name, each with a password for some other server. */
const RECORDS: ReadonlySet<string> = new Set(['RPOP', 'RSIP']);

/** What is shown in place of the password of a record. */
export const MASK = '***';

/** The dictionary with its passwords encoded; itself when it has none. */
export async function withEncodedPasswords(vault: Vault, settings: Dict, encryption: Bytes): Promise<Dict> {
  let changed: Dict | null = null;
  for (const key of PASSWORD_KEYS) {
    const value = settings.entries[key];
    if (value === undefined || isDefault(value)) continue;
    if (typeof value !== 'string') throw new PosternError('illegal-value', { args: [key] });
    changed ??= dictOf(Object.entries(settings.entries));
    dictPut(changed, key, await vault.take(value, encryption));
  }
  if (changed === null) return settings;
  // a null in an update removes its key: dictOf left it out
  for (const key of Object.keys(settings.entries)) {
    if (settings.entries[key] === null) dictPut(changed, key, null);
  }
  return changed;
}

/** The dictionary without what only server administrators see; itself when it has nothing of that. */
export function withoutSecrets(settings: Dict): Dict {
  const keys = Object.keys(settings.entries);
  if (!keys.some(key => SECRET.has(key) || RECORDS.has(key))) return settings;
  const shown = picked(settings, name => !SECRET.has(name));
  for (const key of RECORDS) {
    const records = shown.entries[key];
    if (records !== undefined && isDict(records)) dictPut(shown, key, masked(records));
  }
  return shown;
}

function masked(records: Dict): Dict {
  const pairs = Object.entries(records.entries).map(([name, record]): [Bytes, Value] => {
    if (!isDict(record) || record.entries.password === undefined) return [name, record];
    const copy = dictOf(Object.entries(record.entries));
    dictPut(copy, 'password', MASK);
    return [name, copy];
  });
  return dictOf(pairs);
}
