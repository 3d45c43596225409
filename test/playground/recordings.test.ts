/**
 * A failing request of a real server is recorded; administrators see it, nobody else does; the debugger opens it with
 * the sources that it brings, and steps backwards to its cause.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretsOf } from '../../host/apps/recordings/secrets.js';
import { RecordingShelf } from '../../host/apps/recordings/shelf.js';
import { SYSTEM } from '../../host/objects/api.js';
import { recordingsPage } from '../../host/web/recordings/view.js';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { terminalIo } from '../../playground/cli/terminal.js';
import type { DebugSession, OpenSandbox, Recorded } from '../../playground/debug/session.js';
import { sourcesOf } from '../../playground/debug/sources.js';
import { debugRecording } from '../../playground/debug/start.js';
import { recordingAddress } from '../../playground/page/recording.js';
import { TableFiles } from '../../playground/page/workers/files.js';
import { environment } from '../../playground/sandbox/environment.js';
import { decodePlain, encodePlain } from '../../runtime/codec/plain.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { openRecording, sealRecording } from '../../runtime/recording/file.js';
import { dictOf } from '../../stdlib/values/index.js';
import { startTestServer, type TestServer } from '../host/server/harness.js';
import { PATIENCE } from '../tools/patience.js';

/** What fails is line 16 of the program; the cause is line 3 of the module: unknown goods have a rate that is no index. */
const PROGRAM = `function Rate(name) external;

entry Main is
  password = GetHTTPParameter("password");
  pin = GetHTTPParameter("tokenPin");
  name = GetHTTPParameter("name");
  price = Rate(name);
  row = NewDictionary();
  row.rate = price;
  total = Deliver(row);
  SetHTTPResponseData(String(total));
end entry;

function Deliver(row) is
  parts = NewArray();
  parts[row.rate] = "sold";
  return Length(parts);
end function;
`;
const RATES = `function Rate(name) is
  if name == "tea" then return 0; end if;
  return 0 - 5;
end function;
`;
const SECRET = 'Very-secret-7';
const open: OpenSandbox = probe => createNodeSandbox({ environments: [environment], probe });

