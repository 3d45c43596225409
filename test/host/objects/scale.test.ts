/** Many accounts, many at a time, and what a crash leaves: names, counts and what was owned stay right. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accountOwner, accountPartKey } from '../../../host/objects/core/keys.js';
import { key, prefixRange } from '../../../host/storage/index.js';
import { removeFolder } from '../../tools/folders.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, text, type World } from './world.js';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const ACCOUNTS = 20_000;
/** Refusals by the kind of object that has the name. */
const EXISTS = ['account-exists', 'group-exists', 'forwarder-exists', 'alias-exists'];

test(`a domain of ${ACCOUNTS} accounts: exact counts, streamed lists, portions`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  world = await makeWorld(folder, { cachedAccounts: 500 });
  const { accounts, domains } = world.objects;
  await domains.create(P, 'big.example', dict(`{AccountsLimit=${ACCOUNTS};}`));
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < ACCOUNTS) await accounts.create(P, `user${next++}@big.example`);
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  expect(await codeOf(() => accounts.create(P, 'more@big.example'))).toBe('domain-limit');
  let count = 0;
  let before = '';
  for await (const [name, extension] of accounts.list(P, 'big.example')) {
    expect(name > before && extension === 'macnt').toBe(true);
    before = name;
    count++;
  }
  expect(count).toBe(ACCOUNTS);
  let cookie: string | null = '';
  let portions = 0;
  const seen = new Set<string>();
  do {
    const answer: unknown[] = await domains.listObjects(P, 'big.example', { limit: 6000, kinds: [], cookie });
    for (const name of Object.keys((answer[1] as { entries: object }).entries)) seen.add(name);
    expect(answer[0]).toBe(String(ACCOUNTS));
    cookie = answer[4] as string;
    portions++;
  } while (cookie !== '');
  expect([seen.size, portions]).toEqual([ACCOUNTS, 4]);
  await accounts.remove(P, 'user5@big.example');
  expect(await codeOf(() => accounts.create(P, 'more@big.example'))).toBe('ok');
  await world.close();
  world = null;
  removeFolder(folder);
});

test('the same name asked for by many at once is given to one', async () => {
  world = await makeWorld();
  const { accounts, groups, forwarders, domains } = world.objects;
  await domains.create(P, 'one.example');
  await accounts.create(P, 'other@one.example');
  const tries = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      codeOf(() => {
        if (i % 4 === 0) return accounts.create(P, 'same@one.example');
        if (i % 4 === 1) return groups.create(P, 'same@one.example');
        if (i % 4 === 2) return forwarders.create(P, 'same@one.example', 'x@y.example');
        return accounts.setAliases(P, 'other@one.example', ['same']);
      }),
    ),
  );
  // whoever sets the same alias again is right, too
  const winners = new Set(tries.flatMap((code, i) => (code === 'ok' ? [i % 4] : [])));
  expect(winners.size).toBe(1);
  expect(new Set(tries.filter(code => code !== 'ok'))).toEqual(new Set([EXISTS[[...winners][0] ?? 0]]));
});

test('many changes of one account at once are all there', async () => {
  world = await makeWorld();
  const { accounts } = world.objects;
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => accounts.updateSettings(P, 'pbx', dict(`{X${i}=${i};}`))),
  );
  expect(Object.keys(accounts.settings(P, 'pbx').entries).length).toBe(100);
});

test('what an account owned goes with it; a cleaning that a crash stopped goes on at the next start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  world = await makeWorld(folder);
  const { accounts, domains, core } = world.objects;
  await domains.create(P, 'one.example');
  await accounts.create(P, 'ann@one.example');
  await accounts.create(P, 'bob@one.example');
  const ann = accounts.record({ account: 'ann', domain: 'one.example' });
  const bob = accounts.record({ account: 'bob', domain: 'one.example' });
  if (ann === null || bob === null) throw new Error('the accounts are missing');
  for (const { id } of [ann, bob]) {
    await core.store.transact(accountOwner(id), tx => {
      for (let i = 0; i < 1200; i++) tx.put(key('thing', id, i), Uint8Array.of(1));
    });
  }
  const clean = async (w: World, id: number): Promise<void> => {
    const { removeRange } = await import('../../../host/objects/core/owned.js');
    await removeRange(w.store, accountOwner(id), ['thing', id]);
  };
  // the first server fails while it cleans, as if it had been killed
  core.owned.register({ name: 'things', cleanAccount: () => Promise.reject(new Error('killed')) });
  await accounts.rename(P, 'bob@one.example', 'rob@one.example');
  await accounts.remove(P, 'ann@one.example');
  await domains.remove(P, 'one.example', { force: true });
  await world.objects.idle();
  expect(await world.store.count(prefixRange('thing'))).toBe(2400);
  expect(await codeOf(() => domains.settings(P, 'one.example'))).toBe('domain-unknown');
  await world.close();

  world = await makeWorld(folder);
  const again = world;
  again.objects.core.owned.register({ name: 'things', cleanAccount: id => clean(again, id) });
  await domainsAgain(again);
  await again.objects.core.owned.resume();
  await again.objects.idle();
  expect(await again.store.count(prefixRange('thing'))).toBe(0);
  expect(await again.store.count(prefixRange('gone'))).toBe(0);
  expect(again.store.get(accountPartKey(bob.id, 'settings'))).toBeUndefined();
  expect(text(again.objects.domains.settings(P, 'one.example'))).toBe('{XNew=1;}');
  removeFolder(folder);
});

/** A new domain of the same name has nothing of the old one. */
async function domainsAgain(w: World): Promise<void> {
  await w.objects.domains.create(P, 'one.example', dict('{XNew=1;}'));
  await w.objects.accounts.create(P, 'ann@one.example');
  expect(text(w.objects.accounts.settings(P, 'ann@one.example'))).toBe('{}');
}

test('effective settings follow every level at once', async () => {
  world = await makeWorld();
  const { accounts, defaults, domains } = world.objects;
  await domains.create(P, 'one.example');
  await accounts.create(P, 'ann@one.example');
  const value = (): unknown => accounts.effectiveSettings(P, 'ann@one.example').entries.XKey ?? null;
  const set = (level: 'serverAccount' | 'accountDefaults', settings: string) =>
    defaults.update(P, level, level === 'serverAccount' ? null : 'one.example', dict(settings));
  expect(value()).toBeNull();
  await set('serverAccount', '{XKey=server;ServiceClasses={gold={XKey="gold of the server";};};}');
  expect(value()).toBe('server');
  await set('accountDefaults', '{XKey=domain;}');
  expect(value()).toBe('domain');
  await accounts.updateSettings(P, 'ann@one.example', dict('{ServiceClass=gold;}'));
  expect(value()).toBe('gold of the server');
  await set('accountDefaults', '{ServiceClasses={gold={XKey="gold of the domain";};};}');
  expect(value()).toBe('gold of the domain');
  await set('accountDefaults', '{ServiceClasses={silver={};};}');
  expect(value()).toBe('domain');
  await accounts.updateSettings(P, 'ann@one.example', dict('{XKey=own;}'));
  expect(value()).toBe('own');
  await accounts.setSettings(P, 'ann@one.example', dict('{}'));
  await set('accountDefaults', '{XKey=default;}');
  expect(value()).toBe('server');
});
