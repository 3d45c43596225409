import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCli } from '../../host/cli/engine.js';
import { executeForProgram } from '../../host/cli/programs.js';
import type { CliServices } from '../../host/cli/services.js';
import { type Principal, SYSTEM } from '../../host/objects/api.js';
import { printCompact } from '../../stdlib/data/index.js';
import { type CliWorld, openCliWorld } from './world.js';

let world: CliWorld;
let calls: string[] = [];
let plainReads = false;

const master: Principal = { kind: 'account', account: 'postmaster', domain: 'main.example' };
const user: Principal = { kind: 'account', account: 'user', domain: 'main.example' };
const note =
  (name: string) =>
  (...args: unknown[]): void =>
    void calls.push([name, ...args].join(' '));

/** A server around the command line that notes what it is told. */
const services: CliServices = {
  log: { failure: note('failure'), problem: note('problem'), low: note('low'), all: note('all') },
  version: '9.9',
  systemInfo: name => (name === 'serverOS' ? 'test' : null),
  shutdown: note('shutdown'),
  setLogAll: note('setLogAll'),
  setTrace: note('setTrace'),
  writeLog: note('writeLog'),
  dumpObjects: note('dumpObjects'),
  clearSkinCache: note('clearSkinCache'),
  refreshOSData: note('refreshOSData'),
  allowPlainPasswordRead: () => plainReads,
};

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1');
  await world.objects.accounts.create(SYSTEM, 'user@main.example');
});

afterAll(() => world.close());

async function run(text: string, who: Principal = master): Promise<string> {
  calls = [];
  const { code, text: said, output } = await createCli(world.objects, services).execute(who, text);
  return output === undefined ? `${code} ${said}` : `${code} ${printCompact(output)}`;
}

describe('commands about the server', () => {
  it.each([
    ['SETLOGALL', 'setLogAll true'],
    ['SETLOGALL off', 'setLogAll false'],
    ['DUMPALLOBJECTS', 'dumpObjects'],
    ['REFRESHOSDATA', 'refreshOSData'],
    ['SETTRACE fileio ON', 'setTrace FileIO true'],
    ['SETTRACE FileOp OFF', 'setTrace FileOp false'],
    ['WRITELOG 3 "some text"', 'writeLog 3 some text'],
    ['WRITELOG 9 word', 'writeLog 5 word'],
    ['CLEARWEBUSERCACHE', 'clearSkinCache '],
    ['CLEARWEBUSERCACHE main.example', 'clearSkinCache main.example'],
  ])('%s', async (command, call) => {
    expect(await run(command)).toBe('200 OK');
    expect(calls).toEqual([call]);
    expect(await run(command, user)).toBe('510 insufficient access rights');
    expect(calls).toEqual([]);
  });

  it('SHUTDOWN answers before the stop', async () => {
    expect(await run('SHUTDOWN', user)).toBe('510 insufficient access rights');
    expect(await run('SHUTDOWN')).toBe('200 OK');
    expect(calls).toEqual([]);
    await expect.poll(() => calls).toEqual(['shutdown']);
  });

  it('GETACCOUNTPLAINPASSWORD reads what can be read, when it may', async () => {
    plainReads = false;
    expect(await run('GETACCOUNTPLAINPASSWORD user@main.example', user)).toBe(
      '510 insufficient access rights',
    );
    expect(await run('GETACCOUNTPLAINPASSWORD user@main.example')).toBe('501 clear passwords are not read');
    plainReads = true;
    expect(await run('GETACCOUNTPLAINPASSWORD nobody@main.example')).toBe('513 unknown user account');
    expect(await run('GETACCOUNTPLAINPASSWORD user@main.example')).toBe('501 the password cannot be read');
    await run('UPDATEACCOUNTSETTINGS user {PasswordEncryption=A-crpt;}');
    await run('SETACCOUNTPASSWORD user PASSWORD "clear text"');
    expect(await run('GETACCOUNTPLAINPASSWORD user@main.example')).toBe('200 "clear text"');
  });

  it.each([
    ['GETVERSION', '200 9.9'],
    ['GETSYSTEMINFO serverOS', '200 test'],
    ['GETSYSTEMINFO other', '501 unknown element'],
    ['CREATESHAREDDOMAIN x.example', '591 available in a dynamic cluster only'],
    ['CREATEDOMAIN x.example SHARED', '591 available in a dynamic cluster only'],
    ['GETCLUSTERSETTINGS', '591 available in a dynamic cluster only'],
    ['GETDIALOGINFO x', '590 command is not implemented'],
    ['GETPROTECTION', '590 command is not implemented'],
    ['frobnicate', '500 unknown command'],
    ['', '500 unknown command'],
    ['constructor', '500 unknown command'],
    ['__PROTO__', '500 unknown command'],
  ])('%s', async (command, answer) => {
    expect(await run(command)).toBe(answer);
  });

  it('order of checks: known, authenticated, syntax, right', async () => {
    const nobody: Principal = { kind: 'nobody', domain: null };
    expect(await run('FROBNICATE', nobody)).toBe('500 unknown command');
    expect(await run('CREATEDOMAIN', nobody)).toBe('511 please authenticate first');
    expect(await run('CREATEDOMAIN', user)).toMatch(/^500 syntax error/);
    expect(await run('CREATEDOMAIN x.example SHARED', user)).toBe('510 insufficient access rights');
    expect(await run('CREATEDOMAIN "x y"', user)).toBe('510 insufficient access rights');
    expect(await run('GETDOMAINSETTINGS no.example', user)).toBe('510 insufficient access rights');
    expect(await run('GETDOMAINSETTINGS no.example')).toBe('512 unknown secondary domain name');
  });
});

