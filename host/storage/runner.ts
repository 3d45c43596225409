/** Runs transactions: owners, conflicts, commit. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { BlobStore } from './blobs/store.js';
import type { ChangeLog } from './changelog.js';
import { Conflicts } from './conflicts.js';
import { StorageClosed, StorageConflict, StorageMisuse } from './errors.js';
import type { Groups } from './groups.js';
import type { Level, Write } from './level.js';
import type { Overlay } from './overlay.js';
import { Owners } from './owners.js';
import { PassingSet } from './passing.js';
import type { StoreSettings } from './settings.js';
import { Transaction } from './tx.js';
import type { Tx } from './types.js';

/** What a runner works with. */
export interface RunnerParts {
  readonly level: Level;
  readonly overlay: Overlay;
  readonly groups: Groups;
  readonly log: ChangeLog;
  readonly blobs: BlobStore;
  readonly settings: StoreSettings;
}

type Work<T> = (tx: Tx) => Promise<T> | T;

interface Done<T> {
  readonly result: T;
  readonly synced: Promise<void> | null;
  readonly tx: Transaction;
}

/** The transaction that the running code is inside of. */
const inside = new AsyncLocalStorage<{ running: boolean }>();

export class Runner {
  readonly #parts: RunnerParts;
  readonly #conflicts = new Conflicts();
  readonly #owners: Owners;
  readonly #running = new PassingSet<Promise<unknown>>();
  #closed = false;
  transactions = 0;
  conflictCount = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#owners = new Owners(parts.settings.ownerWaitMs, parts.settings.maxWaiting);
  }

  get running(): number {
    return this.#conflicts.running;
  }

  get waiting(): number {
    return this.#owners.waiting;
  }

  /** See `Store.transact`; the owners are sorted and different. */
  run<T>(owners: readonly string[], work: Work<T>): Promise<T> {
    const running = this.#run(owners, work);
    this.#running.add(running);
    const ended = (): void => {
      this.#running.delete(running);
    };
    running.then(ended, ended);
    return running;
  }

  /** Refuses new transactions and those that wait; resolves when the others have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#owners.close();
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }

  async #run<T>(owners: readonly string[], work: Work<T>): Promise<T> {
    this.#writable();
    if (this.#parts.settings.detectNested && inside.getStore()?.running === true)
      throw new StorageMisuse('nested', 'a transaction inside another one: pass the outer one on');
    const wait = this.#owners.acquire(owners);
    if (wait !== undefined) await wait;
    let done: Done<T>;
    try {
      done = await this.#attempts(work);
    } finally {
      // the next one of these owners need not wait for the disk: it sees what is committed, and joins the next group
      this.#owners.release(owners);
    }
    if (done.synced !== null) await done.synced;
    for (const run of done.tx.deferred) this.#after(run);
    return done.result;
  }

  async #attempts<T>(work: Work<T>): Promise<Done<T>> {
    const { settings } = this.#parts;
    for (let tries = 0; tries <= settings.retries; tries++) {
      this.#writable();
      const done = await this.#attempt(work);
      if (done !== null) return done;
      this.conflictCount++;
    }
    throw new StorageConflict('conflict', `others changed what was read, ${settings.retries + 1} times`);
  }

  /** Null after a conflict. */
  async #attempt<T>(work: Work<T>): Promise<Done<T> | null> {
    const { level, overlay, settings } = this.#parts;
    const tx = new Transaction(level, overlay, this.#conflicts, settings);
    const frame = { running: true };
    this.#conflicts.begin(tx);
    try {
      const result = await (settings.detectNested ? inside.run(frame, work, tx) : work(tx));
      if (this.#conflicts.find(tx) !== undefined) return null;
      return { result, synced: this.#commit(tx), tx };
    } finally {
      frame.running = false;
      tx.end();
      this.#conflicts.end(tx);
    }
  }

  /** Commits in memory; gives the promise of the sync, null if there is none to wait for. */
  #commit(tx: Transaction): Promise<void> | null {
    const { groups, log, blobs, settings } = this.#parts;
    this.#alive();
    this.transactions++;
    // an answer that rests on what may still be lost waits for the disk, too
    if (tx.empty) return tx.sawPending ? groups.flushed() : null;
    const plan = blobs.plan(tx.blobDeltas);
    const writes: Write[] = [...plan.writes];
    for (const { name, key, value } of tx.writes.values())
      writes.push(value === undefined ? { type: 'del', key, name } : { type: 'put', key, value, name });
    const changes = log.append(tx.newChanges, settings.clock(), writes);
    plan.commit();
    this.#conflicts.commit(tx.writes.keys());
    return groups.add({ writes, changes, settled: plan.settled });
  }

  #writable(): void {
    if (this.#closed) throw new StorageClosed('closed', 'the store is closing');
    this.#alive();
  }

  #alive(): void {
    if (this.#parts.groups.failure !== null) throw this.#parts.groups.failure;
  }

  #after(run: () => unknown): void {
    const { onError } = this.#parts.settings;
    try {
      const result = run();
      if (result instanceof Promise) result.catch(onError);
    } catch (error) {
      onError(error);
    }
  }
}
