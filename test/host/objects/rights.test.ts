/** Who may do what, in the order of checks that clients rely on (cli.md 4.3, 5). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Objects, type Principal, SYSTEM } from '../../../host/objects/api.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, text, user, type World } from './world.js';

let world: World;
let o: Objects;

/** Everybody of the tables, with the codes that they hold. */
const PEOPLE: Readonly<Record<string, readonly [principal: Principal, codes: readonly string[]]>> = {
  master: [P, ['Master']],
  users: [user('users', 'main.example'), ['UserAccounts']],
  reader: [user('reader', 'main.example'), ['DomainsRead']],
  settings: [user('settings', 'main.example'), ['settings']],
  monitor: [user('monitor', 'main.example'), ['Monitor']],
  admin: [user('admin', 'one.example'), ['Domain', 'BasicSettings', 'CanCreateAccounts', 'CanPostAlerts']],
  weak: [user('weak', 'one.example'), ['Domain']],
  plain: [user('plain', 'one.example'), []],
  over: [user('over', 'boss.example'), ['Domain', 'CanAdminSubDomains', 'CanCreateAccounts']],
  stranger: [user('stranger', 'boss.example'), ['Domain']],
  gone: [user('gone', 'one.example'), []],
  nobody: [{ kind: 'nobody', domain: 'one.example' }, []],
  system: [SYSTEM, []],
};

beforeAll(async () => {
  world = await makeWorld();
  o = world.objects;
  for (const domain of ['one.example', 'boss.example']) await o.domains.create(P, domain);
  await o.domains.updateSettings(P, 'one.example', dict('{AdminDomainName=boss.example;}'));
  for (const [name, [who, codes]] of Object.entries(PEOPLE)) {
    if (who.kind !== 'account' || ['master', 'gone'].includes(name)) continue;
    const address = `${who.account}@${who.domain}`;
    await o.accounts.create(P, address);
    await o.rights.setRights(P, address, codes);
  }
});
afterAll(() => world.close());

type Call = (who: Principal) => unknown;

/** People whom a call admits; all others of the table are refused with `no-rights`. */
const TABLE: readonly (readonly [name: string, call: Call, admitted: string])[] = [
  ['list domains', w => o.domains.list(w), 'master users reader settings system'],
  [
    'domain settings',
    w => o.domains.settings(w, 'one.example'),
    'master users reader admin weak over system',
  ],
  [
    'set domain settings',
    w => o.domains.setSettings(w, 'one.example', dict('{AdminDomainName=boss.example;}')),
    'master users system',
  ],
  [
    'update domain settings',
    w => o.domains.updateSettings(w, 'one.example', dict('{XA=1;}')),
    'master users admin weak over system',
  ],
  ['server defaults', w => o.defaults.get(w, 'serverAccount'), 'master users reader system'],
  [
    'update server defaults',
    w => o.defaults.update(w, 'serverAccount', null, dict('{XA=1;}')),
    'master users system',
  ],
  [
    'default preferences',
    w => o.defaults.update(w, 'accountPrefs', 'one.example', dict('{XA=1;}')),
    'master users system',
  ],
  [
    'account settings',
    w => o.accounts.settings(w, 'plain@one.example'),
    'master users reader admin weak over plain system',
  ],
  [
    'account prefs',
    w => o.preferences.update(w, 'plain@one.example', dict('{XA=1;}')),
    'master users plain system',
  ],
  [
    'replace account settings',
    w => o.accounts.setSettings(w, 'plain@one.example', dict('{}')),
    'master users system',
  ],
  ['aliases', w => o.accounts.setAliases(w, 'plain@one.example', []), 'master users system'],
  [
    'acl',
    w => o.accounts.setAcl(w, 'plain@one.example', dict('{anyone=l;}')),
    'master users admin weak over plain system',
  ],
  [
    'location',
    w => o.accounts.location(w, 'plain@one.example'),
    'master users reader admin weak over system',
  ],
  ['rights', w => o.rights.getRights(w, 'plain@one.example'), 'master users admin weak over plain system'],
  ['grant', w => o.rights.setRights(w, 'plain@one.example', []), 'master users system'],
  ['grant in the main domain', w => o.rights.setRights(w, 'pbx@main.example', []), 'master system'],
  [
    'password',
    w => o.passwords.set(w, 'plain@one.example', 'long-enough-1'),
    'master users admin plain system',
  ],
  ['post alert', w => o.alerts.post(w, 'account', 'plain@one.example', 'x'), 'master users admin system'],
  ['post domain alert', w => o.alerts.post(w, 'domain', 'one.example', 'x'), 'master users admin system'],
  ['post server alert', w => o.alerts.post(w, 'server', null, 'x'), 'master users settings system'],
  [
    'alerts',
    w => o.alerts.get(w, 'account', 'plain@one.example'),
    'master users admin weak over plain system',
  ],
  [
    'session',
    w => o.sessions.create(w, 'plain@one.example', { kind: 'web', address: '1.2.3.4' }),
    'master users system',
  ],
  ['kill', w => o.sessions.killAccount(w, 'plain@one.example'), 'master users admin weak over system'],
  ['groups', w => o.groups.list(w, 'one.example'), 'master users reader admin weak over system'],
  ['server settings', w => o.server.get(w, 'settings'), 'master settings system'],
  ['log settings', w => o.server.get(w, 'log'), 'master settings monitor system'],
  ['change log settings', w => o.server.update(w, 'log', dict('{XA=1;}')), 'master settings system'],
  ['intercept', w => o.server.get(w, 'intercept'), 'master system'],
  ['address list', w => o.networks.set(w, 'Debug', ''), 'master settings system'],
  ['address state', w => o.networks.state(w, '1.2.3.4'), 'master settings monitor system'],
  [
    'statistics',
    w => o.statistics.account(w, 'plain@one.example', null),
    'master users admin weak over plain system',
  ],
  ['element', w => o.statistics.setElement(w, 'x.y', 1, false), 'master monitor system'],
  ['telnums', w => o.telnums.listDomain(w, 'one.example', 10), 'master users admin weak over system'],
  [
    'route',
    w => o.names.routeCommand(w, 'plain@one.example'),
    'master users settings admin weak over stranger system',
  ],
  ['suspend', w => o.domains.resume(w, 'one.example'), 'master users system'],
];

