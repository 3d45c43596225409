/** Sessions of users (cli.md 7.14). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Args } from '../args.js';
import { area, type Run } from '../command.js';

const addressOf = (a: Args, name: string): Bytes | null => a.optionalIp(name)?.address ?? null;

const create =
  (kind: 'web' | 'ximss'): Run =>
  ({ who, objects }, a) =>
    objects.sessions.create(who, a.word('accountName'), {
      kind,
      address: a.ip('ip-address').address,
      proxied: addressOf(a, 'orig-address'),
      device: a.has('WML') ? 'WML' : a.has('IMODE') ? 'IMODE' : null,
      skin: a.optional('skinName'),
    });

const filterOf = (a: Args) => ({
  address: addressOf(a, 'ip-address'),
  proxied: addressOf(a, 'proxied-address'),
  protocol: a.optional('protocol'),
  transport: a.optional('transport'),
  client: a.optional('client'),
});

export const SESSIONS = area('sessions', {
  CREATEWEBUSERSESSION: {
    tier: 1,
    syntax: 'accountName ADDRESS ip-address [FOR orig-address] [WML|IMODE] [SKIN skinName]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
    run: create('web'),
  },
  CREATEXIMSSSESSION: {
    tier: 1,
    syntax: 'accountName ADDRESS ip-address [FOR orig-address]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
    run: create('ximss'),
  },
  FINDACCOUNTSESSION: {
    tier: 1,
    syntax:
      'accountName [ADDRESS ip-address [FOR proxied-address]] [PROTOCOL protocol] [TRANSPORT transport] [CLIENT client]',
    output: 'string',
    right: 'Users|Domain:CanCreateWebUserSessions',
    run: ({ who, objects }, a) => objects.sessions.findOf(who, a.word('accountName'), filterOf(a)),
  },
  LISTACCOUNTSESSIONS: {
    tier: 1,
    syntax:
      'accountName [ADDRESS ip-address [FOR proxied-address]] [PROTOCOL protocol] [TRANSPORT transport] [CLIENT client]',
    output: 'array',
    right: 'Users|Domain:CanCreateWebUserSessions',
    run: ({ who, objects }, a) => objects.sessions.list(who, a.word('accountName'), filterOf(a)),
  },
  GETSESSION: {
    tier: 1,
    syntax: 'sessionID [DOMAIN domainName]',
    output: 'dictionary',
    right: 'Users|Domain:CanCreateWebUserSessions(with DOMAIN)',
    run: ({ who, objects }, a) =>
      objects.sessions.get(who, a.word('sessionID'), { domain: a.optional('domainName') }),
  },
  KILLSESSION: {
    tier: 1,
    syntax: 'sessionID [DOMAIN domainName]',
    output: 'none',
    right: 'Users|Domain:CanCreateWebUserSessions(with DOMAIN)',
    run: ({ who, objects }, a) =>
      objects.sessions.kill(who, a.word('sessionID'), { domain: a.optional('domainName') }),
  },
});
