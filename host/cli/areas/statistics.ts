/** Counters (cli.md 7.18). */

import { PosternError } from '../../errors/index.js';
import { area, type Run } from '../command.js';
import { numberOf } from '../syntax/items.js';

/** The new value is the output: clients read one (cli.md 4.4). */
const setElement: Run = ({ who, objects }, a) => {
  const given = a.object('setValue');
  const value = typeof given === 'string' ? numberOf(given) : given;
  if (typeof value !== 'number') throw new PosternError('illegal-value', { args: ['setValue'] });
  return objects.statistics.setElement(who, a.word('ObjectID'), value, a.has('INC'));
};

export const STATISTICS = area('statistics', {
  GETSTATELEMENT: {
    tier: 2,
    syntax: 'ObjectID',
    output: 'object',
    right: 'Monitor',
    run: ({ who, objects }, a) => objects.statistics.element(who, a.word('ObjectID')),
  },
  SETSTATELEMENT: {
    tier: 2,
    syntax: 'ObjectID [INC|SET] setValue',
    output: 'number',
    right: 'Monitor',
    run: setElement,
  },
  GETNEXTSTATNAME: {
    tier: 2,
    syntax: 'ObjectID',
    output: 'string',
    right: 'Monitor',
    run: ({ who, objects }, a) => objects.statistics.nextName(who, a.word('ObjectID')),
  },
  GETACCOUNTSTAT: {
    tier: 2,
    syntax: 'accountName [KEY keyName]',
    output: 'object',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) =>
      objects.statistics.account(who, a.word('accountName'), a.optional('keyName')),
  },
  RESETACCOUNTSTAT: {
    tier: 2,
    syntax: 'accountName [KEY keyName]',
    output: 'none',
    right: 'Users|Domain:BasicSettings',
    run: ({ who, objects }, a) =>
      objects.statistics.resetAccount(who, a.word('accountName'), a.optional('keyName')),
  },
  GETDOMAINSTAT: {
    tier: 2,
    syntax: 'domainName [KEY keyName]',
    output: 'object',
    right: 'Users|Domain',
    run: ({ who, objects }, a) => objects.statistics.domain(who, a.word('domainName'), a.optional('keyName')),
  },
  RESETDOMAINSTAT: {
    tier: 2,
    syntax: 'domainName [KEY keyName]',
    output: 'none',
    right: 'Users|Domain:BasicSettings',
    run: ({ who, objects }, a) =>
      objects.statistics.resetDomain(who, a.word('domainName'), a.optional('keyName')),
  },
  GETDIALOGINFO: {
    tier: 3,
    syntax: 'DialogID',
    output: 'dictionary',
    right: 'Monitor',
  },
});
