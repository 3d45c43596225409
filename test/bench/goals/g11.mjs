import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../../host/bin/prepare.mjs';
import { interleaveFigures, threadTime } from '../lib/measure.mjs';

const KEYS = 20_000;
const key = n => Buffer.from(`record/${String(n % KEYS).padStart(8, '0')}`);
const VALUE = Buffer.alloc(200, 'x');

/** Commits, each of one record and durable when it resolves, so many at a time; commits a second. */
async function commits(store, count, atOnce) {
  let next = 0;
  const one = async () => {
    while (next < count) {
      const n = next++;
      await store.transact(`owner ${n % 512}`, tx => tx.put(key(n), VALUE));
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: atOnce }, one));
  return (count / (performance.now() - begin)) * 1000;
}

export default {
  id: 'G11',
  title: 'storage',
  figures: {
    'a record read, µs': { atMost: 5 },
    'durable commits, 64 in flight / one by one': { atLeast: 2 },
  },
  async measure() {
    const { openStore } = await import(join(root, 'dist/host/storage/index.js'));
    const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
    const store = await openStore({ folder });
    try {
      for (let n = 0; n < KEYS; n += 1000) {
        await store.transact('bench', tx => {
          for (let i = n; i < n + 1000; i++) tx.put(key(i), VALUE);
        });
      }
      await store.compact();
      const result = await interleaveFigures(
        {
          read: () => {
            const begin = threadTime();
            for (let i = 0; i < 30_000; i++) {
              if (store.get(key(i * 7919)) === undefined) throw new Error('a record is missing');
            }
            return ((threadTime() - begin) * 1000) / 30_000;
          },
          alone: () => commits(store, 200, 1),
          many: () => commits(store, 3000, 64),
        },
        { rounds: 7 },
      );
      return {
        'a record read, µs': result.us('read'),
        'durable commits, 64 in flight / one by one': result.ratio('many', 'alone'),
        about: `${result.us('alone').toFixed(0)} commits a second one by one, ${result.us('many').toFixed(0)} with 64 in flight; ${KEYS} records of 200 bytes`,
      };
    } finally {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
