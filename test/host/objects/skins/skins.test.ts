import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SkinChange } from '../../../../host/objects/skins/index.js';
import { removeFolder } from '../../../tools/folders.js';
import { bytes, codeOf, makeWorld, principal, type World } from '../files/world.js';

const adm = principal('adm');
const ann = principal('ann');
const D = 'd.test';
const stock = mkdtempSync(join(tmpdir(), 'stock-'));

beforeAll(() => {
  mkdirSync(join(stock, 'stock'));
  mkdirSync(join(stock, 'Modern'));
  writeFileSync(join(stock, 'stock', 'login.wssp'), 'stock login');
  writeFileSync(join(stock, 'stock', 'hello.wssp'), 'stock hello');
  writeFileSync(join(stock, 'Modern', 'hello.wssp'), 'modern hello');
});
afterAll(() => removeFolder(stock));

let world: World;
beforeEach(async () => {
  world = await makeWorld(stock);
});

const store = (domain: string | null, skin: string, file: string, text: string) =>
  world.skins.storeFile(adm, domain, skin, file, bytes(text));
const see = async (domain: string | null, skin: string, file: string) => {
  const found = await world.skins.read({ domain, skin }, file);
  return found === null ? null : Buffer.from(found.bytes).toString();
};

test('the search order, immediately after each change', async () => {
  const steps: [() => Promise<void>, string, string | null][] = [
    [async () => {}, '', 'stock hello'],
    [async () => {}, 'modern', 'modern hello'],
    [() => store(null, '', 'HELLO.wssp', 'server'), '', 'server'],
    [async () => {}, 'Modern', 'modern hello'],
    [() => world.skins.create(adm, null, 'Modern'), 'Modern', 'modern hello'],
    [() => store(null, 'modern', 'hello.wssp', 'server modern'), 'Modern', 'server modern'],
    [() => world.skins.create(adm, D, ''), '', 'server'],
    [() => store(D, '', 'hello.wssp', 'domain'), '', 'domain'],
    [async () => {}, 'Modern', 'server modern'],
    [async () => {}, 'Unknown', 'server'],
    [() => world.skins.create(adm, D, 'MODERN'), 'Modern', 'server modern'],
    [() => store(D, 'Modern', 'hello.wssp', 'domain modern'), 'Modern', 'domain modern'],
    [() => world.skins.removeFile(adm, D, 'Modern', 'hello.wssp'), 'Modern', 'server modern'],
    [() => world.skins.removeFile(adm, null, 'Modern', 'hello.wssp'), 'Modern', 'modern hello'],
  ];
  for (const [act, skin, expected] of steps) {
    await act();
    expect(await see(D, skin, 'hello.wssp')).toBe(expected);
    expect(await see(D, skin, 'Hello.WSSP')).toBe(expected);
  }
  expect(await see(null, '', 'hello.wssp')).toBe('server');
  expect(await see(D, '', 'none.txt')).toBe(null);
  expect((await world.skins.levels({ domain: D, skin: 'Modern' })).length).toBe(5);
});

test('rules for making, renaming and removing skins', async () => {
  const { skins } = world;
  const steps: [() => Promise<void>, string][] = [
    [() => skins.create(adm, D, 'Blue'), 'skin-unnamed'],
    [() => skins.create(ann, D, ''), 'no-rights'],
    [() => skins.create(adm, D, ''), 'ok'],
    [() => skins.create(adm, D, ''), 'skin-exists'],
    [() => skins.create(adm, D, 'Blue'), 'ok'],
    [() => skins.create(adm, D, 'BLUE'), 'skin-exists'],
    [() => skins.create(adm, D, '../x'), 'bad-name'],
    [() => skins.create(adm, null, ''), 'skin-exists'],
    [() => skins.rename(adm, D, 'Blue', 'BLUE'), 'ok'],
    [() => skins.create(adm, D, 'Red'), 'ok'],
    [() => skins.rename(adm, D, 'Red', 'blue'), 'skin-exists'],
    [() => skins.rename(adm, D, '', 'x'), 'skin-unnamed'],
    [() => store(D, 'Red', 'a.txt', '1'), 'ok'],
    [() => store(D, 'None', 'a.txt', '1'), 'skin-unknown'],
    [() => store(D, 'Red', '.hidden', '1'), 'file-name'],
    [() => store(D, 'Red', 'a/b', '1'), 'file-name'],
    [() => skins.remove(adm, D, 'Red'), 'skin-not-empty'],
    [() => skins.rename(adm, D, 'Red', 'Green'), 'ok'],
    [() => skins.removeFile(adm, D, 'Green', 'b.txt'), 'skin-file-unknown'],
    [() => skins.removeFile(adm, D, 'Green', 'A.txt'), 'ok'],
    [() => skins.remove(adm, D, ''), 'skin-unnamed'],
    [() => skins.remove(adm, D, 'green'), 'ok'],
    [() => skins.remove(adm, D, 'blue'), 'ok'],
    [() => skins.remove(adm, D, ''), 'ok'],
    [() => skins.remove(adm, D, ''), 'skin-unknown'],
    [() => skins.remove(adm, null, ''), 'skin-unnamed'],
  ];
  for (const [act, code] of steps) expect(await codeOf(act())).toBe(code);
  expect(await skins.list(adm, D)).toEqual([]);
  expect(await skins.list(adm, null)).toEqual(['']);
});

