/** Network address lists, routing (cli.md 7.17). */
import { area } from '../command.js';

export const NETWORKS = area('network address lists', {
  GETLANIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETLANIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETCLIENTIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETCLIENTIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETBLACKLISTEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETBLACKLISTEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETWHITEHOLEIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETWHITEHOLEIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETNATEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETNATEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETNATSITEIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETNATSITEIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETDEBUGIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETDEBUGIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  GETDENIEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETDENIEDIPS: {
    tier: 2,
    syntax: 'newAddresses',
    output: 'none',
    right: 'Settings',
  },
  ROUTE: {
    tier: 2,
    syntax: 'address [MAIL|ACCESS|SIGNAL]',
    output: 'array',
    right: 'Settings|Users|Domain',
  },
  GETIPSTATE: {
    tier: 2,
    syntax: 'ip-address [TEMP]',
    output: 'string',
    right: 'Settings|Monitor',
  },
  GETTEMPCLIENTIPS: {
    tier: 2,
    output: 'string',
    right: 'Monitor',
  },
  TEMPBLACKLISTIP: {
    tier: 2,
    syntax: 'address [TIMEOUT seconds | DELETE]',
    output: 'none',
    right: 'Settings|Monitor',
  },
  GETTEMPBLACKLISTEDIPS: {
    tier: 2,
    output: 'string',
    right: 'Monitor',
  },
  SETTEMPBLACKLISTEDIPS: {
    tier: 2,
    syntax: 'addresses',
    output: 'none',
    right: 'Settings',
  },
});
