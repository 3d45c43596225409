/**
 * The compatibility contract (ximss.md 16), one line a number: the scenarios that show it, or a test of its own below.
 * Scenarios name their numbers themselves; both must agree.
 */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { HttpClient, type Reply } from '../conformance/ximss/httpclient.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { ask, baseFixture, until } from './support.js';

const folders = ['../conformance/vectors/ximss', '../conformance/own/ximss'];
const covered = new Map<string, string[]>();
for (const folder of folders) {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  for (const name of readdirSync(path).filter(file => file.endsWith('.json'))) {
    const { id, covers = [] } = JSON.parse(readFileSync(`${path}/${name}`, 'utf8')) as {
      id: string;
      covers?: string[];
    };
    for (const number of covers) covered.set(number, [...(covered.get(number) ?? []), id]);
  }
}

let world: XimssWorld;
beforeAll(async () => {
  world = await openXimssWorld(baseFixture(), { failureDelay: 1 });
});
afterAll(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

class Browser {
  readonly client = new HttpClient(world.httpPort);
  id = '';

  async login(query: Record<string, string> = {}): Promise<Reply> {
    const all = { userName: 'anna@example.test', password: 'Anna-pass-1', ...query };
    const reply = await this.client.run({ method: 'GET', path: '/XIMSSLogin/', query: all });
    this.id = /urlID="([^"]+)"/.exec(reply.body)?.[1] ?? '';
    return reply;
  }

  post(body: string, query: Record<string, string> = {}, resource = 'sync', cookies = true): Promise<Reply> {
    const path = `/Session/${this.id}/${resource}`;
    return this.client.run({ method: 'POST', path, query, body: `<XIMSS>${body}</XIMSS>` }, cookies);
  }

  poll(query: Record<string, string>): Promise<Reply> {
    return this.client.run({ method: 'GET', path: `/Session/${this.id}/`, query });
  }
}

const loggedIn = async (query: Record<string, string> = {}): Promise<Browser> => {
  const browser = new Browser();
  await browser.login({ DisableUseCookie: '1', ...query });
  return browser;
};

const alert = (text: string): Promise<void> =>
  world.objects.alerts.post(SYSTEM, 'account', 'anna@example.test', text).then(() => undefined);

