/** Network address lists, routing (cli.md 7.17). */
import { area, type Run } from '../command.js';

/** Without a time the address stays blocked until somebody lets it go. */
const block: Run = ({ who, objects }, a) =>
  objects.networks.block(who, a.ip('address').address, a.has('DELETE') ? 0 : a.optionalNumber('seconds'));

export const NETWORKS = area('network address lists', {
  GETLANIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'LAN'),
  },
  SETLANIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'LAN', a.word('newAddresses')),
  },
  GETCLIENTIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'Client'),
  },
  SETCLIENTIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'Client', a.word('newAddresses')),
  },
  GETBLACKLISTEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'Blacklisted'),
  },
  SETBLACKLISTEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'Blacklisted', a.word('newAddresses')),
  },
  GETWHITEHOLEIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'WhiteHole'),
  },
  SETWHITEHOLEIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'WhiteHole', a.word('newAddresses')),
  },
  GETNATEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'NATed'),
  },
  SETNATEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'NATed', a.word('newAddresses')),
  },
  GETNATSITEIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'NATSite'),
  },
  SETNATSITEIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'NATSite', a.word('newAddresses')),
  },
  GETDEBUGIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'Debug'),
  },
  SETDEBUGIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'Debug', a.word('newAddresses')),
  },
  GETDENIEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.networks.get(who, 'Denied'),
  },
  SETDENIEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.set(who, 'Denied', a.word('newAddresses')),
  },
  ROUTE: {
    tier: 2,
    syntax: 'address [MAIL|ACCESS|SIGNAL]',
    output: 'array',
    right: 'Settings|Users|Domain',
    run: ({ who, objects }, a) =>
      objects.names.routeCommand(
        who,
        a.word('address'),
        a.has('MAIL') ? 'mail' : a.has('SIGNAL') ? 'signal' : 'access',
      ),
  },
  GETIPSTATE: {
    tier: 2,
    syntax: 'ip-address [TEMP]',
    output: 'string',
    right: 'Settings|Monitor',
    run: ({ who, objects }, a) =>
      objects.networks.state(who, a.ip('ip-address').address, { temporary: a.has('TEMP') }),
  },
  GETTEMPCLIENTIPS: {
    tier: 2,
    output: 'string',
    right: 'Monitor',
    run: ({ who, objects }) => objects.networks.temporaryClients(who),
  },
  TEMPBLACKLISTIP: {
    tier: 2,
    syntax: 'address [TIMEOUT seconds | DELETE]',
    kinds: { address: 'ip' },
    output: 'none',
    right: 'Settings|Monitor',
    run: block,
  },
  GETTEMPBLACKLISTEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Monitor',
    run: ({ who, objects }) => objects.networks.blocked(who),
  },
  SETTEMPBLACKLISTEDIPS: {
    tier: 2,
    syntax: 'addresses',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.networks.addBlocked(who, a.word('addresses')),
  },
});
