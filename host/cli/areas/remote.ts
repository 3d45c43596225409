/** Remote accounts (cli.md 7.5). */
import { area } from '../command.js';

export const REMOTE = area('remote accounts and scheduled tasks', {
  GETACCOUNTRPOPS: {
    tier: 2,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.rpop.get(who, a.word('accountName')),
  },
  SETACCOUNTRPOPS: {
    tier: 2,
    syntax: 'accountName newRecords',
    output: 'none',
    right: 'own(if RPOPAllowed)|Users|Domain:CanModifyRPOP',
    run: ({ who, objects }, a) => objects.rpop.set(who, a.word('accountName'), a.dictionary('newRecords')),
  },
  GETACCOUNTRSIPS: {
    tier: 3,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  SETACCOUNTRSIPS: {
    tier: 3,
    syntax: 'accountName newRecords',
    output: 'none',
    right: 'own(if RSIPAllowed)|Users|Domain:CanModifyRSIP',
  },
  UPDATESCHEDULEDTASK: {
    tier: 3,
    syntax: 'accountName taskData',
    output: 'none',
    right: 'own|Users|Domain:CanModifyRSIP',
  },
});
