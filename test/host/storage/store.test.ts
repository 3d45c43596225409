/** Transactions on both kinds of store: what they see, what stays, what is refused. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Change,
  ChangesTrimmed,
  type Entry,
  key,
  openStore,
  prefixRange,
  StorageClosed,
  StorageConflict,
  StorageLimit,
  StorageMisuse,
  type Store,
  type StoreOptions,
  unkey,
} from '../../../host/storage/index.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : Buffer.from(value).toString('latin1');
const list = async (entries: AsyncIterable<Entry>): Promise<string[]> => {
  const out: string[] = [];
  for await (const entry of entries) out.push(`${unkey(entry.key).join('/')}=${text(entry.value)}`);
  return out;
};

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const run of cleanups.splice(0).reverse()) await run();
});

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'postern-store-'));
  cleanups.push(() => rm(path, { recursive: true }));
  return path;
};

describe.each(['memory', 'disk'])('a store (%s)', kind => {
  const open = async (options: StoreOptions = {}): Promise<Store> => {
    const store = await openStore(
      kind === 'memory' ? { memory: true, ...options } : { folder: await folder(), ...options },
    );
    cleanups.push(() => store.close());
    return store;
  };

  it('keeps what a transaction wrote, and nothing of one that threw', async () => {
    const store = await open();
    expect(await store.transact('a', tx => tx.put(key('a', 1), bytes('one')))).toBeUndefined();
    const failing = store.transact('a', tx => {
      tx.put(key('a', 1), bytes('two'));
      tx.change('t', ['a']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(text(store.get(key('a', 1)))).toBe('one');
    expect(store.get(key('a', 2))).toBeUndefined();
    expect(store.snapshotSeq()).toBe(0);
  });

  it('shows a transaction its own writes over those of others, in ranges too', async () => {
    const store = await open();
    await store.transact('a', tx => {
      for (let i = 0; i < 6; i++) tx.put(key('r', i), bytes(`v${i}`));
    });
    await store.transact('a', async tx => {
      tx.del(key('r', 1));
      tx.put(key('r', 3), bytes('new'));
      tx.put(key('r', 9), bytes('last'));
      expect(tx.get(key('r', 1))).toBeUndefined();
      expect(await list(tx.range(prefixRange('r')))).toEqual([
        'r/0=v0',
        'r/2=v2',
        'r/3=new',
        'r/4=v4',
        'r/5=v5',
        'r/9=last',
      ]);
      expect(await list(tx.range(prefixRange('r'), { reverse: true, limit: 3 }))).toEqual([
        'r/9=last',
        'r/5=v5',
        'r/4=v4',
      ]);
      expect(await list(store.range(prefixRange('r'), { limit: 2 }))).toEqual(['r/0=v0', 'r/1=v1']);
    });
    expect(await store.count(prefixRange('r'))).toBe(6);
    expect(await store.count(prefixRange())).toBe(6);
  });

  it('runs the writers of an owner one after the other: no update is lost', async () => {
    const store = await open();
    const add = (owners: string[]): Promise<void> =>
      store.transact(owners, async tx => {
        const count = Number(text(tx.get(key('count'))) ?? 0);
        await null;
        tx.put(key('count'), bytes(String(count + 1)));
      });
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => add(i % 3 === 0 ? ['z', 'a'] : ['a', `other${i}`])),
    );
    expect(text(store.get(key('count')))).toBe('100');
    expect(store.stats()).toMatchObject({
      transactions: 100,
      conflicts: 0,
      waiting: 0,
      running: 0,
      pendingKeys: 0,
    });
    if (kind === 'disk') expect(store.stats().groups).toBeLessThan(100);
  });

  it('runs again when another owner changed what was read, and gives up in the end', async () => {
    const store = await open({ retries: 2, detectNested: false });
    let runs = 0;
    const meddle = (times: number) => async (): Promise<void> => {
      await store.transact('a', async tx => {
        tx.get(key('k'));
        if (runs++ < times) await store.transact('b', other => other.put(key('k'), bytes(`b${runs}`)));
        tx.put(key('seen'), bytes('x'));
      });
    };
    await meddle(2)();
    expect(runs).toBe(3);
    runs = 0;
    await expect(meddle(3)()).rejects.toThrow(StorageConflict);
    expect(runs).toBe(3);
  });

  it.each<[string, number, boolean, boolean, number]>([
    ['a key that was seen', 1, false, false, 2],
    ['a new key between those seen', 2, false, false, 2],
    ['a key beyond the limit', 8, false, false, 1],
    ['a key before the end of a reverse walk', 1, true, false, 1],
    ['a loose range', 1, false, true, 1],
  ])('takes as a conflict of a range: %s', async (_, at, reverse, loose, expected) => {
    const store = await open({ detectNested: false });
    await store.transact('a', tx => {
      for (const i of [1, 3, 5, 7]) tx.put(key('r', i), bytes('x'));
    });
    let runs = 0;
    await store.transact('a', async tx => {
      await list(tx.range(prefixRange('r'), { limit: 2, reverse, loose }));
      if (runs++ === 0) await store.transact('b', other => other.put(key('r', at), bytes('y')));
      tx.put(key('done'), bytes('x'));
    });
    expect(runs).toBe(expected);
  });

  it('numbers changes without gaps, tells them in order and once, and gives them again', async () => {
    const store = await open();
    const told: Change[] = [];
    const stop = store.onChange(changes => told.push(...changes));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.transact(`o${i}`, tx => {
          tx.change('mailbox', ['acc', i], bytes(`d${i}`));
          tx.change('mailbox', ['acc', i, 'second']);
        }),
      ),
    );
    stop();
    await store.transact('x', tx => tx.change('other', []));
    expect(told.map(change => change.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const read: Change[] = [];
    for await (const change of store.changes(10, 5)) read.push(change);
    expect(read.map(({ seq, topic, subject }) => [seq, topic, subject])).toEqual(
      told.slice(10, 15).map(({ seq, topic, subject }) => [seq, topic, subject]),
    );
    expect(read.map(change => text(change.data))).toEqual(
      told.slice(10, 15).map(change => text(change.data)),
    );
    expect(store.snapshotSeq()).toBe(41);
    expect(await store.verify()).toMatchObject({ ok: true, changes: 41, problems: [] });
  });

  it('keeps the newest changes, by number and by age, and says when others are asked for', async () => {
    let now = 1000;
    const store = await open({ keepChanges: 10, keepChangesMs: 100, clock: () => now });
    const change = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) await store.transact('a', tx => tx.change('t', [i]));
    };
    const changesAfter = async (seq: number): Promise<number[]> => {
      const found: number[] = [];
      for await (const one of store.changes(seq, 100)) found.push(one.seq);
      return found;
    };
    await change(30);
    await expect(changesAfter(5)).rejects.toThrow(ChangesTrimmed);
    const first = await changesAfter(0).catch(error => error.first);
    expect(first).toBeGreaterThan(15);
    expect(first).toBeLessThanOrEqual(21);
    expect((await changesAfter(first - 1)).at(-1)).toBe(30);
    expect(await store.verify()).toMatchObject({ ok: true });
    now += 101;
    await change(1);
    await change(1);
    expect(await changesAfter(31)).toEqual([32]);
    await expect(changesAfter(29)).rejects.toThrow(ChangesTrimmed);
    expect(await changesAfter(32)).toEqual([]);
  });

  it('finds nested transactions, ended ones and reserved keys', async () => {
    const store = await open({ detectNested: true });
    await expect(store.transact('a', () => store.transact('a', () => 1))).rejects.toThrow(StorageMisuse);
    await expect(
      store.transact('a', async () => {
        await null;
        return store.transact('b', () => 1);
      }),
    ).rejects.toThrow(StorageMisuse);
    const kept = await store.transact('a', tx => tx);
    expect(() => kept.put(key('a'), bytes('x'))).toThrow(StorageMisuse);
    await expect(store.transact('a', tx => tx.put(Uint8Array.of(0xf0, 1), bytes('x')))).rejects.toThrow(
      StorageMisuse,
    );
    await expect(store.transact('a', tx => tx.put(new Uint8Array(0), bytes('x')))).rejects.toThrow(
      StorageLimit,
    );
    expect(await store.transact('a', () => store.get(key('a')))).toBeUndefined();
  });

  it('keeps its limits', async () => {
    const store = await open({ maxTransactionBytes: 100, maxKeyBytes: 20, maxWaiting: 1, ownerWaitMs: 30 });
    const put = (k: Uint8Array, size: number) => store.transact('a', tx => tx.put(k, new Uint8Array(size)));
    await expect(put(key('k'), 101)).rejects.toThrow(StorageLimit);
    await expect(put(key('k'.repeat(20)), 1)).rejects.toThrow(StorageLimit);
    let end = (): void => {};
    const held = store.transact('a', () => new Promise<void>(resolve => (end = resolve)));
    const waits = put(key('k'), 1);
    await expect(store.transact(['0', 'a'], () => 1)).rejects.toThrow(StorageLimit);
    await expect(waits).rejects.toMatchObject({ code: 'owner-busy' });
    end();
    await held;
    await put(key('k'), 1);
    expect(store.get(key('k'))).toHaveLength(1);
  });

  it('runs what was put off after the commit, and reports its errors', async () => {
    const errors: unknown[] = [];
    const store = await open({ onError: error => errors.push(error) });
    const ran: string[] = [];
    await store.transact('a', tx => {
      tx.put(key('k'), bytes('v'));
      tx.defer(() => ran.push(text(store.get(key('k'))) ?? ''));
      tx.defer(() => {
        throw new Error('deferred');
      });
      tx.defer(async () => {
        throw new Error('later');
      });
    });
    await expect(
      store.transact('a', tx => {
        tx.defer(() => ran.push('never'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await null;
    expect(ran).toEqual(['v']);
    expect(errors.map(String)).toEqual(['Error: deferred', 'Error: later']);
  });

  it('closes after running transactions and refuses those that wait or come', async () => {
    const store = await open();
    let end = (): void => {};
    const running = store.transact('a', async tx => {
      await new Promise<void>(resolve => (end = resolve));
      tx.put(key('k'), bytes('v'));
    });
    const waiting = store.transact('a', () => 1);
    const closed = store.close();
    await expect(waiting).rejects.toThrow(StorageClosed);
    await expect(store.transact('b', () => 1)).rejects.toThrow(StorageClosed);
    end();
    await running;
    await closed;
    expect(() => store.get(key('k'))).toThrow(StorageClosed);
  });
});
