/** Programs of the playground whose built-ins are answered by a real server, with the rights of who uses them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { terminalIo } from '../../playground/cli/terminal.js';
import { debugRun } from '../../playground/debug/start.js';
import { TableFiles } from '../../playground/page/workers/files.js';
import { Account } from '../../playground/sandbox/account/account.js';
import { emptyAccount } from '../../playground/sandbox/account/state.js';
import { environment } from '../../playground/sandbox/environment.js';
import { type HostLogin, logIn } from '../../playground/sandbox/host.js';
import type { Outcome } from '../../playground/sandbox/outcome.js';
import { EMPTY_REQUEST } from '../../playground/sandbox/request.js';
import { Runner, type RunOptions } from '../../playground/sandbox/runner.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { unpackCalls } from '../../runtime/remote.js';
import type { Sandboxes } from '../../runtime/types.js';
import { dictOf } from '../../stdlib/values/index.js';
import { basic, startTestServer, type TestServer } from '../host/server/harness.js';
import { removeFolder } from '../tools/folders.js';

let test: TestServer;
let sandbox: Sandboxes;
let address: string;
const ANNA = basic('anna', 'Secret-pass-1');
const ADMIN = basic('postmaster', 'Post-pass-1');

beforeAll(async () => {
  test = await startTestServer();
  address = new URL('/playground/host/', test.server.address('HTTPU').url).href;
  const { accounts, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  for (const name of ['anna', 'ben'])
    await accounts.create(SYSTEM, `${name}@main.test`, { settings: dictOf([['Password', 'Secret-pass-1']]) });
  sandbox = await createNodeSandbox({ environments: [environment] });
});

afterAll(async () => {
  await sandbox?.close();
  await test?.stop();
});

const optionsOf = (source: string, host: HostLogin): RunOptions => ({
  files: new TableFiles({ 'main.wcgp': source, 'note.txt': 'of the workspace' }),
  file: 'main.wcgp',
  request: { ...EMPTY_REQUEST, query: [['name', 'value']] },
  account: new Account(emptyAccount()),
  host,
});

const run = (source: string, host: HostLogin): Promise<Outcome> =>
  new Runner(sandbox).run(optionsOf(source, host));

const textOf = ({ answer, error, diagnostics }: Outcome): string =>
  error?.message ??
  diagnostics.find(({ severity }) => severity === 'error')?.message ??
  Buffer.from(answer?.body ?? []).toString('utf8');

/** A program that answers with the values of some expressions, after some statements. */
const giving = (statements: string, ...values: string[]): string =>
  `entry Main is r = NewArray(); ${statements} ${values.map(value => `AddElement(r, ${value});`).join(' ')}
  SetHTTPResponseData(ObjectToString(r)); end entry;`;

