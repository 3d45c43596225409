/** Every setting of the module (ximss.md 1.7), each attacked: the documented answer, and others go on as before. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SYSTEM } from '../../host/objects/api.js';
import { defaultXimssSettings, type XimssSettings } from '../../host/ximss/index.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { HttpClient, type Reply } from '../conformance/ximss/httpclient.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { PATIENCE } from '../tools/patience.js';
import { ask, askFor, baseFixture, LOGIN, until } from './support.js';

let world: XimssWorld;
const open: { close(): void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await world.close();
  expect(world.failures).toEqual([]);
});

async function tcp(): Promise<TcpClient> {
  const client = await TcpClient.open(world.port);
  open.push(client);
  return client;
}

async function loggedIn(): Promise<TcpClient> {
  const client = await tcp();
  expect((await ask(client, LOGIN)).attributes.errorText).toBeUndefined();
  return client;
}

const byeOf = async (client: TcpClient): Promise<string | undefined> =>
  (await until(client, ({ name }) => name === 'bye')).attributes.errorText;

async function closed(client: TcpClient): Promise<void> {
  while (!client.isClosed) await client.news(Date.now() + 10_000);
}

const LOGIN_QUERY = { userName: 'anna@example.test', password: 'Anna-pass-1' };

function http(): HttpClient {
  const client = new HttpClient(world.httpPort);
  open.push(client);
  return client;
}

const login = (client: HttpClient): Promise<Reply> =>
  client.run({ method: 'GET', path: '/XIMSSLogin/', query: LOGIN_QUERY });

async function session(client: HttpClient): Promise<string> {
  return /urlID="([^"]+)"/.exec((await login(client)).body)?.[1] ?? '';
}

const upload = (client: HttpClient, id: string, name: string, size: number): Promise<Reply> =>
  client.run({
    method: 'POST',
    path: `/Session/${id}/UPLOAD/${name}`,
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    body: `--b\r\nContent-Disposition: form-data; name="fileData"; filename="a.txt"\r\n\r\n${'x'.repeat(size)}\r\n--b--\r\n`,
  });

/** Status of an upgrade. */
function upgrade(headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${world.httpPort}/ximss`, ['ximss'], { headers });
  open.push({ close: () => socket.terminate() });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

const nested = (depth: number): string => `<noop id="n">${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</noop>`;
const wide = (count: number): string =>
  `<noop id="n" ${Array.from({ length: count }, (_, i) => `a${i}="x"`).join(' ')}/>`;

/** Sends a document that is malformed and gives the error. */
async function refused(client: TcpClient, document: string): Promise<string | undefined> {
  client.send([document]);
  return (await until(client, ({ name }) => name === 'response')).attributes.errorText;
}

interface Attack {
  readonly settings: Partial<XimssSettings>;
  run(): Promise<void>;
}

const attacks: { readonly [N in keyof XimssSettings]: Attack } = {
  channels: {
    settings: { channels: 1 },
    async run() {
      const first = await loggedIn();
      await closed(await tcp());
      expect(await upgrade()).toBe(503);
      await ask(first, '<noop id="1"/>');
      expect((await login(http())).status).toBe(200);
    },
  },
  sessionLimit: {
    settings: { sessionLimit: 1 },
    async run() {
      const first = await loggedIn();
      const answer = await ask(await tcp(), LOGIN);
      expect(answer.attributes).toMatchObject({ errorNum: '503', errorText: 'too many sessions' });
      expect(await login(http())).toMatchObject({ status: 503, reason: 'too many sessions' });
      await ask(first, '<bye id="1"/>');
      await closed(first);
      await loggedIn();
    },
  },
  inactivity: {
    settings: { inactivity: 1000 },
    async run() {
      const client = await loggedIn();
      expect(await byeOf(client)).toBe('session time-out');
      await closed(client);
    },
  },
  loginTimeout: {
    settings: { loginTimeout: 1000 },
    async run() {
      const client = await tcp();
      client.sendText('<login id="');
      expect(await byeOf(client)).toBe('login time-out');
      await closed(client);
    },
  },
  maxRequest: {
    settings: { maxRequest: 2000 },
    async run() {
      const client = await loggedIn();
      client.sendText(`<noop id="1">${'x'.repeat(3000)}`);
      expect(await byeOf(client)).toBe('message is too large');
      await closed(client);
      const browser = http();
      const path = `/Session/${await session(browser)}/sync`;
      const body = `<XIMSS><noop id="1">${'x'.repeat(3000)}</noop></XIMSS>`;
      expect(await browser.run({ method: 'POST', path, body })).toMatchObject({
        status: 413,
        reason: 'message is too large',
      });
      // a length that nobody told is counted while it comes
      const raw = connect({ port: world.httpPort, host: '127.0.0.1' });
      open.push({ close: () => raw.destroy() });
      raw.write(
        `POST ${path} HTTP/1.1\r\nHost: example.test\r\nTransfer-Encoding: chunked\r\n\r\nbb8\r\n${'x'.repeat(3000)}\r\n`,
      );
      const head = await new Promise<string>(resolve => raw.once('data', chunk => resolve(chunk.toString())));
      expect(head).toMatch(/^HTTP\/1\.1 413 message is too large\r\n/);
    },
  },
  maxPreLogin: {
    settings: { maxPreLogin: 500 },
    async run() {
      const client = await tcp();
      client.sendText(`<noop id="${'x'.repeat(600)}`);
      expect(await byeOf(client)).toBe('message is too large');
      await ask(await loggedIn(), `<noop id="1">${'x'.repeat(600)}</noop>`);
      const body = `<XIMSS>${' '.repeat(600)}</XIMSS>`;
      expect((await http().run({ method: 'POST', path: '/XIMSSLogin/', body })).status).toBe(413);
    },
  },
  maxDepth: {
    settings: { maxDepth: 10 },
    async run() {
      const client = await loggedIn();
      await ask(client, nested(9));
      expect(await refused(client, nested(10))).toMatch(/^XML error: /);
      expect(await refused(client, nested(5000))).toMatch(/^XML error: /);
      await ask(client, '<noop id="1"/>');
    },
  },
  maxAttributes: {
    settings: { maxAttributes: 10 },
    async run() {
      const client = await loggedIn();
      await ask(client, wide(9));
      expect(await refused(client, wide(10))).toMatch(/^XML error: /);
      await ask(client, '<noop id="1"/>');
    },
  },
  loginFailures: {
    settings: { loginFailures: 2, failureDelay: 1 },
    async run() {
      const client = await tcp();
      const wrong = '<login id="1" authData="anna@example.test" password="no"/>';
      for (let i = 0; i < 2; i++) expect((await ask(client, wrong)).attributes.errorNum).toBe('515');
      expect(await byeOf(client)).toBe('too many failed logins');
      await closed(client);
    },
  },
  failureDelay: {
    // far more than the work of the other one takes
    settings: { failureDelay: 6000 },
    async run() {
      const guess = await tcp();
      guess.send(['<login id="1" authData="anna@example.test" password="no"/>']);
      const other = await loggedIn();
      for (let i = 0; i < 20; i++) await ask(other, `<noop id="${i}"/>`);
      expect(guess.inbox).toEqual([]);
      expect((await until(guess, ({ name }) => name === 'response')).attributes.errorNum).toBe('515');
    },
  },
  protocolErrors: {
    settings: { protocolErrors: 3 },
    async run() {
      const client = await loggedIn();
      for (let round = 0; round < 3; round++) {
        for (let i = 0; i < 2; i++) expect(await refused(client, '<a')).toMatch(/^XML error: /);
        await ask(client, '<noop id="1"/>');
      }
      client.send(['<a', '<!DOCTYPE a><a/>', 'text']);
      expect(await byeOf(client)).toBe('too many protocol errors');
      await closed(client);
    },
  },
  flashPolicy: {
    settings: { flashPolicy: true },
    async run() {
      const client = await tcp();
      client.send(['<policy-file-request/>']);
      const policy = await until(client, ({ name }) => name === 'cross-domain-policy');
      expect(policy.raw).toContain('to-ports="*"');
      await closed(client);
      const later = await loggedIn();
      expect(await refused(later, '<policy-file-request/>')).toBe('the id attribute is missing');
    },
  },
  webSocket: {
    settings: { webSocket: false },
    async run() {
      expect(await upgrade()).toBe(404);
      await loggedIn();
    },
  },
  webSocketOrigins: {
    settings: { webSocketOrigins: ['https://mail.example.test'] },
    async run() {
      expect(await upgrade({ Origin: 'https://evil.test' })).toBe(403);
      expect(await upgrade({ Origin: 'https://mail.example.test.evil.test' })).toBe(403);
      expect(await upgrade({ Origin: 'https://mail.example.test' })).toBe(101);
      expect(await upgrade()).toBe(101);
    },
  },
  clearTextLogin: {
    settings: { clearTextLogin: false, failureDelay: 1 },
    async run() {
      const client = await tcp();
      const [features] = await askFor(client, '<listFeatures id="f"/>');
      expect(features?.raw).not.toMatch(/<sasl>(PLAIN|LOGIN)<\/sasl>/);
      const plain = Buffer.from('\0anna@example.test\0Anna-pass-1').toString('base64');
      for (const wanted of [LOGIN, `<login id="l" method="PLAIN" authData="${plain}"/>`]) {
        expect((await ask(client, wanted)).attributes).toMatchObject({
          errorNum: '502',
          errorText: 'secure connection is required',
        });
      }
      expect((await login(http())).status).toBe(403);
      client.send(['<starttls id="t"/>']);
      await until(client, ({ attributes }) => attributes.id === 't');
      await client.startTls();
      expect((await ask(client, LOGIN)).attributes.errorText).toBeUndefined();
    },
  },
  protocolVersion: {
    settings: { protocolVersion: '6.1c2' },
    async run() {
      const client = await tcp();
      client.send([LOGIN]);
      const message = await until(client, ({ name }) => name === 'session');
      expect(message.attributes.version).toBe('6.1c2');
    },
  },
  queueLength: {
    settings: { queueLength: 3 },
    async run() {
      const browser = http();
      const id = await session(browser);
      for (let i = 0; i < 9; i++)
        await world.objects.alerts.post(SYSTEM, 'account', 'anna@example.test', `a${i}`);
      const query = { ackSeq: '0', maxWait: '1' };
      const { body } = await browser.run({ method: 'GET', path: `/Session/${id}/`, query });
      expect([...body.matchAll(/>(a\d)</g)].map(match => match[1])).toEqual(['a6', 'a7', 'a8']);
    },
  },
  queueBytes: {
    settings: { queueBytes: 200_000, slowReader: 10_000 },
    async run() {
      const browser = http();
      const id = await session(browser);
      const ask_ = (path: string, body: string): Promise<Reply> =>
        browser.run({ method: 'POST', path: `/Session/${id}/${path}`, body: `<XIMSS>${body}</XIMSS>` });
      const many = Array.from({ length: 60 }, (_, i) => `<listKnownValues id="k${i}"/>`).join('');
      // answers that nobody fetches end the session
      let status = 200;
      for (const end = Date.now() + PATIENCE; status === 200 && Date.now() < end; ) {
        status = (await ask_('async', many)).status;
        await pause(20);
      }
      expect(status).toBe(550);
      // one reply is bounded, too: what does not fit is refused, and everything is answered
      const second = http();
      const path = `/Session/${await session(second)}/sync`;
      const reply = await second.run({ method: 'POST', path, body: `<XIMSS>${many}</XIMSS>` });
      expect(reply.body).toContain('errorText="the reply is too large" errorNum="506"/>');
      expect(reply.body.match(/<response /g)).toHaveLength(60);
      expect(reply.body.length).toBeLessThan(220_000);
      // and a client that never reads holds nobody up
      const socket = connect({ port: world.port, host: '127.0.0.1' }).on('error', () => undefined);
      open.push({ close: () => socket.destroy() });
      socket.write(`${LOGIN}\0`);
      await new Promise(resolve => socket.once('data', resolve));
      socket.pause();
      socket.write(`${many.replaceAll('/><', '/>\0<')}\0`.repeat(200));
      const other = await loggedIn();
      for (let i = 0; i < 50; i++) await ask(other, `<noop id="${i}"/>`);
    },
  },
  readAhead: {
    settings: { readAhead: 2 },
    async run() {
      const client = await loggedIn();
      const ids = Array.from({ length: 500 }, (_, i) => `i${i}`);
      client.send(
        ids.map((id, i) => (i % 9 === 0 ? `<mailboxList id="${id}" filter="*"/>` : `<noop id="${id}"/>`)),
      );
      const answered: string[] = [];
      await until(client, ({ name, attributes }) => {
        if (name === 'response') answered.push(attributes.id ?? '');
        return answered.length === ids.length;
      });
      expect(answered).toEqual(ids);
    },
  },
  slowReader: {
    settings: { slowReader: 4096 },
    async run() {
      const socket = connect({ port: world.port, host: '127.0.0.1' });
      open.push({ close: () => socket.destroy() });
      socket.write(`${LOGIN}\0`);
      await new Promise(resolve => socket.once('data', resolve));
      socket.pause();
      socket.write('<listKnownValues id="k"/>\0'.repeat(2000));
      const other = await loggedIn();
      for (let i = 0; i < 50; i++) await ask(other, `<noop id="${i}"/>`);
      // notices wait behind the answers and are not lost
      await world.objects.alerts.post(SYSTEM, 'account', 'anna@example.test', 'patience');
      let text = '';
      socket.on('data', chunk => {
        text += chunk.toString('latin1');
      });
      socket.resume();
      await expect.poll(() => text.includes('patience') && text.split('<response ').length > 2000).toBe(true);
      expect(text.match(/<response /g)).toHaveLength(2000);
      expect(text.match(/>patience</g)).toHaveLength(1);
    },
  },
  views: {
    settings: { views: 2 },
    async run() {
      const client = await loggedIn();
      for (const name of ['a', 'b'])
        await ask(client, `<folderOpen id="${name}" folder="${name}" mailbox="INBOX"/>`);
      const third = await ask(client, '<folderOpen id="c" folder="c" mailbox="INBOX"/>');
      expect(third.attributes).toMatchObject({ errorNum: '536', errorText: 'too many folders are open' });
      await ask(client, '<folderClose id="d" folder="a"/>');
      expect(
        (await ask(client, '<folderOpen id="e" folder="c" mailbox="INBOX"/>')).attributes.errorText,
      ).toBeUndefined();
    },
  },
  uploadBytes: {
    settings: { uploadBytes: 1000 },
    async run() {
      const browser = http();
      const id = await session(browser);
      expect((await upload(browser, id, 'one', 600)).status).toBe(200);
      expect((await upload(browser, id, 'two', 600)).status).toBe(413);
      expect((await upload(browser, id, 'one', 900)).status).toBe(200);
    },
  },
  uploadTime: {
    settings: { uploadTime: 1000 },
    async run() {
      const browser = http();
      const id = await session(browser);
      expect((await upload(browser, id, 'one', 10)).status).toBe(200);
      await pause(1100);
      const body = '<XIMSS><fileWrite id="1" fileName="a" uploadID="one"/></XIMSS>';
      const reply = await browser.run({ method: 'POST', path: `/Session/${id}/sync`, body });
      expect(reply.body).toContain('errorText="upload is not found"');
    },
  },
};

describe('settings of the module', () => {
  test.each(Object.keys(defaultXimssSettings) as (keyof XimssSettings)[])('%s', async name => {
    const { settings, run } = attacks[name];
    world = await openXimssWorld(baseFixture(), { failureDelay: 1, ...settings });
    await run();
  });
});
