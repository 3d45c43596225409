/** Walks a range of the keys on disk with patches laid over it, in batches, with bounded memory. */
import { type KeyRange, latin1 } from './keys.js';
import { type Level, readError } from './level.js';
import type { Patch } from './overlay.js';
import type { Entry, Pairs, RangeOptions } from './types.js';

/** Entries fetched at once; LevelDB also ends a batch after some bytes. */
const BATCH = 256;

/** The entries of `mergedPages` one by one. */
export async function* mergedRange(
  level: Level,
  range: KeyRange,
  patches: () => ReadonlyMap<string, Patch>,
  options: RangeOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  for await (const page of mergedPages(level, range, patches, options))
    for (const [key, value] of page) yield { key, value };
}

/**
 * The iterator of the level is made, and so its view fixed, at the first step; `patches` is called at that very moment.
 * No page is empty, and none holds more than `options.limit` leaves.
 */
export async function* mergedPages(
  level: Level,
  range: KeyRange,
  patches: () => ReadonlyMap<string, Patch>,
  options: RangeOptions = {},
): AsyncGenerator<Pairs, void, undefined> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  if (limit <= 0 || Buffer.compare(range.gte, range.lt) >= 0) return;
  const reverse = options.reverse === true;
  const iterator = level.iterator({ ...bounds(range), reverse });
  const over = new Patches(patches(), reverse);
  let left = limit;
  try {
    for (;;) {
      const batch = await iterator.nextv(Math.min(BATCH, left + over.left)).catch(error => {
        throw readError(error);
      });
      const isEnd = batch.length === 0;
      const merged = over.left === 0 ? batch : isEnd ? over.rest() : over.merge(batch);
      const page = merged.length > left ? merged.slice(0, left) : merged;
      left -= page.length;
      if (page.length > 0) yield page;
      if (isEnd || left === 0) return;
    }
  } finally {
    await iterator.close();
  }
}

/** Patches that are still to be laid over what comes from the disk. */
class Patches {
  readonly #sorted: readonly Patch[];
  readonly #reverse: boolean;
  #next = 0;

  constructor(patches: ReadonlyMap<string, Patch>, reverse: boolean) {
    this.#sorted = sorted(patches, reverse);
    this.#reverse = reverse;
  }

  get left(): number {
    return this.#sorted.length - this.#next;
  }

  /** The entries with what belongs before and in the place of them. */
  merge(batch: Pairs): Pairs {
    const out: [Uint8Array, Uint8Array][] = [];
    for (const [key, value] of batch) {
      const name = latin1(key);
      let patch = this.#sorted[this.#next];
      while (patch !== undefined && before(patch.name, name, this.#reverse)) {
        if (patch.value !== undefined) out.push([patch.key, patch.value]);
        patch = this.#sorted[++this.#next];
      }
      if (patch?.name !== name) out.push([key, value]);
      else {
        this.#next++;
        if (patch.value !== undefined) out.push([patch.key, patch.value]);
      }
    }
    return out;
  }

  /** What lies behind the last entry. */
  rest(): Pairs {
    const rest = this.#sorted.slice(this.#next);
    this.#next = this.#sorted.length;
    return rest.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
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
