import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { firstPasswordFile } from '../../../host/server/firstpassword.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { startTestServer, type TestServer } from './harness.js';

let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
afterAll(() => site.stop());

const until = (isTrue: () => boolean | Promise<boolean>): Promise<void> => expect.poll(isTrue).toBe(true);

test('the first password waits in a file that goes with its change', async () => {
  const { objects, firstPassword, base } = site.server;
  const file = firstPasswordFile(base);
  expect(readFileSync(file, 'utf8').trim()).toBe(firstPassword);
  expect(statSync(file).mode & 0o077).toBe(0);
  await objects.accounts.updateSettings(SYSTEM, 'postmaster', dictOf([['RealName', 'Post']]));
  await objects.passwords.set(SYSTEM, 'postmaster', 'another-one-9');
  await until(() => !existsSync(file));
});

test('a password that can be read back is mailed to the recovery address', async () => {
  const { objects, addresses } = site.server;
  const domain = objects.domains.main();
  const account = (name: string, settings: [string, string][]) =>
    objects.accounts.create(SYSTEM, `${name}@${domain}`, { settings: dictOf(settings) });
  await account('friend', [['Password', 'friend-pass-1']]);
  await account('lost', [
    ['PasswordEncryption', 'A-crpt'],
    ['Password', 'lost-pass-1'],
    ['RecoverPassword', `friend@${domain}`],
  ]);
  await account('hashed', [
    ['Password', 'hash-pass-1'],
    ['RecoverPassword', `friend@${domain}`],
  ]);
  const url = addresses.find(({ tag, secure }) => tag === 'HTTPU' && !secure)?.url;
  const ask = async (name: string) =>
    (
      await fetch(`${url}RecoveryPassword.wssp`, {
        method: 'POST',
        body: new URLSearchParams({ username: name, Send: '1' }),
      })
    ).text();
  expect(await ask('lost')).not.toContain('cannot be recovered');
  const inbox = () => objects.mailboxes.open(SYSTEM, `friend@${domain}`, 'INBOX');
  await until(async () => (await inbox()).use.messages === 1);
  const text = Buffer.from(await objects.messages.read(SYSTEM, await inbox(), 1)).toString('latin1');
  expect(text).toContain('The password is: lost-pass-1');
  expect(await ask('hashed')).toContain('cannot be recovered');
  expect(await ask('nobody')).toContain('cannot be recovered');
});
