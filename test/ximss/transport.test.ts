/** Connections: limits, time-outs, TLS, slow readers, WebSockets on sessions (ximss.md 1). */
import { spawn } from 'node:child_process';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTLS } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SYSTEM } from '../../host/objects/api.js';
import type { XimssSettings } from '../../host/ximss/index.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { HttpClient } from '../conformance/ximss/httpclient.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { messageWithFile } from '../host/objects/mail/attachment.js';
import { ask, baseFixture, LOGIN, until } from './support.js';

let world: XimssWorld | null = null;
afterEach(async () => {
  const failures = world?.failures ?? [];
  await world?.close();
  world = null;
  expect(failures).toEqual([]);
});

async function open(settings: Partial<XimssSettings> = {}): Promise<XimssWorld> {
  world = await openXimssWorld(baseFixture(), { failureDelay: 1, ...settings });
  return world;
}

async function loggedIn({ port }: XimssWorld): Promise<TcpClient> {
  const client = await TcpClient.open(port);
  const answer = await ask(client, LOGIN);
  expect(answer.attributes.errorText).toBeUndefined();
  return client;
}

test('more connections than channels are closed at once, half-open ones after the login time', async () => {
  const { port } = await open({ channels: 20, loginTimeout: 6000 });
  const idle = await Promise.all(Array.from({ length: 20 }, () => TcpClient.open(port)));
  for (const client of idle) client.sendText('<noop');
  const channels = () => (world as XimssWorld).face.monitor().length;
  await expect.poll(channels).toBe(20);
  const late = await TcpClient.open(port);
  await expect.poll(() => late.isClosed).toBe(true);
  for (const client of idle)
    expect((await until(client, ({ name }) => name === 'bye')).attributes.errorText).toBe('login time-out');
  await expect.poll(channels).toBe(0);
  const again = await loggedIn(world as XimssWorld);
  again.close();
});

/** Descriptors that this process may have, of which half go to the crowd. */
function crowdSize(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = Number(report.userLimits?.open_files?.soft ?? 1024);
  return Math.min(10_000, Math.floor((Number.isFinite(soft) ? soft : 20_000) / 2));
}

test('ten thousand half-open connections do not hinder the others, and cost little', async () => {
  const count = crowdSize();
  const { port, face } = await open({ channels: count + 10 });
  const client = await loggedIn(world as XimssWorld);
  const before = process.memoryUsage().rss;
  const crowd = spawn(process.execPath, [
    fileURLToPath(new URL('crowd.mjs', import.meta.url)),
    String(port),
    String(count),
  ]);
  await new Promise(resolve => crowd.stdout.once('data', resolve));
  for (let i = 0; i < 50; i++) await ask(client, `<noop id="n${i}"/>`);
  await expect.poll(() => face.monitor().length).toBe(count + 1);
  expect((process.memoryUsage().rss - before) / count).toBeLessThan(64 * 1024);
  crowd.stdin.end();
  await expect.poll(() => face.monitor().length).toBe(1);
  await ask(client, '<noop id="last"/>');
  client.close();
});

test('failed logins close the connection', async () => {
  const { port } = await open();
  const client = await TcpClient.open(port);
  for (let i = 0; i < 5; i++) {
    const answer = await ask(client, `<login id="${i}" authData="anna@example.test" password="no"/>`);
    expect(answer.attributes.errorNum).toBe('515');
  }
  expect((await until(client, ({ name }) => name === 'bye')).attributes.errorText).toBe(
    'too many failed logins',
  );
});

test('silence ends a session, its own option prolongs it', async () => {
  await open({ inactivity: 2500 });
  const silent = await loggedIn(world as XimssWorld);
  const patient = await loggedIn(world as XimssWorld);
  await ask(patient, '<setSessionOption id="1" name="idleTimeout" value="600"/>');
  expect((await until(silent, ({ name }) => name === 'bye')).attributes.errorText).toBe('session time-out');
  await ask(patient, '<noop id="2"/>');
  patient.close();
});

