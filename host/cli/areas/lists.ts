/** Mailing lists (cli.md 7.12). */
import { area } from '../command.js';

/** What LIST can do to a subscriber. */
const OPERATIONS = ['subscribe', 'feed', 'digest', 'index', 'null', 'banned', 'unsubscribe'];

export const LISTS = area('mailing lists', {
  LISTLISTS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
  GETDOMAINLISTS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
  },
  GETACCOUNTLISTS: {
    tier: 2,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  CREATELIST: {
    tier: 2,
    syntax: 'listName FOR accountName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
  },
  RENAMELIST: {
    tier: 2,
    syntax: 'listName INTO newName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
  },
  DELETELIST: {
    tier: 2,
    syntax: 'listName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
  },
  GETLIST: {
    tier: 2,
    syntax: 'listName',
    output: 'dictionary',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  UPDATELIST: {
    tier: 2,
    syntax: 'listName newSettings',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  LIST: {
    tier: 2,
    syntax: 'listName operation [SILENTLY] [CONFIRM] subscriber',
    kinds: { operation: OPERATIONS },
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  LISTSUBSCRIBERS: {
    tier: 2,
    syntax: 'listName [FILTER filter [limit]]',
    output: 'array',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  READSUBSCRIBERS: {
    tier: 2,
    syntax: 'listName [FILTER filter [limit]]',
    output: 'array',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  GETSUBSCRIBERINFO: {
    tier: 2,
    syntax: 'listName NAME subscriberAddress',
    output: 'dictionary',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  SETPOSTINGMODE: {
    tier: 2,
    syntax: 'listName FOR subscriberAddress (UNMODERATED|MODERATEALL|PROHIBITED|SPECIAL|numberOfModerated)',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
  },
  PROCESSBOUNCE: {
    tier: 2,
    syntax: 'listName [FATAL] FOR subscriberAddress',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
  },
});
