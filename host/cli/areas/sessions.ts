/** Sessions of users (cli.md 7.14). */
import { area } from '../command.js';

export const SESSIONS = area('sessions', {
  CREATEWEBUSERSESSION: {
    tier: 1,
    syntax: 'accountName ADDRESS ip-address [FOR orig-address] [WML|IMODE] [SKIN skinName]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
  },
  CREATEXIMSSSESSION: {
    tier: 1,
    syntax: 'accountName ADDRESS ip-address [FOR orig-address]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
  },
  FINDACCOUNTSESSION: {
    tier: 1,
    syntax:
      'accountName [ADDRESS ip-address [FOR proxied-address]] [PROTOCOL protocol] [TRANSPORT transport] [CLIENT client]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
  },
  LISTACCOUNTSESSIONS: {
    tier: 1,
    syntax:
      'accountName [ADDRESS ip-address [FOR proxied-address]] [PROTOCOL protocol] [TRANSPORT transport] [CLIENT client]',
    output: 'array',
    right: 'Users|Domain:CanCreateWebUserSessions',
  },
  GETSESSION: {
    tier: 1,
    syntax: 'sessionID [DOMAIN domainName]',
    output: 'dictionary',
    right: 'Users|Domain:CanCreateWebUserSessions(with DOMAIN)',
  },
  KILLSESSION: {
    tier: 1,
    syntax: 'sessionID [DOMAIN domainName]',
    output: 'none',
    right: 'Users|Domain:CanCreateWebUserSessions(with DOMAIN)',
  },
});
