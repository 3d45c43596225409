/** The store: see `Store` of types.ts. */
import { BlobFiles } from './blobs/files.js';
import { BlobStore } from './blobs/store.js';
import { ChangeLog } from './changelog.js';
import { StorageClosed } from './errors.js';
import { Groups } from './groups.js';
import { type KeyRange, latin1 } from './keys.js';
import { type Level, readLevel, type Write } from './level.js';
import { mergedPages } from './merge.js';
import { blobFolder, compactLevel, databaseFolder, openLevel } from './open.js';
import { Overlay, type Patch } from './overlay.js';
import { type Report, verifyStore } from './report.js';
import { Runner } from './runner.js';
import { type StoreOptions, type StoreSettings, withDefaults } from './settings.js';
import { userRange } from './tx.js';
import type { Blobs, Change, Entry, Pairs, RangeOptions, Store, StoreStats, Tx } from './types.js';

/** Opens the store of a folder, or makes it. Rejects with StorageDamaged, StorageLocked, StorageFailed. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const settings = withDefaults(options);
  const level = await openLevel(settings);
  try {
    const files = settings.memory ? null : new BlobFiles(blobFolder(settings.folder));
    await files?.open();
    const log = await ChangeLog.open(level, settings.keepChanges, settings.keepChangesMs);
    return new OpenStore(level, files, log, settings);
  } catch (error) {
    await level.close();
    throw error;
  }
}

class OpenStore implements Store {
  readonly blobs: Blobs;
  readonly #blobs: BlobStore;
  readonly #level: Level;
  readonly #files: BlobFiles | null;
  readonly #log: ChangeLog;
  readonly #settings: StoreSettings;
  readonly #overlay = new Overlay();
  readonly #groups: Groups;
  readonly #runner: Runner;
  readonly #listeners = new Set<(changes: readonly Change[]) => void>();
  #closing: Promise<void> | null = null;
  #changes = 0;

  constructor(level: Level, files: BlobFiles | null, log: ChangeLog, settings: StoreSettings) {
    this.#level = level;
    this.#files = files;
    this.#log = log;
    this.#settings = settings;
    this.#groups = new Groups(level, this.#overlay, settings.maxGroupBytes, {
      synced: changes => this.#synced(changes),
      idle: () => this.#trim(),
      failed: error => this.#guard(() => settings.onFailed?.(error)),
    });
    this.#blobs = new BlobStore(files ?? new BlobFiles(''), level, this.#overlay, settings);
    this.blobs = this.#blobs;
    this.#runner = new Runner({
      level,
      overlay: this.#overlay,
      groups: this.#groups,
      log,
      blobs: this.#blobs,
      settings,
    });
    if (files !== null) this.#blobs.collect();
  }

  get(key: Uint8Array): Uint8Array | undefined {
    this.#usable();
    const pending = this.#overlay.get(latin1(key));
    return pending === undefined ? readLevel(this.#level, key) : pending.value;
  }

  async *range(range: KeyRange, options: RangeOptions = {}): AsyncGenerator<Entry, void, undefined> {
    for await (const page of this.pages(range, options))
      for (const [key, value] of page) yield { key, value };
  }

  async *pages(range: KeyRange, options: RangeOptions = {}): AsyncGenerator<Pairs, void, undefined> {
    this.#usable();
    const clamped = userRange(range);
    const patches = (): Map<string, Patch> => {
      const all = new Map<string, Patch>();
      this.#overlay.collect(clamped, all);
      return all;
    };
    for await (const page of mergedPages(this.#level, clamped, patches, options)) yield page;
  }

  async count(range: KeyRange): Promise<number> {
    let count = 0;
    for await (const page of this.pages(range)) count += page.length;
    return count;
  }

  transact<T>(owners: string | readonly string[], work: (tx: Tx) => Promise<T> | T): Promise<T> {
    return this.#runner.run(typeof owners === 'string' ? [owners] : [...new Set(owners)].sort(), work);
  }

  snapshotSeq(): number {
    return this.#log.last;
  }

  async *changes(after: number, limit: number): AsyncGenerator<Change, void, undefined> {
    this.#usable();
    yield* this.#log.read(after, limit);
  }

  onChange(listener: (changes: readonly Change[]) => void): () => void {
    // the same function may be given twice
    const own = (changes: readonly Change[]): void => listener(changes);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  async verify(): Promise<Report> {
    this.#usable();
    // a database put in by the caller has tables of its own kind
    const own = !this.#settings.memory && this.#settings.database === null;
    const database = own ? databaseFolder(this.#settings.folder) : null;
    return verifyStore(this.#level, database, this.#files, id => this.#blobs.info(id) !== undefined);
  }

  async compact(): Promise<void> {
    this.#usable();
    await compactLevel(this.#level);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#runner.close();
    await this.#groups.stopped();
    await this.#blobs.close();
    await this.#level.close();
  }

  stats(): StoreStats {
    return {
      transactions: this.#runner.transactions,
      conflicts: this.#runner.conflictCount,
      groups: this.#groups.groups,
      syncs: this.#settings.memory ? 0 : this.#groups.groups,
      bytesWritten: this.#groups.bytes,
      changes: this.#changes,
      running: this.#runner.running,
      waiting: this.#runner.waiting,
      syncing: this.#groups.syncing,
      pendingKeys: this.#overlay.size,
      blobsWritten: this.#blobs.written,
      blobBytesWritten: this.#blobs.bytesWritten,
      blobsRemoved: this.#blobs.removed,
      failed: this.#groups.failure !== null,
    };
  }

  /** Reads go on after a failed write, but not after `close`. */
  #usable(): void {
    if (this.#level.status !== 'open') throw new StorageClosed('closed', 'the store is closed');
  }

  #synced(changes: readonly Change[]): void {
    const last = changes.at(-1);
    if (last === undefined) return;
    this.#log.synced = last.seq;
    this.#changes += changes.length;
    for (const listener of [...this.#listeners]) this.#guard(() => listener(changes));
  }

  async #trim(): Promise<readonly Write[]> {
    try {
      return await this.#log.trim(this.#settings.clock());
    } catch (error) {
      this.#guard(() => this.#settings.onError(error));
      return [];
    }
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#settings.onError(error);
    }
  }
}
