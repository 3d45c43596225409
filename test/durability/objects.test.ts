/**
 * `kill -9` in the middle of account renames, mailbox renames, moves of messages, deliveries and list postings. After
 * each: `postern verify` finds nothing wrong, what was acknowledged is there, and every message came once.
 * POSTERN_KILLS says how often; `npm run kills` does it 50 times.
 */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verify } from '../../host/bin/commands/verify.js';
import { createObjects, type Objects, SYSTEM } from '../../host/objects/api.js';
import { openStore } from '../../host/storage/index.js';
import { dictOf } from '../../stdlib/values/dict.js';
import { removeFolder } from '../tools/folders.js';
import { kill, put, type Running, start } from './process.js';

const ROUNDS = Number(process.env.POSTERN_KILLS ?? 4);
/** Milliseconds of load before the kill: this many, and up to as many more. */
const LOAD = 300;
const PASSWORD = 'kill-pass-1';
/** Accounts and mailboxes that are renamed, each by a client of its own. */
const RENAMED = 3;
const SUBSCRIBERS = ['one', 'two', 'three'];
const MOVED = 12;

const base = mkdtempSync(join(tmpdir(), 'postern-kills-'));
const problem = (text: string): void => {
  throw new Error(text);
};

/** What a client knows: the last value that was acknowledged, and the one that was on its way. */
interface Known {
  acknowledged: number;
  sent: number;
}
const several = (): Known[] => Array.from({ length: RENAMED }, () => ({ acknowledged: 0, sent: 0 }));
const accounts = several();
const boxes = several();
const moves: Known = { acknowledged: 0, sent: 0 };
/** Messages by their subjects: acknowledged ones, and ones that nobody knows the fate of. */
const mail = { acknowledged: new Set<string>(), unknown: new Set<string>() };
const posts = { acknowledged: new Set<string>(), unknown: new Set<string>() };

const PROGRAM = `entry sysEntry is
  if Impersonate("postmaster") != null then SetHTTPResponseCode(403); stop; end if;
  what = GetHTTPParameter("what"); error = null;
  if what == "move" then
    box = OpenMailbox("~mover/" + GetHTTPParameter("from"));
    p = NewDictionary(); p.targetMailbox = "~mover/" + GetHTTPParameter("into"); p.doMove = "YES";
    u = MailboxUIDs(box, null); i = 0; few = NewArray();
    while i < 3 && i < Length(u) loop AddElement(few, u[i]); i = i + 1; end loop;
    error = MailboxCopy(box, few, p);
  else
    error = SendEMail(null, GetHTTPParameter("subject"), GetHTTPParameter("to"), null, "text");
  end if;
  if error == null then SetHTTPResponseData("done"); else SetHTTPResponseData(String(error)); SetHTTPResponseCode(503); end if;
end entry;`;

/** A client of PWD: one command after the other. */
async function commands(server: Running): Promise<(line: string) => Promise<void>> {
  const socket = connect(server.pwd, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  let wake = (): void => {};
  let isGone = false;
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
    wake();
  });
  for (const event of ['error', 'close'])
    socket.on(event, () => {
      isGone = true;
      wake();
    });
  const line = async (): Promise<string> => {
    while (!text.includes('\n')) {
      if (isGone) throw new Error('gone');
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    const end = text.indexOf('\n') + 1;
    const found = text.slice(0, end);
    text = text.slice(end);
    return found;
  };
  await line();
  const send = async (command: string): Promise<void> => {
    socket.write(`${command}\r\n`);
    const answer = await line();
    if (!/^[23]/.test(answer)) problem(`${command}: ${answer}`);
  };
  await send('USER postmaster');
  await send(`PASS ${PASSWORD}`);
  return send;
}

async function call(server: Running, query: Record<string, string>): Promise<void> {
  const url = new URL(`/sys/mail.wcgp?${new URLSearchParams(query)}`, server.user);
  const answer = await fetch(url);
  const text = await answer.text();
  if (answer.status !== 200 || text !== 'done') problem(`${url.search}: ${answer.status} ${text}`);
}

/** Does one thing again and again until the server is gone. A refusal by a server that lives is a failure. */
async function work(server: Running, once: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await once();
    } catch (error) {
      if (server.process.killed) return;
      throw error;
    }
  }
}

