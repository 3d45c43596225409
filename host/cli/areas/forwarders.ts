/** Forwarders (cli.md 7.7). */
import { area } from '../command.js';

export const FORWARDERS = area('forwarders', {
  LISTFORWARDERS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.forwarders.list(who, a.optional('domainName')),
  },
  CREATEFORWARDER: {
    tier: 2,
    syntax: 'forwarderName TO address',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
    run: ({ who, objects }, a) => objects.forwarders.create(who, a.word('forwarderName'), a.word('address')),
  },
  RENAMEFORWARDER: {
    tier: 2,
    syntax: 'oldForwarderName INTO newForwarderName',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
    run: ({ who, objects }, a) =>
      objects.forwarders.rename(who, a.word('oldForwarderName'), a.word('newForwarderName')),
  },
  DELETEFORWARDER: {
    tier: 2,
    syntax: 'forwarderName',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
    run: ({ who, objects }, a) => objects.forwarders.remove(who, a.word('forwarderName')),
  },
  GETFORWARDER: {
    tier: 2,
    syntax: 'forwarderName',
    output: 'string',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.forwarders.get(who, a.word('forwarderName')),
  },
  FINDFORWARDERS: {
    tier: 2,
    syntax: 'domainName TO forwarderAddress',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) =>
      objects.forwarders.findByAddress(who, a.word('domainName'), a.word('forwarderAddress')),
  },
});
