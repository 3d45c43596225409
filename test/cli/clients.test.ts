/**
 * Sessions of clients that others wrote, byte for byte (cli.md 4.4): what each sends, and the answer it needs. `\n` at
 * the end of what is sent shows which line end the client uses.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../host/admin/config/load.js';
import { defaultPwdSettings } from '../../host/cli/pwd/types.js';
import { Wire } from '../conformance/cli/bindings.js';
import { type CliWorld, openCliWorld } from './world.js';

let world: CliWorld;

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1');
});

afterAll(async () => {
  expect(world.failures).toEqual([]);
  await world.close();
});

type Exchange = readonly [sent: string, answer: string | RegExp];

/** Plays a session: after each piece the client waits for one line. */
async function play(session: readonly Exchange[]): Promise<void> {
  const socket = connect({ port: world.pwdPort, host: '127.0.0.1' });
  let text = '';
  let wake = (): void => undefined;
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
    wake();
  });
  socket.on('close', () => wake());
  const line = async (): Promise<string> => {
    while (!text.includes('\r\n')) {
      if (socket.destroyed) throw new Error('closed');
      await new Promise<void>(resolve => (wake = resolve));
    }
    const end = text.indexOf('\r\n') + 2;
    const first = text.slice(0, end);
    text = text.slice(end);
    return first;
  };
  for (const [sent, answer] of session) {
    if (sent !== '') socket.write(sent, 'latin1');
    const got = await line();
    if (typeof answer === 'string') expect(got, sent).toBe(answer);
    else expect(got, sent).toMatch(answer);
  }
  socket.destroy();
}

const OK = '200 OK\r\n';
const HELLO: Exchange = ['', /^200 main\.example .*PWD Server .* ready\r\n$/];
const LOGIN: readonly Exchange[] = [
  ['USER postmaster\n', '300 please send the PASS\r\n'],
  ['PASS pm-pass-1\n', '200 login OK, proceed\r\n'],
];

