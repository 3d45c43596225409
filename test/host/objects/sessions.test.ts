/** Sessions: made, found, limited, ended (objects.md 13), and alerts that users see in them (objects.md 10). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeIp } from '../../../stdlib/values/make.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, text, user, type World } from './world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.objects.domains.create(P, 'one.example');
  await world.objects.accounts.create(P, 'ann@one.example', { settings: dict('{RealName="Ann A.";}') });
});
afterEach(() => world.close());

const NEW = {
  kind: 'web',
  account: 'ann',
  domain: 'one.example',
  address: '10.0.0.1',
  secure: true,
  fixedAddress: true,
  useCookie: true,
} as const;

test('a session knows what it was made of; its dataset is what pages see', async () => {
  const { sessions } = world.objects;
  const session = await sessions.open({ ...NEW, skin: 'Blue', language: 'french', data: dict('{extra=1;}') });
  expect(session.id).toMatch(/^\d{6}-[A-Za-z0-9]{20}$/);
  expect(session.id.startsWith(`${session.number}-`)).toBe(true);
  expect(session.address).toBe('10.0.0.1');
  expect(session.cookie).toMatch(/^[A-Za-z0-9]{20}$/);
  expect(sessions.find(session.id)).toBe(session);
  const { entries } = sessions.get(P, session.id);
  expect(entries).toMatchObject({
    ID: session.id,
    accountName: 'ann',
    domainName: 'one.example',
    fullAccountName: 'ann@one.example',
    realName: 'Ann A.',
    filesRef: '/SkinFiles/one.example/Blue/',
    skinName: 'Blue',
    language: 'french',
    address: makeIp('10.0.0.1'),
    protocol: 'WebUser',
    transport: 'HTTP',
    extra: '1',
  });
  const open = await sessions.open({ ...NEW, fixedAddress: false, useCookie: false });
  expect([open.address, open.cookie]).toEqual([null, null]);
  expect(new Set([session.id, open.id]).size).toBe(2);
});

test('filters of the commands', async () => {
  const { sessions } = world.objects;
  const web = await sessions.create(P, 'ann@one.example', {
    kind: 'web',
    address: '[10.0.0.1]',
    proxied: '10.0.0.9',
  });
  const ximss = await sessions.create(P, 'ann@one.example', { kind: 'ximss', address: '10.0.0.2' });
  sessions.setClient(ximss, 'Some Client');
  const list = (filter = {}) => sessions.list(P, 'ann@one.example', filter).sort();
  expect(list()).toEqual([web, ximss].sort());
  expect(list({ protocol: 'webuser' })).toEqual([web]);
  expect(list({ protocol: 'XIMSS' })).toEqual([ximss]);
  expect(list({ transport: 'http' })).toEqual([web]);
  expect(list({ client: 'some client' })).toEqual([ximss]);
  expect(list({ address: '10.0.0.1' })).toEqual([web]);
  expect(list({ address: '#I[10.0.0.1]:25', proxied: '10.0.0.9' })).toEqual([web]);
  expect(list({ address: '10.0.0.1', proxied: '10.0.0.8' })).toEqual([]);
  expect(await codeOf(() => sessions.findOf(P, 'ann@one.example', { protocol: 'POP' }))).toBe(
    'session-unknown',
  );
  expect(await codeOf(() => sessions.list(P, 'ann@one.example', { address: 'nonsense' }))).toBe(
    'illegal-value',
  );
  expect(text(sessions.get(P, ximss).entries.client ?? '')).toBe('"Some Client"');
  expect(await codeOf(() => sessions.get(P, web, { domain: 'main.example' }))).toBe('session-unknown');
  sessions.kill(P, web, { domain: 'one.example' });
  expect(await codeOf(() => sessions.kill(P, web))).toBe('session-unknown');
});

test('silence and age end sessions; settings and single sessions say when', async () => {
  const { sessions, server } = world.objects;
  const ended: string[] = [];
  sessions.onClose((id, reason) => ended.push(`${id} ${reason}`));
  const a = await sessions.open(NEW);
  const b = await sessions.open(NEW);
  sessions.setIdle(b.id, 3_600_000);
  world.time.now += 599_000;
  sessions.touch(a.id);
  world.time.now += 2000;
  expect(sessions.find(a.id)).toBe(a);
  world.time.now += 599_000;
  expect(sessions.find(a.id)).toBeNull();
  expect(sessions.find(b.id)).toBe(b);
  expect(ended).toEqual([`${a.id} timeout`]);
  await server.set(P, 'sessions', dict('{TotalTimeLimit=30m;}'));
  world.time.now += 1_000_000;
  expect(sessions.find(b.id)).toBeNull();
  expect(sessions.count()).toBe(0);
});

test('limits of the server and of one account', async () => {
  const { sessions, server, accounts } = world.objects;
  await accounts.create(P, 'bob@one.example');
  await server.set(P, 'sessions', dict('{SessionsLimit=3;AccountSessionsLimit=2;}'));
  await sessions.open(NEW);
  await sessions.open(NEW);
  expect(await codeOf(() => sessions.open(NEW))).toBe('session-limit');
  await sessions.open({ ...NEW, account: 'bob' });
  expect(await codeOf(() => sessions.open({ ...NEW, account: 'bob' }))).toBe('session-limit');
  world.time.now += 601_000;
  expect(await codeOf(() => sessions.open(NEW))).toBe('ok');
});

test.each<[string, (w: World) => Promise<void>, string, string]>([
  [
    'rename',
    w => w.objects.accounts.rename(P, 'ann@one.example', 'anna@one.example'),
    'account',
    'account-unknown',
  ],
  ['removal', w => w.objects.accounts.remove(P, 'ann@one.example'), 'account', 'account-unknown'],
  [
    'removal of the domain',
    w => w.objects.domains.remove(P, 'one.example', { force: true }),
    'account',
    'account-unknown',
  ],
  ['suspension', w => w.objects.domains.suspend(P, 'one.example'), 'account', 'suspended'],
  ['an administrator', w => w.objects.sessions.killAccount(P, 'ann@one.example'), 'killed', 'ok'],
])('%s ends the sessions of the account', async (_, act, why, then) => {
  const ended: string[] = [];
  world.objects.sessions.onClose((_id, reason) => ended.push(reason));
  const session = await world.objects.sessions.open(NEW);
  await act(world);
  expect(ended).toEqual([why]);
  expect(world.objects.sessions.find(session.id)).toBeNull();
  expect(await codeOf(() => world.objects.sessions.open(NEW))).toBe(then);
});

test('alerts of three levels wait until they are confirmed', async () => {
  const { alerts } = world.objects;
  const ann = { account: 'ann', domain: 'one.example' };
  const told: string[] = [];
  world.objects.core.events.subscribe('alert', null, change => told.push(change.subject.join(' ')));
  await alerts.post(P, 'server', null, 'for all');
  await alerts.post(P, 'domain', 'one.example', 'for the domain');
  await alerts.post(P, 'domain', 'main.example', 'for others');
  const stamp = await alerts.post(P, 'account', 'ann@one.example', 'for you');
  expect(stamp).toBe('20300102030405');
  expect(await alerts.post(P, 'account', 'ann@one.example', 'again')).toBe('20300102030406');
  expect(told.length).toBe(5);
  expect(alerts.pending(ann).map(alert => alert.text)).toEqual([
    'for all',
    'for the domain',
    'for you',
    'again',
  ]);
  await alerts.confirm(ann, world.time.now / 1000);
  expect(alerts.pending(ann).map(alert => alert.text)).toEqual(['again']);
  await alerts.confirm(ann, 0);
  expect(alerts.pending(ann).length).toBe(1);
  await alerts.remove(user('ann', 'one.example'), 'account', null, '20300102030406');
  expect(alerts.pending(ann)).toEqual([]);
  expect(await codeOf(() => alerts.remove(P, 'account', 'ann@one.example', '20300102030406'))).toBe(
    'alert-unknown',
  );
  await alerts.set(P, 'account', 'ann@one.example', dict('{}'));
  world.time.now += 31 * 86_400_000;
  await alerts.post(P, 'account', 'ann@one.example', 'new');
  expect(Object.values(alerts.get(P, 'account', 'ann@one.example').entries)).toEqual(['new']);
  // old ones stay until there is no room
  const stampAt = (at: number) =>
    new Date(Date.UTC(2029, 0, 1) + at * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
  const old = Array.from({ length: 998 }, (_, at) => `${stampAt(at)}=old;`);
  await alerts.set(P, 'account', 'ann@one.example', dict(`{20300301000000=recent;${old.join('')}}`));
  const kept = Object.keys(alerts.get(P, 'account', 'ann@one.example').entries).length;
  for (let more = kept; more < 1000; more++) await alerts.post(P, 'account', 'ann@one.example', 'more');
  expect(Object.keys(alerts.get(P, 'account', 'ann@one.example').entries).length).toBe(1000);
  await alerts.post(P, 'account', 'ann@one.example', 'last');
  const left = Object.values(alerts.get(P, 'account', 'ann@one.example').entries);
  expect(left.includes('old')).toBe(false);
  expect(left).toContain('last');
  expect(left).toContain('more');
});

test.each([
  '{yesterday=x;}',
  '{20300132000000=x;}',
  '{20300102030461=x;}',
  '{20300102030405=(x);}',
  '{20300102030405="";}',
])('not a set of alerts: %s', async alerts => {
  expect(await codeOf(() => world.objects.alerts.set(P, 'server', null, dict(alerts)))).toBe('illegal-value');
  expect(text(world.objects.alerts.get(P, 'server', null))).toBe('{}');
});