describe('ROSTER', () => {
  it('probes what a contact tells, once it has allowed that', async () => {
    const email = 'postmaster@main.example';
    const ask = (what: string, by = user, name = '*') => run(`ROSTER ${name} {${what}}`, by);
    const session = {};
    world.objects.presence.set(email, session, { status: 'away', text: 'Back soon' });
    expect(await ask(`what=Presence;peer=${email};type=subscribe;`)).toBe('200 {}');
    expect(await ask(`what=probe;peer=${email};`)).toBe('200 {}');
    expect(await ask('what=Presence;peer=user@main.example;type=Subscribed;', master)).toBe('200 {}');
    expect(await ask('what=list;')).toBe(`200 {${email}={Out=YES;};}`);
    expect(await ask(`what=probe;peer=${email};`)).toBe('200 {message="Back soon";status=away;}');
    expect(await ask(`what=probe;peer=${email};`, user, email)).toBe('510 insufficient access rights');
    world.objects.presence.set(email, session, null);
    expect(await ask(`what=Probe;peer=${email};`)).toBe('200 {}');
  });
});

describe('the queue', () => {
  const submit = (to: string): Promise<number> =>
    world.objects.delivery.submit(user, { to: [to], text: Buffer.from('Subject: x\r\n\r\ntext\r\n') });
  const waiting = (): Promise<string> => run('GETMESSAGEQUEUEINFO SMTP QUEUE far.invalid');

  it('tells what waits, and messages can be rejected', async () => {
    const id = await submit('someone@far.invalid');
    await submit('another@far.invalid');
    await expect.poll(waiting).toMatch(/^200 \{.*nTotal=#2;size=#\d+;\}$/);
    expect(await run(`REJECTQUEUEMESSAGE ${id} NONDN`, user)).toBe('510 insufficient access rights');
    expect(await run(`REJECTQUEUEMESSAGE ${id} NONDN`)).toBe('200 OK');
    expect(await run(`REJECTQUEUEMESSAGE ${id}`)).toMatch(/^538 /);
    expect(await waiting()).toMatch(/nTotal=#1;/);
    expect(await run('REJECTQUEUEMESSAGES SENDER user REPORT "not wanted"')).toBe('200 OK');
    await expect.poll(waiting).toBe('200 {}');
  });
});

describe('ExecuteCLI (cli.md 2.3)', () => {
  it.each([
    ['NOOP', null, '#NULL#'],
    ['ECHO {a=#NULL#;b=(#5,#NULL#,[AQ==]);}', null, '{b=(#5,#NULL#,[AQ==]);}'],
    ['ECHO #NULL#', null, '#NULL#'],
    ['ECHO (a', 'syntax error: the text ends too early', '#NULL#'],
    ['LISTDOMAINS x', 'syntax error: too many parameters', '#NULL#'],
    ['LISTACCOUNTS', null, '{pbx=macnt;postmaster=macnt;user=macnt;}'],
  ])('%s', async (command, error, output) => {
    const answer = await executeForProgram(createCli(world.objects, services), master, command);
    expect([answer.error, printCompact(answer.output)]).toEqual([error, output]);
  });

  it('gives copies', async () => {
    const cli = createCli(world.objects, services);
    await run('UPDATEACCOUNTPREFS user {A={b=1;};}');
    const first = await executeForProgram(cli, master, 'GETACCOUNTPREFS user');
    (first.output as { entries: Record<string, unknown> }).entries.A = 'changed';
    expect(printCompact((await executeForProgram(cli, master, 'GETACCOUNTPREFS user')).output)).toBe(
      '{A={b=1;};}',
    );
  });
});