let test: TestServer;
let admin: Record<string, string>;
let folder: string;
const basic = (name: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const shelf = () =>
  new RecordingShelf(
    folder,
    () => ({ count: 10, space: 1 << 20, size: 1 << 20, age: 3_600_000 }),
    () => undefined,
  );

beforeAll(async () => {
  test = await startTestServer({ Recordings: 'YES' });
  folder = join(test.base, 'SystemLogs', 'recordings');
  const { accounts, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  await accounts.create(SYSTEM, 'anna@main.test', { settings: dictOf([['Password', 'Secret-pass-1']]) });
  admin = basic('postmaster', 'Post-pass-1');
  await test.put({ 'sell.wcgp': PROGRAM, 'rate.wcgi': RATES });
});

afterAll(() => test?.stop());

/** The list, when as many recordings as expected are there. */
async function listed(count: number): Promise<string[]> {
  for (const end = Date.now() + PATIENCE; ; ) {
    const { body } = await test.get('/Admin/Recordings/', { headers: admin });
    const ids = [...body.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id);
    if (ids.length === count || Date.now() > end) return ids;
    await new Promise(done => setTimeout(done, 50));
  }
}

async function fetchFile(id: string): Promise<Uint8Array> {
  const url = new URL(`/Admin/Recordings/?id=${id}`, test.server.address('HTTPU').url);
  const answer = await fetch(url, { headers: admin });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="sell\.wcgp-/);
  return new Uint8Array(await answer.arrayBuffer());
}

describe('recordings of failed requests', () => {
  let bytes: Uint8Array;

  it('are kept for failures, not for what went well', async () => {
    const form = (name: string) => ({
      method: 'POST',
      body: new URLSearchParams({ name, password: SECRET, tokenPin: '42' }),
      headers: { Cookie: 'sid=cookie-secret' },
    });
    expect((await test.get('/sell.wcgp', form('tea'))).status).toBe(200);
    const failed = await test.get('/sell.wcgp', form('gold'));
    expect(failed.status).toBe(500);
    expect(failed.body).not.toContain('rate.wcgi');
    const [id = '', ...others] = await listed(1);
    expect(others).toEqual([]);
    bytes = await fetchFile(id);
  });

  it('open with their sources and step backwards to the cause', async () => {
    const sources = sourcesOf(bytes);
    expect(sources).toEqual({ 'sell.wcgp': PROGRAM, 'rate.wcgi': RATES });
    const session: DebugSession<Recorded> = await debugRecording(open, bytes, new TableFiles(sources ?? {}));
    try {
      await session.move('last');
      const [top, caller] = await session.frames();
      expect(top).toMatchObject({ section: 'Deliver', file: 'sell.wcgp', line: 16 });
      expect(caller).toMatchObject({ section: 'Main', file: 'sell.wcgp', line: 10 });
      await session.move('back-continue', [{ file: 'rate.wcgi', line: 3, condition: null }]);
      const [cause] = await session.frames();
      expect(cause).toMatchObject({ section: 'Rate', file: 'rate.wcgi', line: 3 });
      expect(new Map(cause?.shown ?? []).get('name')).toBe('gold');
    } finally {
      await session.close();
    }
  });

  it('hold no secrets', async () => {
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name)).toString('latin1');
      for (const secret of [SECRET, 'cookie-secret']) expect(text).not.toContain(secret);
    }
    const plain = openRecording(bytes) as { entries: [string, Uint8Array][]; about: Record<string, unknown> };
    const answers = plain.entries.map(([, value]) => Buffer.from(value).toString('latin1'));
    expect(answers.some(answer => answer.endsWith('*'.repeat(SECRET.length)))).toBe(true);
    // Short ones, too, and only as whole texts.
    expect(answers.some(answer => answer.endsWith('42'))).toBe(false);
    expect(answers.some(answer => answer.endsWith('gold'))).toBe(true);
    expect(plain.about).toMatchObject({
      domain: 'main.test',
      file: 'sell.wcgp',
      place: 'sell.wcgp:16:3',
      covered: 2,
    });
  });

  it('are for administrators of the domain', async () => {
    const ask = async (path: string, headers: Record<string, string>) =>
      (await test.get(path, { headers })).status;
    const [id = ''] = await listed(1);
    for (const path of ['/Admin/Recordings/', `/Admin/Recordings/?id=${id}`]) {
      expect(await ask(path, {})).toBe(401);
      expect(await ask(path, basic('anna', 'Secret-pass-1'))).toBe(403);
      expect(await ask(path, admin)).toBe(200);
    }
    expect(await ask('/Admin/Recordings/?id=../../Settings', admin)).toBe(404);
  });

  it('are bounded in count', async () => {
    const { settings } = test.server;
    settings.RecordingCount = 2;
    for (let n = 0; n < 3; n++) await test.get('/sell.wcgp?name=x');
    const last = new Date().toISOString().replace(/[-:.]/g, '');
    await test.get('/sell.wcgp?name=x');
    await expect.poll(async () => ((await listed(2))[0] ?? '') >= last).toBe(true);
    await expect.poll(() => readdirSync(folder).length).toBe(4);
  });

  it('are bounded in age', async () => {
    const limits = { count: 10, space: 1 << 20, size: 1 << 20, age: 60_000 };
    const old = join(test.base, 'old');
    const kept = new RecordingShelf(
      old,
      () => limits,
      () => undefined,
    );
    const info = (time: number) => ({
      ...{ time: new Date(time).toISOString(), domain: null, skin: '', file: 'a.wcgp', code: 'x', number: 1 },
      ...{ message: '', place: '', tag: '', covered: 0, version: '0.1.0' },
    });
    for (const ago of [0, 30_000])
      kept.keep(async () => ({ info: info(Date.now() - ago), bytes: new Uint8Array(1) }));
    await kept.settled();
    expect(await kept.list()).toHaveLength(2);
    limits.age = 20_000;
    expect(await kept.list()).toHaveLength(1);
    expect(readdirSync(old)).toHaveLength(2);
  });

  it('are bounded in size', async () => {
    test.server.settings.RecordingLimit = 10;
    const before = await listed(2);
    await test.get('/sell.wcgp?name=x');
    await new Promise(done => setTimeout(done, 300));
    expect(await listed(2)).toEqual(before);
    test.server.settings.RecordingLimit = 8 << 20;
  });

  it('are deleted by the form of the page, and by nothing else', async () => {
    const { body } = await test.get('/Admin/Recordings/', { headers: admin });
    const token = /name="token" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const [first = '', second = ''] = await listed(2);
    const post = (token: string, headers = {}) =>
      test.get('/Admin/Recordings/', {
        method: 'POST',
        headers: { ...admin, ...headers },
        body: new URLSearchParams({ token, id: first }),
      });
    expect((await post('')).status).toBe(403);
    expect((await post(token, { Origin: 'https://other.test' })).status).toBe(403);
    expect((await post(token)).status).toBe(303);
    expect(await listed(1)).toEqual([second]);
  });
});

