/** Every stored form of a password, the rules for new ones, and logins. */
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SCRYPT } from '../../../host/objects/passwords/forms/scrypt.js';
import { Vault } from '../../../host/objects/passwords/vault.js';
import { codeOf, dict, makeWorld, POSTMASTER as P, PASSWORD, user, type World } from './world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const vault = new Vault(new Uint8Array(32).fill(7), 10);
const request = { domain: null, address: '10.1.2.3', service: 'PWD', secure: true } as const;

describe('forms', () => {
  // made by the C library and by openssl
  test.each([
    [
      'SHA512-crypt',
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
      'Hello world!',
    ],
    [
      'SHA512-crypt with rounds',
      '$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1',
      'a very much longer text to encrypt.  This one even stretches over morethan one line.',
    ],
    ['bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
    ['MD5', '$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1', 'secret'],
    ['U-crpt', 'abkvyHJAcxEYg', 'pa55'],
    ['U-crpt, eight bytes count', './GGuTBC5KIQk', 'a much longer'],
    [
      'SSHA',
      `{SSHA}${Buffer.concat([createHash('sha1').update('tea').update('salt').digest(), Buffer.from('salt')]).toString('base64')}`,
      'tea',
    ],
    ['NT', '{NT}8846F7EAEE8FB117AD06BDD830B7586C', 'password'],
  ])('%s from elsewhere is verified', async (_, stored, password) => {
    expect(await vault.verify(`\x02${stored}`, password)).toBe(true);
    expect(await vault.verify(`\x02${stored}`, `${password.slice(0, 3)}!`)).toBe(false);
    expect(await vault.take(`\x02${stored}`, 'scrypt')).toBe(`\x02${stored}`);
  });

  test.each(['scrypt', 'argon2id', 'UB-crpt', 'SHA512-crypt', 'A-crpt'])(
    '%s: round trip',
    async encryption => {
      const stored = await vault.encode('pässwörd', encryption);
      expect(stored.charCodeAt(0)).toBe(1);
      expect(stored).not.toContain('pässwörd');
      expect(stored).not.toBe(await vault.encode('pässwörd', encryption));
      expect(await vault.verify(stored, 'pässwörd')).toBe(true);
      expect(await vault.verify(stored, 'pässwörd')).toBe(true);
      expect(await vault.verify(stored, 'pässwörD')).toBe(false);
      expect(vault.recover(stored)).toBe(encryption === 'A-crpt' ? 'pässwörd' : null);
      expect(await new Vault(new Uint8Array(32)).verify(stored, 'pässwörd')).toBe(encryption !== 'A-crpt');
    },
  );

  test('a check that was remembered is made anew after a while and for another stored form', async () => {
    let now = 0;
    let slow = 0;
    const watched = new Vault(new Uint8Array(32), 10, () => now);
    const stored = await watched.encode('pass', 'scrypt');
    const hash = vi.spyOn(SCRYPT, 'verify').mockImplementation(async (form, password) => {
      slow++;
      return form === stored && password === 'pass';
    });
    const steps: readonly (readonly [minutes: number, password: string, right: boolean, slow: number])[] = [
      [0, 'pass', true, 1],
      [10, 'pass', true, 1],
      [10, 'wrong', false, 2],
      [14, 'pass', true, 2],
      [16, 'pass', true, 3],
      [30, 'pass', true, 3],
    ];
    for (const [minutes, password, right, count] of steps) {
      now = minutes * 60_000;
      expect(await watched.verify(stored, password)).toBe(right);
      expect(slow).toBe(count);
    }
    expect(await watched.verify(stored.replace(/.$/, '!'), 'pass')).toBe(false);
    hash.mockRestore();
  });

  test('names that only verify store scrypt; clear stays clear', async () => {
    for (const name of ['U-crpt', 'MD5', 'SSHA', 'NT', 'nonsense'])
      expect(await vault.encode('abc', name)).toMatch(/^\x01\$scrypt\$/);
    expect(await vault.encode('abc', 'clear')).toBe('abc');
    expect(await vault.verify('abc', 'abc')).toBe(true);
  });

  test.each([
    '',
    'a\x01b',
    'a\nb',
    'x'.repeat(1025),
    '\x01$unknown$x',
    '\x02short',
    '\x01$scrypt$'.padEnd(5000, 'x'),
  ])('refused as a new password: %j', async password => {
    expect(await codeOf(() => vault.take(password, 'scrypt'))).toBe('bad-password');
  });

  test.each([
    '\x01$scrypt$ln=99,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA',
    '\x01$scrypt$ln=20,r=64,p=64$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA',
    '\x01$a-crpt$x$y',
    '\x01$a-crpt$',
    '\x01$6$rounds=999999999$salt$hash',
    '\x02{SSHA}AAAA',
    '',
  ])('damaged or greedy values match nothing: %j', async stored => {
    expect(await vault.verify(stored, 'anything')).toBe(false);
    expect(await vault.verify(stored, '')).toBe(false);
  });
});

describe('setting', () => {
  beforeEach(async () => {
    await world.objects.accounts.create(P, 'ann', { settings: dict('{Password="first-pass";}') });
  });
  const ann = user('ann', 'main.example');

  test.each<[string, string, string]>([
    ['long-enough-1', '{}', 'ok'],
    ['short', '{}', 'bad-password'],
    ['short', '{MinPasswordLength=5;}', 'ok'],
    ['ann', '{MinPasswordLength=2;}', 'bad-password'],
    ['ANN', '{MinPasswordLength=2;}', 'bad-password'],
    ['letters-only', '{PasswordComplexity=digit;}', 'bad-password'],
    ['letters-0nly', '{PasswordComplexity=digit;}', 'ok'],
    ['lower-0nly', '{PasswordComplexity=(digit,mixed);}', 'bad-password'],
    ['Mixed0nly', '{PasswordComplexity=(digit,mixed,symbol);}', 'bad-password'],
    ['Mixed-0nly', '{PasswordComplexity=(digit,mixed,symbol);}', 'ok'],
    ['long-enough-1', '{PWDAllowed=NO;}', 'password-change'],
    ['control\x01byte', '{}', 'bad-password'],
  ])('own change to %j with %s: %s', async (password, settings, want) => {
    await world.objects.accounts.updateSettings(P, 'ann', dict(settings));
    expect(await codeOf(() => world.objects.passwords.set(ann, '*', password))).toBe(want);
    expect(await codeOf(() => world.objects.passwords.set(P, 'ann', password, { check: true }))).toBe(want);
    const free = want === 'bad-password' && password.includes('\x01') ? 'bad-password' : 'ok';
    expect(await codeOf(() => world.objects.passwords.set(P, 'ann', password))).toBe(free);
    const right = free === 'ok' ? password : 'first-pass';
    expect(await codeOf(() => world.objects.passwords.verify(P, 'ann', right))).toBe('ok');
  });

  test.each([
    ['good-enough', 'ok'],
    ['short', 'bad-password'],
    ['newcomer', 'bad-password'],
    ['\x01$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA', 'bad-password'],
  ])('a newcomer chooses %j: %s', async (password, want) => {
    expect(await codeOf(() => world.objects.passwords.checkNew('main.example', 'newcomer', password))).toBe(
      want,
    );
  });

  test('alternative passwords; what begins like an encoded form is still a password', async () => {
    const { passwords, accounts } = world.objects;
    await passwords.set(P, 'ann', 'radius-1', { method: 'radius' });
    expect(await codeOf(() => passwords.verify(P, 'ann', 'first-pass'))).toBe('ok');
    expect(accounts.settings(P, 'ann').entries.RADIUSPassword).toMatch(/^\x01\$scrypt/);
    expect(await codeOf(() => passwords.set(P, 'ann', 'x', { method: 'smoke' }))).toBe('illegal-value');
    expect(await codeOf(() => passwords.set(P, 'ann', '\x01$scrypt$x'))).toBe('bad-password');
  });

  test('the clear password is read by Master only, when switched on and kept', async () => {
    const { passwords, server, accounts } = world.objects;
    expect(await codeOf(() => passwords.plain(P, 'ann'))).toBe('failed');
    await server.update(P, 'settings', dict('{AllowPlainPasswordRead=YES;}'));
    expect(await codeOf(() => passwords.plain(P, 'ann'))).toBe('failed');
    await accounts.updateSettings(P, 'ann', dict('{PasswordEncryption=A-crpt;Password=readable;}'));
    expect(passwords.plain(P, 'ann')).toBe('readable');
    expect(await codeOf(() => passwords.plain(ann, '*'))).toBe('no-rights');
  });
});

describe('login', () => {
  beforeEach(async () => {
    const { domains, accounts } = world.objects;
    await domains.create(P, 'two.example');
    await domains.setAliases(P, 'two.example', ['zwei.example']);
    await accounts.create(P, 'ann@two.example', { settings: dict('{Password="ann-pass";}') });
    await accounts.setAliases(P, 'ann@two.example', ['annie']);
    await world.objects.forwarders.create(P, 'boss@two.example', 'annie@zwei.example');
  });
  const login = (name: string, password: string, more = {}) =>
    world.objects.passwords.login({ ...request, name, password, ...more });

  test.each([
    'ann@two.example',
    'ANN@Two.Example',
    'ann%two.example',
    'annie@zwei.example',
    'ann+box@two.example',
    'boss@two.example',
  ])('%s is ann', async name => {
    expect((await login(name, 'ann-pass')).email).toBe('ann@two.example');
  });

  test('names without domain belong to the domain of the request', async () => {
    expect((await login('ann', 'ann-pass', { domain: 'zwei.example' })).domain).toBe('two.example');
    expect(await codeOf(() => login('ann', 'ann-pass'))).toBe('wrong-password');
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['{}', 'right', {}, 'ok'],
    ['{}', 'wrong', {}, 'wrong-password'],
    ['{AccessModes=(Mail,POP);}', 'right', {}, 'access-mode'],
    ['{AccessModes=(27,Mail,pwd);}', 'right', {}, 'ok'],
    ['{AccessModes=None;}', 'right', {}, 'access-mode'],
    ['{AccessModes=None;}', 'right', { service: null }, 'ok'],
    ['{RequireAPOP=YES;}', 'right', { secure: false }, 'access-mode'],
    ['{RequireAPOP=YES;}', 'right', {}, 'ok'],
    ['{UseAppPassword=NO;}', 'right', {}, 'wrong-password'],
  ])('with %s, %s password, %j: %s', async (settings, which, more, want) => {
    await world.objects.accounts.updateSettings(P, 'ann@two.example', dict(settings));
    expect(await codeOf(() => login('ann@two.example', which === 'right' ? 'ann-pass' : 'nope', more))).toBe(
      want,
    );
  });

  test('LogLogin: logins are in the log, failed ones are not logins', async () => {
    const lines: string[] = [];
    const log = {
      failure: () => undefined,
      problem: (text: string) => lines.push(text),
      low: () => undefined,
    };
    const watched = await makeWorld(undefined, { log });
    const settings = dict('{Password="ann-pass";LogLogin=YES;}');
    await watched.objects.accounts.create(P, 'ann', { settings });
    const enter = (password: string) =>
      watched.objects.passwords.login({ ...request, name: 'ann', password });
    await enter('ann-pass');
    expect(await codeOf(() => enter('nope'))).toBe('wrong-password');
    expect(lines).toEqual(['login of ann@main.example: PWD from [10.1.2.3]']);
    await watched.close();
  });

  test('domain: access modes and suspension', async () => {
    const { domains } = world.objects;
    await domains.updateSettings(P, 'two.example', dict('{DomainAccessModes=(Mail);}'));
    expect(await codeOf(() => login('ann@two.example', 'ann-pass'))).toBe('access-mode');
    await domains.updateSettings(P, 'two.example', dict('{DomainAccessModes=default;}'));
    await domains.suspend(P, 'two.example');
    expect(await codeOf(() => login('ann@two.example', 'ann-pass'))).toBe('suspended');
    expect(await codeOf(() => login('ann@two.example', 'nope'))).toBe('wrong-password');
    await domains.resume(P, 'two.example');
    expect(await codeOf(() => login('ann@two.example', 'ann-pass'))).toBe('ok');
  });

  test('too many failures close the account for a while', async () => {
    await world.objects.accounts.updateSettings(P, 'ann@two.example', dict('{FailedLoginFlow=(3,1m);}'));
    for (let i = 0; i < 3; i++)
      expect(await codeOf(() => login('annie@two.example', 'nope'))).toBe('wrong-password');
    expect(await codeOf(() => login('ann@two.example', 'ann-pass'))).toBe('too-many-failures');
    world.time.now += 61_000;
    expect(await codeOf(() => login('ann@two.example', 'ann-pass'))).toBe('ok');
  });

  test('many guesses at the same time are no more than one after another', async () => {
    await world.objects.accounts.updateSettings(P, 'ann@two.example', dict('{FailedLoginFlow=(3,1m);}'));
    const guesses = Array.from({ length: 20 }, (_, i) =>
      codeOf(() => login('ann@two.example', `guess-${i}`)),
    );
    const codes = await Promise.all(guesses);
    expect(codes.filter(code => code === 'wrong-password')).toHaveLength(3);
    expect(codes.filter(code => code === 'too-many-failures')).toHaveLength(17);
    world.time.now += 61_000;
    const right = Array.from({ length: 20 }, () => codeOf(() => login('ann@two.example', 'ann-pass')));
    expect(new Set(await Promise.all(right))).toEqual(new Set(['ok']));
  });

  test('a challenge of a closed account tells nothing of its password', async () => {
    const { accounts, passwords } = world.objects;
    await accounts.updateSettings(
      P,
      'ann@two.example',
      dict('{FailedLoginFlow=(1,1m);PasswordEncryption=A-crpt;Password="ann-pass";}'),
    );
    expect(passwords.challengeSecret('ann@two.example', null)).toBe('ann-pass');
    expect(passwords.challengeSecret('who@two.example', null)).toBeNull();
    await codeOf(() => login('ann@two.example', 'nope'));
    expect(passwords.challengeSecret('ann@two.example', null)).toBeNull();
  });

  test('unknown names look like wrong passwords, unless told otherwise', async () => {
    expect(await codeOf(() => login('who@two.example', 'x'))).toBe('wrong-password');
    expect(await codeOf(() => login('who@else.example', 'x'))).toBe('wrong-password');
    expect(await codeOf(() => world.objects.passwords.verify(P, 'who@two.example', 'x'))).toBe(
      'wrong-password',
    );
    await world.objects.server.update(P, 'settings', dict('{HideAccountUnknown=NO;}'));
    expect(await codeOf(() => login('who@two.example', 'x'))).toBe('account-unknown');
    expect(await codeOf(() => world.objects.passwords.verify(P, 'who@two.example', 'x'))).toBe(
      'account-unknown',
    );
  });

  test('logins are noted, old ones move', async () => {
    const { accounts } = world.objects;
    await login('ann@two.example', 'ann-pass');
    const first = world.time.now / 1000;
    world.time.now += 5000;
    await login('ann@two.example', 'ann-pass', { address: '10.9.9.9' });
    await codeOf(() => login('ann@two.example', 'nope', { address: '10.6.6.6' }));
    const { entries } = accounts.info(P, 'ann@two.example');
    expect(entries.LastLogin).toMatchObject({ at: first + 5 });
    expect(entries.PrevLogin).toMatchObject({ at: first });
    expect(entries.LastAddress).toMatchObject({ address: '10.9.9.9' });
    expect(entries.PrevLoginAddress).toMatchObject({ address: '10.1.2.3' });
    expect(entries.LastFailedLoginAddress).toMatchObject({ address: '10.6.6.6' });
  });

  test('a weak form becomes a strong one at the next login', async () => {
    const { accounts } = world.objects;
    await accounts.updateSettings(
      P,
      'ann@two.example',
      dict('{Password="\\002$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1";}'),
    );
    expect(accounts.settings(P, 'ann@two.example').entries.Password).toMatch(/^\x02\$1\$/);
    await login('ann@two.example', 'secret');
    expect(accounts.settings(P, 'ann@two.example').entries.Password).toMatch(/^\x01\$scrypt\$/);
    expect(await codeOf(() => login('ann@two.example', 'secret'))).toBe('ok');
  });

  test('APOP and CRAM-MD5 need a recoverable form', async () => {
    const { passwords, accounts } = world.objects;
    const challenge = '<1.2.3@host>';
    const apop = (password: string) =>
      createHash('md5')
        .update(challenge + password)
        .digest('hex');
    const cram = (password: string) => createHmac('md5', password).update(challenge).digest('hex');
    const named = { ...request, name: 'ann@two.example' };
    expect(await codeOf(() => passwords.loginApop(named, challenge, apop('ann-pass')))).toBe('access-mode');
    await accounts.updateSettings(
      P,
      'ann@two.example',
      dict('{PasswordEncryption=A-crpt;Password="ann-pass";}'),
    );
    expect(await codeOf(() => passwords.loginApop(named, challenge, apop('ann-pass')))).toBe('ok');
    expect(await codeOf(() => passwords.loginApop(named, challenge, apop('nope')))).toBe('wrong-password');
    expect(await codeOf(() => passwords.loginCram(named, challenge, cram('ann-pass')))).toBe('ok');
    // nobody learns which accounts there are: an unknown one answers as a new one of its domain would
    const unknown = { ...named, name: 'who@two.example' };
    expect(await codeOf(() => passwords.loginCram(unknown, challenge, cram('x')))).toBe('access-mode');
    await world.objects.defaults.update(
      P,
      'accountDefaults',
      'two.example',
      dict('{PasswordEncryption=A-crpt;}'),
    );
    expect(await codeOf(() => passwords.loginCram(unknown, challenge, cram('x')))).toBe('wrong-password');
    await accounts.updateSettings(P, 'ann@two.example', dict('{RecoverPassword=a@b.example;}'));
    expect(passwords.recover('annie@two.example', null)).toMatchObject({
      to: 'a@b.example',
      password: 'ann-pass',
    });
    expect(passwords.recover('who@two.example', null)).toBeNull();
  });

  test('the first password is not in the store in clear', async () => {
    expect(await codeOf(() => login('postmaster', PASSWORD))).toBe('ok');
    for await (const { value } of world.store.range({ gte: new Uint8Array(), lt: Uint8Array.of(255) }))
      expect(Buffer.from(value).includes(PASSWORD)).toBe(false);
  });
});
