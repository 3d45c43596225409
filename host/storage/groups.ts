/**
 * Group commit: what is committed while a sync is under way goes to disk together with the next one, in one
 * atomic batch. The first failed write stops everything.
 */
import { errorText, StorageFailed } from './errors.js';
import { latin1 } from './keys.js';
import type { Level, Write } from './level.js';
import type { Overlay } from './overlay.js';
import type { Change } from './types.js';

/** What one transaction adds to a group. */
export interface Commit {
  readonly writes: readonly Write[];
  readonly changes: readonly Change[];
  /** Runs when it is on disk, before anybody is told. */
  readonly settled: (() => void) | null;
}

interface Group {
  readonly number: number;
  readonly writes: Map<string, Write>;
  readonly commits: Commit[];
  bytes: number;
  readonly done: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

export interface GroupEvents {
  /** A transaction is on disk. */
  synced(changes: readonly Change[]): void;
  /** A group is on disk; gives writes to do with the next group. */
  idle(): Promise<readonly Write[]>;
  failed(error: StorageFailed): void;
}

export class Groups {
  readonly #level: Level;
  readonly #overlay: Overlay;
  readonly #events: GroupEvents;
  readonly #maxBytes: number;
  readonly #queue: Group[] = [];
  #writing: Group | null = null;
  #number = 0;
  #loop: Promise<void> | null = null;
  /** Why everything stopped. */
  failure: StorageFailed | null = null;
  groups = 0;
  bytes = 0;
  /** Transactions that wait for their sync. */
  syncing = 0;

  constructor(level: Level, overlay: Overlay, maxBytes: number, events: GroupEvents) {
    this.#level = level;
    this.#overlay = overlay;
    this.#maxBytes = maxBytes;
    this.#events = events;
  }

  /** Makes a commit visible and gives the promise of its sync. */
  add(commit: Commit): Promise<void> {
    const group = this.#open();
    group.commits.push(commit);
    this.syncing++;
    for (const write of commit.writes) {
      const name = write.name ?? latin1(write.key);
      const value = write.type === 'put' ? write.value : undefined;
      this.#overlay.set(name, write.key, value, group.number);
      group.writes.set(name, write);
      group.bytes += write.key.length + (value?.length ?? 0);
    }
    this.#loop ??= this.#run();
    return group.done;
  }

  /** Resolves when everything that is committed now is on disk. */
  async flushed(): Promise<void> {
    const last = this.#queue.at(-1);
    if (last !== undefined) await last.done;
    else if (this.failure !== null) throw this.failure;
  }

  /** Resolves when nothing is written any more, whatever came of it. */
  async stopped(): Promise<void> {
    while (this.#loop !== null) await this.#loop;
  }

  /** The group that new commits join: the last one, unless it is being written or full. */
  #open(): Group {
    const last = this.#queue.at(-1);
    if (last !== undefined && last !== this.#writing && last.bytes < this.#maxBytes) return last;
    let resolve = (): void => {};
    let reject = (_: Error): void => {};
    const done = new Promise<void>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    done.catch(() => {});
    const group = { number: ++this.#number, writes: new Map(), commits: [], bytes: 0, done, resolve, reject };
    this.#queue.push(group);
    return group;
  }

  async #run(): Promise<void> {
    await null; // whoever commits in the same turn comes along
    for (let group = this.#queue[0]; group !== undefined; group = this.#queue[0]) {
      this.#writing = group;
      try {
        await this.#write(group);
      } catch (error) {
        this.#fail(error);
        break;
      }
      this.#queue.shift();
      this.#writing = null;
      this.groups++;
      this.bytes += group.bytes;
      this.syncing -= group.commits.length;
      for (const name of group.writes.keys()) this.#overlay.settle(name, group.number);
      for (const commit of group.commits) {
        commit.settled?.();
        this.#events.synced(commit.changes);
      }
      group.resolve();
      const more = await this.#events.idle();
      if (more.length > 0) this.add({ writes: more, changes: [], settled: null });
    }
    this.#loop = null;
  }

  /** A chained batch: what abstract-level does for each element of an array costs five times as much as the write. */
  #write(group: Group): Promise<void> {
    const batch = this.#level.batch();
    for (const write of group.writes.values()) {
      if (write.type === 'put') batch.put(write.key, write.value);
      else batch.del(write.key);
    }
    return batch.write({ sync: true } as object);
  }

  #fail(cause: unknown): void {
    const text = `a write failed and the store stopped; open it again when the cause is gone: ${errorText(cause)}`;
    const failure = new StorageFailed('write-failed', text, { cause });
    this.failure = failure;
    this.#writing = null;
    for (const group of this.#queue.splice(0)) group.reject(failure);
    this.syncing = 0;
    this.#events.failed(failure);
  }
}