test('a file with an error is not stored', async () => {
  await store(null, '', 'p.wcgp', 'good');
  const error = await store(null, '', 'P.wcgp', 'bad !').catch((reason: Error) => reason.message);
  expect(error).toBe('p.wcgp:2:3: bad');
  expect(await see(null, '', 'p.wcgp')).toBe('good');
});

test('listeners hear of every change; lists mark what comes from behind', async () => {
  const heard: SkinChange[] = [];
  const stop = world.skins.onChange(change => heard.push(change));
  await world.skins.create(adm, D, '');
  await store(D, '', 'hello.wssp', 'x');
  stop();
  await store(D, '', 'other.wssp', 'x');
  expect(heard).toEqual([
    { domain: D, file: null },
    { domain: D, file: 'hello.wssp' },
  ]);
  const lines = (await world.skins.listVisible(adm, D, '')).map(
    ({ name, isDefault }) => `${name} ${isDefault}`,
  );
  expect(lines).toEqual(['hello.wssp false', 'login.wssp true', 'other.wssp false']);
  expect((await world.skins.listFiles(adm, D, '')).map(({ name }) => name)).toEqual([
    'hello.wssp',
    'other.wssp',
  ]);
  expect(await world.skins.names(D)).toEqual(['Modern']);
  expect(await world.skins.exists(D, 'MODERN')).toBe(true);
});

test('earlier contents are kept, the oldest go', async () => {
  for (let n = 1; n <= 14; n++) await store(null, '', 'f.txt', `v${n}`);
  const versions = await world.skins.versions(adm, null, '', 'f.txt');
  expect(versions.map(({ number }) => number)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
  expect(versions[0]?.author).toBe('adm@d.test');
  const old = await world.skins.readVersion(adm, null, '', 'f.txt', 9);
  expect(Buffer.from(old.bytes).toString()).toBe('v9');
  expect(await codeOf(world.skins.readVersion(adm, null, '', 'f.txt', 3))).toBe('skin-file-unknown');
  await world.skins.removeFile(adm, null, '', 'f.txt');
  await store(null, '', 'f.txt', 'again');
  expect((await world.skins.versions(adm, null, '', 'f.txt'))[0]?.number).toBe(15);
});

describe('skins in the file storage', () => {
  const read = async (name: string) =>
    Buffer.from((await world.files.read(adm, 'adm', name)).bytes).toString();
  test('are written with the compile check, read, listed, renamed, removed', async () => {
    const { files } = world;
    await files.makeFolder(adm, 'adm', '$DomainSkins/');
    await files.makeFolder(adm, 'adm', '$DomainSkins/Blue');
    await files.write(adm, 'adm', '$DomainSkins/Blue/a.txt', bytes('abc'));
    await files.write(adm, 'adm', '$DomainSkins/Blue/a.txt', bytes('X'), { position: 1 });
    expect(await read('$domainskins/blue/A.TXT')).toBe('aXc');
    expect(await codeOf(files.write(adm, 'adm', '$DomainSkins/x.wssp', bytes('!')))).toBe('skin-compile');
    expect(await codeOf(files.write(ann, 'ann', '$DomainSkins/x.wssp', bytes('ok')))).toBe('no-rights');
    const listed: string[] = [];
    for await (const { name, isFolder } of files.list(adm, 'adm', '$DomainSkins'))
      listed.push(isFolder ? `${name}/` : name);
    expect(listed).toEqual(['Blue/']);
    await files.rename(adm, 'adm', '$DomainSkins/Blue/a.txt', '$DomainSkins/b.txt');
    expect(await read('$DomainSkins/b.txt')).toBe('aXc');
    await files.rename(adm, 'adm', '$DomainSkins/Blue/', '$DomainSkins/Red/', 'folder');
    await files.remove(adm, 'adm', '$DomainSkins/Red', 'folder');
    await files.remove(adm, 'adm', '$DomainSkins/b.txt');
    expect(await codeOf(files.read(adm, 'adm', '$ClusterSkins/x'))).toBe('cluster-only');
    expect(await codeOf(files.read(adm, 'adm', '$ServerPBXApp/x'))).toBe('not-available');
    expect(await codeOf(files.read(adm, 'adm', '$ServerSkins/a/b/c'))).toBe('file-name');
  });
});

test('the skins of a domain go with it', async () => {
  await world.skins.create(adm, D, '');
  await store(D, '', 'a.txt', 'x');
  await world.store.transact(`skins:${D}`, tx => world.skins.dropSet(tx, D, D));
  expect(await world.skins.list(adm, D)).toEqual([]);
  expect(await see(D, '', 'a.txt')).toBe(null);
});
