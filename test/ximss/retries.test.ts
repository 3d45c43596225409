/** Clients that ask twice, in another order, or hang up (ximss.md 1.5.6, 1.5.7), and those that do not wait (2.7). */
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import type { XimssOptions, XimssSettings } from '../../host/ximss/index.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { HttpClient } from '../conformance/ximss/httpclient.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { baseFixture, LOGIN, response, until } from './support.js';

let world: XimssWorld | null = null;
const clients: { close(): void }[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await world?.close();
  world = null;
});

async function open(
  settings: Partial<XimssSettings> = {},
  options: Partial<XimssOptions> = {},
): Promise<XimssWorld> {
  world = await openXimssWorld(baseFixture(), { failureDelay: 1, ...settings }, options);
  return world;
}

function browser({ httpPort }: XimssWorld): HttpClient {
  const client = new HttpClient(httpPort);
  clients.push(client);
  return client;
}

async function session(client: HttpClient): Promise<string> {
  const query = { userName: 'anna@example.test', password: 'Anna-pass-1' };
  const { body } = await client.run({ method: 'GET', path: '/XIMSSLogin/', query });
  return /urlID="([^"]*)"/.exec(body)?.[1] ?? '';
}

/** A command that runs until it is let go. */
function gate() {
  let ready = (): void => undefined;
  const free = new Promise<void>(resolve => {
    ready = resolve;
  });
  let runs = 0;
  const execute: XimssOptions['execute'] = async () => {
    runs++;
    await free;
    return { code: 200, text: 'OK', output: `run ${runs}` };
  };
  return { execute, ready: () => ready(), runs: () => runs };
}

test('a retry joins its request although the next one waits already; what is over is refused', async () => {
  const slow = gate();
  const opened = await open({}, { execute: slow.execute });
  const client = browser(opened);
  const id = await session(client);
  const post = (number: number, document: string) =>
    client.run({
      method: 'POST',
      path: `/Session/${id}/sync`,
      query: { reqSeq: String(number) },
      body: `<XIMSS>${document}</XIMSS>`,
    });
  const fifth = post(5, '<cliExecute id="a">NOOP</cliExecute>');
  await expect.poll(slow.runs).toBe(1);
  const before = opened.requests();
  const sixth = post(6, '<readTime id="b"/>');
  await expect.poll(opened.requests).toBe(before + 1);
  const retries = [post(5, '<cliExecute id="a">NOOP</cliExecute>'), post(6, '<readTime id="b"/>')];
  await expect.poll(opened.requests).toBe(before + 3);
  expect((await post(8, '<noop id="c"/>')).status).toBe(500);
  slow.ready();
  const [one, two, again, andAgain] = await Promise.all([fifth, sixth, ...retries]);
  expect(one?.body).toBe('<XIMSS><cliResult id="a">run 1</cliResult><response id="a"/></XIMSS>');
  expect(again).toMatchObject({ status: 200, body: one?.body });
  expect(andAgain).toMatchObject({ status: 200, body: two?.body });
  expect(slow.runs()).toBe(1);
  expect((await post(6, '<readTime id="b"/>')).body).toBe(two?.body);
  const late = await post(5, '<noop id="d"/>');
  expect([late.status, late.reason]).toEqual([500, 'XIMSS request sequence error']);
});

test('a message is not spent on a poll whose client hung up', async () => {
  const opened = await open();
  const client = browser(opened);
  const id = await session(client);
  const path = `/Session/${id}/get?maxWait=60`;
  const before = opened.requests();
  const headers = { Host: 'example.test' };
  const poll = request({ port: opened.httpPort, host: '127.0.0.1', path, headers });
  poll.on('error', () => undefined);
  poll.end();
  await expect.poll(opened.requests).toBe(before + 1);
  expect(await opened.connections()).toBe(2);
  poll.destroy();
  await expect.poll(opened.connections).toBe(1);
  await client.run({ method: 'POST', path: `/Session/${id}/sync`, body: '<XIMSS/>' });
  await opened.objects.alerts.post(SYSTEM, 'account', 'anna@example.test', 'still here');
  const { body } = await client.run({ method: 'GET', path: `/Session/${id}/get`, query: { maxWait: '30' } });
  expect(body).toMatch(/^<XIMSS respSeq="1"><alert [^>]*>still here<\/alert><\/XIMSS>$/);
});