describe('sessions of known clients', () => {
  it("the vendor's Perl module: INLINE, unquoted names, undefined values, decimal escapes", () =>
    play([
      HELLO,
      ...LOGIN,
      ['INLINE\n', OK],
      ['CREATEDOMAIN perl.example\n', OK],
      ['LISTDOMAINS\n', '201 (main.example,perl.example)\r\n'],
      [
        'CREATEACCOUNT john.doe@perl.example MultiMailbox {RealName="J. \\"D\\", \xc3\xa9";Nest={a=("b c",#5);};}\n',
        OK,
      ],
      [
        'GETACCOUNTSETTINGS john.doe@perl.example\n',
        '201 {Nest={a=("b c",#5);};RealName="J. \\"D\\", \xc3\xa9";}\r\n',
      ],
      ['UPDATEACCOUNTSETTINGS john.doe@perl.example {RealName="tab\\009x";Gone=#NULL#;}\n', OK],
      [
        'CREATEMAILBOX john.doe@perl.example MAILBOX "Sent Items" AUTH john.doe@perl.example CLASS IPF.Note\n',
        OK,
      ],
      ['SETACCOUNTMAILRULES john.doe@perl.example (#NULL#)\n', OK],
      ['GETACCOUNTMAILRULES john.doe@perl.example\n', '201 ()\r\n'],
      ['WRITESTORAGEFILE john.doe@perl.example FILE a.txt DATA [QUJD] AUTH john.doe@perl.example\n', OK],
      [
        'READSTORAGEFILE john.doe@perl.example FILE a.txt\n',
        /^201 \(\[QUJD\],#T\d\d-\d\d-\d{4}_\d\d:\d\d:\d\d,#3\)\r\n$/,
      ],
      ['SETSTATELEMENT perl.counter INC 1\n', '201 #1\r\n'],
      ['DELETEACCOUNT nobody@perl.example\n', '513 unknown user account\r\n'],
      ['DELETEACCOUNT john.doe@perl.example\n', OK],
      ['DELETEDOMAIN perl.example\n', OK],
      ['QUIT\n', '200 connection closed\r\n'],
    ]));

  it('the Java class: inline in small letters, exactly 200 behind PASS', () =>
    play([HELLO, ...LOGIN, ['inline\r\n', OK], ['maindomainname\r\n', '201 main.example\r\n']]));

  it('a PHP class: never reads the greeting first, one line for each command, digits', () =>
    play([
      ['USER postmaster\nPASS pm-pass-1\nINLINE\n', HELLO[1]],
      ['', '300 please send the PASS\r\n'],
      ['', '200 login OK, proceed\r\n'],
      ['', OK],
      ['CREATEDOMAIN php.example\n', OK],
      ['CREATEACCOUNT u@php.example {Password="first-1";}\n', OK],
      ['CREATEACCOUNT u@php.example\n', '520 account with this name already exists\r\n'],
      ['VERIFYACCOUNTPASSWORD u@php.example PASSWORD wrong\n', '515 incorrect password or account name\r\n'],
      ['GETACCOUNTINFO u@php.example Key StorageUsed\n', /^201 \d+\r\n$/],
      ['GETACCOUNTINFO u@php.example\n', /^201 \{Created=#T[^ ]*StorageUsed=\d+;.*\}\r\n$/],
      ['SETACCOUNTMAILRULES u@php.example Default\n', OK],
      ['LISTACCOUNTS php.example\n', '201 {u=macnt;}\r\n'],
      ['UpdateAccountPrefs u@php.example {SkinName=default;}\n', OK],
      ['GETGROUP none@php.example\n', '552 group is not found\r\n'],
      ['CREATEGROUP g@php.example\n', OK],
      ['GETGROUP g@php.example\n', '201 {}\r\n'],
      ['GETFORWARDER none@php.example\n', '553 forwarder is not found\r\n'],
      ['DELETEDOMAIN php.example FORCE\n', OK],
    ]));

  it('control panels with short names of commands, and TO in front of a new password', () =>
    play([
      HELLO,
      ...LOGIN,
      ['INLINE\n', OK],
      ['CRDMN panel.example {AccountsLimit=5;}\n', OK],
      ['UPDDMN panel.example {AccountsLimit=7;}\n', OK],
      ['GTDMN panel.example\n', '201 {AccountsLimit=7;}\r\n'],
      ['RNDMN panel.example into panels.example\n', OK],
      ['STDMNALS panels.example ("panel.example")\n', OK],
      ['GTDMNALS panels.example\n', '201 (panel.example)\r\n'],
      ['LSTDMN\n', '201 (main.example,panels.example)\r\n'],
      ['GTDMNDFL\n', '201 {}\r\n'],
      ['CRACNT joe@panels.example {Password=first1;RealName="Joe S";}\n', OK],
      ['SetAccountPassword joe@panels.example TO "second; 2"\n', OK],
      ['VerifyAccountPassword joe@panels.example PASSWORD "second; 2"\n', OK],
      ['RNACNT joe@panels.example into jim@panels.example\n', OK],
      ['UPDACNT jim@panels.example {MaxAccountSize=50M;}\n', OK],
      ['GTACNT jim@panels.example\n', /^201 \{MaxAccountSize=50M;Password=[^;]*;RealName="Joe S";\}\r\n$/],
      ['STACNTALS jim@panels.example (j)\n', OK],
      ['GTACNTALS jim@panels.example\n', '201 (j)\r\n'],
      ['STACNTRL jim@panels.example ((1,r,(),((Discard))))\n', OK],
      ['GTACNTRL jim@panels.example\n', '201 ((1,r,(),((Discard))))\r\n'],
      ['STACNTRGHT jim@panels.example (Domain)\n', OK],
      ['GTACNTRGHT jim@panels.example\n', '201 (Domain)\r\n'],
      ['GTACNTINF jim@panels.example Key StorageUsed\n', '201 0\r\n'],
      ['STWUSR jim@panels.example {Language=german;}\n', OK],
      ['GTWUSR jim@panels.example\n', '201 {Language=german;}\r\n'],
      ['GetEffectiveAccountPrefs jim@panels.example\n', /^201 \{.*Language=german;.*\}\r\n$/],
      ['UPDACNDFL panels.example {MaxAccountSize=1M;}\n', OK],
      ['GTACNDFL panels.example\n', '201 {MaxAccountSize=1M;}\r\n'],
      ['STACNDFL panels.example {}\n', OK],
      ['STWUSRDFL panels.example {Charset="utf-8";}\n', OK],
      ['GTWUSRDFL panels.example\n', '201 {Charset=utf-8;}\r\n'],
      ['UPDACNTMP panels.example {RealName=New;}\n', OK],
      ['GTACNTMP panels.example\n', '201 {RealName=New;}\r\n'],
      ['STALRT panels.example {}\n', OK],
      ['GTALRT panels.example\n', '201 {}\r\n'],
      ['LSTMBX jim@panels.example FILTER "INBOX*"\n', /^201 \{INBOX=\{.*\};\}\r\n$/],
      ['LSTACNT panels.example\n', '201 {jim=macnt;}\r\n'],
      ['DLACNT jim@panels.example\n', OK],
      ['DLDMN panels.example force\n', OK],
    ]));

  it('a C# client: quoted USER and PASS, the numbers of names', () =>
    play([
      HELLO,
      ['USER "postmaster"\r\n', '300 please send the PASS\r\n'],
      ['PASS "pm-pass-1"\r\n', '200 login OK, proceed\r\n'],
      ['INLINE\r\n', OK],
      ['CREATEDOMAIN cs.example\r\n', OK],
      ['CREATEDOMAIN cs.example\r\n', '500 domain with this name already exists\r\n'],
      ['CREATEFORWARDER f@cs.example TO x@y.example\r\n', OK],
      ['CREATEGROUP f@cs.example\r\n', '524 forwarder with this name already exists\r\n'],
      ['GETDOMAINSETTINGS none.example\r\n', '512 unknown secondary domain name\r\n'],
      ['CREATEACCOUNT u@cs.example\r\n', OK],
      ['CREATEMAILBOX u@cs.example MAILBOX INBOX\r\n', '532 mailbox with this name already exists\r\n'],
      ['DELETEDOMAIN cs.example FORCE\r\n', OK],
    ]));

  it('without INLINE: the output is a line of its own', () =>
    play([
      HELLO,
      ...LOGIN,
      ['LISTDOMAINS\n', '200 data follow\r\n'],
      ['', '(main.example)\r\n'],
      ['NOOP\n', OK],
    ]));

  it('pipelined lines of both line ends in one packet and cut anywhere are answered in order', async () => {
    const lines = [
      'USER postmaster\n',
      'PASS pm-pass-1\r\n',
      'inline\n',
      'ECHO "a b"\r\n',
      'ECHO bare\n',
      'NOOP\r\n',
      'QUIT\n',
    ];
    const answers = [
      '300 please send the PASS\r\n',
      '200 login OK, proceed\r\n',
      OK,
      '201 "a b"\r\n',
      '201 bare\r\n',
      OK,
      '200 connection closed\r\n',
    ];
    for (const cut of [0, 1, 7, 21, 30]) {
      const whole = lines.join('');
      const socket = connect({ port: world.pwdPort, host: '127.0.0.1' });
      let text = '';
      socket.on('data', chunk => {
        text += chunk.toString('latin1');
      });
      const ended = new Promise(resolve => socket.on('close', resolve));
      socket.write(whole.slice(0, cut));
      await new Promise(resolve => setImmediate(resolve));
      socket.write(whole.slice(cut));
      await ended;
      expect(text.slice(text.indexOf('\r\n') + 2)).toBe(answers.join(''));
    }
  });

  it('a hundred connections at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        play([
          HELLO,
          ...LOGIN,
          ['INLINE\n', OK],
          [`CREATEACCOUNT many${i}@main.example {RealName="Number ${i}";}\n`, OK],
          [`GETACCOUNTSETTINGS many${i}\n`, `201 {RealName="Number ${i}";}\r\n`],
          [`DELETEACCOUNT many${i}\n`, OK],
        ]),
      ),
    );
  });
});

