/** Walks a range of the keys on disk with patches laid over it, in batches, with bounded memory. */
import { type KeyRange, latin1 } from './keys.js';
import { type Level, readError } from './level.js';
import type { Patch } from './overlay.js';
import type { Entry, RangeOptions } from './types.js';

/** Entries fetched at once; LevelDB also ends a batch after some bytes. */
const BATCH = 256;

/** The iterator of the level is made, and so its view fixed, at the first step; `patches` is called at that very moment. */
export async function* mergedRange(
  level: Level,
  range: KeyRange,
  patches: () => ReadonlyMap<string, Patch>,
  options: RangeOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  if (limit <= 0 || Buffer.compare(range.gte, range.lt) >= 0) return;
  const reverse = options.reverse === true;
  const iterator = level.iterator({ ...bounds(range), reverse });
  const over = sorted(patches(), reverse);
  let next = 0;
  let left = limit;
  try {
    for (;;) {
      const batch = await iterator.nextv(Math.min(BATCH, left + over.length - next)).catch(error => {
        throw readError(error);
      });
      if (batch.length === 0) break;
      for (const [key, value] of batch) {
        if (next < over.length) {
          const name = latin1(key);
          let patch = over[next];
          while (patch !== undefined && before(patch.name, name, reverse)) {
            next++;
            if (patch.value !== undefined) {
              yield { key: patch.key, value: patch.value };
              if (--left === 0) return;
            }
            patch = over[next];
          }
          if (patch?.name === name) {
            next++;
            if (patch.value === undefined) continue;
            yield { key: patch.key, value: patch.value };
            if (--left === 0) return;
            continue;
          }
        }
        yield { key, value };
        if (--left === 0) return;
      }
    }
    for (; next < over.length; next++) {
      const patch = over[next] as Patch;
      if (patch.value === undefined) continue;
      yield { key: patch.key, value: patch.value };
      if (--left === 0) return;
    }
  } finally {
    await iterator.close();
  }
}

/** Not every implementation takes empty bounds. */
function bounds(range: KeyRange): { gte?: Uint8Array; lt: Uint8Array } {
  return range.gte.length === 0 ? { lt: range.lt } : { gte: range.gte, lt: range.lt };
}

function before(a: string, b: string, reverse: boolean): boolean {
  return reverse ? a > b : a < b;
}

function sorted(patches: ReadonlyMap<string, Patch>, reverse: boolean): Patch[] {
  const list = [...patches.values()];
  if (list.length > 1)
    list.sort((a, b) => (a.name === b.name ? 0 : before(a.name, b.name, reverse) ? -1 : 1));
  return list;
}
