/** Telephone numbers of accounts (cli.md 7.3). */
import { area } from '../command.js';

export const TELNUMS = area('telnums', {
  LISTSERVERTELNUMS: {
    tier: 3,
    syntax: '[FILTER filter] limit',
    output: 'dictionary',
    right: 'Users',
    run: ({ who, objects }, a) => objects.telnums.listServer(who, a.number('limit'), a.optional('filter')),
  },
  LISTDOMAINTELNUMS: {
    tier: 3,
    syntax: 'domainName [FILTER filter] limit',
    output: 'dictionary',
    right: 'Users|Domain',
    run: ({ who, objects }, a) =>
      objects.telnums.listDomain(who, a.word('domainName'), a.number('limit'), a.optional('filter')),
  },
  GETACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.telnums.get(who, a.word('accountName')),
  },
  SETACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName newTelnums',
    output: 'none',
    right: 'Users|Domain:CanCreateTelnums',
    run: ({ who, objects }, a) => objects.telnums.set(who, a.word('accountName'), a.strings('newTelnums')),
  },
  MODIFYACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'Users|Domain:CanCreateTelnums',
    run: ({ who, objects }, a) =>
      objects.telnums.modify(who, a.word('accountName'), a.dictionary('parameters')),
  },
});
