/** Nobody gets server rights by taking over an account that has them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Objects, Principal } from '../../../host/objects/api.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, user, type World } from './world.js';

let world: World;
let o: Objects;

const USERS = user('users', 'main.example');
const ADMIN = user('admin', 'main.example');
const ALL_DOMAIN_CODES = [
  'Domain',
  'BasicSettings',
  'CanCreateAccounts',
  'CanCreateWebUserSessions',
  'CanImpersonate',
  'CanCreateAliases',
  'RulesAllowed',
];

beforeAll(async () => {
  world = await makeWorld();
  o = world.objects;
  for (const name of ['users', 'admin', 'monitor', 'plain'])
    await o.accounts.create(P, `${name}@main.example`);
  await o.rights.setRights(P, 'users', ['UserAccounts']);
  await o.rights.setRights(P, 'admin', ALL_DOMAIN_CODES);
  await o.rights.setRights(P, 'monitor', ['Monitor', 'users']);
});
afterAll(() => world.close());

type Call = (who: Principal, name: string) => unknown;

const CALLS: readonly (readonly [string, Call])[] = [
  ['set a password', (w, name) => o.passwords.set(w, name, 'take-over-1')],
  [
    'set a password by settings',
    (w, name) => o.accounts.updateSettings(w, name, dict('{Password=take1234;}')),
  ],
  [
    'set the recovery address',
    (w, name) => o.accounts.updateSettings(w, name, dict('{RecoverPassword="a@b";}')),
  ],
  ['open a session', (w, name) => o.sessions.create(w, name, { kind: 'web', address: '127.0.0.1' })],
  ['list sessions', (w, name) => o.sessions.list(w, name)],
  ['redirect mail', (w, name) => o.rules.setAccount(w, name, 'mail', [])],
];

describe.each(CALLS)('%s', (_, call) => {
  test.each([
    ['users', 'postmaster', USERS, 'no-rights'],
    ['users', 'monitor', USERS, 'no-rights'],
    ['users', 'plain', USERS, 'ok'],
    ['users', 'users', USERS, 'ok'],
    ['admin', 'postmaster', ADMIN, 'no-rights'],
    ['admin', 'users', ADMIN, 'no-rights'],
    ['admin', 'plain', ADMIN, 'ok'],
    ['master', 'monitor', P, 'ok'],
    ['system', 'postmaster', { kind: 'system' } as const, 'ok'],
  ] as const)('%s over %s', async (_name, target, who, expected) => {
    expect(await codeOf(() => call(who, `${target}@main.example`))).toBe(expected);
  });
});

test('replaced settings, names and removal', async () => {
  expect(await codeOf(() => o.accounts.setSettings(USERS, 'postmaster', dict('{Password=take1234;}')))).toBe(
    'no-rights',
  );
  for (const who of [USERS, ADMIN]) {
    expect(await codeOf(() => o.accounts.rename(who, 'postmaster', 'other'))).toBe('no-rights');
    expect(await codeOf(() => o.accounts.remove(who, 'monitor'))).toBe('no-rights');
  }
});

test('rights that do not count where the account is protect nothing', async () => {
  await o.domains.create(P, 'two.example');
  await o.accounts.create(P, 'boss@two.example');
  await o.rights.setRights(P, 'boss@two.example', ['Domain', 'CanImpersonate']);
  expect(await codeOf(() => o.passwords.set(USERS, 'boss@two.example', 'fine-pass-1'))).toBe('ok');
});

test('AUTH narrows what is done with skins that show as folders', async () => {
  await o.skins.create(P, null, 'shown').catch(() => undefined);
  const asked = (auth: Principal | null) =>
    codeOf(() => o.files.write(P, 'plain', '$ServerSkins/a.txt', Buffer.from('x'), { auth }));
  expect(await asked(user('plain', 'main.example'))).toBe('no-rights');
  expect(await asked(USERS)).toBe('ok');
  expect(await asked(null)).toBe('ok');
});