describe('built-ins of a host in the playground', () => {
  let admin: HostLogin;

  beforeAll(async () => {
    admin = await logIn(address, ADMIN);
  });

  it('act for the one who logged in, the request stays with the page', async () => {
    expect(admin).toMatchObject({ email: 'postmaster@main.test', domain: 'main.test', isTrusted: true });
    const written = await run(
      giving(
        'e = WriteStorageFile("from-page.txt", "hello");',
        'e',
        'MyEmail()',
        'MyDomain()',
        'GetHTTPParameter("name")',
        'ReadEnvirFile("note.txt")',
      ),
      admin,
    );
    expect(textOf(written)).toBe('(#NULL#,postmaster@main.test,main.test,value,[b2YgdGhlIHdvcmtzcGFjZQ==])');
    const read = await run(giving('', 'ReadStorageFile("from-page.txt")'), admin);
    expect(textOf(read)).toBe('([aGVsbG8=])');
    const kept = await run(
      giving('e = SetAccountPreferences("de", "Language");', 'GetAccountPreferences("Language")'),
      admin,
    );
    expect(textOf(kept)).toBe('(de)');
    expect((await logIn(address, ADMIN)).language).toBe('de');
  });

  it('work with what lives on the host: mailboxes and their handles, commands, other accounts', async () => {
    const mail = await run(
      giving(
        'e = CreateMailbox("Letters", null); box = OpenMailbox("Letters");',
        'e',
        'Length(box)',
        'IsString(box)',
      ),
      admin,
    );
    expect(textOf(mail)).toBe('(#NULL#,#0,#NULL#)');
    const cli = await run(
      giving('e = ExecuteCLI("GETACCOUNTSETTINGS ben"); v = Vars();', 'e', 'Length(v.executeCLIResult) > 0'),
      admin,
    );
    expect(textOf(cli)).toBe('(#NULL#,YES)');
    const other = await run(
      giving('before = MyEmail(); e = Impersonate("ben@main.test");', 'before', 'e', 'MyEmail()'),
      admin,
    );
    expect(textOf(other)).toBe('(postmaster@main.test,#NULL#,ben@main.test)');
  });

  it('have only the rights of who uses them', async () => {
    test.server.settings.PlaygroundAccess = 'everybody';
    const anna = await logIn(address, ANNA);
    expect(anna.isTrusted).toBe(false);
    const refused = await run(
      giving('e = Impersonate("ben@main.test");', 'e', 'MyEmail()', 'ReadStorageFile("~ben/x")'),
      anna,
    );
    expect(textOf(refused)).toBe('("insufficient access rights",anna@main.test,#NULL#)');
    const network = await run(giving('', 'HTTPCall("http://example.test/", NewDictionary())'), anna);
    expect(network.error?.code).toBe('missing-op');
    const prior = await run(giving('e = StoreCDR("x");', 'GetAccountPreferences("Language")'), anna);
    expect(prior.error).toBeNull();
    test.server.settings.PlaygroundAccess = 'administrators';
    await expect(logIn(address, ANNA)).rejects.toThrow('is for administrators');
    await expect(logIn(address, basic('anna', 'wrong'))).rejects.toThrow('does not know');
    await expect(logIn(address)).rejects.toThrow('does not know');
    // Rights that are gone are gone for what has begun, too.
    await expect(run(giving('', 'MyEmail()'), anna)).rejects.toThrow('is for administrators');
  });

  it('are switched off by a setting', async () => {
    test.server.settings.PlaygroundHost = false;
    await expect(logIn(address, ADMIN)).rejects.toThrow('not for the playground');
    await expect(run(giving('', 'MyEmail()'), admin)).rejects.toThrow('not for the playground');
    test.server.settings.PlaygroundHost = true;
  });

  it('are debugged: the run is recorded here, with what the host answered', async () => {
    const source =
      'entry Main is\n  a = GetAccountPreferences("Language");\n  b = a + 1;\n  SetHTTPResponseData(a);\nend entry;';
    const session = await debugRun(
      probe => createNodeSandbox({ environments: [environment], probe }),
      optionsOf(source, admin),
    );
    try {
      await session.move('continue', [{ file: 'main.wcgp', line: 4, condition: null }]);
      const [top] = await session.frames();
      expect(top?.line).toBe(4);
      expect(top?.variables.get('a')).toBe('de');
    } finally {
      await session.close();
    }
  });

  it('act for the tasks of a program, each with its own identity', async () => {
    const source = `entry Main is
      task = spawn Child("ben@main.test");
      SetHTTPResponseData(MyEmail() + ObjectToString(task == null));
    end entry;
    entry Child is
      Void(ReadInput(1));
      Void(Impersonate(Vars().startParameter));
      Void(WriteStorageFile("child.txt", MyEmail()));
    end entry;`;
    const outcome = await run(source, admin);
    expect(textOf(outcome)).toBe('postmaster@main.test#null#');
    // The task goes on when the request is over.
    await expect
      .poll(async () => textOf(await run(giving('', 'ReadStorageFile("~ben@main.test/child.txt")'), admin)))
      .toBe(`([${btoa('ben@main.test')}])`);
  });

  it('take nothing from other sites, and nothing damaged', async () => {
    const post = async (fields: Record<string, string>, body: Uint8Array = new Uint8Array(0)) => {
      const answer = await test.get('/playground/host/', {
        method: 'POST',
        headers: { ...ADMIN, 'Content-Type': 'application/octet-stream', ...fields },
        body: Uint8Array.from(body),
      });
      return [answer.status, answer.body] as const;
    };
    const open = { 'Postern-Action': 'open' };
    expect((await post(open))[0]).toBe(403);
    expect((await post({ ...open, 'Postern-Token': '1.x' }))[0]).toBe(403);
    const token = { 'Postern-Token': admin.token };
    expect((await post({ ...open, ...token, Origin: 'https://elsewhere.example' }))[0]).toBe(403);
    const [status, body] = await post({ ...open, ...token });
    expect(status).toBe(200);
    const { run: name } = JSON.parse(body) as { run: string };
    const call = { ...token, 'Postern-Action': 'call', 'Postern-Run': name };
    const [, answer] = await post(call, Uint8Array.of(7, 1, 2, 3));
    expect(answer).toContain('not-a-value');
    expect((await post({ ...call, 'Postern-Run': 'another' }))[0]).toBe(400);
    expect((await post({ ...token, 'Postern-Action': 'end', 'Postern-Run': name }))[0]).toBe(200);
    expect((await post(call))[0]).toBe(400);
    expect((await post({ ...token, 'Postern-Action': 'dance' }))[0]).toBe(400);
  });

  it('end the oldest run of an account when it has too many', async () => {
    const open = async (): Promise<string> => {
      const { body } = await test.get('/playground/host/', {
        method: 'POST',
        headers: { ...ADMIN, 'Postern-Token': admin.token, 'Postern-Action': 'open' },
      });
      return (JSON.parse(body) as { run: string }).run;
    };
    test.server.settings.PlaygroundRuns = 2;
    const names = [await open(), await open(), await open()];
    const alive = await Promise.all(
      names.map(async name => {
        const headers = {
          ...ADMIN,
          'Postern-Token': admin.token,
          'Postern-Action': 'call',
          'Postern-Run': name,
        };
        return (await test.get('/playground/host/', { method: 'POST', headers, body: Uint8Array.of(7, 0) }))
          .status;
      }),
    );
    expect(alive).toEqual([400, 200, 200]);
    test.server.settings.PlaygroundRuns = 8;
  });
});

