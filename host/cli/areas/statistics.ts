/** Counters (cli.md 7.18). */
import { area } from '../command.js';

export const STATISTICS = area('statistics', {
  GETSTATELEMENT: {
    tier: 2,
    syntax: 'ObjectID',
    output: 'object',
    right: 'Monitor',
  },
  SETSTATELEMENT: {
    tier: 2,
    syntax: 'ObjectID [INC|SET] setValue',
    output: 'number',
    right: 'Monitor',
  },
  GETNEXTSTATNAME: {
    tier: 2,
    syntax: 'ObjectID',
    output: 'string',
    right: 'Monitor',
  },
  GETACCOUNTSTAT: {
    tier: 2,
    syntax: 'accountName [KEY keyName]',
    output: 'object',
    right: 'own|Users|Domain',
  },
  RESETACCOUNTSTAT: {
    tier: 2,
    syntax: 'accountName [KEY keyName]',
    output: 'none',
    right: 'Users|Domain:BasicSettings',
  },
  GETDOMAINSTAT: {
    tier: 2,
    syntax: 'domainName [KEY keyName]',
    output: 'object',
    right: 'Users|Domain',
  },
  RESETDOMAINSTAT: {
    tier: 2,
    syntax: 'domainName [KEY keyName]',
    output: 'none',
    right: 'Users|Domain:BasicSettings',
  },
  GETDIALOGINFO: {
    tier: 3,
    syntax: 'DialogID',
    output: 'dictionary',
    right: 'Monitor',
  },
});
