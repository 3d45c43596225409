/** Datasets, rosters, balances (cli.md 7.15). */
import { area } from '../command.js';

export const DATA = area('datasets, roster, balance', {
  REMOVEACCOUNTSUBSET: {
    tier: 1,
    syntax: 'accountName SUBSET subsetName',
    output: 'none',
    right: 'own|Users|Domain:BasicSettings',
  },
  DATASET: {
    tier: 1,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  ROSTER: {
    tier: 2,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  BALANCE: {
    tier: 2,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'own(read ops)|Users|Domain:CanCreditAccounts',
  },
});
