/**
 * Random transactions that overlap, against a map: those that were committed must have read what they would have read
 * one after the other, in the order of their changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Entry,
  key,
  openStore,
  prefixRange,
  StorageConflict,
  type Tx,
  unkey,
} from '../../../host/storage/index.js';

type Step =
  | { do: 'get'; at: number }
  | { do: 'del'; at: number }
  | { do: 'put'; at: number; value: number }
  | { do: 'range'; from: number; to: number; limit: number; reverse: boolean }
  | { do: 'pause' }
  | { do: 'fail' };

interface Plan {
  owner: string;
  steps: Step[];
}

const at = fc.nat(11);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('get' as const), at }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('put' as const), at, value: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('del' as const), at }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('range' as const),
      from: at,
      to: at,
      limit: fc.integer({ min: 1, max: 12 }),
      reverse: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.constant({ do: 'pause' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' as const }) },
);
const plan: fc.Arbitrary<Plan> = fc.record({
  owner: fc.constantFrom('a', 'b', 'c', 'd'),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});

const k = (i: number): Uint8Array => key('m', i);
const text = (value: Uint8Array | undefined): string | undefined => value && Buffer.from(value).toString();
const show = (entry: Entry): string => `${unkey(entry.key)[1]}=${text(entry.value)}`;

/** Runs the steps on a transaction; gives what they read. */
async function perform(tx: Tx, steps: Step[]): Promise<unknown[]> {
  const read: unknown[] = [];
  for (const now of steps) {
    if (now.do === 'get') read.push(text(tx.get(k(now.at))));
    else if (now.do === 'put') tx.put(k(now.at), Buffer.from(String(now.value)));
    else if (now.do === 'del') tx.del(k(now.at));
    else if (now.do === 'pause') await new Promise(resolve => setImmediate(resolve));
    else if (now.do === 'fail') throw new Error('planned');
    else if (now.do === 'range') {
      const found: string[] = [];
      const options = { limit: now.limit, reverse: now.reverse };
      for await (const entry of tx.range({ gte: k(now.from), lt: k(now.to) }, options))
        found.push(show(entry));
      read.push(found);
    }
  }
  return read;
}

/** The same on a map. */
function expected(model: Map<number, string>, steps: Step[]): unknown[] {
  const read: unknown[] = [];
  for (const now of steps) {
    if (now.do === 'get') read.push(model.get(now.at));
    else if (now.do === 'put') model.set(now.at, String(now.value));
    else if (now.do === 'del') model.delete(now.at);
    else if (now.do === 'range') {
      const keys = [...model.keys()].filter(i => i >= now.from && i < now.to).sort((a, b) => a - b);
      if (now.reverse) keys.reverse();
      read.push(keys.slice(0, now.limit).map(i => `${i}=${model.get(i)}`));
    }
  }
  return read;
}

describe('transactions', () => {
  it('have the effects of one after the other', async () => {
    let conflicts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 2, maxLength: 25 }), async plans => {
        const store = await openStore({ memory: true, retries: 3 });
        const order: number[] = [];
        store.onChange(changes => order.push(...changes.map(change => Number(change.subject[0]))));
        const reads = await Promise.all(
          plans.map(({ owner, steps }, i) =>
            store
              .transact(owner, async tx => {
                const read = await perform(tx, steps);
                tx.change('plan', [i]);
                return read;
              })
              .catch(error => {
                if (!(error instanceof StorageConflict) && error.message !== 'planned') throw error;
                return null;
              }),
          ),
        );
        conflicts += store.stats().conflicts;
        const model = new Map<number, string>();
        expect(order.toSorted((a, b) => a - b)).toEqual(
          reads.flatMap((read, i) => (read === null ? [] : [i])),
        );
        for (const i of order) expect(reads[i]).toEqual(expected(model, plans[i]?.steps ?? []));
        const rest: string[] = [];
        for await (const entry of store.range(prefixRange('m'))) rest.push(show(entry));
        expect(rest).toEqual([...model].sort(([a], [b]) => a - b).map(([i, value]) => `${i}=${value}`));
        expect((await store.verify()).problems).toEqual([]);
        await store.close();
      }),
      { numRuns: 150 },
    );
    expect(conflicts).toBeGreaterThan(0);
  });

  it('are seen whole by those who walk a range meanwhile', async () => {
    const store = await openStore({ memory: true });
    const size = 700;
    await store.transact('a', tx => {
      for (let i = 0; i < size; i++) tx.put(k(i), Buffer.of(100));
    });
    let running = true;
    const transfers = (async () => {
      for (let i = 0; i < 400; i++) {
        const from = k((i * 7) % size);
        const to = k((i * 13 + 5) % size);
        await store.transact('a', tx => {
          tx.put(from, Buffer.of((tx.get(from)?.[0] ?? 0) - 1));
          tx.put(to, Buffer.of((tx.get(to)?.[0] ?? 0) + 1));
        });
        if (i % 20 === 0) await new Promise(resolve => setImmediate(resolve));
      }
      running = false;
    })();
    let walks = 0;
    do {
      let sum = 0;
      for await (const entry of store.range(prefixRange('m'))) sum += entry.value[0] ?? 0;
      expect(sum).toBe(size * 100);
      walks++;
      await new Promise(resolve => setImmediate(resolve));
    } while (running);
    await transfers;
    expect(walks).toBeGreaterThan(1);
    await store.close();
  });
});
