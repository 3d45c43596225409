/**
 * A transaction that meets a conflict is retried, then reported, never half-applied: somebody else writes what an
 * operation has read, at the very moment before it commits, a few times or always.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createObjects, type Objects, SYSTEM, verifyObjects } from '../../../host/objects/api.js';
import { openStore, type Store, type Tx } from '../../../host/storage/index.js';
import { codeOf, dict } from './world.js';

const RETRIES = 3;
const MAIN = 'main.example';

/** How many commits still meet somebody else. */
let meddling = 0;
let attempts = 0;
let now = Date.UTC(2030, 0, 2);
let inner: Store;
let objects: Objects;

/** The store; while there is meddling, whatever a transaction read is written anew before it commits. */
function meddled(store: Store): Store {
  const transact: Store['transact'] = (owners, work) =>
    store.transact(owners, async tx => {
      const read = new Set<Uint8Array>();
      const seen: Tx = {
        get: at => {
          read.add(at);
          return tx.get(at);
        },
        put: (at, value) => tx.put(at, value),
        del: at => tx.del(at),
        range: (range, options) => tx.range(range, options),
        change: (topic, subject, data) => tx.change(topic, subject, data),
        blobRef: (id, delta) => tx.blobRef(id, delta),
        defer: run => tx.defer(run),
      };
      const result = await work(seen);
      attempts++;
      if (meddling > 0 && read.size > 0) {
        meddling--;
        await store.transact('somebody else', other => {
          for (const at of read) {
            const value = other.get(at);
            if (value !== undefined) other.put(at, value);
          }
        });
      }
      return result;
    });
  return Object.assign(Object.create(store) as Store, {
    get: (at: Uint8Array) => store.get(at),
    range: (...args: Parameters<Store['range']>) => store.range(...args),
    pages: (...args: Parameters<Store['pages']>) => store.pages(...args),
    count: (...args: Parameters<Store['count']>) => store.count(...args),
    snapshotSeq: () => store.snapshotSeq(),
    changes: (...args: Parameters<Store['changes']>) => store.changes(...args),
    onChange: (...args: Parameters<Store['onChange']>) => store.onChange(...args),
    blobs: store.blobs,
    stats: () => store.stats(),
    transact,
  });
}

beforeEach(async () => {
  meddling = 0;
  inner = await openStore({ memory: true, detectNested: false, retries: RETRIES });
  objects = await createObjects({
    store: meddled(inner),
    mainDomain: MAIN,
    hostName: MAIN,
    baseFolder: '/tmp',
    clock: () => now,
    firstPassword: 'pm-pass-1',
    scryptLog2: 10,
  });
  for (const name of ['ann', 'bob']) await objects.accounts.create(SYSTEM, name);
  await objects.accounts.setAliases(SYSTEM, 'ann', ['anna']);
  await objects.telnums.set(SYSTEM, 'ann', ['+100']);
  await objects.groups.create(SYSTEM, 'team', dict('{Members=(ann,bob);}'));
  await objects.lists.create(SYSTEM, 'news', 'ann');
  await objects.files.write(SYSTEM, ann, 'docs/one.txt', Buffer.from('one'));
  for (const box of ['A', 'B']) await objects.mailboxes.create(SYSTEM, ann, box);
  await objects.messages.append(SYSTEM, await box('A'), TEXT);
});
afterEach(async () => {
  await objects.close();
  await inner.close();
});

const ann = `ann@${MAIN}`;
const TEXT = Buffer.from('Subject: hello\r\n\r\ntext\r\n');
const box = (name: string) => objects.mailboxes.open(SYSTEM, ann, name);
const FLAGGED = { on: 4, off: 0, ownOn: [], ownOff: [] };

/** Everything that is stored, as text. */
async function all(): Promise<string[]> {
  const lines: string[] = [];
  for await (const { key, value } of inner.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xf0) }))
    lines.push(`${Buffer.from(key).toString('latin1')}=${Buffer.from(value).toString('latin1')}`);
  return lines;
}

const OPERATIONS: readonly (readonly [what: string, run: () => Promise<unknown>])[] = [
  ['renaming an account', () => objects.accounts.rename(SYSTEM, 'ann', 'amy')],
  ['removing an account', () => objects.accounts.remove(SYSTEM, 'ann')],
  ['settings of an account', () => objects.accounts.updateSettings(SYSTEM, 'ann', dict('{RealName=Ann;}'))],
  ['aliases', () => objects.accounts.setAliases(SYSTEM, 'ann', ['other', 'third'])],
  ['telephone numbers', () => objects.telnums.set(SYSTEM, 'ann', ['+200', '+300'])],
  ['a group', () => objects.groups.set(SYSTEM, 'team', dict('{Members=(bob);}'))],
  ['renaming a mailbox', () => objects.mailboxes.rename(SYSTEM, ann, 'A', 'C', true)],
  ['removing a mailbox', () => objects.mailboxes.remove(SYSTEM, ann, 'A', true)],
  ['storing a message', async () => objects.messages.append(SYSTEM, await box('B'), TEXT)],
  ['moving a message', async () => objects.messages.copy(SYSTEM, await box('A'), [1], await box('B'), true)],
  ['flags', async () => objects.messages.setFlags(SYSTEM, await box('A'), [1], FLAGGED)],
  ['writing a file', () => objects.files.write(SYSTEM, ann, 'docs/one.txt', Buffer.from('two'))],
  ['renaming a folder', () => objects.files.rename(SYSTEM, ann, 'docs', 'texts')],
  ['a subscriber', () => objects.lists.change(SYSTEM, 'news', 'feed', 'bob', { silently: true })],
  ['renaming a list', () => objects.lists.rename(SYSTEM, 'news', 'olds')],
];

describe('a conflict', () => {
  it.each(OPERATIONS)('is overcome when it passes: %s', async (_what, run) => {
    const before = await all();
    attempts = 0;
    meddling = RETRIES;
    expect(await codeOf(run)).toBe('ok');
    expect(meddling).toBe(0);
    expect(attempts).toBeGreaterThan(RETRIES);
    expect(await all()).not.toEqual(before);
    expect(await verifyObjects(inner)).toEqual([]);
  });

  it.each(OPERATIONS)('is reported when it stays, and nothing is changed: %s', async (_what, run) => {
    const before = await all();
    meddling = Number.POSITIVE_INFINITY;
    expect(await codeOf(run)).toBe('conflict');
    meddling = 0;
    expect(await all()).toEqual(before);
    expect(await verifyObjects(inner)).toEqual([]);
    // The next one finds everything as it was.
    expect(await codeOf(run)).toBe('ok');
  });

  it('of a delivery leaves the message in the queue, and it comes once', async () => {
    meddling = Number.POSITIVE_INFINITY;
    const taken = objects.delivery.submit(SYSTEM, { to: [ann, `bob@${MAIN}`], text: TEXT });
    await expect(taken).resolves.toBeGreaterThan(0);
    await objects.delivery.idle();
    expect(await objects.queue.list(SYSTEM)).toHaveLength(1);
    meddling = 0;
    now += 3_600_000;
    await objects.delivery.idle();
    expect(await objects.queue.list(SYSTEM)).toEqual([]);
    expect((await box('INBOX')).use.messages).toBe(1);
    expect(await verifyObjects(inner)).toEqual([]);
  });
});