describe('each call admits these and refuses all others', () => {
  test.each(TABLE)('%s', async (_, call, admitted) => {
    const names = admitted.split(' ');
    for (const [name, [who]] of Object.entries(PEOPLE)) {
      const code = await codeOf(() => call(who));
      expect(`${name}: ${code}`).toBe(`${name}: ${names.includes(name) ? 'ok' : 'no-rights'}`);
    }
  });
});

describe('order of checks', () => {
  test.each<[string, string, string]>([
    // unknown domains are told to those who may list all
    ['master', 'x@unknown.example', 'domain-unknown'],
    ['users', 'x@unknown.example', 'domain-unknown'],
    ['reader', 'x@unknown.example', 'domain-unknown'],
    ['settings', 'x@unknown.example', 'domain-unknown'],
    ['admin', 'x@unknown.example', 'no-rights'],
    ['plain', 'x@unknown.example', 'no-rights'],
    // accounts that do not exist are told to those who may see them
    ['plain', 'nobody-there', 'no-rights'],
    ['plain', 'weak', 'no-rights'],
    ['admin', 'nobody-there', 'account-unknown'],
    ['weak', 'plain', 'ok'],
    ['plain', '*', 'ok'],
    ['plain', 'PLAIN@ONE.example', 'ok'],
    ['nobody', '*', 'no-account'],
    ['system', '*', 'no-account'],
    ['gone', '*', 'account-unknown'],
    ['master', 'a b@one.example', 'account-unknown'],
    ['master', '@one.example', 'account-unknown'],
    ['master', '', 'account-unknown'],
  ])('%s asks for the settings of %s: %s', async (name, target, want) => {
    const who = PEOPLE[name]?.[0] ?? SYSTEM;
    expect(await codeOf(() => o.accounts.settings(who, target))).toBe(want);
  });

  test.each(['a b', '.a', 'a.', 'a..b', '-a', 'a+b', 'ä', '', 'x'.repeat(129), 'a@b', 'a/b', 'a\0'])(
    'illegal account name %j',
    async name => {
      expect(await codeOf(() => o.accounts.create(P, `${name}@one.example`))).toBe('bad-name');
    },
  );

  test.each([
    'a b',
    '-a.example',
    'a-.example',
    'a..example',
    '.example',
    'example.',
    '',
    'x'.repeat(64),
    'a_b.example',
  ])('illegal domain name %j', async name => {
    expect(await codeOf(() => o.domains.create(P, name))).toBe('bad-name');
  });
});

