/** The debug adapter attached to a real server: a chosen request stands still, its neighbours do not. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SYSTEM } from '../../host/objects/api.js';
import { encodePlain } from '../../runtime/codec/index.js';
import { dictOf } from '../../stdlib/values/index.js';
import { basic, startTestServer, type TestServer } from '../host/server/harness.js';
import { removeFolder } from '../tools/folders.js';
import { Client } from './dapclient.js';

const PROGRAM = `function Price(name) external;

entry Main is
  name = GetHTTPParameter("name");
  total = 0;
  for i = 1 while i <= 3 by i += 1 loop
    total += Price(name);
  end loop;
  Void(WriteStorageFile("last.txt", name));
  SetHTTPResponseData(MyEmail() + " " + String(total));
end entry;
`;
const PRICES = `function Price(name) is
  if name == "tea" then return 2; end if;
  list = NewArray();
  list[0 - 1] = name;
end function;
`;
const PAGE =
  '<html>\n<!--%%IF EQUALS("a" AND "a")-->\n%%HTML:charset%%\n<!--%%ENDIF-->\n%%HTML:charset%%\n</html>\n';

let test: TestServer;
let folder: string;
let client: Client;
const ANNA = basic('anna', 'Secret-pass-1');

beforeAll(async () => {
  test = await startTestServer();
  const { accounts, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  await accounts.create(SYSTEM, 'anna@main.test', { settings: dictOf([['Password', 'Secret-pass-1']]) });
  await test.put({ 'sell.wcgp': PROGRAM, 'price.wcgi': PRICES, 'notfound.wssp': PAGE });
});

afterAll(() => test?.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-attach-'));
  writeFileSync(join(folder, 'sell.wcgp'), PROGRAM);
  client = new Client();
});

afterEach(async () => {
  client.input.end();
  await client.ended;
  removeFolder(folder);
});

const host = (): string => new URL(test.server.address('HTTPU').url).host;

/** Attaches, with breakpoints by file. */
async function attach(args: object, points: Record<string, object[]> = {}): Promise<void> {
  await client.ask('initialize');
  await client.event('initialized');
  const attached = await client.ask('attach', {
    host: host(),
    user: 'postmaster',
    password: 'Post-pass-1',
    folder,
    ...args,
  });
  expect(attached.message).toBeUndefined();
  for (const [name, breakpoints] of Object.entries(points))
    await client.ask('setBreakpoints', { source: { path: join(folder, name) }, breakpoints });
  await client.ask('configurationDone');
  expect(await said()).toContain('Attached. Waiting for a request');
}

const said = async (): Promise<string> => String((await client.event('output')).body?.output);

const get = (name: string, path = '/auth/sell.wcgp') => test.get(`${path}?name=${name}`, { headers: ANNA });

async function stack(): Promise<string[]> {
  const { body } = await client.ask('stackTrace', { threadId: 1 });
  return ((body?.stackFrames ?? []) as { name: string; line: number }[]).map(
    ({ name, line }) => `${name}:${line}`,
  );
}

