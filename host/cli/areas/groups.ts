/** Groups (cli.md 7.6). */
import { area } from '../command.js';

export const GROUPS = area('groups', {
  LISTGROUPS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
  CREATEGROUP: {
    tier: 1,
    syntax: 'groupName [settings]',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
  },
  RENAMEGROUP: {
    tier: 1,
    syntax: 'oldGroupName INTO newGroupName',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
  },
  DELETEGROUP: {
    tier: 1,
    syntax: 'groupName',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
  },
  GETGROUP: {
    tier: 1,
    syntax: 'groupName',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
  },
  SETGROUP: {
    tier: 1,
    syntax: 'groupName newSettings',
    output: 'none',
    right: 'Users|Domain:CanCreateGroups',
  },
});