it('messages that are damaged are refused with a code', () => {
  const limits = { valueBytes: 1000, valueDepth: 10 };
  for (let length = 0; length < 60; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length * 11) % 256);
    let code = 'none';
    try {
      unpackCalls(bytes, limits);
    } catch (error) {
      code = String((error as { code?: string }).code);
    }
    expect(['none', 'not-a-value', 'value-size', 'value-depth']).toContain(code);
  }
});

it('the command line calls a host, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-host-'));
  writeFileSync(join(folder, 'who.wcgp'), 'entry Main is SetHTTPResponseData(MyEmail()); end entry;');
  const said: string[] = [];
  const run = async (...args: string[]): Promise<number | null> =>
    runAuthorCommand('run', args, {
      ...terminalIo(),
      cwd: folder,
      out: text => said.push(text),
      err: text => said.push(text),
      output: new Writable({
        write: (chunk, _encoding, done) => {
          said.push(String(chunk));
          done();
        },
      }),
      secret: async () => 'Post-pass-1',
    });
  const file = join(folder, 'who.wcgp');
  const { host } = new URL(address);
  expect(await run(file, '--host', host, '--user', 'postmaster')).toBe(0);
  expect(said.splice(0).join('')).toContain('postmaster@main.test');
  expect(await run(file, '--host', host, '--user', 'nobody')).toBe(2);
  expect(said.splice(0).join('')).toBe('postern run: The host does not know this name and password.\n');
  expect(await run(file, '--host', host)).toBe(64);
  expect(await run(file, '--host', 'localhost:1', '--user', 'ann')).toBe(2);
  expect(said.join('')).toContain('cannot be reached');
  removeFolder(folder);
});
