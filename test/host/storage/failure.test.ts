/** Writes that fail, files that are damaged, folders that are no store. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  key,
  openStore,
  prefixRange,
  StorageDamaged,
  StorageFailed,
  StorageLocked,
} from '../../../host/storage/index.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-failure-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const database = (): string => join(folder, 'db');
const fill = async (entries: number, size = 100): Promise<void> => {
  const store = await openStore({ folder });
  for (let i = 0; i < entries; i++)
    await store.transact('a', tx => tx.put(key('k', i), Buffer.alloc(size, i)));
  await store.close();
};
const raw = async <T>(run: (level: Level<Uint8Array, Uint8Array>) => Promise<T>): Promise<T> => {
  const level = new Level<Uint8Array, Uint8Array>(database(), { keyEncoding: 'view', valueEncoding: 'view' });
  await level.open();
  try {
    return await run(level);
  } finally {
    await level.close();
  }
};
const listing = async (): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

describe('a failed write', () => {
  it('stops the store: everything that waits is refused, and nothing of it is there afterwards', async () => {
    let allowed = 3;
    const failures: Error[] = [];
    const store = await openStore({
      folder,
      onFailed: error => failures.push(error),
      database: async location => {
        const level = new Level<Uint8Array, Uint8Array>(location, {
          keyEncoding: 'view',
          valueEncoding: 'view',
        });
        await level.open();
        const begin = level.batch.bind(level);
        const failing = (): ReturnType<typeof begin> => {
          const batch = begin();
          const write = batch.write.bind(batch);
          return Object.assign(batch, {
            write: async (options: object): Promise<void> => {
              if (allowed-- <= 0) throw new Error('no space left on device');
              await write(options);
            },
          });
        };
        return Object.assign(level, { batch: failing }) as never;
      },
    });
    const heard: number[] = [];
    store.onChange(changes => heard.push(...changes.map(change => change.seq)));
    const outcome: string[] = [];
    for (let round = 0; round < 6; round++) {
      const results = await Promise.allSettled(
        [0, 1, 2, 3].map(i =>
          store.transact(`o${i}`, tx => {
            tx.put(key('k', round, i), Buffer.from('v'));
            tx.change('t', [round, i]);
          }),
        ),
      );
      for (const result of results) {
        outcome.push(result.status);
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StorageFailed);
      }
    }
    expect(outcome).toEqual([...Array(12).fill('fulfilled'), ...Array(12).fill('rejected')]);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.message).toContain('no space left on device');
    expect(store.stats()).toMatchObject({ failed: true, syncing: 0, running: 0 });
    await store.close();
    const again = await openStore({ folder });
    expect(await again.count(prefixRange('k'))).toBe(12);
    expect(again.snapshotSeq()).toBe(12);
    expect(heard).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(await again.verify()).toMatchObject({ ok: true });
    await again.close();
  });
});

describe('opening', () => {
  it('makes the folder, and finds what was stored', async () => {
    folder = join(folder, 'a', 'b');
    await fill(3);
    const store = await openStore({ folder });
    expect(Buffer.from(store.get(key('k', 2)) ?? '')).toEqual(Buffer.alloc(100, 2));
    await store.close();
    expect(await listing()).not.toContain('new');
  });

  it('goes on with a first start that was cut off', async () => {
    await writeFile(join(folder, 'new'), '');
    await mkdir(database());
    await writeFile(join(database(), 'MANIFEST-000001'), 'x');
    await fill(1);
    expect(await listing()).not.toContain('new');
  });

  it('is for one process', async () => {
    const store = await openStore({ folder });
    await expect(openStore({ folder })).rejects.toThrow(StorageLocked);
    await store.close();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a folder with other files', () => writeFile(join(folder, 'letter.txt'), 'x')],
    [
      'a database that lost CURRENT',
      async () => {
        await fill(3);
        await rm(join(database(), 'CURRENT'));
      },
    ],
    [
      'a database that lost its manifest',
      async () => {
        await fill(3);
        for (const name of await readdir(database()))
          if (name.startsWith('MANIFEST')) await rm(join(database(), name));
      },
    ],
    [
      'a damaged manifest',
      async () => {
        await fill(3);
        for (const name of await readdir(database()))
          if (name.startsWith('MANIFEST')) await flip(join(database(), name), 20);
      },
    ],
    [
      'an empty CURRENT',
      async () => {
        await fill(3);
        await writeFile(join(database(), 'CURRENT'), '');
      },
    ],
    [
      'a database that lost a table',
      async () => {
        await fill(3);
        await compacted();
        for (const name of await readdir(database()))
          if (name.endsWith('.ldb')) await rm(join(database(), name));
      },
    ],
    [
      'a database folder that was emptied',
      async () => {
        await fill(3);
        await rm(database(), { recursive: true });
        await mkdir(database());
      },
    ],
    [
      'a database of something else',
      async () => {
        await raw(level => level.put(Buffer.from('x'), Buffer.from('y')));
      },
    ],
    [
      'a database that lost its log',
      async () => {
        await fill(3);
        for (const name of await readdir(database()))
          if (name.endsWith('.log')) await rm(join(database(), name));
      },
    ],
    [
      'a damaged log',
      async () => {
        await fill(20, 5000);
        for (const name of await readdir(database()))
          if (name.endsWith('.log')) await flip(join(database(), name), 40_000);
      },
    ],
  ])('refuses %s', async (_, damage) => {
    await damage();
    await expect(openStore({ folder })).rejects.toThrow(StorageDamaged);
    const error = await openStore({ folder }).catch(reason => reason);
    expect(error.message).toContain(folder);
    expect(error.message).toContain('backup');
  });

  it('refuses another format, and says which', async () => {
    await fill(1);
    await raw(level => level.put(Uint8Array.of(0xf8), Buffer.from('postern storage 99')));
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'wrong-format',
      message: expect.stringContaining('99'),
    });
  });

  it('forgives the torn end of a log: nobody was told of it', async () => {
    await fill(5, 1000);
    for (const name of await readdir(database())) {
      if (!name.endsWith('.log')) continue;
      const path = join(database(), name);
      const bytes = await readFile(path);
      await writeFile(path, bytes.subarray(0, bytes.length - 10));
    }
    const store = await openStore({ folder });
    expect(await store.count(prefixRange('k'))).toBe(4);
    await store.close();
  });
});

describe('verify', () => {
  it('tells a damaged table, wherever the damage is', async () => {
    await fill(50, 1000);
    await compacted();
    const [table] = (await readdir(database())).filter(name => name.endsWith('.ldb'));
    const path = join(database(), table ?? '');
    const good = await readFile(path);
    for (const at of [10, Math.floor(good.length / 2), good.length - 60, good.length - 3]) {
      await flip(path, at);
      const report = await openStore({ folder }).then(
        async store => {
          const result = await store.verify();
          await store.close();
          return result.ok;
        },
        error => error instanceof StorageDamaged && false,
      );
      expect(report, `damage at ${at} of ${good.length}`).toBe(false);
      await writeFile(path, good);
    }
    const store = await openStore({ folder });
    expect(await store.verify()).toMatchObject({ ok: true, entries: 50 });
    await store.close();
  });
});

async function compacted(): Promise<void> {
  const store = await openStore({ folder });
  await store.compact();
  await store.close();
}

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  await writeFile(path, bytes);
}
