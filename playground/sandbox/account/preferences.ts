/** Preferences of the account (cgpl.md 14.12). */
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { dictGet, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import type { AccountOp } from './account.js';
import type { AccountState } from './state.js';

/** The preferences as a dictionary. */
export function preferencesOf(state: AccountState): Dict {
  const result = parse(state.preferences);
  return result.ok && isDict(result.value) ? result.value : newDict();
}

export const preferenceOps: Readonly<Record<string, AccountOp>> = {
  getaccountpreferences: ({ state }, key = null) => {
    const all = preferencesOf(state);
    if (key === null || key === '') return all;
    return typeof key === 'string' ? dictGet(all, key.replace(/^~[^/]*\//, '')) : null;
  },
  setaccountpreferences: (account, value: Value = null, key: Value = null) => {
    const all = preferencesOf(account.state);
    if (typeof key === 'string' && key !== '')
      dictPut(all, key.replace(/^~[^/]*\//, ''), value === 'default' ? null : value);
    else if (isDict(value)) for (const name in value.entries) dictPut(all, name, value.entries[name] ?? null);
    else return 'the value must be a dictionary';
    account.update({ preferences: printCompact(all) });
    return null;
  },
};
