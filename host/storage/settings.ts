/** Settings of a store, with their defaults. */
import type { Level } from './level.js';

export interface StoreSettings {
  /** Where everything is. Made if it is not there. */
  readonly folder: string;
  /** Nothing on disk; for tests. */
  readonly memory: boolean;
  /** Cache of LevelDB, bytes. */
  readonly cacheBytes: number;
  /** Memory for fresh writes before LevelDB makes a table of them, bytes. */
  readonly writeBufferBytes: number;
  /** How often `work` runs again after a conflict. */
  readonly retries: number;
  /** Longest wait for an owner, milliseconds. */
  readonly ownerWaitMs: number;
  /** Most transactions that wait for owners. */
  readonly maxWaiting: number;
  /** Largest transaction, bytes of keys and values. */
  readonly maxTransactionBytes: number;
  /** Longest key, bytes. */
  readonly maxKeyBytes: number;
  /** A group is closed when it has this many bytes. */
  readonly maxGroupBytes: number;
  /** The change log keeps at least so many changes, if they are not too old. */
  readonly keepChanges: number;
  /** The change log keeps changes at most so long, milliseconds. */
  readonly keepChangesMs: number;
  /** Content below this size is kept in LevelDB, bytes. */
  readonly inlineBytes: number;
  /** Largest content, bytes. */
  readonly maxBlobBytes: number;
  /** How long content without reference stays, milliseconds. */
  readonly blobGraceMs: number;
  /** Small content without reference that is held in memory, bytes; more goes to files. */
  readonly maxFreshBytes: number;
  /** Finds nested transactions at once; costs 0.1 µs at every await of the process, otherwise `ownerWaitMs` ends them. */
  readonly detectNested: boolean;
  /** Told once, when a write failed and the store stopped. */
  readonly onFailed: ((error: Error) => void) | null;
  /** Told errors that no caller hears of: of listeners, deferred functions, the removal of files. */
  readonly onError: (error: unknown) => void;
  /** Opens the ordered keys; another store with the same contract may be put here. */
  readonly database: ((folder: string) => Promise<Level>) | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What `openStore` takes. `folder` may be left out in memory. */
export type StoreOptions = Partial<StoreSettings>;

const MB = 1 << 20;

/** All settings, with defaults for what was left out. */
export function withDefaults(options: StoreOptions): StoreSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    folder: '',
    memory: false,
    cacheBytes: 64 * MB,
    writeBufferBytes: 8 * MB,
    retries: 5,
    ownerWaitMs: 30_000,
    maxWaiting: 10_000,
    maxTransactionBytes: 64 * MB,
    maxKeyBytes: 16 * 1024,
    maxGroupBytes: 8 * MB,
    keepChanges: 100_000,
    keepChangesMs: 7 * 24 * 3_600_000,
    inlineBytes: options.memory === true ? Number.POSITIVE_INFINITY : 4096,
    maxBlobBytes: 2 ** 40,
    blobGraceMs: 600_000,
    maxFreshBytes: options.memory === true ? Number.POSITIVE_INFINITY : 32 * MB,
    detectNested: options.memory === true || process.env.NODE_ENV === 'test',
    onFailed: null,
    onError: error => process.emitWarning(error instanceof Error ? error : String(error)),
    database: null,
    clock: Date.now,
    ...given,
  };
}
