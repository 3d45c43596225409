import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NameResolver, type ResolverPlan, USUAL_PLAN } from '../../../host/builtins/network/dns.js';
import { serverAddress } from '../../../host/server/bind/resolver.js';
import { PATIENCE } from '../../tools/patience.js';

/** A name server that knows one answer for each type and stays silent for the name `silent`. */
let socket: Socket;
let server = '';
let pending = 0;

const records: Record<number, Buffer> = {
  1: Buffer.from([192, 0, 2, 7]),
  28: Buffer.from('20010db8000000000000000000000001', 'hex'),
  16: Buffer.from('\x05hello\x06 world'),
  12: Buffer.from('\x04host\x01d\x03dom\x00'),
};

function answer(query: Buffer): Buffer | null {
  const end = query.indexOf(0, 12) + 1;
  const type = query.readUInt16BE(end);
  const question = query.subarray(12, end + 4);
  if (query.toString('latin1', 13, 19) === 'silent') return null;
  const missing = query.toString('latin1', 13, 20) === 'missing';
  const data = records[type];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(missing ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data && !missing ? 1 : 0, 6);
  if (!data || missing) return Buffer.concat([header, question]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([header, question, record, data]);
}

beforeAll(async () => {
  socket = createSocket('udp4', (query, from) => {
    pending++;
    const reply = answer(query);
    if (reply) socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  server = `127.0.0.1:${socket.address().port}`;
});
afterAll(() => socket.close());

const open = (timeout = PATIENCE, concurrent = 10, more: Partial<ResolverPlan> = {}) =>
  new NameResolver({ timeout: () => timeout, concurrent: () => concurrent }, () => ({
    ...USUAL_PLAN,
    servers: [server],
    ...more,
  }));

describe('name resolution', () => {
  it.each([
    ['a', 'x.dom', ['192.0.2.7']],
    ['aaaa', 'x.dom', ['2001:db8::1']],
    ['txt', 'x.dom', ['hello world']],
    ['ptr', '192.0.2.7', ['host.d.dom']],
  ] as const)('%s', async (question, name, expected) => {
    expect(await open().ask(question, name)).toEqual(expected);
  });

  it.each(['', 'a b', 'x\n.dom', 'x'.repeat(300)])('refuses the name %j unasked', async name => {
    await expect(open().ask('a', name)).rejects.toMatchObject({ code: 'EBADNAME' });
  });

  it('tells that a name does not exist', async () => {
    await expect(open().ask('a', 'missing.dom')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('gives up in time', async () => {
    await expect(open(50).ask('a', 'silent.dom')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('asks for few names at a time', async () => {
    const resolver = open(PATIENCE, 1);
    pending = 0;
    const all = Promise.allSettled([resolver.ask('a', 'silent.dom'), resolver.ask('a', 'x.dom')]);
    while (pending === 0) await new Promise(resolve => setTimeout(resolve, 5));
    expect(pending).toBe(1);
    resolver.close();
    const [first, second] = await all;
    expect(first?.status).toBe('rejected');
    expect(second).toMatchObject({ status: 'fulfilled', value: ['192.0.2.7'] });
  });

  it('goes to the next server of the list when one is silent, and ends after the attempts', async () => {
    const silent = createSocket('udp4');
    let heard = 0;
    silent.on('message', () => heard++);
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const servers = [`127.0.0.1:${silent.address().port}`, server];
    const both = open(PATIENCE, 1, { servers, initialTimeout: 50 });
    expect(await both.ask('a', 'x.dom')).toEqual(['192.0.2.7']);
    // more often when this process was too slow for the other server's answer
    await expect.poll(() => heard).toBeGreaterThan(0);
    const before = heard;
    const alone = open(60_000, 1, { servers: servers.slice(0, 1), initialTimeout: 20, attempts: 3 });
    await expect(alone.ask('a', 'x.dom')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    await expect.poll(() => heard).toBe(before + 3);
    silent.close();
  });

  it('takes answers with a dummy address for unknown names', async () => {
    const resolver = open(PATIENCE, 1, { dummies: ['192.0.2.7'] });
    await expect(resolver.ask('a', 'x.dom')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await resolver.ask('txt', 'x.dom')).toEqual(['hello world']);
  });
});

describe('addresses of servers', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['[10.0.0.1]:53', '10.0.0.1:53'],
    ['10.0.0.1:5353', '10.0.0.1:5353'],
    ['::1', '[::1]'],
    ['[::1]:5353', '[::1]:5353'],
    ['name.dom', null],
    ['10.0.0.1:99999', null],
    ['[]', null],
    ['', null],
  ])('%s', (text, expected) => expect(serverAddress(text)).toBe(expected));
});
