import { createHash, createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { connect as connectTLS, createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineBuffer, TOO_LONG } from '../../host/cli/pwd/lines.js';
import { SYSTEM } from '../../host/objects/api.js';
import { dictOf } from '../../stdlib/values/dict.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import { Wire } from '../conformance/cli/bindings.js';
import { certificate } from './certificate.js';
import { type CliWorld, openCliWorld } from './world.js';

/** A dictionary of one setting. */
const settings = (key: string, value: Value): Dict => dictOf([[key, value]]);

let world: CliWorld;
let apop: CliWorld;

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1', { tls: () => createSecureContext(certificate) });
  apop = await openCliWorld('pm-pass-1', { settings: { advertiseApop: true, maxLine: 1000 } });
  for (const each of [world, apop]) {
    await each.objects.accounts.create(SYSTEM, 'clear@main.example');
    await each.objects.accounts.updateSettings(
      SYSTEM,
      'clear@main.example',
      settings('PasswordEncryption', 'A-crpt'),
    );
    await each.objects.passwords.set(SYSTEM, 'clear@main.example', 'clear pass', {});
  }
});

afterAll(async () => {
  expect([...world.failures, ...apop.failures]).toEqual([]);
  await world.close();
  await apop.close();
});

/** Sends lines one after another; gives the answers. */
async function talk(to: CliWorld, ...lines: string[]): Promise<string[]> {
  const wire = await Wire.to(to.pwdPort);
  const answers = [];
  await wire.whole();
  for (const line of lines) {
    wire.write(`${line}\r\n`);
    answers.push((await wire.line())?.replace(/\r$/, '') ?? 'closed');
  }
  wire.destroy();
  return answers;
}

const LOGIN = ['USER postmaster', 'PASS pm-pass-1'];
const b64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

