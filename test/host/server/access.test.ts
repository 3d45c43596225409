/** Which services an account may use, over the listeners of a real server (objects.md 3); killed sessions of all kinds. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { basic, MAIN, startTestServer, type TestServer } from './harness.js';

const PASSWORD = 'test-password-1';
let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
  await test.put({ 'me.wcgp': 'entry Main is SetHTTPResponseData(MyEmail()); end entry;' });
  for (const [name, modes] of [
    ['mailer', ['27', 'Mail', 'WebMail']],
    ['caller', ['27', 'HTTP']],
    ['anna', 'All'],
  ] as const) {
    const settings = dictOf([
      ['Password', PASSWORD],
      ['AccessModes', typeof modes === 'string' ? modes : [...modes]],
    ]);
    await test.server.objects.accounts.create(SYSTEM, `${name}@${MAIN}`, { settings });
  }
});
afterAll(() => test.stop());

/** Status of the login page: 302 leads into a session. */
async function page(name: string): Promise<number> {
  const body = new URLSearchParams({ username: name, password: PASSWORD });
  return (await test.get('/', { method: 'POST', body })).status;
}

const program = async (name: string): Promise<number> =>
  (await test.get('/auth/me.wcgp', { headers: basic(name, PASSWORD) })).status;

describe('AccessModes', () => {
  it.each([
    ['mailer', 302, 401],
    ['caller', 200, 200],
    ['anna', 302, 200],
  ])('%s: login page %i, requests that authenticate %i', async (name, session, request) => {
    expect([await page(name), await program(name)]).toEqual([session, request]);
  });
});

/** A connection that tells when it is closed, and what came first. */
async function connection(port: number, ...sent: string[]) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  const closed = new Promise<void>(resolve => socket.on('close', () => resolve()));
  for (const line of sent) socket.write(line);
  return { text: () => text, closed };
}

describe('KILLACCOUNTSESSIONS', () => {
  it('ends pages, XIMSS and PWD connections of the account', async () => {
    const { objects } = test.server;
    const body = new URLSearchParams({ username: 'anna', password: PASSWORD });
    const location = (await test.get('/', { method: 'POST', body })).headers.get('location') ?? '';
    const login = `<login id="1" authData="anna@${MAIN}" password="${PASSWORD}"/>\0`;
    const ximss = await connection(test.server.address('XIMSSI').port, login);
    const pwd = await connection(
      test.server.address('PWD').port,
      `USER anna\r\nPASS ${PASSWORD}\r\nNOOP\r\n`,
    );
    await expect.poll(ximss.text).toContain('<session id="1"');
    await expect.poll(pwd.text).toContain('200 OK');
    const list = () => objects.sessions.list(SYSTEM, `anna@${MAIN}`).length;
    const before = list();
    expect(before).toBeGreaterThanOrEqual(2);
    await objects.sessions.killAccount(SYSTEM, `anna@${MAIN}`);
    await Promise.all([ximss.closed, pwd.closed]);
    expect(list()).toBe(0);
    expect(location).toContain('/Session/');
    const path = new URL(location, 'http://x').pathname;
    expect((await test.get(path)).body).toContain('restoreSessionPage');
  });
});

describe('FINDACCOUNTSESSION', () => {
  it('knows clients by the names that they tell', async () => {
    const { sessions } = test.server.objects;
    const body = new URLSearchParams({ username: 'anna', password: PASSWORD });
    await test.get('/', { method: 'POST', body, headers: { 'user-agent': 'Own Browser/1.0' } });
    const login = `<login id="1" authData="anna@${MAIN}" password="${PASSWORD}"/>\0`;
    const ximss = await connection(
      test.server.address('XIMSSI').port,
      `${login}<setClientName id="2" name="Own Client"/>\0`,
    );
    await expect.poll(ximss.text).toContain('<response id="2"/>');
    const found = ['own browser/1.0', 'Own Client', 'Own'].map(client =>
      sessions
        .list(SYSTEM, `anna@${MAIN}`, { client })
        .map(id => sessions.find(id)?.data.entries)
        .map(data => [data?.protocol, data?.client]),
    );
    expect(found).toEqual([[['WebUser', 'Own Browser/1.0']], [['XIMSS', 'Own Client']], []]);
    await sessions.killAccount(SYSTEM, `anna@${MAIN}`);
    await ximss.closed;
  });
});
