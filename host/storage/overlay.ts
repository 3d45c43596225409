/** Writes that are committed, but not known to be on disk: reads look here first. */
import { type KeyRange, latin1 } from './keys.js';
import { PassingMap } from './passing.js';

/** A write over what is on disk; undefined removes. `name` is the key as a string. */
export interface Patch {
  readonly name: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

interface Pending extends Patch {
  readonly group: number;
}

export class Overlay {
  readonly #writes = new PassingMap<string, Pending>();

  get size(): number {
    return this.#writes.size;
  }

  get(name: string): Patch | undefined {
    return this.#writes.get(name);
  }

  set(name: string, key: Uint8Array, value: Uint8Array | undefined, group: number): void {
    this.#writes.set(name, { name, key, value, group });
  }

  /** Forgets a write of a group that is on disk now, unless a later group wrote the key again. */
  settle(name: string, group: number): void {
    if (this.#writes.get(name)?.group === group) this.#writes.delete(name);
  }

  /** The writes in a range by name, without order. */
  collect(range: KeyRange, into: Map<string, Patch>): void {
    if (this.#writes.size > 0) collectPatches(this.#writes, range, into);
  }
}

/** Copies the patches of a range. */
export function collectPatches(
  from: Iterable<[string, Patch]>,
  range: KeyRange,
  into: Map<string, Patch>,
): void {
  const low = latin1(range.gte);
  const high = latin1(range.lt);
  for (const [name, patch] of from) if (name >= low && name < high) into.set(name, patch);
}
