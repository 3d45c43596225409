/** On whose behalf a program acts, and what that account prefers (cgpl.md 14.12). */
import { dictKeys, dictSet, isDict, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import { changeIdentity } from '../engine.js';
import type { BuiltinTable, RunScope } from '../scope.js';

/** The acting account in names. */
const OWN = '*';
/** Value of an update that restores the default. */
const DEFAULT = 'default';

/** A key with the account that it may name: `~user/Key`, `~user/`, `Key`. */
function keyOf(argument: Value | undefined): { account: Bytes; key: Bytes } {
  if (typeof argument !== 'string') return { account: OWN, key: '' };
  const named = /^~([^/]+)\/?([\s\S]*)$/.exec(argument);
  return named ? { account: named[1] ?? '', key: named[2] ?? '' } : { account: OWN, key: argument };
}

/** A text of the preferences, null without one. */
function textOf(preferences: Dict, key: Bytes): string | null {
  const value = look(preferences, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The program acts for nobody any more: its address leads to no account of this server. */
function dropIdentity(scope: RunScope): void {
  const { domain } = scope.context;
  const principal = { kind: 'nobody', domain } as const;
  changeIdentity(scope, { principal, email: null, domain, language: null, timeZone: null });
}

export const identity: BuiltinTable = {
  getaccountpreferences: (scope, argument) => {
    const { account, key } = keyOf(argument);
    const { objects } = scope.services;
    try {
      const preferences = objects.preferences.effective(scope.identity.principal, account);
      return key === '' ? preferences : look(preferences, key);
    } catch (error) {
      if (error instanceof PosternError) return null;
      throw error;
    }
  },
  setaccountpreferences: async (scope, value, argument) => {
    const { account, key } = keyOf(argument);
    const { objects } = scope.services;
    const updates = newDict();
    if (key !== '') dictSet(updates, key, value ?? DEFAULT);
    else if (value !== undefined && value !== null && isDict(value)) {
      for (const name of dictKeys(value)) dictSet(updates, name, look(value, name));
    } else throw new PosternError('bad-argument', { args: ['preferences'] });
    await objects.preferences.update(scope.identity.principal, account, updates);
    return null;
  },
  impersonate: (scope, argument) => {
    if (typeof argument !== 'string') throw new PosternError('bad-argument', { args: ['address'] });
    const { accounts, rights } = scope.services.objects;
    const { principal, domain } = scope.identity;
    const found = accounts.resolve(argument, domain);
    if (found === null) {
      dropIdentity(scope);
      return null;
    }
    const isSame =
      principal.kind === 'account' &&
      principal.account === found.account &&
      principal.domain === found.domain;
    if (
      !isSame &&
      !rights.has(principal, 'Users') &&
      !rights.domainRight(principal, found.domain, 'CanImpersonate')
    ) {
      throw new PosternError('no-rights');
    }
    const preferences = accounts.prefs(found);
    changeIdentity(scope, {
      principal: { kind: 'account', ...found },
      email: `${found.account}@${found.domain}`,
      domain: found.domain,
      language: textOf(preferences, 'Language'),
      timeZone: textOf(preferences, 'TimeZone'),
    });
    return null;
  },
};
