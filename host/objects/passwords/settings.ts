/** Passwords inside settings dictionaries: clear text never reaches the store, whatever command wrote it. */

import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { isDefault, picked } from '../settings/update.js';
import type { Vault } from './vault.js';

/** Settings that hold a password (objects.md 3). */
export const PASSWORD_KEYS: readonly Bytes[] = ['Password', 'RADIUSPassword', 'SIPPassword'];

/** Settings that only server administrators see. */
const SECRET: ReadonlySet<string> = new Set(PASSWORD_KEYS);

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
  for (const key of PASSWORD_KEYS) {
    if (settings.entries[key] !== undefined) return picked(settings, name => !SECRET.has(name));
  }
  return settings;
}
