/** What a first start makes, and what stays after a restart. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { removeFolder } from '../../tools/folders.js';
import { codeOf, dict, makeWorld, PASSWORD, POSTMASTER, text, type World } from './world.js';

let world: World | null = null;
const folder = mkdtempSync(join(tmpdir(), 'objects-'));
afterEach(async () => {
  await world?.close();
  world = null;
});

test('a first start makes the main domain, the postmaster and pbx; a restart finds everything', async () => {
  world = await makeWorld(folder);
  const { objects } = world;
  expect(objects.firstPassword).toBe(PASSWORD);
  expect(objects.domains.list(POSTMASTER)).toEqual(['main.example']);
  expect(objects.rights.getRights(POSTMASTER, '*')).toEqual(['Master']);
  await objects.domains.create(POSTMASTER, 'One.Example', dict('{AccountsLimit=10;}'));
  await objects.accounts.create(POSTMASTER, 'John@one.example', {
    settings: dict('{RealName="J. D.";Password=secret-1;}'),
  });
  await objects.preferences.update(POSTMASTER, 'john@one.example', dict('{Language=german;}'));
  const login = { domain: null, address: '10.0.0.1', service: 'PWD', secure: false };
  expect((await objects.passwords.login({ ...login, name: 'postmaster', password: PASSWORD })).email).toBe(
    'postmaster@main.example',
  );
  await world.close();

  world = await makeWorld(folder);
  const again = world.objects;
  expect(again.firstPassword).toBeNull();
  expect(again.domains.list(POSTMASTER)).toEqual(['main.example', 'one.example']);
  expect(text(again.domains.settings(POSTMASTER, 'one.example'))).toBe('{AccountsLimit=10;}');
  expect(text(again.preferences.get(POSTMASTER, 'john@one.example'))).toBe('{Language=german;}');
  const names: string[] = [];
  for await (const [name] of again.accounts.list(POSTMASTER, null)) names.push(name);
  expect(names).toEqual(['pbx', 'postmaster']);
  expect(Object.keys(again.accounts.info(POSTMASTER, '*').entries)).toContain('LastLogin');
  expect(
    await codeOf(() => again.passwords.login({ ...login, name: 'john@one.example', password: 'secret-2' })),
  ).toBe('wrong-password');
  const john = await again.passwords.login({ ...login, name: 'john@one.example', password: 'secret-1' });
  expect(john.principal).toEqual({ kind: 'account', account: 'john', domain: 'one.example' });
  removeFolder(folder);
});