async function variables(reference: number): Promise<Record<string, string>> {
  const { body } = await client.ask('variables', { variablesReference: reference });
  return Object.fromEntries(
    ((body?.variables ?? []) as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
}

async function step(command: string): Promise<string[]> {
  await client.ask(command, { threadId: 1 });
  await client.event('stopped');
  return stack();
}

describe('the debugger attached to a host', () => {
  it('lets a chosen request stand still, in the sources, while its neighbours go on', async () => {
    await attach({ path: '/auth/sell*', account: 'anna@main.test' }, { 'sell.wcgp': [{ line: 7 }] });
    // Somebody else's request: it is not stopped.
    expect((await test.get('/sell.wcgp?name=tea')).status).toBe(404);
    const answer = get('tea');
    expect(await said()).toMatch(/^GET \/auth\/sell\.wcgp \(HTTPU-\d+\) runs sell\.wcgp\n$/);
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'breakpoint' });
    expect(await stack()).toEqual(['Main:7']);
    // The same account in the same program: another request is not held up.
    expect(await get('tea')).toMatchObject({ status: 200, body: 'anna@main.test 6' });
    expect(await variables(1)).toEqual({ name: '"tea"', total: '0', i: '1' });
    expect(await step('stepIn')).toEqual(['Price:2', 'Main:7']);
    expect(await variables(1)).toMatchObject({ name: '"tea"' });
    const { body } = await client.ask('evaluate', { expression: 'name + "!"', frameId: 0 });
    expect(body?.result).toBe('"tea!"');
    expect(await step('stepOut')).toEqual(['Main:6']);
    expect(await step('next')).toEqual(['Main:6']);
    expect(await step('next')).toEqual(['Main:7']);
    const back = await client.ask('stepBack');
    expect(back.success).toBe(true);
    expect(await said()).toContain('does not go back');
    await client.ask('setBreakpoints', { source: { path: join(folder, 'sell.wcgp') }, breakpoints: [] });
    await client.ask('continue', { threadId: 1 });
    expect(await answer).toMatchObject({ status: 200, body: 'anna@main.test 6' });
    expect(await said()).toMatch(/^The request is answered: [\d.]+ ms, \d+ host calls\n$/);
    expect((await client.ask('disconnect')).success).toBe(true);
  });

  it('knows conditions, gives sources that are not on the disk, and takes one request only', async () => {
    await attach(
      { path: '/auth/sell.wcgp', once: true },
      {
        'price.wcgi': [{ line: 2, condition: 'name == "x"' }],
        'sell.wcgp': [{ line: 7, condition: 'i == 3' }],
      },
    );
    const answer = get('tea');
    await client.event('stopped');
    expect(await variables(1)).toEqual({ name: '"tea"', total: '4', i: '3' });
    await client.ask('stepIn');
    await client.event('stopped');
    const { body } = await client.ask('stackTrace', { threadId: 1 });
    const [top] = (body?.stackFrames ?? []) as { source: { name: string; sourceReference: number } }[];
    expect(top?.source).toEqual({ name: 'price.wcgi', sourceReference: 1 });
    expect((await client.ask('source', { sourceReference: 1 })).body?.content).toBe(PRICES);
    await client.ask('continue', { threadId: 1 });
    expect((await answer).status).toBe(200);
    await client.event('terminated');
    expect(await get('tea')).toMatchObject({ status: 200 });
  });

  it('opens what fails at its last line, and steps back from there', async () => {
    await attach({ path: '/auth/sell.wcgp' });
    const answer = get('gold');
    expect(await said()).toContain('runs sell.wcgp');
    expect((await answer).status).toBe(500);
    expect(await said()).toMatch(/^The request failed: .+\n$/);
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'exception' });
    expect(await stack()).toEqual(['Price:4', 'Main:7']);
    expect(await step('stepBack')).toEqual(['Price:3', 'Main:7']);
    // While the failure is looked at, requests are left alone; then the next one is taken.
    expect((await get('tea')).status).toBe(200);
    await client.ask('continue', { threadId: 1 });
    await client.event('continued');
    const next = get('tea');
    expect(await said()).toContain('runs sell.wcgp');
    expect((await next).status).toBe(200);
  });

  it('lets the request go on when the editor goes, and ends it when that is wanted', async () => {
    await attach({ path: '/auth/sell.wcgp' }, { 'sell.wcgp': [{ line: 5 }] });
    const gone = get('tea');
    await client.event('stopped');
    client.input.end();
    expect(await client.ended).toBe(0);
    expect(await gone).toMatchObject({ status: 200, body: 'anna@main.test 6' });
    client = new Client();
    await attach({ path: '/auth/sell.wcgp' }, { 'sell.wcgp': [{ line: 5 }] });
    const ended = get('tea');
    await client.event('stopped');
    await client.ask('terminate');
    await client.event('terminated');
    expect((await ended).status).toBe(500);
    expect((await get('tea')).status).toBe(200);
  });

  it('lets nothing stand still for ever', async () => {
    test.server.settings.DebuggerPause = 300;
    await attach({ path: '/auth/sell.wcgp' }, { 'sell.wcgp': [{ line: 5 }] });
    const answer = get('tea');
    await client.event('stopped');
    expect((await answer).status).toBe(200);
    await client.event('continued');
    test.server.settings.DebuggerPause = 300_000;
  });

  it('stops in pages, and where it is told to pause', async () => {
    await attach({ path: '/nothing*' }, { 'notfound.wssp': [{ line: 2 }] });
    const answer = test.get('/nothing-here');
    expect(await said()).toContain('runs notfound.wssp');
    await client.event('stopped');
    expect(await stack()).toEqual(['notfound.wssp:2']);
    await client.ask('pause');
    await client.ask('continue');
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'pause' });
    await client.ask('continue');
    expect(await answer).toMatchObject({ status: 404, body: expect.stringContaining('utf-8') });
  });

  it('is for administrators of the domain, not for browsers, and can be switched off', async () => {
    await client.ask('initialize');
    const login = { host: host(), user: 'anna', password: 'Secret-pass-1', folder };
    expect(await client.ask('attach', login)).toMatchObject({
      success: false,
      message: 'Detached: insufficient access rights',
    });
    expect((await client.ask('attach', { ...login, password: 'wrong' })).message).toContain('does not know');
    expect((await client.ask('attach', { host: host(), user: 'anna' })).message).toContain('missing');
    expect((await client.ask('attach', { ...login, host: 'localhost:1' })).message).toContain(
      'cannot be reached',
    );
    test.server.settings.Debugger = false;
    expect((await client.ask('attach', login)).message).toContain('Debugger is off');
    test.server.settings.Debugger = true;
    const status = (headers: Record<string, string>, protocol: string[]): Promise<number> =>
      new Promise(resolve => {
        const socket = new WebSocket(`ws://${host()}/Admin/Debug/`, protocol, { headers });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('open', () => resolve(101));
        socket.on('error', () => undefined);
      });
    const admin = basic('postmaster', 'Post-pass-1');
    expect(await status({ ...admin, Origin: `http://${host()}` }, ['postern-debug'])).toBe(403);
    expect(await status(admin, ['other'])).toBe(400);
    expect(await status({}, ['postern-debug'])).toBe(401);
  });

  it('refuses what is no message', async () => {
    const closes = (bytes: Uint8Array): Promise<string> =>
      new Promise(resolve => {
        const headers = basic('postmaster', 'Post-pass-1');
        const socket = new WebSocket(`ws://${host()}/Admin/Debug/`, ['postern-debug'], { headers });
        let heard = '';
        socket.on('open', () => socket.send(bytes));
        socket.on('message', data => {
          heard += String(data);
        });
        socket.on('close', () => resolve(heard));
      });
    expect(await closes(Uint8Array.of(9, 9, 9))).toContain('malformed');
    expect(await closes(encodePlain({ kind: 'dance' }))).toContain('malformed');
    expect(await closes(encodePlain({ kind: 'attach', path: 'x'.repeat(2000) }))).toContain('malformed');
  });
});
