/**
 * Maps and sets through which thousands of entries pass each second. A map that loses entries makes a new table each time
 * the old one is full, the old one points to the new one, and once a dead table is in the old generation, the collector
 * keeps alive, and copies, every later table with all that was in it. Those here begin anew before that costs much.
 */

/** Entries that may have gone before a map begins anew, and as many as are left. */
const SLACK = 256;

export class PassingMap<K, V> implements Iterable<[K, V]> {
  #entries = new Map<K, V>();
  #gone = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, value);
  }

  delete(key: K): void {
    if (!this.#entries.delete(key) || ++this.#gone <= SLACK + this.#entries.size) return;
    this.#gone = 0;
    this.#entries = new Map(this.#entries);
  }

  /** Nothing may be deleted before the end. */
  [Symbol.iterator](): Iterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }
}

/** In the order in which they came. */
export class PassingSet<T> implements Iterable<T> {
  readonly #items = new PassingMap<T, true>();

  get size(): number {
    return this.#items.size;
  }

  add(item: T): void {
    this.#items.set(item, true);
  }

  delete(item: T): void {
    this.#items.delete(item);
  }

  /** Nothing may be deleted before the end. */
  *[Symbol.iterator](): Iterator<T> {
    for (const [item] of this.#items) yield item;
  }
}
