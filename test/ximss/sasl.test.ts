/** Every mechanism over every transport that carries logins (ximss.md 3.2): right, wrong, and cancelled. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { dictOf } from '../../stdlib/values/index.js';
import { type Client, TcpClient, WsClient } from '../conformance/ximss/clients.js';
import type { Message } from '../conformance/ximss/tree.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { baseFixture, until } from './support.js';

let world: XimssWorld;
beforeAll(async () => {
  world = await openXimssWorld(baseFixture(), { failureDelay: 1, loginFailures: 50 });
});
afterAll(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const NAME = 'anna@example.test';
const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const hmac = (hash: string, key: Buffer | string, text: string | Buffer): Buffer =>
  createHmac(hash, key).update(text).digest();

const transports: Readonly<Record<string, () => Promise<Client>>> = {
  TCP: () => TcpClient.open(world.port),
  'the HTTP port': () => TcpClient.open(world.httpPort),
  starttls: async () => {
    const client = await TcpClient.open(world.port);
    client.send(['<starttls id="t"/>']);
    await until(client, ({ attributes }) => attributes.id === 't');
    await client.startTls();
    return client;
  },
  WebSocket: async () => {
    const client = await WsClient.open(world.httpPort, {});
    if (client === null) throw new Error('no WebSocket');
    return client;
  },
};

/** What a client of SCRAM says after its first message. */
function* scram(hash: 'sha1' | 'sha256', password: string): Generator<string, void, string> {
  const bare = `n=${NAME},r=nonce`;
  const first = yield `n,,${bare}`;
  const [, nonce = '', salt = '', rounds = ''] = /^r=(.*),s=(.*),i=(.*)$/.exec(first) ?? [];
  const size = hash === 'sha1' ? 20 : 32;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), size, hash);
  const key = hmac(hash, salted, 'Client Key');
  const last = `c=${b64('n,,')},r=${nonce}`;
  const signed = `${bare},${first},${last}`;
  const signature = hmac(hash, createHash(hash).update(key).digest(), signed);
  const proof = Buffer.from(key.map((byte, i) => byte ^ (signature[i] ?? 0)));
  const verifier = yield `${last},p=${b64(proof)}`;
  expect(verifier).toBe(`v=${b64(hmac(hash, hmac(hash, salted, 'Server Key'), signed))}`);
  yield '';
}

function* cram(password: string): Generator<string, void, string> {
  const challenge = yield '';
  yield `${NAME} ${hmac('md5', password, challenge).toString('hex')}`;
}

function* inTurn(...answers: readonly string[]): Generator<string, void, string> {
  for (const answer of answers) yield answer;
}

/** Name, whether the client begins, and what it says. */
const mechanisms: Readonly<
  Record<string, readonly [boolean, (password: string) => Generator<string, void, string>]>
> = {
  PLAIN: [true, password => inTurn(`\0${NAME}\0${password}`)],
  LOGIN: [false, password => inTurn('', NAME, password)],
  'CRAM-MD5': [false, cram],
  'SCRAM-SHA-1': [true, password => scram('sha1', password)],
  'SCRAM-SHA-256': [true, password => scram('sha256', password)],
};

/** Runs an exchange; gives the messages of the end. */
async function exchange(client: Client, method: string, password: string): Promise<Message[]> {
  const [begins, talk] = mechanisms[method] ?? [true, () => inTurn()];
  const talking = talk(password);
  const first = talking.next('').value ?? '';
  client.send([
    `<login id="x" method="${method.toLowerCase()}"${begins ? ` authData="${b64(first)}"` : ''}/>`,
  ]);
  const ended: Message[] = [];
  for (;;) {
    const message = await until(client, ({ attributes }) => attributes.id === 'x');
    if (message.name === 'challenge') {
      const challenge = Buffer.from(message.attributes.value ?? '', 'base64').toString();
      client.send([`<auth id="x" value="${b64(talking.next(challenge).value ?? '')}"/>`]);
      continue;
    }
    ended.push(message);
    if (message.name === 'response') return ended;
  }
}

it('only the methods of AUTHMethods are offered and taken', async () => {
  const { domains } = world.objects;
  const methods = ['PLAIN', 'SCRAM-SHA-256', 'NONCE'];
  await domains.updateSettings(SYSTEM, 'example.test', dictOf([['AUTHMethods', methods]]));
  const client = await TcpClient.open(world.port);
  client.send(['<listFeatures id="f"/>']);
  const features = await until(client, ({ name }) => name === 'features');
  const listed = features.children.filter(({ name }) => name === 'sasl').map(({ text }) => text);
  expect(listed).toEqual(['PLAIN', 'SCRAM-SHA-256']);
  expect(features.children.some(({ name }) => name === 'nonce')).toBe(true);
  for (const method of ['LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1']) {
    const [refused] = await exchange(client, method, 'Anna-pass-1');
    expect([method, refused?.attributes.errorNum]).toEqual([method, '516']);
  }
  client.send([`<login id="t" authData="${NAME}" password="Anna-pass-1"/>`]);
  const typed = await until(client, ({ name }) => name === 'response');
  expect(typed.attributes.errorNum).toBe('516');
  const [session] = await exchange(client, 'SCRAM-SHA-256', 'Anna-pass-1');
  expect(session?.name).toBe('session');
  client.close();
  await domains.updateSettings(SYSTEM, 'example.test', dictOf([['AUTHMethods', 'default']]));
});

describe.each(Object.keys(transports))('over %s', transport => {
  it('features list every mechanism', async () => {
    const client = await (transports[transport] as () => Promise<Client>)();
    client.send(['<listFeatures id="f"/>']);
    const features = await until(client, ({ name }) => name === 'features');
    const listed = features.children.filter(({ name }) => name === 'sasl').map(({ text }) => text);
    expect(listed).toEqual(Object.keys(mechanisms));
    client.close();
  });

  it.each(Object.keys(mechanisms))('%s', async method => {
    const client = await (transports[transport] as () => Promise<Client>)();
    const [wrong] = await exchange(client, method, 'Wrong-pass').catch(() => [] as Message[]);
    if (wrong !== undefined) expect(wrong.attributes).toMatchObject({ errorNum: '515', id: 'x' });
    client.send([`<login id="c" method="${method}"/>`]);
    await until(client, ({ name }) => name === 'challenge');
    client.send(['<auth id="c" value="*"/>']);
    const cancelled = await until(client, ({ name }) => name === 'response');
    expect(cancelled.attributes).toEqual({
      id: 'c',
      errorText: 'authentication is cancelled',
      errorNum: '502',
    });
    const [session, response] = await exchange(client, method, 'Anna-pass-1');
    expect([session?.name, session?.attributes.userName, response?.raw]).toEqual([
      'session',
      NAME,
      '<response id="x"/>',
    ]);
    client.close();
  });
});
