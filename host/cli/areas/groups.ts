/** Groups (cli.md 7.6). */
import { area } from '../command.js';

export const GROUPS = area('groups', {
  LISTGROUPS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.groups.list(who, a.optional('domainName')),
  },
  CREATEGROUP: {
    tier: 1,
    syntax: 'groupName [settings]',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
    run: ({ who, objects }, a) =>
      objects.groups.create(who, a.word('groupName'), a.optionalDictionary('settings')),
  },
  RENAMEGROUP: {
    tier: 1,
    syntax: 'oldGroupName INTO newGroupName',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
    run: ({ who, objects }, a) => objects.groups.rename(who, a.word('oldGroupName'), a.word('newGroupName')),
  },
  DELETEGROUP: {
    tier: 1,
    syntax: 'groupName',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
    run: ({ who, objects }, a) => objects.groups.remove(who, a.word('groupName')),
  },
  GETGROUP: {
    tier: 1,
    syntax: 'groupName',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.groups.get(who, a.word('groupName')),
  },
  SETGROUP: {
    tier: 1,
    syntax: 'groupName newSettings',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
    run: ({ who, objects }, a) => objects.groups.set(who, a.word('groupName'), a.dictionary('newSettings')),
  },
});
