/** Telephone numbers of accounts (cli.md 7.3). */
import { area } from '../command.js';

export const TELNUMS = area('telnums', {
  LISTSERVERTELNUMS: {
    tier: 3,
    syntax: '[FILTER filter] limit',
    output: 'dictionary',
    right: 'Users',
  },
  LISTDOMAINTELNUMS: {
    tier: 3,
    syntax: 'domainName [FILTER filter] limit',
    output: 'dictionary',
    right: 'Users|Domain',
  },
  GETACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|Domain',
  },
  SETACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName newTelnums',
    output: 'none',
    right: 'Users|Domain:CanCreateTelnums',
  },
  MODIFYACCOUNTTELNUMS: {
    tier: 3,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'Users|Domain:CanCreateTelnums',
  },
});