describe('before the login', () => {
  it.each<[string, string[], string[]]>([
    [
      'verbs in any letter case',
      ['user postmaster', 'pass pm-pass-1'],
      ['300 please send the PASS', '200 login OK, proceed'],
    ],
    [
      'a quoted name and password',
      ['USER "postmaster"', 'PASS "pm-pass-1"'],
      ['300 please send the PASS', '200 login OK, proceed'],
    ],
    [
      'an unknown name looks the same',
      ['USER nobody', 'PASS x'],
      ['300 please send the PASS', '515 incorrect password or account name'],
    ],
    [
      'commands',
      ['NOOP', 'FROBNICATE', 'INLINE', 'NEWPASS x'],
      Array(4).fill('511 please authenticate first'),
    ],
    ['PASS without USER', ['PASS x'], ['501 please send the USER first']],
    ['USER without a name', ['USER'], ['500 syntax error: the account name is missing']],
    [
      'APOP when it is not offered',
      ['APOP postmaster 00000000000000000000000000000000'],
      ['501 APOP is not offered'],
    ],
    ['PLAIN at once', [`AUTH PLAIN ${b64('\0postmaster\0pm-pass-1')}`], ['200 login OK, proceed']],
    ['PLAIN in steps', ['AUTH plain', b64('\0postmaster\0pm-pass-1')], ['300 ', '200 login OK, proceed']],
    [
      'PLAIN for another account',
      [`AUTH PLAIN ${b64('other\0postmaster\0pm-pass-1')}`],
      ['501 acting for another account is not offered'],
    ],
    [
      'PLAIN malformed',
      [`AUTH PLAIN ${b64('x')}`, 'AUTH PLAIN %%'],
      ['501 the answer is malformed', '501 this is not base64'],
    ],
    [
      'LOGIN in steps',
      ['AUTH LOGIN', b64('postmaster'), b64('pm-pass-1')],
      [`300 ${b64('Username:')}`, `300 ${b64('Password:')}`, '200 login OK, proceed'],
    ],
    [
      'a cancelled login',
      ['AUTH LOGIN', '*', 'NOOP'],
      [`300 ${b64('Username:')}`, '501 the authentication is cancelled', '511 please authenticate first'],
    ],
    ['an unknown method', ['AUTH FLY'], ['501 the authentication method is not supported']],
    ['QUIT', ['QUIT', 'NOOP'], ['200 connection closed', 'closed']],
    [
      'the third failure closes',
      ['USER x', 'PASS 1', 'USER x', 'PASS 2', 'USER x', 'PASS 3', 'NOOP'],
      [
        '300 please send the PASS',
        '515 incorrect password or account name',
        '300 please send the PASS',
        '515 incorrect password or account name',
        '300 please send the PASS',
        '515 incorrect password or account name',
        'closed',
      ],
    ],
  ])('%s', async (_, lines, answers) => {
    expect(await talk(world, ...lines)).toEqual(answers);
  });

  it('CRAM-MD5 with a recoverable password only', async () => {
    for (const [name, password, answer] of [
      ['clear', 'clear pass', '200 login OK, proceed'],
      ['clear', 'wrong', '515 incorrect password or account name'],
      ['postmaster', 'pm-pass-1', '516 access method is not available for this account'],
    ] as const) {
      const wire = await Wire.to(world.pwdPort);
      await wire.whole();
      wire.write('AUTH CRAM-MD5\r\n');
      const challenge = Buffer.from((await wire.whole()).slice(4), 'base64').toString('latin1');
      expect(challenge).toMatch(/^<.+@main\.example>$/);
      const digest = createHmac('md5', password).update(challenge).digest('hex');
      wire.write(`${b64(`${name} ${digest}`)}\r\n`);
      expect(await wire.whole()).toBe(answer);
      wire.destroy();
    }
  });

  it('APOP when it is offered', async () => {
    const seen = new Set<string>();
    for (const [password, answer] of [
      ['clear pass', '200 login OK, proceed'],
      ['wrong', '515 incorrect password or account name'],
    ] as const) {
      const wire = await Wire.to(apop.pwdPort);
      const challenge = /^200 .* PWD Server .* ready (<[^<>]+@[^<>]+>)$/.exec(await wire.whole())?.[1] ?? '';
      seen.add(challenge);
      const digest = createHash('md5')
        .update(challenge + password)
        .digest('hex');
      wire.write(`APOP clear ${digest}\r\n`);
      expect(await wire.whole()).toBe(answer);
      wire.destroy();
    }
    expect(seen.size).toBe(2);
  });

  it('only the methods of AUTHMethods', async () => {
    const { domains } = world.objects;
    const b64 = (text: string) => Buffer.from(text).toString('base64');
    const plain = `AUTH PLAIN ${b64('\0postmaster\0pm-pass-1')}`;
    const tried = async (line: string, more: readonly string[] = []) => {
      const wire = await Wire.to(world.pwdPort);
      await wire.whole();
      let answer = '';
      for (const each of [line, ...more]) {
        wire.write(`${each}\r\n`);
        answer = (await wire.whole()).slice(0, 3);
      }
      wire.destroy();
      return answer;
    };
    const settings = (methods: Value) =>
      domains.setSettings(SYSTEM, 'main.example', dictOf([['AUTHMethods', methods]]));
    const table: [Value, string, string][] = [
      ['All', '200', '200'],
      ['None', '516', '516'],
      [['CRAM-MD5'], '516', '516'],
      [['clrtxt', 'APOP'], '200', '200'],
      [['Plain'], '200', '516'],
    ];
    for (const [methods, byPlain, byPass] of table) {
      await settings(methods);
      expect([methods, await tried(plain)]).toEqual([methods, byPlain]);
      expect([methods, await tried('USER postmaster', ['PASS pm-pass-1'])]).toEqual([methods, byPass]);
      expect(await tried('USER postmaster', ['PASS wrong'])).toBe('515');
    }
    await domains.setSettings(SYSTEM, 'main.example', dictOf([]));
  });

  it('STLS, and nothing that came in clear text behind it', async () => {
    const socket = connect({ port: world.pwdPort, host: '127.0.0.1' });
    const read = (): Promise<string> =>
      new Promise(resolve => socket.once('data', chunk => resolve(String(chunk))));
    await read();
    socket.write('STLS\r\nQUIT\r\n');
    expect(await read()).toBe('200 start TLS negotiation\r\n');
    const secure = connectTLS({ socket, rejectUnauthorized: false });
    const answers: string[] = [];
    const ended = new Promise(resolve => secure.once('close', resolve));
    secure.on('data', chunk => answers.push(String(chunk)));
    secure.write('STLS\r\nUSER postmaster\r\nPASS pm-pass-1\r\nMAINDOMAINNAME\r\nQUIT\r\n');
    await ended;
    expect(answers.join('')).toBe(
      '501 the connection is secure already\r\n300 please send the PASS\r\n200 login OK, proceed\r\n200 data follow\r\nmain.example\r\n200 connection closed\r\n',
    );
    expect(await talk(apop, 'STLS')).toEqual(['501 no certificate is set']);
  });
});