/** Plays a session with a silence in its middle; `idle`, `silence` in milliseconds. True: the connection lived. */
async function livesThrough(idle: number, silence: number): Promise<boolean> {
  const patient = await openCliWorld('pm-pass-1', { settings: { idle } });
  const wire = await Wire.to(patient.pwdPort);
  await wire.whole();
  for (const line of ['USER postmaster\n', 'PASS pm-pass-1\n', 'INLINE\n']) {
    wire.write(line);
    await wire.whole();
  }
  await new Promise(resolve => setTimeout(resolve, silence));
  wire.write('MAINDOMAINNAME\n');
  const lives = (await wire.line()) === '201 main.example\r';
  wire.destroy();
  await patient.close();
  return lives;
}

describe('silence', () => {
  it('is borne as long as the setting says, and no longer', async () => {
    expect(await livesThrough(60_000, 300)).toBe(true);
    expect(await livesThrough(1500, 4000)).toBe(false);
  });

  it('of 295 seconds is always borne: the vendor module uses such a connection again unasked', () => {
    expect(defaultPwdSettings.idle).toBeGreaterThan(295_000);
    const idle = (text: string) => loadSettings({ file: null, set: new Map([['PWDIdle', text]]) }).PWDIdle;
    expect(idle('330s')).toBe(330_000);
    expect(() => idle('299s')).toThrow('PWDIdle');
  });

  // Five minutes: POSTERN_REAL_IDLE=1 npx vitest run test/cli/clients.test.ts
  it.runIf(process.env.POSTERN_REAL_IDLE)(
    'of 295 real seconds with the usual settings',
    async () => expect(await livesThrough(defaultPwdSettings.idle, 295_000)).toBe(true),
    320_000,
  );
});
