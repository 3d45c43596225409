/** Secrets inside settings: who sees them, and what must not become readable by a detour. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Objects, Principal } from '../../../host/objects/api.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, text, user, type World } from './world.js';

let world: World;
let o: Objects;
const ADMIN = user('admin', 'one.example');
const READER = user('reader', 'main.example');
const OWNER = user('ann', 'one.example');

beforeAll(async () => {
  world = await makeWorld();
  o = world.objects;
  await o.domains.create(P, 'one.example');
  for (const who of [ADMIN, READER, OWNER])
    if (who.kind === 'account') await o.accounts.create(P, `${who.account}@${who.domain}`);
  await o.rights.setRights(P, 'admin@one.example', ['Domain', 'CanModifyRPOP']);
  await o.rights.setRights(P, 'reader', ['DomainsRead']);
});
afterAll(() => world.close());

test.each<[string, (who: Principal) => unknown]>([
  ['domain settings', w => o.domains.settings(w, 'one.example')],
  ['effective domain settings', w => o.domains.effectiveSettings(w, 'one.example')],
])('%s: the private key', async (_, read) => {
  await o.domains.updateSettings(P, 'one.example', dict('{PrivateSecureKey=[YWJj];CAChain=[YWJj];}'));
  expect(text(read(P) as never)).toContain('PrivateSecureKey');
  for (const who of [ADMIN, READER]) {
    expect(text(read(who) as never)).toContain('CAChain');
    expect(text(read(who) as never)).not.toContain('PrivateSecureKey');
  }
});

test.each(['template', 'accountDefaults'] as const)('%s: passwords', async which => {
  await o.defaults.update(P, which, 'one.example', dict('{Password=first-pass;RealName=x;}'));
  expect(text(o.defaults.get(P, which, 'one.example'))).toContain('Password');
  expect(text(o.defaults.get(ADMIN, which, 'one.example'))).toBe('{RealName=x;}');
  await o.defaults.set(P, which, 'one.example', dict('{}'));
});

test('passwords of remote accounts are masked in settings', async () => {
  await o.accounts.updateSettings(P, 'ann@one.example', dict('{RPOPAllowed=YES;}'));
  await o.rpop.set(OWNER, '*', dict('{one={domain=pop.example;password="se cret";};}'));
  const [settings, effective] = [o.accounts.settings(OWNER, '*'), o.accounts.effectiveSettings(OWNER, '*')];
  for (const shown of [settings, effective])
    expect(text(shown)).toContain('RPOP={one={domain=pop.example;password="***";};}');
});

test('an encoded password of somebody else does not become readable as that of a remote account', async () => {
  await o.accounts.updateSettings(P, 'reader', dict('{PasswordEncryption=A-crpt;Password=hidden-pass;}'));
  const stolen = o.accounts.settings(P, 'reader').entries.Password as string;
  expect(stolen.charCodeAt(0)).toBe(1);
  const records = dict('{one={password=x;};}');
  (records.entries.one as { entries: Record<string, unknown> }).entries.password = stolen;
  expect(await codeOf(() => o.rpop.set(ADMIN, 'ann@one.example', records))).toBe('bad-password');
});

test('AUTH tells nobody which accounts there are', async () => {
  const rights = (who: Principal, name: string) => codeOf(() => o.accounts.aclRights(who, '*', name));
  expect(await rights(OWNER, 'admin@one.example')).toBe('ok');
  expect(await rights(OWNER, 'none@one.example')).toBe('ok');
  expect(o.accounts.aclRights(OWNER, '*', 'none@one.example')).toBe('');
  expect(await rights(ADMIN, 'none@one.example')).toBe('account-unknown');
});
