/** Who changed what a running transaction has read: the keys committed since the oldest running one began. */
import { latin1 } from './keys.js';
import { PassingSet } from './passing.js';

/** Part of a range that a transaction has seen. Names are keys as strings. */
export interface SeenRange {
  readonly low: string;
  readonly high: string;
  readonly reverse: boolean;
  /** The last key seen, null before the first. */
  last: string | null;
  /** Everything was seen. */
  whole: boolean;
  readonly at: number;
}

/** What a transaction has read, and when. */
export interface Reads {
  readonly start: number;
  readonly keys: ReadonlyMap<string, number>;
  readonly ranges: readonly SeenRange[];
}

/** Entries of `recent` that are not worth a look for old ones. */
const SLACK = 1024;

export class Conflicts {
  /** Key to the number of the last commit that wrote it. Made anew instead of cleared (passing.ts says why). */
  #recent = new Map<string, number>();
  readonly #running = new PassingSet<Reads>();
  #commit = 0;
  #pruneAt = SLACK;

  /** Number of the last commit. */
  get now(): number {
    return this.#commit;
  }

  get running(): number {
    return this.#running.size;
  }

  begin(reads: Reads): void {
    this.#running.add(reads);
  }

  end(reads: Reads): void {
    this.#running.delete(reads);
    if (this.#running.size === 0 && this.#recent.size > 0) {
      this.#recent = new Map();
      this.#pruneAt = SLACK;
    }
  }

  /** A read key that was changed since, undefined if there is none. */
  find(reads: Reads): string | undefined {
    if (this.#recent.size === 0) return undefined;
    for (const [name, at] of reads.keys) {
      if ((this.#recent.get(name) ?? 0) > at) return name;
    }
    for (const range of reads.ranges) {
      for (const [name, commit] of this.#recent) if (commit > range.at && covers(range, name)) return name;
    }
    return undefined;
  }

  /** A commit wrote these keys. */
  commit(names: Iterable<string>): void {
    this.#commit++;
    for (const name of names) this.#recent.set(name, this.#commit);
    if (this.#recent.size > this.#pruneAt) this.#prune();
  }

  #prune(): void {
    const [oldest] = this.#running;
    const start = oldest?.start ?? this.#commit;
    const kept = new Map<string, number>();
    for (const [name, commit] of this.#recent) if (commit > start) kept.set(name, commit);
    this.#recent = kept;
    this.#pruneAt = SLACK + 2 * this.#recent.size;
  }
}

/** The range of keys that a walk is about to see. */
export function seenRange(gte: Uint8Array, lt: Uint8Array, reverse: boolean, at: number): SeenRange {
  return { low: latin1(gte), high: latin1(lt), reverse, last: null, whole: false, at };
}

function covers(range: SeenRange, name: string): boolean {
  if (name < range.low || name >= range.high) return false;
  if (range.whole) return true;
  if (range.last === null) return false;
  return range.reverse ? name >= range.last : name <= range.last;
}
