/** Named tasks (cli.md 7.8). */
import { area } from '../command.js';

export const NAMED_TASKS = area('named tasks', {
  LISTDOMAINNAMEDTASKS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
  },
  LISTACCOUNTNAMEDTASKS: {
    tier: 2,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  CREATENAMEDTASK: {
    tier: 2,
    syntax: 'taskName FOR accountName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
  },
  RENAMENAMEDTASK: {
    tier: 2,
    syntax: 'oldTaskName INTO newTaskName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
  },
  DELETENAMEDTASK: {
    tier: 2,
    syntax: 'taskName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
  },
  GETNAMEDTASK: {
    tier: 2,
    syntax: 'taskName',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
  },
  UPDATENAMEDTASK: {
    tier: 2,
    syntax: 'taskName newSettings',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
  },
});
