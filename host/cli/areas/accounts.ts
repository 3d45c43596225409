/** Accounts (cli.md 7.2). */
import { parse } from '../../../stdlib/data/index.js';
import { dictGet, dictSet, newDict } from '../../../stdlib/values/dict.js';
import { isArray } from '../../../stdlib/values/is.js';
import { area, type Run } from '../command.js';

const createAccount: Run = ({ who, objects }, a) =>
  objects.accounts.create(who, a.word('accountName'), {
    type: a.optional('accountType'),
    settings: a.optionalDictionary('settings'),
    path: a.optional('storage'),
    legacy: a.has('LEGACY') || a.has('EXTERNAL'),
  });

const setPassword: Run = ({ who, objects }, a) => {
  return objects.passwords.set(who, a.word('accountName'), a.word('newPassword'), {
    method: a.optional('method'),
    check: a.has('CHECK'),
  });
};

/** All of it, one key, or the keys of a list that are there (cli.md 6.2). */
const accountInfo: Run = ({ who, objects }, a) => {
  const info = objects.accounts.info(who, a.word('accountName'));
  const key = a.optional('keyName');
  const listed = key?.startsWith('(') ? parse(key) : null;
  if (key !== null && listed === null) return dictGet(info, key) ?? '';
  const list = listed?.ok && isArray(listed.value) ? listed.value : a.optionalArray('keyList');
  if (list === null) return info;
  const found = newDict();
  for (const name of list) if (typeof name === 'string') dictSet(found, name, dictGet(info, name));
  return found;
};

export const ACCOUNTS = area('accounts', {
  CREATEACCOUNT: {
    tier: 1,
    syntax: 'accountName [accountType] [PATH storage] [LEGACY] [settings]',
    reads: 'accountName [accountType] [PATH storage] [LEGACY|EXTERNAL] [settings]',
    output: 'none',
    right: 'Users|Domain:CanCreateAccounts',
    run: createAccount,
  },
  RENAMEACCOUNT: {
    tier: 1,
    syntax: 'oldAccountName INTO newAccountName [PATH storage]',
    output: 'none',
    right: 'Users|Domain:CanCreateAccounts',
    run: ({ who, objects }, a) =>
      objects.accounts.rename(who, a.word('oldAccountName'), a.word('newAccountName'), {
        path: a.optional('storage'),
      }),
  },
  DELETEACCOUNT: {
    tier: 1,
    syntax: 'accountName',
    output: 'none',
    right: 'Users|Domain:CanCreateAccounts',
    run: ({ who, objects }, a) => objects.accounts.remove(who, a.word('accountName')),
  },
  SETACCOUNTTYPE: {
    tier: 1,
    syntax: 'accountName accountType',
    kinds: { accountType: ['MultiMailbox', 'AGrade', 'BGrade', 'CGrade'] },
    output: 'none',
    right: 'Users|Domain:CanCreateAccounts',
    run: ({ who, objects }, a) => objects.accounts.setType(who, a.word('accountName'), a.word('accountType')),
  },
  GETACCOUNTSETTINGS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.accounts.settings(who, a.word('accountName')),
  },
  UPDATEACCOUNTSETTINGS: {
    tier: 1,
    syntax: 'accountName newSettings',
    output: 'none',
    right: 'Users|Domain:<setting names>',
    run: ({ who, objects }, a) =>
      objects.accounts.updateSettings(who, a.word('accountName'), a.update('newSettings')),
  },
  GETACCOUNTEFFECTIVESETTINGS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.accounts.effectiveSettings(who, a.word('accountName')),
  },
  SETACCOUNTSETTINGS: {
    tier: 1,
    syntax: 'accountName newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.accounts.setSettings(who, a.word('accountName'), a.dictionary('newSettings')),
  },
  SETACCOUNTPASSWORD: {
    tier: 1,
    syntax: 'accountName PASSWORD newPassword [METHOD method] [CHECK]',
    // TO: the vendor's Perl module up to 2.7 and its PHP class
    reads: 'accountName (PASSWORD|TO) newPassword [METHOD method] [CHECK]',
    output: 'none',
    right: 'own|Users|Domain:BasicSettings',
    run: setPassword,
  },
  VERIFYACCOUNTPASSWORD: {
    tier: 1,
    syntax: 'accountName PASSWORD password',
    output: 'none',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.passwords.verify(who, a.word('accountName'), a.word('password')),
  },
  GETACCOUNTALIASES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.accounts.aliases(who, a.word('accountName')),
  },
  SETACCOUNTALIASES: {
    tier: 1,
    syntax: 'accountName newAliases',
    output: 'none',
    right: 'Users|Domain:CanCreateAliases',
    run: ({ who, objects }, a) =>
      objects.accounts.setAliases(who, a.word('accountName'), a.strings('newAliases')),
  },
  GETACCOUNTRIGHTS: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|Master|Domain',
    run: ({ who, objects }, a) => objects.rights.getRights(who, a.word('accountName')),
  },
  SETACCOUNTRIGHTS: {
    tier: 1,
    syntax: 'accountName newRights',
    output: 'none',
    right: 'Master|Users(for secondary Domains)',
    run: ({ who, objects }, a) =>
      objects.rights.setRights(who, a.word('accountName'), a.strings('newRights')),
  },
  GETACCOUNTINFO: {
    tier: 1,
    syntax: 'accountName [KEY keyName | (keyList)]',
    output: 'object',
    right: 'own|Users|DomainsRead|Domain',
    run: accountInfo,
  },
  GETACCOUNTPREFS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.preferences.get(who, a.word('accountName')),
  },
  UPDATEACCOUNTPREFS: {
    tier: 1,
    syntax: 'accountName newSettings',
    output: 'none',
    right: 'own|Users|Domain:WebUserSettings',
    run: ({ who, objects }, a) =>
      objects.preferences.update(who, a.word('accountName'), a.update('newSettings')),
  },
  SETACCOUNTPREFS: {
    tier: 1,
    syntax: 'accountName newSettings',
    output: 'none',
    right: 'own|Users|Domain:WebUserSettings',
    run: ({ who, objects }, a) =>
      objects.preferences.set(who, a.word('accountName'), a.dictionary('newSettings')),
  },
  GETACCOUNTEFFECTIVEPREFS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.preferences.effective(who, a.word('accountName')),
  },
  KILLACCOUNTSESSIONS: {
    tier: 1,
    syntax: 'accountName',
    output: 'none',
    right: 'Users|Domain',
    run: ({ who, objects }, a) => objects.sessions.killAccount(who, a.word('accountName')),
  },
  GETACCOUNTACL: {
    tier: 1,
    syntax: 'accountName [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) =>
      objects.accounts.acl(who, a.word('accountName'), { auth: a.optional('authAccountName') }),
  },
  SETACCOUNTACL: {
    tier: 1,
    syntax: 'accountName [AUTH authAccountName] newACL',
    output: 'none',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) =>
      objects.accounts.setAcl(who, a.word('accountName'), a.acl('newACL'), {
        auth: a.optional('authAccountName'),
      }),
  },
  GETACCOUNTACLRIGHTS: {
    tier: 1,
    syntax: 'accountName AUTH authAccountName',
    output: 'string',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) =>
      objects.accounts.aclRights(who, a.word('accountName'), a.word('authAccountName')),
  },
  GETACCOUNTLOCATION: {
    tier: 1,
    syntax: 'accountName',
    output: 'string',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.accounts.location(who, a.word('accountName')),
  },
  GETACCOUNTPRESENCE: {
    tier: 2,
    syntax: 'accountName',
    output: 'object',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.presence.get(who, a.word('accountName')),
  },
});
