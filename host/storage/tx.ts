/** A running transaction: buffers writes, remembers reads. */
import { type Conflicts, type Reads, type SeenRange, seenRange } from './conflicts.js';
import { StorageLimit, StorageMisuse } from './errors.js';
import { type KeyPart, type KeyRange, latin1, key as makeKey } from './keys.js';
import { type Level, readLevel, USER_END } from './level.js';
import { mergedRange } from './merge.js';
import { collectPatches, type Overlay, type Patch } from './overlay.js';
import type { StoreSettings } from './settings.js';
import type { Entry, Tx, TxRangeOptions } from './types.js';

/** A change before it has a number. */
export interface NewChange {
  readonly topic: string;
  readonly subject: readonly KeyPart[];
  /** Topic and subject as one key. */
  readonly head: Uint8Array;
  readonly data: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export class Transaction implements Tx, Reads {
  readonly start: number;
  readonly keys = new Map<string, number>();
  readonly ranges: SeenRange[] = [];
  readonly writes = new Map<string, Patch>();
  readonly newChanges: NewChange[] = [];
  readonly blobDeltas = new Map<string, number>();
  readonly deferred: (() => unknown)[] = [];
  /** It has read something that is not on disk yet. */
  sawPending = false;
  bytes = 0;
  #ended = false;
  readonly #level: Level;
  readonly #overlay: Overlay;
  readonly #conflicts: Conflicts;
  readonly #settings: StoreSettings;

  constructor(level: Level, overlay: Overlay, conflicts: Conflicts, settings: StoreSettings) {
    this.#level = level;
    this.#overlay = overlay;
    this.#conflicts = conflicts;
    this.#settings = settings;
    this.start = conflicts.now;
  }

  get empty(): boolean {
    return this.writes.size === 0 && this.newChanges.length === 0 && this.blobDeltas.size === 0;
  }

  /** Nothing may use it from now on. */
  end(): void {
    this.#ended = true;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const name = this.#name(key);
    const own = this.writes.get(name);
    if (own !== undefined) return own.value;
    if (!this.keys.has(name)) this.keys.set(name, this.#conflicts.now);
    const pending = this.#overlay.get(name);
    if (pending !== undefined) {
      this.sawPending = true;
      return pending.value;
    }
    return readLevel(this.#level, key);
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.#write(key, value);
  }

  del(key: Uint8Array): void {
    this.#write(key, undefined);
  }

  async *range(range: KeyRange, options: TxRangeOptions = {}): AsyncGenerator<Entry, void, undefined> {
    this.#check();
    const clamped = userRange(range);
    const seen = seenRange(clamped.gte, clamped.lt, options.reverse === true, this.#conflicts.now);
    if (options.loose !== true) this.ranges.push(seen);
    const patches = (): Map<string, Patch> => {
      const all = new Map<string, Patch>();
      this.#overlay.collect(clamped, all);
      if (all.size > 0) this.sawPending = true;
      collectPatches(this.writes, clamped, all);
      return all;
    };
    let count = 0;
    for await (const entry of mergedRange(this.#level, clamped, patches, options)) {
      this.#check();
      seen.last = latin1(entry.key);
      count++;
      yield entry;
    }
    if (count < (options.limit ?? Number.POSITIVE_INFINITY)) seen.whole = true;
  }

  change(topic: string, subject: readonly KeyPart[], data: Uint8Array = NOTHING): void {
    this.#check();
    const head = makeKey(topic, ...subject);
    this.#grow(head.length + data.length + 16);
    this.newChanges.push({ topic, subject: [...subject], head, data });
  }

  blobRef(id: string, delta: number): void {
    this.#check();
    if (!Number.isSafeInteger(delta))
      throw new StorageMisuse('wrong-count', `no number of references: ${delta}`);
    this.blobDeltas.set(id, (this.blobDeltas.get(id) ?? 0) + delta);
  }

  defer(run: () => unknown): void {
    this.#check();
    this.deferred.push(run);
  }

  #write(key: Uint8Array, value: Uint8Array | undefined): void {
    const name = this.#name(key);
    if (key.length === 0 || key.length > this.#settings.maxKeyBytes)
      throw new StorageLimit(
        'key-length',
        `a key of ${key.length} bytes; ${this.#settings.maxKeyBytes} are allowed`,
      );
    if (Buffer.compare(key, USER_END) >= 0)
      throw new StorageMisuse('wrong-key', 'this key belongs to the store itself');
    this.#grow(key.length + (value?.length ?? 0));
    this.writes.set(name, { name, key, value });
  }

  #grow(bytes: number): void {
    this.bytes += bytes;
    const limit = this.#settings.maxTransactionBytes;
    if (this.bytes > limit)
      throw new StorageLimit('transaction-size', `a transaction writes more than ${limit} bytes`);
  }

  #name(key: Uint8Array): string {
    this.#check();
    return latin1(key);
  }

  #check(): void {
    if (this.#ended) throw new StorageMisuse('transaction-ended', 'the transaction has ended');
  }
}

/** The part of a range that users may see. */
export function userRange(range: KeyRange): KeyRange {
  return Buffer.compare(range.lt, USER_END) > 0 ? { gte: range.gte, lt: USER_END } : range;
}