it('refuses addresses that are denied', async () => {
  await world.objects.networks.set(SYSTEM, 'Denied', '127.0.0.1');
  const wire = await Wire.to(world.pwdPort);
  expect(await wire.whole()).toBe('501 connections from your address are not accepted');
  expect(await wire.line()).toBe(null);
  await world.objects.networks.set(SYSTEM, 'Denied', '');
});

describe('after the login', () => {
  it('NEWPASS obeys the rules of the own account', async () => {
    await world.objects.accounts.create(SYSTEM, 'own@main.example');
    await world.objects.passwords.set(SYSTEM, 'own@main.example', 'first-pass', {});
    const login = ['USER own', 'PASS first-pass'];
    const [, , short, none, done] = await talk(
      world,
      ...login,
      'NEWPASS abc',
      'NEWPASS',
      'NEWPASS "new pass \\"1"',
    );
    expect(short).toMatch(/^518 password is not acceptable/);
    expect(none).toBe('500 syntax error: the password is missing');
    expect(done).toBe('200 Password updated');
    expect((await talk(world, 'USER own', 'PASS new pass "1')).at(-1)).toBe('200 login OK, proceed');
    await world.objects.accounts.updateSettings(SYSTEM, 'own@main.example', settings('PWDAllowed', 'NO'));
    expect((await talk(world, 'USER own', 'PASS new pass "1', 'NEWPASS another-1')).at(-1)).toBe(
      '517 password modification is not allowed',
    );
    await world.objects.accounts.updateSettings(
      SYSTEM,
      'own@main.example',
      settings('AccessModes', ['Mail', 'POP']),
    );
    expect((await talk(world, 'USER own', 'PASS new pass "1')).at(-1)).toBe(
      '516 access method is not available for this account',
    );
  });

  it('answers pipelined lines in order, with LF, CR LF, and a half-closed connection', async () => {
    const lines = [
      ...LOGIN,
      'INLINE',
      ...Array.from({ length: 500 }, (_, i) =>
        i % 50 === 7 ? 'GETACCOUNTLOCATION postmaster' : `ECHO ${i}`,
      ),
      'UPDATEACCOUNTPREFS * {A=1;}',
      'GETACCOUNTPREFS *',
    ];
    const socket = connect({ port: world.pwdPort, host: '127.0.0.1' });
    let text = '';
    socket.on('data', chunk => (text += String(chunk)));
    socket.end(lines.map((line, i) => `${line}${i % 2 ? '\n' : '\r\n'}`).join(''));
    await new Promise(resolve => socket.once('close', resolve));
    const answers = text.split('\r\n');
    expect(answers.slice(1, 4)).toEqual(['300 please send the PASS', '200 login OK, proceed', '200 OK']);
    for (let i = 0; i < 500; i++)
      expect(answers[4 + i]).toBe(i % 50 === 7 ? '201 postmaster.macnt' : `201 ${i}`);
    expect(answers.slice(504)).toEqual(['200 OK', '201 {A=1;}', '']);
  });

  it('takes long lines up to its limit and closes beyond', async () => {
    const long = randomBytes(3 * 1024 * 1024).toString('base64');
    const [, , , echoed] = await talk(world, ...LOGIN, 'INLINE', `ECHO [${long}]`);
    expect(echoed).toBe(`201 [${long}]`);
    expect(await talk(apop, ...LOGIN, `ECHO ${'x'.repeat(2000)}`, 'NOOP')).toEqual([
      '300 please send the PASS',
      '200 login OK, proceed',
      '500 the line is too long',
      'closed',
    ]);
  });

  it('takes no long lines from somebody who is not known', async () => {
    expect(await talk(world, 'x'.repeat(17 * 1024), 'NOOP')).toEqual(['500 the line is too long', 'closed']);
    expect(await talk(world, 'x'.repeat(15 * 1024))).toEqual(['511 please authenticate first']);
  });

  it('a session that is bound to an address is no proof elsewhere', async () => {
    const made = (address: string) =>
      world.objects.sessions.open({
        kind: 'web',
        account: 'clear',
        domain: 'main.example',
        address,
        secure: false,
        fixedAddress: true,
        useCookie: false,
      });
    const [there, here] = [await made('10.1.1.1'), await made('127.0.0.1')];
    expect(await talk(world, `AUTH WEBUSER clear ${there.id}`, `AUTH WEBUSER clear ${here.id}`)).toEqual([
      '515 incorrect password or account name',
      '200 login OK, proceed',
    ]);
  });

  it('ends when the sessions of its account are killed; others stay, the killer hears its answer', async () => {
    const login = async (name: string, password: string): Promise<Wire> => {
      const wire = await Wire.to(world.pwdPort);
      await wire.whole();
      for (const line of [`USER ${name}`, `PASS ${password}`]) {
        wire.write(`${line}\r\n`);
        await wire.whole();
      }
      return wire;
    };
    const postmaster = () => login('postmaster', 'pm-pass-1');
    const [killer, other, first, second] = [
      await postmaster(),
      await postmaster(),
      await login('clear', 'clear pass'),
      await login('clear', 'clear pass'),
    ];
    killer.write('KILLACCOUNTSESSIONS clear\r\n');
    expect(await killer.whole()).toBe('200 OK');
    expect([await first.line(), await second.line()]).toEqual([null, null]);
    killer.write('KILLACCOUNTSESSIONS postmaster\r\n');
    expect(await killer.whole()).toBe('200 OK');
    expect([await killer.line(), await other.line()]).toEqual([null, null]);
  });

  it('verbs may be indented; what telnet says about itself in front of a line is no part of it', async () => {
    const answers = await talk(
      world,
      '\xff\xfb\x18\xff\xfd\x03\xff\xfa\x18\x00xterm\xff\xf0USER postmaster',
      ` ${LOGIN[1]}`,
      '  inline',
      '\xff\xf4\xff\xfd\x06',
      '\xff\xf1 NOOP',
      'ECHO "\xff\xf1"',
      ' QUIT',
    );
    expect(answers).toEqual([
      expect.stringMatching(/^300 /),
      expect.stringMatching(/^200 /),
      '200 OK',
      '500 unknown command',
      '200 OK',
      expect.stringMatching(/^500 /),
      expect.stringMatching(/^200 /),
    ]);
  });

  it('stays in step after errors and odd bytes', async () => {
    const odd = [
      '',
      '   ',
      '\0\x01\xff',
      'ECHO \xc3',
      'ECHO "a\0b"',
      'x'.repeat(500),
      '{a=b;}',
      'NOOP extra',
      '\t',
    ];
    const answers = await talk(world, ...LOGIN, ...odd, 'NOOP');
    for (const answer of answers.slice(2, -1)) expect(answer).toMatch(/^500 [^\r\n]+$/);
    expect(answers.at(-1)).toBe('200 OK');
  });
});

describe('lines', () => {
  it.each<[number, string[], (string | symbol | null)[]]>([
    [10, ['a\r\nb\n'], ['a', 'b', null]],
    [10, ['a', 'b\r', '\nc'], ['ab', null]],
    [10, ['a\r\n', '\r\n\n'], ['a', '', '', null]],
    [3, ['abc\r\nabcd\n'], ['abc', TOO_LONG]],
    [3, ['ab', 'cde'], [TOO_LONG]],
    [3, ['abc', '\r', '\n'], ['abc', null]],
  ])('at most %i bytes: %j', (limit, chunks, lines) => {
    const buffer = new LineBuffer(() => limit);
    for (const chunk of chunks) buffer.push(chunk);
    expect(lines.map(() => buffer.next())).toEqual(lines);
  });

  it('count what waits', () => {
    const buffer = new LineBuffer(() => 100);
    buffer.push('one\r\ntw');
    expect(buffer.waiting).toBe(7);
    buffer.next();
    expect(buffer.waiting).toBe(2);
    buffer.next();
    buffer.push('o\n');
    buffer.next();
    expect(buffer.waiting).toBe(0);
  });
});