test('bytes behind starttls are thrown away', async () => {
  const { port } = await open();
  const socket = connect({ port, host: '127.0.0.1' });
  await new Promise(resolve => socket.once('connect', resolve));
  let plain = '';
  const answered = new Promise<void>(resolve => {
    socket.on('data', chunk => {
      plain += chunk.toString('latin1');
      if (plain.includes('\0')) resolve();
    });
  });
  socket.write('<starttls id="1"/>\0<noop id="injected"/>\0');
  await answered;
  socket.removeAllListeners('data');
  expect(plain).toBe('<response id="1"/>\0');
  const secure = connectTLS({ socket, rejectUnauthorized: false });
  await new Promise((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
  secure.write('<noop id="2"/>\0');
  const first = await new Promise<string>(resolve =>
    secure.once('data', chunk => resolve(chunk.toString('latin1'))),
  );
  expect(first).toBe('<response id="2"/>\0');
  secure.destroy();
});

test('a slow reader gets everything in order, and hinders nobody', async () => {
  const { port } = await open();
  const socket = connect({ port, host: '127.0.0.1' });
  await new Promise(resolve => socket.once('connect', resolve));
  socket.write(`${LOGIN}\0`);
  await new Promise(resolve => socket.once('data', resolve));
  socket.pause();
  const count = 1500;
  socket.write(Array.from({ length: count }, (_, i) => `<listKnownValues id="k${i}"/>\0`).join(''));
  await pause(300);
  const other = await loggedIn(world as XimssWorld);
  for (let i = 0; i < 20; i++) await ask(other, `<noop id="n${i}"/>`);
  const status = (world as XimssWorld).face.monitor().map(line => line.status);
  expect(status).toHaveLength(2);
  const ids: string[] = [];
  await new Promise<void>(resolve => {
    let rest = '';
    socket.on('data', chunk => {
      const parts = (rest + chunk.toString('latin1')).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const id = /^<response id="(k[0-9]+)"\/>$/.exec(part)?.[1];
        if (id !== undefined) ids.push(id);
      }
      if (ids.length === count) resolve();
    });
    socket.resume();
  });
  expect(ids).toEqual(Array.from({ length: count }, (_, i) => `k${i}`));
  socket.destroy();
  other.close();
});

test('a session that never polls keeps a bounded number of messages, and no answer is dropped', async () => {
  const { httpPort, objects } = await open({ queueLength: 10 });
  const client = new HttpClient(httpPort);
  const login = await client.run({
    method: 'GET',
    path: '/XIMSSLogin/',
    query: { username: 'anna@example.test', password: 'Anna-pass-1' },
  });
  const id = /urlID="([^"]+)"/.exec(login.body)?.[1];
  for (let i = 0; i < 30; i++)
    await objects.alerts.post(SYSTEM, 'account', 'anna@example.test', `alert ${i}`);
  await client.run({
    method: 'POST',
    path: `/Session/${id}/async`,
    body: '<XIMSS><readCharsets id="c"/></XIMSS>',
  });
  let told = '';
  for (let ackSeq = 0; !told.includes('<response id="c"/>'); ackSeq++) {
    const query = { ackSeq: String(ackSeq), maxWait: '20' };
    const { status, body } = await client.run({ method: 'GET', path: `/Session/${id}/`, query });
    expect(status).toBe(200);
    told += body;
  }
  expect(told.match(/<alert /g)).toHaveLength(10);
  expect(told).toContain('alert 29');
  client.close();
});

