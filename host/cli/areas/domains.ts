/** Domains and the defaults of their accounts (cli.md 7.1). */
import { PosternError } from '../../errors/index.js';
import { rule } from '../../objects/rights/rule.js';
import { area, type Run } from '../command.js';
import { listing } from '../listing.js';

const USERS = rule('Users');

/** Keywords of LISTDOMAINOBJECTS. */
const KINDS = { ACCOUNTS: 'account', ALIASES: 'alias', FORWARDERS: 'forwarder' } as const;

/** SHARED belongs to clusters; who may not create domains learns nothing else. */
const createDomain: Run = ({ who, objects }, a) => {
  if (a.has('SHARED')) {
    objects.rights.need(who, USERS);
    throw new PosternError('cluster-only');
  }
  return objects.domains.create(who, a.word('domainName'), a.optionalDictionary('settings'), {
    path: a.optional('storage'),
  });
};

const listDomainObjects: Run = ({ who, objects }, a) => {
  const kinds = (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .filter(word => a.has(word))
    .map(word => KINDS[word]);
  return objects.domains.listObjects(who, a.word('domainName'), {
    filter: a.optional('filter'),
    limit: a.number('limit'),
    kinds,
    cookie: a.optional('cookie'),
  });
};

const listAccounts: Run = ({ who, objects }, a) =>
  listing(objects.accounts.list(who, a.optional('domainName')));

/** Where Directory-based Domains are switched on, the directory is that of this server: nothing tells them from others. */
const createDirectoryDomain: Run = ({ who, objects }, a) => {
  objects.directory.needDirectoryDomains(who);
  return objects.domains.create(who, a.word('domainName'), a.optionalDictionary('settings'));
};

/** SHARED storages are those of a cluster. */
const domainStorages: Run = ({ who, objects }, a) => {
  const names = objects.storages.domainStorages(who);
  if (a.has('SHARED')) throw new PosternError('cluster-only');
  return names;
};

const createDomainStorage: Run = ({ who, objects }, a) => {
  objects.rights.need(who, USERS);
  if (a.has('SHARED')) throw new PosternError('cluster-only');
  return objects.storages.createDomainStorage(who, a.word('storage'));
};

export const DOMAINS = area('domains', {
  LISTDOMAINS: {
    tier: 1,
    output: 'array',
    right: 'Users|DomainsRead|Settings',
    run: ({ who, objects }) => objects.domains.list(who),
  },
  MAINDOMAINNAME: {
    tier: 1,
    output: 'string',
    right: 'any',
    run: ({ objects }) => objects.domains.main(),
  },
  GETDOMAINDEFAULTS: {
    tier: 1,
    output: 'dictionary',
    right: 'Users|DomainsRead',
    run: ({ who, objects }) => objects.defaults.get(who, 'serverDomain', null),
  },
  UPDATEDOMAINDEFAULTS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) => objects.defaults.update(who, 'serverDomain', null, a.update('newSettings')),
  },
  SETDOMAINDEFAULTS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.defaults.set(who, 'serverDomain', null, a.dictionary('newSettings')),
  },
  GETSERVERACCOUNTDEFAULTS: {
    tier: 1,
    output: 'dictionary',
    right: 'Users|DomainsRead',
    run: ({ who, objects }) => objects.defaults.get(who, 'serverAccount', null),
  },
  UPDATESERVERACCOUNTDEFAULTS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.defaults.update(who, 'serverAccount', null, a.update('newSettings')),
  },
  SETSERVERACCOUNTDEFAULTS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.defaults.set(who, 'serverAccount', null, a.dictionary('newSettings')),
  },
  GETSERVERACCOUNTPREFS: {
    tier: 1,
    output: 'dictionary',
    right: 'Users|DomainsRead',
    run: ({ who, objects }) => objects.defaults.get(who, 'serverPrefs', null),
  },
  SETSERVERACCOUNTPREFS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) => objects.defaults.set(who, 'serverPrefs', null, a.dictionary('newSettings')),
  },
  UPDATESERVERACCOUNTPREFS: {
    tier: 1,
    syntax: 'newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) => objects.defaults.update(who, 'serverPrefs', null, a.update('newSettings')),
  },
  CREATEDOMAIN: {
    tier: 1,
    syntax: 'domainName [SHARED] [PATH storage] [settings]',
    output: 'none',
    right: 'Users',
    run: createDomain,
  },
  RENAMEDOMAIN: {
    tier: 1,
    syntax: 'oldDomainName INTO newDomainName [PATH storage]',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.domains.rename(who, a.word('oldDomainName'), a.word('newDomainName'), {
        path: a.optional('storage'),
      }),
  },
  DELETEDOMAIN: {
    tier: 1,
    syntax: 'domainName [FORCE]',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.domains.remove(who, a.word('domainName'), { force: a.has('FORCE') }),
  },
  CREATEDIRECTORYDOMAIN: {
    tier: 2,
    syntax: 'domainName [settings]',
    output: 'none',
    right: 'Users',
    run: createDirectoryDomain,
  },
  RELOADDIRECTORYDOMAINS: {
    tier: 2,
    output: 'none',
    right: 'Users',
    run: ({ who, objects }) => objects.directory.needDirectoryDomains(who),
  },
  GETSERVERTRUSTEDCERTS: {
    tier: 2,
    output: 'array',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.trustedCertificates(who),
  },
  SETSERVERTRUSTEDCERTS: {
    tier: 2,
    syntax: 'newCertificates',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.setTrustedCertificates(who, a.array('newCertificates')),
  },
  CREATEDOMAINSTORAGE: {
    tier: 2,
    syntax: '[SHARED] PATH storage',
    output: 'none',
    right: 'Users',
    run: createDomainStorage,
  },
  LISTDOMAINSTORAGE: {
    tier: 2,
    syntax: '[SHARED]',
    output: 'array',
    right: 'Users',
    run: domainStorages,
  },
  GETDOMAINSETTINGS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.domains.settings(who, a.optional('domainName')),
  },
  GETDOMAINEFFECTIVESETTINGS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    kept: true,
    run: ({ who, objects }, a) => objects.domains.effectiveSettings(who, a.optional('domainName')),
  },
  UPDATEDOMAINSETTINGS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:<setting names>',
    run: ({ who, objects }, a) =>
      objects.domains.updateSettings(who, a.optional('domainName'), a.update('newSettings')),
  },
  SETDOMAINSETTINGS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.domains.setSettings(who, a.optional('domainName'), a.dictionary('newSettings')),
  },
  GETACCOUNTDEFAULTS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.defaults.get(who, 'accountDefaults', a.optional('domainName')),
  },
  UPDATEACCOUNTDEFAULTS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:<setting names>',
    run: ({ who, objects }, a) =>
      objects.defaults.update(who, 'accountDefaults', a.optional('domainName'), a.update('newSettings')),
  },
  SETACCOUNTDEFAULTS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.defaults.set(who, 'accountDefaults', a.optional('domainName'), a.dictionary('newSettings')),
  },
  GETACCOUNTDEFAULTPREFS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.defaults.get(who, 'accountPrefs', a.optional('domainName')),
  },
  SETACCOUNTDEFAULTPREFS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:WebUserSettings',
    run: ({ who, objects }, a) =>
      objects.defaults.set(who, 'accountPrefs', a.optional('domainName'), a.dictionary('newSettings')),
  },
  UPDATEACCOUNTDEFAULTPREFS: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:WebUserSettings',
    run: ({ who, objects }, a) =>
      objects.defaults.update(who, 'accountPrefs', a.optional('domainName'), a.update('newSettings')),
  },
  GETACCOUNTTEMPLATE: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.defaults.get(who, 'template', a.optional('domainName')),
  },
  UPDATEACCOUNTTEMPLATE: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:<setting names>',
    run: ({ who, objects }, a) =>
      objects.defaults.update(who, 'template', a.optional('domainName'), a.update('newSettings')),
  },
  SETACCOUNTTEMPLATE: {
    tier: 1,
    syntax: '[domainName] newSettings',
    output: 'none',
    right: 'Users|Domain:<setting names>',
    run: ({ who, objects }, a) =>
      objects.defaults.set(who, 'template', a.optional('domainName'), a.dictionary('newSettings')),
  },
  GETDOMAINALIASES: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.domains.aliases(who, a.optional('domainName')),
  },
  SETDOMAINALIASES: {
    tier: 1,
    syntax: 'domainName newAliases',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.domains.setAliases(who, a.word('domainName'), a.strings('newAliases')),
  },
  LISTADMINDOMAINS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|Domain',
    run: ({ who, objects }, a) => objects.domains.adminDomains(who, a.optional('domainName')),
  },
  LISTDOMAINOBJECTS: {
    tier: 1,
    syntax: 'domainName [FILTER filter] limit [ACCOUNTS] [ALIASES] [FORWARDERS] [COOKIE cookie]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: listDomainObjects,
  },
  LISTACCOUNTS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: listAccounts,
  },
  INSERTDIRECTORYRECORDS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'none',
    right: 'Users|Domain:CentralDirectory',
    run: ({ who, objects }, a) => objects.directory.insertRecords(who, a.optional('domainName')),
  },
  DELETEDIRECTORYRECORDS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'none',
    right: 'Users|Domain:CentralDirectory',
    run: ({ who, objects }, a) => objects.directory.deleteRecords(who, a.optional('domainName')),
  },
  CREATEACCOUNTSTORAGE: {
    tier: 2,
    syntax: 'domainName PATH storage',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) =>
      objects.storages.createAccountStorage(who, a.word('domainName'), a.word('storage')),
  },
  LISTACCOUNTSTORAGE: {
    tier: 2,
    syntax: 'domainName',
    output: 'array',
    right: 'Users',
    run: ({ who, objects }, a) => objects.storages.accountStorages(who, a.word('domainName')),
  },
  GETDOMAINLOCATION: {
    tier: 1,
    syntax: '[domainName]',
    output: 'string',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.domains.location(who, a.optional('domainName')),
  },
  SUSPENDDOMAIN: {
    tier: 1,
    syntax: 'domainName',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) => objects.domains.suspend(who, a.word('domainName')),
  },
  RESUMEDOMAIN: {
    tier: 1,
    syntax: 'domainName',
    output: 'none',
    right: 'Users',
    run: ({ who, objects }, a) => objects.domains.resume(who, a.word('domainName')),
  },
});
