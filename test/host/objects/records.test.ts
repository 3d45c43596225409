/** Smaller services: named tasks, groups, statistics, telephone numbers, directory, server settings, storages. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../../host/objects/directory/filter.js';
import { limitSetting, secondsSetting, sizeSetting } from '../../../host/objects/settings/read.js';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Value } from '../../../stdlib/values/types.js';
import { codeOf, data, dict, makeWorld, POSTMASTER as P, text, user, type World } from './world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.objects.domains.create(P, 'one.example');
  for (const name of ['ann', 'bob']) await world.objects.accounts.create(P, `${name}@one.example`);
});
afterEach(() => world.close());

test('named tasks follow their owner, and end with it', async () => {
  const { namedTasks, accounts } = world.objects;
  await namedTasks.create(P, 'robot@one.example', 'ann');
  expect(await codeOf(() => namedTasks.create(P, 'robot@one.example', 'ann'))).toBe('task-exists');
  expect(await codeOf(() => namedTasks.create(P, 'r2@one.example', 'who'))).toBe('account-unknown');
  expect(await codeOf(() => namedTasks.create(P, 'r2@one.example', 'postmaster@main.example'))).toBe(
    'account-unknown',
  );
  await namedTasks.update(P, 'robot@one.example', dict('{Program=calls;RealName=R;owner=bob;}'));
  await accounts.rename(P, 'ann@one.example', 'anna@one.example');
  await namedTasks.rename(P, 'robot@one.example', 'droid@one.example');
  expect(text(await namedTasks.list(P, 'one.example'))).toBe(
    '{droid={Program=calls;RealName=R;owner=anna;};}',
  );
  expect(text(await namedTasks.listOf(P, 'bob@one.example'))).toBe('{}');
  expect(await codeOf(() => accounts.create(P, 'droid@one.example'))).toBe('task-exists');
  await accounts.remove(P, 'anna@one.example');
  expect(await codeOf(() => namedTasks.get(P, 'droid@one.example'))).toBe('named-task-unknown');
  expect(await codeOf(() => accounts.create(P, 'droid@one.example'))).toBe('ok');
});

test('tasks and lists move with their owner, or the owner stays', async () => {
  const { namedTasks, lists, accounts, domains } = world.objects;
  await domains.create(P, 'two.example', dict('{ListsLimit=1;}'));
  await namedTasks.create(P, 'robot@one.example', 'ann');
  await namedTasks.update(P, 'robot@one.example', dict('{Program=calls;}'));
  await namedTasks.create(P, 'other@one.example', 'bob');
  await lists.create(P, 'news@one.example', 'ann');
  await lists.change(P, 'news@one.example', 'feed', 'x@far.test', { silently: true });
  const move = () => codeOf(() => accounts.rename(P, 'ann@one.example', 'ann@two.example'));
  for (const [name, code] of [
    ['robot', 'account-exists'],
    ['news', 'account-exists'],
  ] as const) {
    await accounts.create(P, `${name}@two.example`);
    expect(await move()).toBe(code);
    await accounts.remove(P, `${name}@two.example`);
  }
  await accounts.create(P, 'cat@two.example');
  await lists.create(P, 'cats@two.example', 'cat');
  expect(await move()).toBe('domain-limit');
  expect(text(await namedTasks.listOf(P, 'ann@one.example'))).toBe('{robot={Program=calls;owner=ann;};}');
  expect(text(await lists.ofAccount(P, 'ann@one.example'))).toBe('{news=1;}');
  await lists.remove(P, 'cats@two.example');

  expect(await move()).toBe('ok');
  expect(text(await namedTasks.list(P, 'one.example'))).toBe('{other={owner=bob;};}');
  expect(text(await namedTasks.list(P, 'two.example'))).toBe('{robot={Program=calls;owner=ann;};}');
  expect(await lists.list(P, 'one.example')).toEqual([]);
  expect(text(await lists.ofAccount(P, 'ann@two.example'))).toBe('{news=1;}');
  expect(text(await lists.subscribers(P, 'news@two.example', null, null))).toBe('(x@far.test)');
  expect(await codeOf(() => accounts.create(P, 'news@one.example'))).toBe('ok');
  await lists.change(P, 'news@two.example', 'feed', 'y@far.test', { silently: true });
  expect(text(await lists.counts(P, 'two.example'))).toBe('{news=2;}');
});

test('groups reach members of other groups once; loops are cut', async () => {
  const { groups } = world.objects;
  await groups.create(P, 'all@one.example', dict('{Members=(ann,team,bob@one.example,out@else.example);}'));
  await groups.create(P, 'team@one.example', dict('{Members=(all,bob,ann,nobody-there);}'));
  const names = groups
    .members({ account: 'all', domain: 'one.example' })
    .map(m => `${m.account}@${m.domain}`);
  expect(names.sort()).toEqual([
    'ann@one.example',
    'bob@one.example',
    'nobody-there@one.example',
    'out@else.example',
  ]);
  expect(groups.isMember('team', 'one.example', { account: 'bob', domain: 'one.example' })).toBe(true);
  expect(groups.isMember('team', 'one.example', { account: 'eve', domain: 'one.example' })).toBe(false);
  expect(await codeOf(() => groups.set(P, 'all@one.example', dict('{Members=x;}')))).toBe('illegal-value');
});

test('account rights for others: letters change, groups count, minus takes away', async () => {
  const { accounts, groups } = world.objects;
  await groups.create(P, 'team@one.example', dict('{Members=(bob);}'));
  const set = (acl: string) => accounts.setAcl(P, 'ann@one.example', dict(acl));
  const letters = () => accounts.aclRights(P, 'ann@one.example', 'bob@one.example');
  await set('{bob=la;"#team"=r;anyone=x;}');
  expect([...letters()].sort().join('')).toBe('alrx');
  await set('{bob="-l";"-bob@one.example"=rx;}');
  expect(letters()).toBe('a');
  await set('{bob="+lq";anyone="";"#team"=default;}');
  expect(text(accounts.acl(P, 'ann@one.example'))).toBe('{"-bob@one.example"=rx;bob=alq;}');
  expect(accounts.aclRights(P, 'ann@one.example', 'ann@one.example')).toBe('a');
  expect(await codeOf(() => set('{bob=(a);}'))).toBe('illegal-value');
});

describe('statistics', () => {
  test('custom elements count, those of the server only tell', async () => {
    const { statistics } = world.objects;
    statistics.register('server.up', () => 5);
    expect(await statistics.setElement(P, 'my.count', 10, false)).toBe(10);
    expect(await statistics.setElement(P, 'my.count', -3, true)).toBe(7);
    expect(statistics.element(P, 'my.count')).toBe(7);
    expect(statistics.element(P, 'server.up')).toBe(5);
    expect(await codeOf(() => statistics.setElement(P, 'server.up', 1, false))).toBe('failed');
    expect(await codeOf(() => statistics.element(P, 'nothing'))).toBe('failed');
    expect([statistics.nextName(P, ''), statistics.nextName(P, 'my.count')]).toEqual([
      'my.count',
      'server.up',
    ]);
    expect(await codeOf(() => statistics.nextName(P, 'server.up'))).toBe('failed');
  });

  test('accounts and domains are counted only when that is switched on', async () => {
    const { statistics, server } = world.objects;
    const ann = { account: 'ann', domain: 'one.example' };
    statistics.count(ann, 'MessagesSent');
    expect(statistics.account(P, 'ann@one.example', 'MessagesSent')).toBe('0');
    await server.update(P, 'settings', dict('{AccountStatistics=YES;}'));
    statistics.count(ann, 'MessagesSent');
    statistics.count(ann, 'BytesSent', 500);
    statistics.count(ann, 'Logins');
    expect(statistics.account(P, 'ann@one.example', 'BytesSent')).toBe('500');
    await statistics.resetAccount(P, 'ann@one.example', 'BytesSent');
    expect(text(statistics.account(P, 'ann@one.example', 'BytesSent'))).toBe('0');
    expect(statistics.account(P, 'ann@one.example', 'MessagesSent')).toBe('1');
    expect(statistics.account(P, 'ann@one.example', 'Logins')).toBe('1');
    expect(statistics.account(P, 'ann@one.example', 'Nothing')).toBe('');
    expect(statistics.domain(P, 'one.example', 'BytesSent')).toBe('500');
    expect(statistics.domain(P, 'one.example', 'Logins')).toBe('');
    await statistics.resetDomain(P, 'one.example', null);
    expect(statistics.domain(P, 'one.example', 'MessagesSent')).toBe('0');
  });
});

test('telephone numbers belong to one account', async () => {
  const { telnums, accounts } = world.objects;
  await telnums.set(P, 'ann@one.example', ['+15550100', '+15550101']);
  expect(await codeOf(() => telnums.set(P, 'bob@one.example', ['+15550199', '+15550101']))).toBe('failed');
  expect(telnums.get(P, 'bob@one.example')).toEqual([]);
  expect(text(await telnums.listServer(P, 1))).toBe('{""=#2;"+15550100"=ann@one.example;}');
  expect(text(await telnums.listDomain(P, 'one.example', 10, '101'))).toBe('{""=#1;"+15550101"=ann;}');
  expect(text(await telnums.modify(P, 'ann@one.example', dict('{op=pop;}')))).toBe('{telnum="+15550100";}');
  expect(text(await telnums.modify(P, 'bob@one.example', dict('{op=add;telnum="+15550100";}')))).toBe('{}');
  expect(await codeOf(() => telnums.modify(P, 'bob@one.example', dict('{op=add;telnum="+15550100";}')))).toBe(
    'failed',
  );
  expect(await codeOf(() => telnums.modify(P, 'bob@one.example', dict('{op=del;telnum="+1";}')))).toBe(
    'failed',
  );
  expect(await codeOf(() => telnums.modify(P, 'bob@one.example', dict('{op=add;telnum=x;}')))).toBe(
    'illegal-value',
  );
  expect(telnums.find('+15550100')).toEqual({ account: 'bob', domain: 'one.example' });
  await accounts.rename(P, 'bob@one.example', 'rob@one.example');
  expect(telnums.find('+15550100')?.account).toBe('rob');
  await accounts.remove(P, 'rob@one.example');
  expect(telnums.find('+15550100')).toBeNull();
  await telnums.set(P, 'ann@one.example', ['+15550100']);
  await world.objects.idle();
  expect(telnums.find('+15550100')?.account).toBe('ann');
});

describe('directory', () => {
  const record = new Map([
    ['cn', ['Bob Builder']],
    ['mail', ['bob@one.example', 'rob@one.example']],
    ['st', ['a*b(c)']],
  ]);
  test.each<[string, boolean]>([
    ['(cn=bob builder)', true],
    ['cn=Bob*', true],
    ['(cn=*build*)', true],
    ['(cn=B*b*r)', true],
    ['(cn=*b*builder*x*)', false],
    ['(cn=bob builderbob builder*)', false],
    ['(mail=rob@*)', true],
    ['(mail=*)', true],
    ['(phone=*)', false],
    ['(&(cn=bob*)(mail=rob*))', true],
    ['(&(cn=bob*)(mail=x*))', false],
    ['(|(cn=x)(mail=rob*))', true],
    ['(!(cn=x))', true],
    ['(&)', true],
    ['(cn>=bob)', true],
    ['(cn<=alice)', false],
    ['(st=a\\2ab\\28c\\29)', true],
  ])('%s: %s', (filter, want) => expect(parseFilter(filter)(record)).toBe(want));

  test.each([
    '(',
    '(cn=x',
    '(!(a=b)(c=d))',
    '(cn)',
    '(&(a=b)',
    '(a=b))',
    '()',
    '(1=2)',
    '('.repeat(100),
    `${'(!'.repeat(50)}(a=b)${')'.repeat(50)}`,
  ])('illegal filter %s', async filter =>
    expect(await codeOf(() => parseFilter(filter))).toBe('illegal-value'),
  );

  test('a search sees the accounts of a domain; other domains are for administrators', async () => {
    const { directory, accounts } = world.objects;
    await accounts.updateSettings(P, 'ann@one.example', dict('{RealName="Ann A.";ou=Sales;}'));
    const bob = user('bob', 'one.example');
    const query = { base: '$', filter: '(cn=ann*)', attributes: ['CN', 'ou'] };
    const hits = await directory.search(bob, query);
    expect(hits.map(hit => [hit.dn, [...hit.attributes]])).toEqual([
      [
        'uid=ann,o=one.example',
        [
          ['cn', ['Ann A.']],
          ['ou', ['Sales']],
        ],
      ],
    ]);
    expect((await directory.search(P, { base: 'uid=ann,o=one.example', filter: null })).length).toBe(1);
    expect((await directory.search(P, { base: 'o=one.example', filter: null, limit: 1 })).length).toBe(1);
    expect(await directory.search(P, { base: 'o=unknown.example', filter: null })).toEqual([]);
    expect(await codeOf(() => directory.search(bob, { base: 'o=main.example', filter: null }))).toBe(
      'no-rights',
    );
  });

  test('units', async () => {
    const { directory } = world.objects;
    await directory.createUnit(P, 'Main', 'o=x', false);
    expect(await codeOf(() => directory.createUnit(P, 'Main', 'o=y', false))).toBe('failed');
    expect(await codeOf(() => directory.createUnit(P, 'Other', 'o=x', true))).toBe('failed');
    await directory.setUnit(P, 'Main', dict('{LogLevel=3;}'));
    await directory.relocateUnit(P, 'Main', 'o=z');
    expect(text(directory.units(P))).toBe('{"o=z"=Main;}');
    expect(text(directory.unit(P, 'Main'))).toBe('{LogLevel=3;}');
    await directory.setAccessRights(P, [data('(a,b)'), null]);
    expect(text(directory.accessRights(P))).toBe('((a,b))');
    await directory.removeUnit(P, 'Main');
    expect(await codeOf(() => directory.unit(P, 'Main'))).toBe('failed');
  });
});

describe('server settings', () => {
  test('helpers have a shape; DomainName renames the main domain', async () => {
    const { server, domains, accounts } = world.objects;
    expect(Object.keys(server.get(P, 'settings').entries)).toEqual(
      expect.arrayContaining(['ExternalFilters', 'ExternalAUTH', 'DomainName']),
    );
    expect(await codeOf(() => server.update(P, 'settings', dict('{ExternalAUTH=x;}')))).toBe('illegal-value');
    expect(await codeOf(() => server.update(P, 'settings', dict('{ExternalFilters=({a=b;});}')))).toBe(
      'illegal-value',
    );
    expect(await codeOf(() => server.update(P, 'settings', dict('{DomainName=one.example;}')))).toBe(
      'domain-exists',
    );
    const closed: string[] = [];
    const close = async (_account: number, reason: string) => closed.push(reason) > 0;
    world.objects.core.owned.register({ name: 'connections', close });
    await server.update(P, 'settings', dict('{DomainName=main.example;}'));
    expect(closed).toEqual([]);
    await server.update(P, 'settings', dict('{DomainName=new.example;XA=1;ExternalFilters=({Name=f;});}'));
    expect(new Set(closed)).toEqual(new Set(['the domain is renamed']));
    expect(domains.main()).toBe('new.example');
    const pm = user('postmaster', 'new.example');
    expect(domains.list(pm)).toEqual(['new.example', 'one.example']);
    expect(text(server.get(pm, 'settings').entries.XA ?? '')).toBe('1');
    expect(accounts.exists({ account: 'postmaster', domain: 'main.example' })).toBe(false);
  });

  test('modules, certificates, storages', async () => {
    const { server, storages, domains, accounts } = world.objects;
    await server.updateModule(P, 'pwd', dict('{AdvertiseAPOP=YES;XA=1;}'));
    await server.updateModule(P, 'PWD', dict('{XA=default;}'));
    expect(text(server.module(P, 'PWD'))).toBe('{AdvertiseAPOP=YES;}');
    expect(server.moduleSettings('PWD').entries).toMatchObject({ LogLevel: '2', AdvertiseAPOP: 'YES' });
    expect(await codeOf(() => server.module(P, 'NONE'))).toBe('failed');
    await server.setTrustedCertificates(P, [data('[MAA=]'), null]);
    expect(text(server.trustedCertificates(P))).toBe('([MAA=])');
    expect(await codeOf(() => server.setTrustedCertificates(P, [data('[AAAA]')]))).toBe('illegal-value');
    expect(await codeOf(() => domains.create(P, 'two.example', null, { path: 'disk1' }))).toBe('failed');
    await storages.createDomainStorage(P, 'Disk1');
    expect(await codeOf(() => domains.create(P, 'two.example', null, { path: 'disk1' }))).toBe('ok');
    expect(await codeOf(() => accounts.create(P, 'eve@one.example', { path: 'fast' }))).toBe('failed');
    await storages.createAccountStorage(P, 'one.example', 'fast');
    expect(await codeOf(() => accounts.create(P, 'eve@one.example', { path: 'fast' }))).toBe('ok');
    expect(storages.accountStorages(P, 'one.example')).toEqual(['fast']);
  });
});

test.each<[string, Value, number | null]>([
  ['size', '100K', 102_400],
  ['size', '2G', 2_147_483_648],
  ['size', 'Unlimited', null],
  ['size', '-1', null],
  ['size', 77, 77],
  ['size', 'nonsense', 5],
  ['size', [], 5],
  ['seconds', '10s', 10],
  ['seconds', '5m', 300],
  ['seconds', '2h', 7200],
  ['seconds', '7d', 604_800],
  ['seconds', 'never', null],
  ['limit', '-1', null],
  ['limit', '12', 12],
])('%s of %j is %s', (kind, value, want) => {
  const read = { size: sizeSetting, seconds: secondsSetting, limit: limitSetting }[kind];
  expect(read?.(dictOf([['k', value]]), 'k', 5)).toBe(want);
});