test('WebSockets attach to sessions: the newest one gets the messages, a killed session closes it', async () => {
  const { httpPort, face, objects } = await open();
  const client = new HttpClient(httpPort);
  const query = { username: 'anna@example.test', password: 'Anna-pass-1', DisableUseCookie: '1' };
  const login = await client.run({ method: 'GET', path: '/XIMSSLogin/', query });
  const id = /urlID="([^"]+)"/.exec(login.body)?.[1] ?? '';
  const attach = async (): Promise<{ socket: WebSocket; texts: string[]; closed: Promise<number> }> => {
    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/Session/${id}/ws`, ['ximss']);
    const texts: string[] = [];
    socket.on('message', data => texts.push(data.toString()));
    const closed = new Promise<number>(resolve => socket.on('close', resolve));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { socket, texts, closed };
  };
  const first = await attach();
  const second = await attach();
  expect(await first.closed).toBe(4002);
  second.socket.send('<noop id="1"/>');
  await objects.alerts.post(SYSTEM, 'account', 'anna@example.test', 'hello');
  await expect.poll(() => second.texts).toContain('<response id="1"/>');
  await expect.poll(() => second.texts.some(text => text.endsWith('>hello</alert>'))).toBe(true);
  expect(face.disconnect(Number(id.slice(0, 6)))).toBe(true);
  expect(await second.closed).toBe(4001);
  const lost = await client.run({ method: 'POST', path: `/Session/${id}/sync`, body: '<XIMSS/>' });
  expect(lost.status).toBe(550);
  client.close();
});

/** A session of the pages, as their login opens one. */
function webSession({ sessions }: XimssWorld['objects'], useCookie: boolean) {
  const who = { account: 'anna', domain: 'example.test', address: '127.0.0.1' };
  return sessions.open({ kind: 'web', ...who, secure: false, fixedAddress: true, useCookie });
}

test('a session of the web pages is a session of the protocol, and its cookie protects it', async () => {
  const { httpPort, objects } = await open();
  const session = await webSession(objects, true);
  const path = `/Session/${session.id}/sync`;
  const client = new HttpClient(httpPort);
  const noop = { method: 'POST', path, body: '<XIMSS><noop id="1"/></XIMSS>' };
  expect((await client.run(noop)).body).toBe('<XIMSS><response id="1"/></XIMSS>');
  expect((await client.run(noop)).status).toBe(200);
  expect((await client.run(noop, false)).status).toBe(550);
  const file = await client.run({ method: 'GET', path: `/Session/${session.id}/MIME/INBOX/2-H` });
  expect(file.body).toContain('Subject: Second');
  client.close();
});

test('a large message is downloaded in pieces: whole, by parts, and its header', async () => {
  const { httpPort, objects } = await open();
  const box = await objects.mailboxes.open(SYSTEM, 'anna@example.test', 'INBOX');
  const bytes = Buffer.alloc(6_000_001, 'large attachments ');
  const text = messageWithFile(bytes, { now: 0, hostName: 'example.test', unique: () => 'x' });
  const { uid } = await objects.messages.append(SYSTEM, box, text);
  const session = await webSession(objects, false);
  const client = new HttpClient(httpPort);
  const get = (form: string) =>
    client.run({ method: 'GET', path: `/Session/${session.id}/MIME/INBOX/${uid}${form}` });
  expect((await get('')).body === text.toString('latin1')).toBe(true);
  expect((await get('-02-B')).body === bytes.toString('latin1')).toBe(true);
  expect((await get('-01-B')).body).toBe('the text');
  expect((await get('-H')).body).toContain('Subject: Large');
  const part = (await get('-02-P')).body;
  expect(part.startsWith('Content-Type: application/x-large')).toBe(true);
  expect(part.length).toBeGreaterThan(8_000_000);
  expect((await get('-03-B')).status).toBe(404);
  client.close();
});

test('SCRAM-SHA-256, glued CRAM-MD5, and a session as credential', async () => {
  const { port } = await open();
  const client = await TcpClient.open(port);
  const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
  const challenge = async (document: string): Promise<string> => {
    client.send([document]);
    const message = await until(client, ({ name }) => name === 'challenge' || name === 'response');
    return Buffer.from(message.attributes.value ?? '', 'base64').toString('utf8');
  };
  const bare = 'n=anna@example.test,r=clientnonce';
  const first = await challenge(`<login id="s" method="scram-sha-256" authData="${b64(`n,,${bare}`)}"/>`);
  const [, nonce = '', salt = '', rounds = ''] = /^r=(.*),s=(.*),i=(.*)$/.exec(first) ?? [];
  expect(nonce.startsWith('clientnonce')).toBe(true);
  const salted = pbkdf2Sync('Anna-pass-1', Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256');
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const clientKey = hmac(salted, 'Client Key');
  const last = `c=${b64('n,,')},r=${nonce}`;
  const signed = `${bare},${first},${last}`;
  const signature = hmac(createHash('sha256').update(clientKey).digest(), signed);
  const proof = b64(Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))));
  const verifier = await challenge(`<auth id="s" value="${b64(`${last},p=${proof}`)}"/>`);
  expect(verifier).toBe(`v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`);
  client.send(['<auth id="s" value=""/>']);
  const session = await until(client, ({ name }) => name === 'session');

  const second = await TcpClient.open(port);
  second.send(['<login id="c" method="CRAM-MD5"/>']);
  const { attributes } = await until(second, ({ name }) => name === 'challenge');
  const digest = createHmac('md5', 'Anna-pass-1')
    .update(Buffer.from(attributes.value ?? '', 'base64'))
    .digest('hex');
  const glued = b64('anna@example.test ') + b64(digest);
  expect((await ask(second, `<auth id="c" value="${glued}"/>`)).attributes.errorText).toBeUndefined();

  const third = await TcpClient.open(port);
  const old = session.attributes.urlID ?? '';
  const wrong = await ask(
    third,
    `<login id="w" method="SESSIONID" userName="boris@example.test" sessionID="${old}"/>`,
  );
  expect(wrong.attributes.errorNum).toBe('515');
  const right = await ask(
    third,
    `<login id="r" method="SESSIONID" userName="anna" domain="example.test" sessionID="${old}" killOld="1"/>`,
  );
  expect(right.attributes.errorText).toBeUndefined();
  expect((await until(client, ({ name }) => name === 'bye')).attributes.errorText).toContain('closed');
  for (const each of [second, third]) each.close();
});

test('any other request ends an exchange, and its login is answered first', async () => {
  const { port } = await open();
  const client = await TcpClient.open(port);
  client.send(['<login id="a" method="CRAM-MD5"/>', '<noop id="b"/>', '<auth id="a" value="x"/>']);
  const messages: string[] = [];
  await until(client, message => {
    messages.push(`${message.name} ${message.attributes.id} ${message.attributes.errorNum ?? ''}`);
    return messages.length === 4;
  });
  expect(messages).toEqual(['challenge a ', 'response a 502', 'response b ', 'response a 502']);
  client.close();
});
