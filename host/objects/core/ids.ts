/** Permanent numbers of domains and accounts. Taken from the store in blocks: a number may be skipped, never used twice. */
import type { Store } from '../../storage/index.js';
import { numberFrom, stored } from './codec.js';
import { serverKey } from './keys.js';

const BLOCK = 256;

export class Ids {
  readonly #store: Store;
  #next = 0;
  #end = 0;
  #more: Promise<void> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  async next(): Promise<number> {
    while (this.#next >= this.#end) {
      this.#more ??= this.#reserve().finally(() => {
        this.#more = null;
      });
      await this.#more;
    }
    return this.#next++;
  }

  async #reserve(): Promise<void> {
    const key = serverKey('ids');
    const first = await this.#store.transact('ids', tx => {
      const from = numberFrom(tx.get(key), 1);
      tx.put(key, stored(from + BLOCK));
      return from;
    });
    this.#next = first;
    this.#end = first + BLOCK;
  }
}