describe('a shelf', () => {
  it('is empty without a folder, and knows ids only', async () => {
    folder = join(test.base, 'none');
    expect(await shelf().list()).toEqual([]);
    expect(await shelf().read('../../Settings')).toBeNull();
  });
});

describe('sources of a recording', () => {
  const seal = (sources: unknown) =>
    sealRecording(encodePlain(decodePlain(encodePlain({ sources } as never)) as never));

  it('may be absent', () => {
    expect(sourcesOf(seal(null))).toBeNull();
    expect(sourcesOf(seal({}))).toBeNull();
  });

  it.each([[{ 'a/b.wcgp': 'x' }], [{ 'a.wcgp': 1 }], [{ '': 'x' }]])('are checked: %j', sources => {
    expect(() => sourcesOf(seal(sources))).toThrow();
  });
});

describe('links to recordings', () => {
  const here = 'http://host.test/playground/';
  it.each([
    ['#recording=%2FAdmin%2FRecordings%2F%3Fid%3D1', 'http://host.test/Admin/Recordings/?id=1'],
    ['#recording=https%3A%2F%2Fother.test%2Fa', null],
    ['#recording=%2F%2Fother.test%2Fa', null],
    ['#recording=javascript%3Aalert(1)', null],
    ['#recording=%', null],
    ['#w=abc', null],
  ])('%s', (fragment, expected) => {
    expect(recordingAddress(fragment, here)).toBe(expected);
  });
});

it('a recording of another version is listed, not opened: the page, the command and the debugger name the version to use', async () => {
  const other = sealRecording(Uint8Array.of(0), '0.0.9');
  const text = 'the recording was made by Postern 0.0.9, this is Postern 0.1.0: open it with Postern 0.0.9';
  await expect(debugRecording(open, other, new TableFiles({}))).rejects.toThrow(text);
  expect(() => sourcesOf(other)).toThrow(text);
  const page = recordingsPage({
    recordings: [
      {
        ...{
          id: 'x',
          time: '2026-01-01T00:00:00.000Z',
          domain: null,
          skin: '',
          file: 'a.wcgp',
          code: 'cpu-limit',
        },
        ...{
          number: 602,
          message: 'm',
          place: 'a.wcgp:1:1',
          tag: 't',
          covered: 0,
          size: 1,
          version: '0.0.9',
        },
      },
    ],
    ...{ token: '', isOn: true, hasPlayground: true, version: '0.1.0', message: null },
  });
  expect(page).toContain('Made by Postern 0.0.9: open it with this version.');
  expect(page).not.toContain('Open in playground');
  const path = join(test.base, 'old.prec');
  writeFileSync(path, other);
  const said: string[] = [];
  const io = { ...terminalIo(), err: (line: string) => void said.push(line) };
  expect(await runAuthorCommand('replay', [path], io)).toBe(2);
  expect(said.join('')).toBe(`postern replay: ${text}\n`);
});

it.each([
  ['password=a-secret-1', true],
  ['newPasswd=a-secret-1', true],
  ['api_key=a-secret-1', true],
  ['X-Access-Key=a-secret-1', true],
  ['card_pin=a-secret-1', true],
  ['pwd=a-secret-1', true],
  ['spinner=a-secret-1', false],
  ['opinion=a-secret-1', false],
  ['name=a-secret-1', false],
])('the rule of names: %s', (query, isSecret) => {
  const request = {
    ...{ method: 'GET', path: '/', query, secure: false, fields: [], remoteAddress: '', remotePort: 0 },
    ...{ proxiedAddress: null, body: null },
  };
  expect(secretsOf({ request }).has('a-secret-1')).toBe(isSecret);
});
