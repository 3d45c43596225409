/** Mail for other hosts goes to the relay, when the administrator named one. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dict, makeWorld, POSTMASTER, type World } from '../world.js';

let world: World;
let server: Server;
let sockets: Set<Socket>;
/** What the server was told, and what it answers to each recipient. */
let told: string[];
let answer: (recipient: string) => string;

beforeEach(async () => {
  told = [];
  sockets = new Set();
  answer = () => '250 fine';
  server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    let isData = false;
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 relay.test ESMTP');
    socket.on('data', chunk => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        told.push(line);
        if (isData) {
          if (line !== '.') continue;
          isData = false;
          say('250 taken');
        } else if (/^EHLO/i.test(line)) say('250 relay.test');
        else if (/^RCPT/i.test(line)) {
          const reply = answer(/<(.*)>/.exec(line)?.[1] ?? '');
          if (reply !== '') say(reply);
        } else if (/^DATA/i.test(line)) {
          isData = true;
          say('354 go on');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('250 ok');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  world = await makeWorld();
  const { port } = server.address() as AddressInfo;
  await world.objects.server.updateModule(
    POSTMASTER,
    'SMTP',
    dict(`{RelayAddress="127.0.0.1:${port}";RelayTLS=NO;}`),
  );
});
afterEach(async () => {
  await world.close();
  for (const socket of sockets) socket.destroy();
  await new Promise(resolve => server.close(resolve));
});

const send = async (...to: string[]) => {
  await world.objects.delivery.submit(POSTMASTER, { to, text: Buffer.from('Subject: x\r\n\r\n.dot\r\n') });
  await world.objects.delivery.idle();
};
const waiting = async () =>
  (await world.objects.queue.list(POSTMASTER)).flatMap(each =>
    each.recipients.map(({ address, error }) => [address, error]),
  );

it('passes the text on, one transaction for each host', async () => {
  await send('a@one.example', 'b@one.example', 'c@two.example', 'postmaster');
  expect(told.filter(line => /^MAIL/.test(line))).toHaveLength(2);
  expect(told.filter(line => /^RCPT/.test(line)).join()).toContain(
    'RCPT TO:<a@one.example>,RCPT TO:<b@one.example>',
  );
  expect(told).toContain('..dot');
  expect(told.some(line => line.startsWith('Return-Path'))).toBe(false);
  expect(await waiting()).toEqual([]);
});

it('keeps what is refused for now, reports what is refused for good', async () => {
  answer = recipient =>
    recipient.startsWith('later')
      ? '451 busy'
      : recipient.startsWith('never')
        ? '550 5.1.1 no such user'
        : '250 fine';
  await send('a@one.example', 'later@one.example', 'never@one.example');
  expect(await waiting()).toEqual([['later@one.example', expect.stringContaining('busy')]]);
  answer = () => '250 fine';
  await world.objects.queue.release(POSTMASTER, 'ONE.example');
  await world.objects.delivery.idle();
  expect(await waiting()).toEqual([]);
  const system = { kind: 'system' } as const;
  const box = await world.objects.mailboxes.open(system, 'postmaster', 'INBOX', 'r');
  const found = [];
  for await (const each of world.objects.messages.all(system, box)) found.push(each);
  const [report] = found;
  const text = Buffer.from(await world.objects.messages.read(system, box, report?.uid ?? 0)).toString();
  expect(text).toMatch(/Final-Recipient: rfc822;never@one\.example\r\nAction: failed\r\nStatus: 5\.1\.1/);
});

it('stores what came of a host before it serves the next one', async () => {
  const marks: unknown[] = [];
  let isWaiting = true;
  let reached: () => void = () => undefined;
  const first = new Promise<void>(resolve => {
    reached = resolve;
  });
  answer = recipient => {
    if (recipient === 'a@one.example') return '250 fine';
    reached();
    return isWaiting ? '' : '250 fine';
  };
  await world.objects.delivery.submit(POSTMASTER, {
    to: ['a@one.example', 'b@two.example'],
    text: Buffer.from('Subject: x\r\n\r\ntext\r\n'),
  });
  const idle = world.objects.delivery.idle();
  // the relay got the second recipient, and does not answer: the first one is out of the queue, the second one marked
  await first;
  for (const { recipients } of await world.objects.queue.list(POSTMASTER))
    marks.push(...recipients.map(({ address, isUnderway }) => [address, isUnderway]));
  expect(marks).toEqual([['b@two.example', true]]);
  isWaiting = false;
  for (const socket of sockets) socket.destroy();
  await idle;
  const [message] = await world.objects.queue.list(POSTMASTER);
  expect(message?.recipients).toMatchObject([{ address: 'b@two.example', isUnderway: false, tries: 1 }]);
});

it.each([
  ['Again', true],
  ['Report', false],
])('who may have a message already, after a kill: Uncertain=%s', async (setting, isAgain) => {
  const { queue, delivery, server: settings } = world.objects;
  await settings.set(POSTMASTER, 'queue', dict(`{Uncertain=${setting};}`));
  answer = () => '451 not yet';
  await send('a@one.example');
  const [message] = await queue.list(POSTMASTER);
  if (message === undefined) throw new Error('the queue is empty');
  // as a server leaves it that was killed while the relay had the message
  await queue.underway(message, message.recipients, {});
  answer = () => '250 fine';
  told = [];
  await queue.release(POSTMASTER, 'one.example');
  await delivery.idle();
  expect(told.some(line => line.startsWith('RCPT TO:<a@one.example>'))).toBe(isAgain);
  expect(await waiting()).toEqual([]);
  const box = await world.objects.mailboxes.open({ kind: 'system' }, 'postmaster', 'INBOX', 'r');
  expect(box.use.messages).toBe(isAgain ? 0 : 1);
});

it('waits when the server cannot be reached', async () => {
  await world.objects.server.updateModule(POSTMASTER, 'SMTP', dict('{RelayAddress="127.0.0.1:1";}'));
  await send('a@one.example');
  expect((await waiting())[0]?.[0]).toBe('a@one.example');
});