test('requests run in order of arrival, queued ones too', async () => {
  const opened = await open();
  const id = await session(browser(opened));
  const socket = connect({ port: opened.httpPort, host: '127.0.0.1' });
  clients.push({ close: () => socket.destroy() });
  let text = '';
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  const post = (resource: string, body: string): string =>
    `POST /Session/${id}/${resource} HTTP/1.1\r\nHost: example.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  socket.write(
    post('async', '<setClientName id="1" name="first"/>') + post('sync', '<readSessionInfo id="2"/>'),
  );
  await expect.poll(() => text).toContain('<response id="2"/>');
  expect(text).toContain(' clientName="first"');
});

test('what waits behind the end of its session is refused', async () => {
  const slow = gate();
  const opened = await open({}, { execute: slow.execute });
  const client = browser(opened);
  const id = await session(client);
  const post = (body: string) =>
    client.run({ method: 'POST', path: `/Session/${id}/sync`, body: `<XIMSS>${body}</XIMSS>` });
  const last = post('<cliExecute id="1">NOOP</cliExecute><bye id="2"/>');
  await expect.poll(slow.runs).toBe(1);
  const before = opened.requests();
  const late = post('<noop id="3"/>');
  await expect.poll(opened.requests).toBe(before + 1);
  slow.ready();
  expect((await last).body).toMatch(/<response id="2"\/><\/XIMSS>$/);
  expect((await late).status).toBe(550);
});

test('refusals set the cookie of the session, too', async () => {
  const client = browser(await open());
  const query = { userName: 'anna', password: 'Anna-pass-1', EnableUseCookie: '1' };
  const login = await client.run({ method: 'GET', path: '/XIMSSLogin/', query });
  const id = /urlID="([^"]*)"/.exec(login.body)?.[1] ?? '';
  const reply = await client.run(
    { method: 'POST', path: `/Session/${id}/sync`, body: '<XIMSS><noop' },
    false,
  );
  expect(reply.status).toBe(400);
  expect(reply.headers['set-cookie']).toContain('CGateProWebUser=');
});

test('a document after a login may be as large as the login allows, though the client did not wait', async () => {
  const { port } = await open();
  const client = await TcpClient.open(port);
  clients.push(client);
  const text = 'x'.repeat(1_000_000);
  client.send([
    LOGIN,
    `<fileWrite id="w" fileName="private/large.txt">${text}</fileWrite>`,
    '<noop id="n"/>',
  ]);
  const answer = await until(client, message => message.name === 'bye' || response('w')(message));
  expect(answer.raw).toBe('<response id="w"/>');
  expect((await until(client, response('n'))).raw).toBe('<response id="n"/>');
});

test('logins at the same moment do not get more sessions than there may be', async () => {
  const opened = await open({ sessionLimit: 3 });
  const found = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const client = await TcpClient.open(opened.port);
      clients.push(client);
      client.send([LOGIN]);
      return (await until(client, response('l'))).attributes.errorNum ?? 'in';
    }),
  );
  expect(found.filter(answer => answer === 'in')).toHaveLength(3);
  expect(found.filter(answer => answer === '503')).toHaveLength(9);
});

test('an id has up to 255 symbols, whatever they are', async () => {
  const { port } = await open();
  const client = await TcpClient.open(port);
  clients.push(client);
  const id = 'ж€😀'.repeat(85);
  client.send([`<noop id="${id}"/>`, `<noop id="${id}x"/>`]);
  const answer = await until(client, response(id));
  expect(answer.raw).toBe(`<response id="${id}"/>`);
  const refused = await until(client, ({ name }) => name === 'response');
  expect(refused.raw).toBe('<response errorText="the id attribute is missing" errorNum="501"/>');
});