function renames(
  server: Running,
  send: (line: string) => Promise<void>,
  known: Known,
  command: (from: number, to: number) => string,
): Promise<void> {
  return work(server, async () => {
    const from = known.sent;
    known.sent++;
    await send(command(from, known.sent));
    known.acknowledged = known.sent;
  });
}

let number = 0;
function submits(server: Running, of: typeof mail, to: string): Promise<void> {
  return work(server, async () => {
    const subject = `number-${++number}`;
    of.unknown.add(subject);
    await call(server, { what: 'send', to, subject });
    of.unknown.delete(subject);
    of.acknowledged.add(subject);
  });
}

/** Begins the work once everybody is logged in and the program has run. */
async function load(server: Running): Promise<Promise<void>[]> {
  const sends = await Promise.all([...accounts, ...boxes].map(() => commands(server)));
  const refused = problem.bind(null, 'no client');
  const sender = (at: number) => sends[at] ?? (async () => refused());
  await call(server, { what: 'move', from: 'A', into: 'B' });
  return [
    ...accounts.map((known, i) =>
      renames(server, sender(i), known, (from, to) => `RENAMEACCOUNT r${i}-${from} INTO r${i}-${to}`),
    ),
    ...boxes.map((known, i) =>
      renames(
        server,
        sender(accounts.length + i),
        known,
        (from, to) => `RENAMEMAILBOX holder MAILBOXES "b${i}-${from}" INTO "b${i}-${to}"`,
      ),
    ),
    work(server, async () => {
      const [from, into] = moves.sent++ % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
      await call(server, { what: 'move', from: from ?? '', into: into ?? '' });
      moves.acknowledged++;
    }),
    submits(server, mail, 'inbox@main.test,second@main.test'),
    submits(server, mail, 'inbox@main.test,second@main.test'),
    submits(server, posts, 'news@main.test'),
  ];
}

/** The objects of a store that no server uses. */
async function inside<T>(run: (objects: Objects) => Promise<T>): Promise<T> {
  const store = await openStore({ folder: join(base, 'Store') });
  const objects = await createObjects({
    store,
    mainDomain: 'main.test',
    hostName: 'main.test',
    baseFolder: base,
    firstPassword: PASSWORD,
    scryptLog2: 10,
    log: { failure: problem, problem, low: () => undefined },
  });
  try {
    return await run(objects);
  } finally {
    await objects.close();
    await store.close();
  }
}

async function subjects({ mailboxes, views }: Objects, account: string, name: string): Promise<string[]> {
  const box = await mailboxes.openOrMake(SYSTEM, account, name, '', 'r');
  const view = await views.open(SYSTEM, account, { mailbox: name }, () => undefined);
  const found = view.uids().map(uid => String((view.head(uid).entries.subject as string[])[0]));
  view.close();
  expect(found).toHaveLength(box.use.messages);
  return found;
}

/** What was acknowledged came once, the rest once or not at all. Then all of it is known. */
function compareMail(of: typeof mail, ...copies: readonly string[][]): void {
  for (const found of copies) {
    expect(new Set(found).size).toBe(found.length);
    const here = new Set(found);
    expect([...of.acknowledged].filter(subject => !here.has(subject))).toEqual([]);
    const strange = found.filter(subject => !of.acknowledged.has(subject) && !of.unknown.has(subject));
    expect(strange).toEqual([]);
    expect(found.slice().sort()).toEqual(copies[0]?.slice().sort());
  }
  for (const subject of copies[0] ?? []) of.acknowledged.add(subject);
  of.unknown.clear();
}

/** One name, and no older than what was acknowledged. */
function compareName(known: Known, found: readonly string[]): void {
  expect(found).toHaveLength(1);
  const there = Number(found[0]?.split('-')[1]);
  expect(there).toBeGreaterThanOrEqual(known.acknowledged);
  expect(there).toBeLessThanOrEqual(known.sent);
  known.acknowledged = there;
  known.sent = there;
}

