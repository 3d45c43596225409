/** Named tasks (cli.md 7.8). */
import { area } from '../command.js';

export const NAMED_TASKS = area('named tasks', {
  LISTDOMAINNAMEDTASKS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.namedTasks.list(who, a.optional('domainName')),
  },
  LISTACCOUNTNAMEDTASKS: {
    tier: 2,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.namedTasks.listOf(who, a.word('accountName')),
  },
  CREATENAMEDTASK: {
    tier: 2,
    syntax: 'taskName FOR accountName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
    run: ({ who, objects }, a) => objects.namedTasks.create(who, a.word('taskName'), a.word('accountName')),
  },
  RENAMENAMEDTASK: {
    tier: 2,
    syntax: 'oldTaskName INTO newTaskName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
    run: ({ who, objects }, a) =>
      objects.namedTasks.rename(who, a.word('oldTaskName'), a.word('newTaskName')),
  },
  DELETENAMEDTASK: {
    tier: 2,
    syntax: 'taskName',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
    run: ({ who, objects }, a) => objects.namedTasks.remove(who, a.word('taskName')),
  },
  GETNAMEDTASK: {
    tier: 2,
    syntax: 'taskName',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.namedTasks.get(who, a.word('taskName')),
  },
  UPDATENAMEDTASK: {
    tier: 2,
    syntax: 'taskName newSettings',
    output: 'none',
    right: 'Users|Domain:CanCreateNamedTasks',
    run: ({ who, objects }, a) => objects.namedTasks.update(who, a.word('taskName'), a.update('newSettings')),
  },
});
