/** Forwarders (cli.md 7.7). */
import { area } from '../command.js';

export const FORWARDERS = area('forwarders', {
  LISTFORWARDERS: {
    tier: 2,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
  CREATEFORWARDER: {
    tier: 2,
    syntax: 'forwarderName TO address',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
  },
  RENAMEFORWARDER: {
    tier: 2,
    syntax: 'oldForwarderName INTO newForwarderName',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
  },
  DELETEFORWARDER: {
    tier: 2,
    syntax: 'forwarderName',
    output: 'none',
    right: 'Users|Domain:CanCreateForwarders',
  },
  GETFORWARDER: {
    tier: 2,
    syntax: 'forwarderName',
    output: 'string',
    right: 'Users|DomainsRead|Domain',
  },
  FINDFORWARDERS: {
    tier: 2,
    syntax: 'domainName TO forwarderAddress',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
});