async function compare(objects: Objects): Promise<void> {
  await objects.delivery.idle();
  const names: string[] = [];
  for await (const [name] of objects.accounts.list(SYSTEM, null)) names.push(name);
  const lines = await objects.mailboxes.list(SYSTEM, 'holder@main.test', '*');
  for (const [i, known] of accounts.entries())
    compareName(
      known,
      names.filter(name => name.startsWith(`r${i}-`)),
    );
  for (const [i, known] of boxes.entries()) {
    const found = lines.map(({ name }) => name).filter(name => name.startsWith(`b${i}-`));
    compareName(known, found);
    expect(await subjects(objects, 'holder@main.test', found[0] ?? '')).toEqual([`held-${i}`]);
  }
  const moved = [
    ...(await subjects(objects, 'mover@main.test', 'A')),
    ...(await subjects(objects, 'mover@main.test', 'B')),
  ];
  expect(moved.sort()).toEqual(Array.from({ length: MOVED }, (_, i) => `moved-${i}`).sort());
  compareMail(
    mail,
    await subjects(objects, 'inbox@main.test', 'INBOX'),
    await subjects(objects, 'second@main.test', 'INBOX'),
  );
  const readers: string[][] = [];
  for (const name of SUBSCRIBERS) readers.push(await subjects(objects, `${name}@main.test`, 'INBOX'));
  compareMail(posts, ...readers, await subjects(objects, 'postmaster@main.test', 'news'));
  expect(await objects.queue.list(SYSTEM)).toEqual([]);
}

/** `postern verify`: what it says, when it is not that nothing is wrong. */
async function wrong(): Promise<string> {
  let text = '';
  const say = (more: string): void => {
    text += more;
  };
  const none = async (): Promise<never> => problem('nothing is asked') as never;
  const status = await verify.run(['--base', base], {
    out: () => undefined,
    error: say,
    isInteractive: false,
    secret: none,
    input: none,
  });
  return status === 0 ? text : `${text}status ${status}`;
}

beforeAll(async () => {
  await kill(await start(base, ['PWDPort=0']));
  await inside(async objects => {
    const { accounts: all, mailboxes, messages, lists, passwords } = objects;
    await passwords.set(SYSTEM, 'postmaster@main.test', PASSWORD);
    const names = ['holder', 'mover', 'inbox', 'second', ...SUBSCRIBERS];
    for (const name of [...names, ...accounts.map((_, i) => `r${i}-0`)]) await all.create(SYSTEM, name);
    const fill = async (account: string, box: string, subject: string): Promise<void> => {
      const opened = await mailboxes.openOrMake(SYSTEM, account, box, '', 'i');
      await messages.append(SYSTEM, opened, Buffer.from(`Subject: ${subject}\r\n\r\ntext\r\n`));
    };
    for (let i = 0; i < RENAMED; i++) await fill('holder@main.test', `b${i}-0`, `held-${i}`);
    for (let i = 0; i < MOVED; i++) await fill('mover@main.test', i % 2 === 0 ? 'A' : 'B', `moved-${i}`);
    await lists.create(SYSTEM, 'news@main.test', 'postmaster@main.test');
    await lists.update(SYSTEM, 'news@main.test', dictOf([['SaveMessages', 'YES']]));
    for (const name of SUBSCRIBERS)
      await lists.change(SYSTEM, 'news@main.test', 'feed', `${name}@main.test`, { silently: true });
  });
  const server = await start(base);
  expect((await put(server, 'mail.wcgp', PROGRAM)).status).toBe(200);
  await kill(server);
});
afterAll(() => removeFolder(base));

it(`what was acknowledged is there, once, and everything agrees, ${ROUNDS} times`, async () => {
  const counts = () => ({
    'account renames': accounts.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    'mailbox renames': boxes.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    moves: moves.acknowledged,
    deliveries: mail.acknowledged.size * 2,
    postings: posts.acknowledged.size,
  });
  const allWorked = () => Object.values(counts()).every(count => count > 0);
  // On a busy machine a server may be killed before it got to one of the kinds of work: then it is killed more often.
  for (let round = 0; round < ROUNDS || (!allWorked() && round < ROUNDS + 20); round++) {
    const server = await start(base, ['PWDPort=0']);
    const working = await load(server);
    await new Promise(resolve => setTimeout(resolve, LOAD * (1 + Math.random())));
    await kill(server);
    await Promise.all(working);
    expect(await wrong()).toBe('');
    await inside(compare);
    expect(await wrong()).toBe('');
  }
  expect(allWorked(), JSON.stringify(counts())).toBe(true);
  console.log(`${ROUNDS} kills survived: ${JSON.stringify(counts())}`);
}, 1_200_000);