describe('settings of domain administrators', () => {
  const admin = user('admin', 'one.example');

  test('keys without a code are left out silently', async () => {
    await o.accounts.create(P, 'target@one.example', { settings: dict('{XOld=1;}') });
    const changes = dict('{RealName=R;ou=sales;MaxAccountSize=1G;XOld=default;Password="new-pass";}');
    await o.accounts.updateSettings(admin, 'target', changes);
    expect(text(o.accounts.settings(admin, 'target'))).toBe('{RealName=R;XOld=1;ou=sales;}');
    expect(await codeOf(() => o.passwords.verify(admin, 'target', 'new-pass'))).toBe('ok');
    // the stored password is for server administrators
    expect(o.accounts.settings(P, 'target@one.example').entries.Password).toBeDefined();
    expect(o.accounts.effectiveSettings(admin, 'target').entries.Password).toBeUndefined();
    expect(o.accounts.settings(user('target', 'one.example'), '*').entries.Password).toBeUndefined();
  });

  test('a code with the name of a setting admits it; rights are read again at each call', async () => {
    await o.accounts.create(P, 'second@one.example');
    await o.rights.setRights(P, 'admin@one.example', ['domain', 'maxaccountsize']);
    await o.accounts.updateSettings(admin, 'second', dict('{RealName=R;MaxAccountSize=1G;}'));
    expect(text(o.accounts.settings(P, 'second@one.example'))).toBe('{MaxAccountSize=1G;}');
    await o.rights.setRights(P, 'admin@one.example', []);
    expect(await codeOf(() => o.accounts.settings(admin, 'second'))).toBe('no-rights');
    await o.rights.setRights(P, 'admin@one.example', ['Domain', 'CanCreateAccounts']);
    await o.accounts.create(admin, 'third', { settings: dict('{RealName=R;MaxAccountSize=9G;}') });
    expect(text(o.accounts.settings(P, 'third@one.example'))).toBe('{RealName=R;}');
    expect(await codeOf(() => o.accounts.create(admin, 'fourth', { type: 'TextMailbox' }))).toBe('no-rights');
    expect(await codeOf(() => o.accounts.create(admin, 'fourth', { legacy: true }))).toBe('no-rights');
    expect(await codeOf(() => o.accounts.rename(admin, 'third', 'third@boss.example'))).toBe('no-rights');
    await o.rights.setRights(P, 'admin@one.example', [
      'Domain',
      'BasicSettings',
      'CanCreateAccounts',
      'CanPostAlerts',
    ]);
  });

  test('an administrator of several domains follows AdminDomainName', async () => {
    const over = user('over', 'boss.example');
    expect(o.domains.adminDomains(over, null)).toEqual(['one.example']);
    await o.domains.updateSettings(P, 'one.example', dict('{AdminDomainName=default;}'));
    expect(await codeOf(() => o.accounts.settings(over, 'plain@one.example'))).toBe('no-rights');
    await o.domains.updateSettings(P, 'one.example', dict('{AdminDomainName=boss.example;}'));
    expect(await codeOf(() => o.accounts.settings(over, 'plain@one.example'))).toBe('ok');
  });

  test('AdminDomainName follows a domain that is renamed', async () => {
    const named = (name: string) => o.domains.settings(P, name).entries.AdminDomainName;
    await o.domains.create(P, 'self.example', dict('{AdminDomainName=self.example;}'));
    await o.domains.create(P, 'sub.example', dict('{AdminDomainName=Self.Example;XAny=1;}'));
    await o.domains.create(P, 'else.example', dict('{AdminDomainName=boss.example;}'));
    await o.defaults.update(P, 'serverDomain', null, dict('{AdminDomainName=self.example;}'));
    await o.domains.rename(P, 'self.example', 'new.example');
    expect(['new.example', 'sub.example', 'else.example'].map(named)).toEqual([
      'new.example',
      'new.example',
      'boss.example',
    ]);
    expect(o.domains.settings(P, 'sub.example').entries.XAny).toBe('1');
    expect(o.defaults.get(P, 'serverDomain').entries.AdminDomainName).toBe('new.example');
    await o.defaults.update(P, 'serverDomain', null, dict('{AdminDomainName=default;}'));
    for (const name of ['new', 'sub', 'else']) await o.domains.remove(P, `${name}.example`);
  });
});

describe('Master', () => {
  test('the last one stays; server rights are for the main domain', async () => {
    expect(await codeOf(() => o.rights.setRights(P, '*', []))).toBe('failed');
    expect(await codeOf(() => o.rights.setRights(P, '*', ['Users']))).toBe('failed');
    expect(await codeOf(() => o.accounts.remove(P, '*'))).toBe('failed');
    expect(await codeOf(() => o.accounts.rename(P, '*', 'postmaster@one.example'))).toBe('failed');
    expect(await codeOf(() => o.rights.setRights(P, 'plain@one.example', ['Settings']))).toBe('failed');
    await o.rights.setRights(P, 'pbx', ['MASTER', 'x']);
    expect(o.rights.getRights(P, 'pbx')).toEqual(['MASTER', 'x']);
    expect(await codeOf(() => o.rights.setRights(P, '*', []))).toBe('ok');
    expect(await codeOf(() => o.domains.list(P))).toBe('no-rights');
    const pbx = user('pbx', 'main.example');
    await o.rights.setRights(pbx, 'postmaster', ['Master']);
    await o.rights.setRights(P, 'pbx', []);
  });
});
