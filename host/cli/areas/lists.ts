/** Mailing lists (cli.md 7.12). */
import { type ListOperation, OPERATIONS } from '../../objects/lists/types.js';
import { area, type Run } from '../command.js';

/** Subscribes, or changes how somebody is subscribed. */
const change: Run = ({ who, objects }, a) =>
  objects.lists.change(who, a.word('listName'), a.word('operation') as ListOperation, a.word('subscriber'), {
    silently: a.has('SILENTLY'),
    confirm: a.has('CONFIRM'),
  });

/** Modes by their words; a number is that of the next postings that are moderated. */
const MODES = ['UNMODERATED', 'MODERATEALL', 'PROHIBITED', 'SPECIAL'];

const setPostingMode: Run = ({ who, objects }, a) => {
  const mode = MODES.find(word => a.has(word)) ?? String(a.number('numberOfModerated'));
  return objects.lists.setPostingMode(who, a.word('listName'), a.word('subscriberAddress'), mode);
};

export const LISTS = area('mailing lists', {
  LISTLISTS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.lists.list(who, a.optional('domainName')),
  },
  GETDOMAINLISTS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.lists.counts(who, a.optional('domainName')),
  },
  GETACCOUNTLISTS: {
    tier: 2,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.lists.ofAccount(who, a.word('accountName')),
  },
  CREATELIST: {
    tier: 2,
    syntax: 'listName FOR accountName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
    run: ({ who, objects }, a) => objects.lists.create(who, a.word('listName'), a.word('accountName')),
  },
  RENAMELIST: {
    tier: 2,
    syntax: 'listName INTO newName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
    run: ({ who, objects }, a) => objects.lists.rename(who, a.word('listName'), a.word('newName')),
  },
  DELETELIST: {
    tier: 2,
    syntax: 'listName',
    output: 'none',
    right: 'Users|Domain:CanCreateLists',
    run: ({ who, objects }, a) => objects.lists.remove(who, a.word('listName')),
  },
  GETLIST: {
    tier: 2,
    syntax: 'listName',
    output: 'dictionary',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) => objects.lists.settings(who, a.word('listName')),
  },
  UPDATELIST: {
    tier: 2,
    syntax: 'listName newSettings',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) => objects.lists.update(who, a.word('listName'), a.update('newSettings')),
  },
  LIST: {
    tier: 2,
    syntax: 'listName operation [SILENTLY] [CONFIRM] subscriber',
    kinds: { operation: OPERATIONS },
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
    run: change,
  },
  LISTSUBSCRIBERS: {
    tier: 2,
    syntax: 'listName [FILTER filter [limit]]',
    output: 'array',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) =>
      objects.lists.subscribers(who, a.word('listName'), a.optional('filter'), a.optionalNumber('limit')),
  },
  READSUBSCRIBERS: {
    tier: 2,
    syntax: 'listName [FILTER filter [limit]]',
    output: 'array',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) =>
      objects.lists.readSubscribers(who, a.word('listName'), a.optional('filter'), a.optionalNumber('limit')),
  },
  GETSUBSCRIBERINFO: {
    tier: 2,
    syntax: 'listName NAME subscriberAddress',
    output: 'dictionary',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) =>
      objects.lists.subscriberInfo(who, a.word('listName'), a.word('subscriberAddress')),
  },
  SETPOSTINGMODE: {
    tier: 2,
    syntax: 'listName FOR subscriberAddress (UNMODERATED|MODERATEALL|PROHIBITED|SPECIAL|numberOfModerated)',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
    run: setPostingMode,
  },
  PROCESSBOUNCE: {
    tier: 2,
    syntax: 'listName [FATAL] FOR subscriberAddress',
    output: 'none',
    right: 'owner|Users|Domain:CanAccessLists',
    run: ({ who, objects }, a) =>
      objects.lists.processBounce(who, a.word('listName'), a.word('subscriberAddress'), a.has('FATAL')),
  },
});
