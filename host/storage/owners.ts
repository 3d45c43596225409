/** One writer per owner: locks by name, first come first served, several in sorted order. */
import { StorageClosed, StorageLimit } from './errors.js';
import { PassingMap, PassingSet } from './passing.js';

interface Waiter {
  go(): void;
}

export class Owners {
  /** Who waits for a held owner; an owner nobody holds is not here. */
  readonly #held = new PassingMap<string, Waiter[]>();
  readonly #waitMs: number;
  readonly #maxWaiting: number;
  #waiting = 0;
  #closed = false;
  readonly #stop = new PassingSet<(error: Error) => void>();

  constructor(waitMs: number, maxWaiting: number) {
    this.#waitMs = waitMs;
    this.#maxWaiting = maxWaiting;
  }

  /** Transactions that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes the owners; gives what releases them. Undefined instead of a promise means: they are taken already. */
  acquire(owners: readonly string[]): Promise<void> | undefined {
    let taken = 0;
    for (; taken < owners.length; taken++) {
      const owner = owners[taken] as string;
      if (this.#held.has(owner)) return this.#queue(owners, taken);
      this.#held.set(owner, []);
    }
    return undefined;
  }

  release(owners: readonly string[]): void {
    for (const owner of owners) {
      const next = this.#held.get(owner)?.shift();
      if (next === undefined) this.#held.delete(owner);
      else next.go();
    }
  }

  /** Whoever waits is refused from now on. */
  close(): void {
    this.#closed = true;
    for (const stop of [...this.#stop]) stop(new StorageClosed('closed', 'the store is closing'));
  }

  async #queue(owners: readonly string[], taken: number): Promise<void> {
    if (this.#waiting >= this.#maxWaiting) {
      this.release(owners.slice(0, taken));
      throw new StorageLimit('too-many-waiting', `more than ${this.#maxWaiting} transactions wait`);
    }
    this.#waiting++;
    const until = Date.now() + this.#waitMs;
    try {
      for (; taken < owners.length; taken++) {
        const owner = owners[taken] as string;
        const queue = this.#held.get(owner);
        if (queue === undefined) this.#held.set(owner, []);
        else await this.#wait(owner, queue, until - Date.now());
      }
    } catch (error) {
      this.release(owners.slice(0, taken));
      throw error;
    } finally {
      this.#waiting--;
    }
  }

  #wait(owner: string, queue: Waiter[], ms: number): Promise<void> {
    if (this.#closed) return Promise.reject(new StorageClosed('closed', 'the store is closing'));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        go: () => {
          clearTimeout(timer);
          this.#stop.delete(stop);
          resolve();
        },
      };
      const stop = (error: Error): void => {
        clearTimeout(timer);
        this.#stop.delete(stop);
        queue.splice(queue.indexOf(waiter), 1);
        reject(error);
      };
      const timer = setTimeout(
        () => {
          const text = `waited ${this.#waitMs} ms for ${JSON.stringify(owner)}: a transaction does not end, or is nested in another`;
          stop(new StorageLimit('owner-busy', text));
        },
        Math.max(0, ms),
      );
      timer.unref();
      this.#stop.add(stop);
      queue.push(waiter);
    });
  }
}