/** What is not a scenario, or more of it. */
const own: Readonly<Record<string, () => Promise<void>>> = {
  'C-01': async () => {
    const browser = await loggedIn();
    expect((await browser.post('')).body).toBe('<XIMSS></XIMSS>');
    expect((await browser.post('<noop id="1"/>', { reqSeq: '1' })).body).toBe(
      '<XIMSS><response id="1"/></XIMSS>',
    );
  },
  'C-08': async () => {
    const browser = await loggedIn({ random: '1', counter: '2', 'weird%': '%%%' });
    expect((await browser.post('<noop id="1"/>', { Random: 'x', a: '' })).status).toBe(200);
  },
  'C-12': async () => {
    const browser = new Browser();
    const login = await browser.login({ EnableUseCookie: '1' });
    expect(login.headers['set-cookie']).toBeUndefined();
    // clients that lose the cookie are served until one came back, and every reply offers the same one
    const [first, second] = [
      await browser.post('<noop id="1"/>', {}, 'sync', false),
      await browser.post('', {}, 'sync', false),
    ];
    expect(first.headers['set-cookie']).toMatch(/^CGateProWebUser=[^;]+; Path=\/Session\/[^;]+; HttpOnly/);
    expect(second.headers['set-cookie']).toBe(first.headers['set-cookie']);
    await browser.post('<noop id="2"/>');
    const third = await browser.post('<noop id="3"/>');
    expect([third.status, third.headers['set-cookie']]).toEqual([200, undefined]);
    expect((await browser.post('<noop id="4"/>', {}, 'sync', false)).status).toBe(550);
  },
  'C-13': async () => {
    const browser = await loggedIn();
    const made = await browser.post('<mailboxCreate id="1" mailbox="C13"/>', { reqSeq: '41' });
    expect(made.body).toBe('<XIMSS><response id="1"/></XIMSS>');
    for (const resource of ['sync', 'async']) {
      expect(
        (await browser.post('<mailboxCreate id="1" mailbox="C13"/>', { reqSeq: '41' }, resource)).body,
      ).toBe(made.body);
    }
    for (const reqSeq of ['40', '43', '-1', 'x']) {
      expect(await browser.post('<noop id="1"/>', { reqSeq })).toMatchObject({
        status: 500,
        reason: 'XIMSS request sequence error',
      });
    }
    // without a number, and with one that is malformed, nothing is counted
    expect((await browser.post('<noop id="2"/>')).status).toBe(200);
    expect((await browser.post('<noop', { reqSeq: '42' })).status).toBe(400);
    expect((await browser.post('<noop id="3"/>', { reqSeq: '42' })).body).toBe(
      '<XIMSS><response id="3"/></XIMSS>',
    );
    const attribute = await browser.client.run({
      method: 'POST',
      path: `/Session/${browser.id}/sync`,
      body: '<XIMSS reqSeq="99"><noop id="4"/></XIMSS>',
    });
    expect(attribute.status).toBe(500);
  },
  'C-14': async () => {
    const browser = await loggedIn();
    expect((await browser.poll({ ackSeq: '', maxWait: '0' })).body).toBe('<XIMSS respSeq="0"/>');
    await alert('C-14 a');
    const first = (await browser.poll({ ackSeq: '0', maxWait: '5' })).body;
    expect(first).toMatch(/^<XIMSS respSeq="1">.*C-14 a/);
    await alert('C-14 b');
    expect((await browser.poll({ ackSeq: '0', maxWait: '5' })).body).toBe(first);
    expect((await browser.poll({ ackSeq: '1', maxWait: '5' })).body).toMatch(/^<XIMSS respSeq="2">.*C-14 b/);
    expect((await browser.poll({ ackSeq: '', maxWait: '0' })).body).toBe('<XIMSS respSeq="2"/>');
    // a poll that another one takes over gets the number of what was sent before, not of what the other one gets
    const before = world.requests();
    const older = browser.poll({ ackSeq: '2', maxWait: '20' });
    await expect.poll(() => world.requests()).toBe(before + 1);
    await pause(50);
    const newer = new Browser();
    newer.id = browser.id;
    const taken = newer.poll({ ackSeq: '2', maxWait: '20' });
    expect((await older).body).toBe('<XIMSS respSeq="2"/>');
    await alert('C-14 c');
    expect((await taken).body).toMatch(/^<XIMSS respSeq="3">.*C-14 c/);
  },
  'C-15': async () => {
    const lost = new Browser();
    lost.id = '000000-AAAAAAAAAAAAAAAAAAAA';
    for (const reply of [
      await lost.post('<noop id="1"/>'),
      await lost.poll({ ackSeq: '0' }),
      await lost.post('', {}, 'async'),
    ]) {
      expect(reply).toMatchObject({ status: 550, reason: 'you have been disconnected' });
    }
  },
  'C-29': async () => {
    const client = await TcpClient.open(world.port);
    client.send(['<login id="c" method="CRAM-MD5"/>']);
    const { attributes } = await until(client, ({ name }) => name === 'challenge');
    const digest = createHmac('md5', 'Anna-pass-1')
      .update(Buffer.from(attributes.value ?? '', 'base64'))
      .digest('hex');
    const pieces = ['anna@', 'example.test', ' ', digest].map(text => Buffer.from(text).toString('base64'));
    const answer = await ask(client, `<auth id="c" value="${pieces.join('')}"/>`);
    expect(answer.attributes.errorText).toBeUndefined();
    client.close();
  },
  'C-43': async () => {
    const socket = connect({ port: world.port, host: '127.0.0.1' });
    let text = '';
    socket.on('data', chunk => {
      text += chunk.toString();
    });
    for (const piece of [
      '\0\0 \n\0<noo',
      'p id="',
      '1"/',
      '>\0\0',
      '\0<noop id="2"/>\0<noop id="3"/>',
      '\0 \0',
    ] as const) {
      socket.write(piece);
      await pause(20);
    }
    await expect.poll(() => text).toContain('"3"/>\0');
    socket.destroy();
    expect(text).toBe('<response id="1"/>\0<response id="2"/>\0<response id="3"/>\0');
  },
  'C-45': async () => {
    const browser = await loggedIn();
    const bye = await browser.post('<bye id="9"/><noop id="10"/>', { reqSeq: '7' });
    expect(bye.body).toBe('<XIMSS><response id="9"/></XIMSS>');
    // a client that lost the answer may ask for it again; everything else finds the session gone
    expect((await browser.post('<bye id="9"/><noop id="10"/>', { reqSeq: '7' })).body).toBe(bye.body);
    for (const reply of [
      await browser.post('<noop id="11"/>', { reqSeq: '8' }),
      await browser.post('<noop id="11"/>'),
      await browser.poll({ ackSeq: '0', maxWait: '5' }),
    ]) {
      expect(reply.status).toBe(550);
    }
    const other = await loggedIn();
    expect((await other.post('<bye id="1"/>', { reqSeq: '1' }, 'async')).body).toBe('<XIMSS/>');
    const fetched = await other.poll({ ackSeq: '0', maxWait: '5' });
    expect(fetched.body).toMatch(/^<XIMSS respSeq="1">.*<response id="1"\/><\/XIMSS>$/);
    expect((await other.poll({ ackSeq: '0', maxWait: '5' })).body).toBe(fetched.body);
    expect((await other.poll({ ackSeq: '1', maxWait: '5' })).status).toBe(550);
  },
  'C-47': async () => {
    const browser = await loggedIn();
    await browser.poll({ ackSeq: '', maxWait: '0' });
    const { status, body } = await browser.poll({ ackSeq: '0', maxWait: '1' });
    expect([status, body]).toEqual([200, expect.stringMatching(/^<XIMSS respSeq="\d+"(?:\/>|>)/)]);
  },
  'C-48': async () => {
    const browser = await loggedIn();
    const slow = `${'<mailboxList id="a" filter="*"/>'.repeat(50)}<mailboxCreate id="1" mailbox="C48"/>`;
    const replies = await Promise.all(Array.from({ length: 5 }, () => browser.post(slow, { reqSeq: '1' })));
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect(replies[0]?.body).toMatch(/<response id="1"\/><\/XIMSS>$/);
    // the next number may come while the one before is busy
    const both = await Promise.all([
      browser.post(slow, { reqSeq: '2' }),
      browser.post('<noop id="n"/>', { reqSeq: '3' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
  },
};

const numbers = Array.from({ length: 49 }, (_, i) => `C-${String(i + 1).padStart(2, '0')}`);

describe('the compatibility contract', () => {
  it.each(numbers)('%s has a scenario or a test', number => {
    expect([...(covered.get(number) ?? []), ...Object.keys(own).filter(name => name === number)]).not.toEqual(
      [],
    );
  });

  it.each(Object.entries(own))('%s', async (_, run) => {
    await run();
  });
});
