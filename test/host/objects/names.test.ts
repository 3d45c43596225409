/** Where addresses lead: router table, aliases, forwarders, lists of addresses of networks. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRouterTable } from '../../../host/objects/names/routertable.js';
import { domainForm, isObjectName, splitLogin } from '../../../host/objects/names/syntax.js';
import { parseNetworkList } from '../../../host/objects/networks/list.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, PASSWORD, text, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  const { domains, accounts, groups, forwarders, namedTasks, server } = world.objects;
  await domains.create(P, 'one.example');
  await domains.setAliases(P, 'one.example', ['uno.example']);
  await accounts.create(P, 'ann@one.example');
  await accounts.setAliases(P, 'ann@one.example', ['annie']);
  await groups.create(P, 'team@one.example');
  await namedTasks.create(P, 'robot@one.example', 'ann');
  await forwarders.create(P, 'out@one.example', 'Someone@Else.Example');
  await forwarders.create(P, 'near@one.example', 'annie');
  await forwarders.create(P, 'drop@one.example', 'null');
  await forwarders.create(P, 'loop@one.example', 'pool');
  await forwarders.create(P, 'pool@one.example', 'loop');
  await server.setRouterTable(
    P,
    [
      '; a comment',
      'old.example = one.example   ; whole domains',
      '<sales@main.example> = ann@one.example',
      '<*-list@main.example> = *@one.example',
      'Mail: <only-mail@main.example> = ann@one.example',
      '<trash@main.example> = NULL',
      '<never@main.example> = ERROR',
      '*.far.example = far.example',
    ].join('\n'),
  );
});
afterAll(() => world.close());

test.each<[string, string, string]>([
  ['ann@one.example', 'access', '(LOCAL,ann@one.example,"")'],
  ['ANN@Uno.Example', 'mail', '(LOCAL,ann@one.example,"")'],
  ['annie%uno.example', 'mail', '(LOCAL,ann@one.example,"")'],
  ['annie+Box@one.example', 'mail', '(LOCAL,ann@one.example,Box)'],
  ['team@one.example', 'mail', '(LOCAL,team@one.example,"")'],
  ['robot@one.example', 'signal', '(LOCAL,robot@one.example,"")'],
  ['near@one.example', 'mail', '(LOCAL,ann@one.example,"")'],
  ['out@one.example', 'mail', '(SMTP,else.example,Someone@else.example)'],
  ['drop@one.example', 'mail', '(NULL,"","")'],
  ['loop@one.example', 'mail', 'failed'],
  ['ann@old.example', 'mail', '(LOCAL,ann@one.example,"")'],
  ['sales', 'access', '(LOCAL,ann@one.example,"")'],
  ['ann-list@main.example', 'access', '(LOCAL,ann@one.example,"")'],
  ['only-mail', 'mail', '(LOCAL,ann@one.example,"")'],
  ['only-mail', 'access', 'account-unknown'],
  ['trash', 'mail', '(NULL,"","")'],
  ['never', 'mail', 'failed'],
  ['x@a.b.far.example', 'mail', '(SMTP,far.example,x@far.example)'],
  ['X.Y@remote.example', 'mail', '(SMTP,remote.example,X.Y@remote.example)'],
  ['who@one.example', 'mail', 'account-unknown'],
  ['@one.example', 'mail', 'account-unknown'],
  ['x@not a domain', 'mail', 'failed'],
  ['', 'access', 'account-unknown'],
])('ROUTE %s for %s', async (address, mode, want) => {
  try {
    expect(text(world.objects.names.routeCommand(P, address, mode as 'mail'))).toBe(want);
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
    expect((error as { code?: string }).code).toBe(want);
  }
});

test('unknown names of a domain go where its settings say', async () => {
  const { domains, names } = world.objects;
  for (const [settings, want] of [
    ['{MailToUnknown=Discarded;}', '(NULL,"","")'],
    ['{MailToUnknown="Rerouted to";MailRerouteAddress=annie;}', '(LOCAL,ann@one.example,"")'],
  ] as const) {
    await domains.setSettings(P, 'one.example', dict(settings));
    expect(text(names.routeCommand(P, 'who@one.example', 'mail'))).toBe(want);
    expect(await codeOf(() => names.routeCommand(P, 'who@one.example', 'access'))).toBe('account-unknown');
  }
});

test('logins with unknown names of a domain go where its settings say', async () => {
  const { domains, names, passwords, accounts } = world.objects;
  for (const [settings, want] of [
    ['{AccessToUnknown=Rejected;AccessRerouteAddress=annie;}', 'account-unknown'],
    ['{AccessToUnknown="Rerouted to";}', 'account-unknown'],
    ['{AccessToUnknown="Rerouted to";AccessRerouteAddress=annie;}', '(LOCAL,ann@one.example,"")'],
    [
      '{AccessToUnknown=Rerouted;AccessRerouteAddress="*@nowhere.example";}',
      '(SMTP,nowhere.example,who@nowhere.example)',
    ],
    ['{AccessToUnknown=Rerouted;AccessRerouteAddress="*@one.example";}', 'failed'],
  ] as const) {
    await domains.setSettings(P, 'one.example', dict(settings));
    const route = () => names.routeCommand(P, 'who@one.example', 'access');
    const code = await codeOf(route);
    expect(code === 'ok' ? text(route()) : code).toBe(want);
    expect(await codeOf(() => names.routeCommand(P, 'who@one.example', 'mail'))).toBe('account-unknown');
  }
  await domains.setSettings(P, 'one.example', dict('{AccessToUnknown=Rerouted;AccessRerouteAddress=annie;}'));
  await accounts.updateSettings(P, 'ann@one.example', dict('{Password=ann-pass-1;}'));
  const asked = { name: 'who', domain: 'one.example', address: null, service: 'HTTP', secure: true };
  expect(await passwords.login({ ...asked, password: 'ann-pass-1' })).toMatchObject({
    email: 'ann@one.example',
  });
  await domains.setSettings(P, 'one.example', dict('{}'));
});

test.each(['no equal sign', 'a = b = c', 'X: a = b', '<a*b*c> = d', 'a = *', 'a = b c', '= b'])(
  'refused line of a router table: %s',
  async line => {
    expect(await codeOf(() => parseRouterTable(`a = b\n${line}`))).toBe('illegal-value');
    const before = world.objects.server.routerTable(P);
    expect(await codeOf(() => world.objects.server.setRouterTable(P, line))).toBe('illegal-value');
    expect(world.objects.server.routerTable(P)).toBe(before);
  },
);

test('names of every kind of bytes never fail otherwise than with a code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async raw => {
      const bytes = Buffer.from(raw, 'utf8').toString('latin1');
      const form = domainForm(bytes);
      if (form !== null) expect(domainForm(form)).toBe(form);
      const { local } = splitLogin(bytes);
      expect(isObjectName(local) && /[@+ \x00-\x1f]/.test(local)).toBe(false);
      for (const call of [
        () => world.objects.accounts.settings(P, bytes),
        () => world.objects.names.routeCommand(P, bytes, 'mail'),
        () => world.objects.domains.settings(P, bytes),
      ]) {
        expect(await codeOf(call)).toMatch(/^(ok|[a-z]+-[a-z]+|failed)$/);
      }
    }),
    { numRuns: 300 },
  );
});

test('domain names in Unicode are kept in ASCII', () => {
  expect(domainForm(Buffer.from('Bücher.Example').toString('latin1'))).toBe('xn--bcher-kva.example');
});

describe('network address lists', () => {
  const LIST = [
    '10.0.0.0-10.0.0.255',
    '!10.0.0.7',
    '10.0.0.7 ; back',
    '!10.0.0.8 ;out',
    '; only a comment',
    '',
    '192.168.0.0/16',
    '[2001:db8::]-[2001:db8::ffff]',
    '!2001:db8::5',
    '2001:db9::/32',
  ].join('\n');

  test.each<[string, boolean]>([
    ['10.0.0.7', true],
    ['10.0.0.8', false],
    ['10.0.0.0', true],
    ['10.0.0.255', true],
    ['10.0.1.0', false],
    ['9.255.255.255', false],
    ['192.168.77.1', true],
    ['192.169.0.0', false],
    ['2001:db8::1', true],
    ['2001:db8::5', false],
    ['2001:db8::1:0', false],
    ['2001:db9:ffff::1', true],
    ['nonsense', false],
  ])('%s: %s', (address, want) => {
    const list = parseNetworkList(LIST);
    expect(list.contains(address)).toBe(want);
    expect(list.contains(address)).toBe(want);
  });

  test.each([
    '10.0.0.300',
    '10.0.0.9-10.0.0.1',
    '10.0.0.1-2001:db8::',
    'a',
    '!',
    '10.0.0.1/33',
    '1.2.3.4-',
    '1.2.3.4 5.6.7.8',
  ])('refused whole for %s', async line => {
    const { networks } = world.objects;
    await networks.set(P, 'LAN', LIST);
    expect(await codeOf(() => networks.set(P, 'LAN', `1.1.1.1\n${line}`))).toBe('illegal-value');
    expect(networks.get(P, 'LAN')).toBe(LIST);
  });

  test('membership is the sign of the last line that covers an address', () => {
    const line = fc.record({ isIn: fc.boolean(), from: fc.nat(30), size: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.nat(45), (lines, host) => {
        const rows = lines.map(
          ({ isIn, from, size }) => `${isIn ? '' : '!'}10.0.0.${from}-10.0.0.${from + size}`,
        );
        const covering = lines.filter(({ from, size }) => host >= from && host <= from + size);
        const want = covering.at(-1)?.isIn ?? false;
        expect(parseNetworkList(rows.join('\n')).contains(`10.0.0.${host}`)).toBe(want);
      }),
    );
  });

  test('blocked for a while, for ever, and not any more', async () => {
    const { networks } = world.objects;
    networks.block(P, '[1.2.3.4]', 60);
    networks.block(P, '5.6.7.8', null);
    networks.addBlocked(P, '9.9.9.9-10, 8.8.8.8-*');
    expect(networks.blocked(P)).toBe('1.2.3.4-60,5.6.7.8-*,9.9.9.9-10,8.8.8.8-*');
    expect(networks.refuses('1.2.3.4')).toBe(true);
    expect(networks.state(P, '1.2.3.4', { temporary: true })).toBe('TempBlacklisted');
    world.time.now += 61_000;
    networks.block(P, '8.8.8.8', 0);
    expect(networks.blocked(P)).toBe('5.6.7.8-*');
    expect(networks.refuses('1.2.3.4')).toBe(false);
    expect(await codeOf(() => networks.addBlocked(P, '7.7.7.7-5,bad'))).toBe('illegal-value');
    expect(networks.refuses('7.7.7.7')).toBe(false);
    await networks.set(P, 'Denied', '7.0.0.0/8');
    expect(networks.refuses('7.7.7.7')).toBe(true);
  });

  test('whoever logs in is a client for a while, unless the address is in the list', async () => {
    const { networks, passwords, server } = world.objects;
    const login = (address: string | null, password: string = PASSWORD) =>
      codeOf(() =>
        passwords.login({ name: 'postmaster', domain: null, address, service: null, secure: true, password }),
      );
    await networks.set(P, 'Client', '10.0.0.0/8');
    const noted = async (address: string | null, password?: string): Promise<string> => {
      await login(address, password);
      return networks.temporaryClients(P);
    };
    expect(await noted(null)).toBe('');
    expect(await noted('10.1.1.1')).toBe('');
    expect(await noted('6.6.6.5', 'wrong')).toBe('');
    expect(await noted('6.6.6.6')).toBe('6.6.6.6');
    expect(networks.state(P, '6.6.6.6', { temporary: true })).toBe('TempClient');
    world.time.now += 599_000;
    expect(networks.temporaryClients(P)).toBe('6.6.6.6');
    world.time.now += 1000;
    expect(networks.temporaryClients(P)).toBe('');
    await server.set(P, 'network', dict('{TempClientTime=2h;}'));
    expect(await noted('6.6.6.7')).toBe('6.6.6.7');
    world.time.now += 7_199_000;
    await server.set(P, 'network', dict('{TempClientTime=0;}'));
    expect(await noted('6.6.6.8')).toBe('6.6.6.7');
    world.time.now += 1000;
    expect(networks.temporaryClients(P)).toBe('');
  });
});
