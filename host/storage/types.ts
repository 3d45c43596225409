/** The store as its users see it. */
import type { KeyPart, KeyRange } from './keys.js';
import type { Report } from './report.js';

/** A key with its value. Neither may be changed by whoever gets it. */
export interface Entry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Entries in order, without an object for each. */
export type Pairs = readonly (readonly [key: Uint8Array, value: Uint8Array])[];

/** One record of the change log. */
export interface Change {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What kind of thing changed, such as `mailbox`. One unit per byte. */
  readonly topic: string;
  /** Which one. */
  readonly subject: readonly KeyPart[];
  /** What changed, as the topic defines it. */
  readonly data: Uint8Array;
}

/** How to walk a range. */
export interface RangeOptions {
  /** At most this many entries. */
  readonly limit?: number;
  /** From the end. */
  readonly reverse?: boolean;
}

/** How to walk a range inside a transaction. */
export interface TxRangeOptions extends RangeOptions {
  /** What others do to the range meanwhile is no conflict. */
  readonly loose?: boolean;
}

/** Reads keys: the store or a transaction. */
export interface Reader {
  get(key: Uint8Array): Uint8Array | undefined;
}

/** A transaction: reads see its own writes, nobody else does before it is committed. */
export interface Tx extends Reader {
  put(key: Uint8Array, value: Uint8Array): void;
  del(key: Uint8Array): void;
  /** The entries as of the first step, with the transaction's own writes. What was seen must not be changed by others. */
  range(range: KeyRange, options?: TxRangeOptions): AsyncIterable<Entry>;
  /** Appends to the change log. */
  change(topic: string, subject: readonly KeyPart[], data?: Uint8Array): void;
  /** Counts references to stored content; content without any is removed. */
  blobRef(id: string, delta: number): void;
  /** Runs after the commit is synced, never when it failed. Errors are reported, not thrown. */
  defer(run: () => unknown): void;
}

/** Content outside the ordered keys. */
export interface Blobs {
  /** Stores content, durably before a transaction can refer to it. Without reference it is removed after a while. */
  put(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<BlobInfo>;
  /** The whole content, undefined if there is none. */
  get(id: string): Promise<Uint8Array | undefined>;
  /** The bytes from `start` up to, but without, `end`. Rejects with BlobMissing. */
  stream(id: string, start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Content that something refers to, with the number of references. */
  references(): AsyncIterable<{ readonly id: string; readonly count: number; readonly size: number }>;
  /** Number of bytes, undefined if there is no such content. */
  size(id: string): Promise<number | undefined>;
}

export interface BlobInfo {
  readonly id: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Counters since the store was opened. */
export interface StoreStats {
  readonly transactions: number;
  readonly conflicts: number;
  readonly groups: number;
  readonly syncs: number;
  readonly bytesWritten: number;
  readonly changes: number;
  /** Transactions that run, wait for an owner, and wait for a sync. */
  readonly running: number;
  readonly waiting: number;
  readonly syncing: number;
  /** Keys whose values are not on disk yet. */
  readonly pendingKeys: number;
  readonly blobsWritten: number;
  readonly blobBytesWritten: number;
  readonly blobsRemoved: number;
  readonly failed: boolean;
}

export interface Store extends Reader {
  /** The value, committed, but maybe not synced yet. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** The entries in key order, as of the first step. */
  range(range: KeyRange, options?: RangeOptions): AsyncIterable<Entry>;
  /** The same, many at a time: for long walks, where a step for each entry costs more than reading it. */
  pages(range: KeyRange, options?: RangeOptions): AsyncIterable<Pairs>;
  /** Number of entries. Walks them. */
  count(range: KeyRange): Promise<number>;
  /**
   * Runs `work` as the only writer of these owners and commits what it wrote, all or nothing; resolves when that is on
   * disk. `work` runs again when others changed what it read, so it must have no other effects (see `Tx.defer`).
   * Transactions must not be nested. Rejects with what `work` threw, StorageConflict, StorageFailed, StorageLimit.
   */
  transact<T>(owners: string | readonly string[], work: (tx: Tx) => Promise<T> | T): Promise<T>;
  /** The number of the last committed change. */
  snapshotSeq(): number;
  /** Synced changes after `after`, oldest first. Rejects with ChangesTrimmed. */
  changes(after: number, limit: number): AsyncIterable<Change>;
  /** Tells the changes of each transaction, in order, once they are synced. Gives a function that ends it. */
  onChange(listener: (changes: readonly Change[]) => void): () => void;
  readonly blobs: Blobs;
  /** Looks at everything that is stored. */
  verify(): Promise<Report>;
  /** Frees space now. */
  compact(): Promise<void>;
  /** Lets running transactions and syncs end. */
  close(): Promise<void>;
  stats(): StoreStats;
}
