/**
 * Every domain in memory: they are few and asked for at each request. The commit of a change is told by the change
 * log and takes the new record; transactions read the store itself.
 */

import { PosternError } from '../../errors/index.js';
import { prefixRange, type Store, type Tx, unkey } from '../../storage/index.js';
import { domainForm } from '../names/syntax.js';
import { decodeDomain } from './codec.js';
import type { Events } from './events.js';
import { domainKey } from './keys.js';
import type { DomainRecord } from './types.js';

/** Change log topic of domain records; the subject is the domain's number. */
export const DOMAIN_TOPIC = 'domain';

export class DomainTable {
  readonly #store: Store;
  readonly #byId = new Map<number, DomainRecord>();
  readonly #byName = new Map<string, DomainRecord>();
  #main: DomainRecord | null = null;
  #mainId = 0;
  #sorted: readonly string[] | null = null;
  /** Grows with every change of any domain. */
  version = 0;
  readonly #versions = new Map<number, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Reads all domains; `mainId` is the number of the main one. */
  async load(mainId: number, events: Events): Promise<void> {
    this.#mainId = mainId;
    for await (const { key, value } of this.#store.range(prefixRange('dom'))) {
      const [, id, part] = unkey(key);
      if (typeof id === 'number' && part === '') this.#put(decodeDomain(id, value));
    }
    events.subscribe(DOMAIN_TOPIC, null, change => {
      const id = change.subject[0];
      if (typeof id === 'number') this.refresh(id);
    });
  }

  /** The main domain. */
  get main(): DomainRecord {
    if (this.#main === null) throw new PosternError('internal');
    return this.#main;
  }

  /** Names the main domain: at the first start, when it has just been made. */
  setMain(id: number): void {
    this.#mainId = id;
    this.refresh(id);
  }

  get(id: number): DomainRecord | null {
    return this.#byId.get(id) ?? null;
  }

  /** The domain with this name or alias, in any letter case and in Unicode. */
  find(raw: string): DomainRecord | null {
    const found = this.#byName.get(raw);
    if (found !== undefined) return found;
    const name = domainForm(raw);
    return name === null || name === raw ? null : (this.#byName.get(name) ?? null);
  }

  /** Names, the main domain first, the others sorted. */
  names(): readonly string[] {
    if (this.#sorted === null) {
      const main = this.main.name;
      const others = [...this.#byId.values()].map(record => record.name).filter(name => name !== main);
      this.#sorted = [main, ...others.sort()];
    }
    return this.#sorted;
  }

  all(): Iterable<DomainRecord> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Grows when the record of the domain changes: whoever derives something from it compares. */
  versionOf(id: number): number {
    return this.#versions.get(id) ?? 0;
  }

  /** Takes the record that the store holds now. */
  refresh(id: number): void {
    const bytes = this.#store.get(domainKey(id));
    const old = this.#byId.get(id);
    if (old !== undefined) {
      this.#byId.delete(id);
      for (const name of [old.name, ...old.aliases]) {
        if (this.#byName.get(name)?.id === id) this.#byName.delete(name);
      }
    }
    if (bytes !== undefined) this.#put(decodeDomain(id, bytes));
    else if (id !== this.#mainId) this.#versions.delete(id);
    this.#sorted = null;
  }

  #put(record: DomainRecord): void {
    this.#byId.set(record.id, record);
    for (const name of [record.name, ...record.aliases]) this.#byName.set(name, record);
    this.#versions.set(record.id, ++this.version);
    if (record.id === this.#mainId) this.#main = record;
  }
}

/** The last record that a transaction read, under its bytes: many transactions in a row are of one domain. */
let lastRead: { readonly id: number; readonly bytes: Uint8Array; readonly record: DomainRecord } | null =
  null;

/** The record of a domain inside a transaction; it may have gone since somebody looked. */
export function domainIn(tx: Tx, id: number): DomainRecord {
  const bytes = tx.get(domainKey(id));
  if (bytes === undefined) throw new PosternError('domain-unknown');
  if (lastRead?.id !== id || Buffer.compare(lastRead.bytes, bytes) !== 0)
    lastRead = { id, bytes, record: decodeDomain(id, bytes) };
  return lastRead.record;
}
