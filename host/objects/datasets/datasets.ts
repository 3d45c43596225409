/**
 * Data sets of accounts (objects.md 14): named tables of entries with fields, nested with `/`. For the owner and the
 * administrators of the account.
 */
import { printCompact } from '../../../stdlib/data/index.js';
import { dictGet, dictOf, dictSet, isString, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { encodeValue, type Tx } from '../../storage/index.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import { type EntryFilter, matchesEntry } from './match.js';
import { allEntriesOf, entriesOf, entryKey, lastPart, readEntry, setKey, setsOf } from './records.js';
import type { DataDeps } from './types.js';

/** Field with the e-mail address of an address book entry. */
export const EMAIL = 'addressbook.Email';

/** Checks the name of a set or entry: 1 to 255 bytes without control codes, parts of sets are not empty. */
function checkName(name: Bytes, isSet: boolean): Bytes {
  const parts = isSet ? name.split('/') : [name];
  if (name.length > 255 || parts.includes('') || /[\u0000-\u001f\u007f]/.test(name)) {
    throw new PosternError('bad-name');
  }
  return name;
}

/** The service. `account` is a name from outside. */
export class Datasets {
  constructor(private readonly deps: DataDeps) {}

  private own(who: Principal, account: string): Owner {
    const owner = this.deps.owner(who, account);
    this.deps.needOwn(who, owner);
    return owner;
  }

  private change<T>(owner: Owner, set: Bytes, work: (tx: Tx) => Promise<T> | T): Promise<T> {
    return this.deps.store.transact(this.deps.writer(owner), async tx => {
      const result = await work(tx);
      tx.change('dataset', [owner.id], Buffer.from(set, 'latin1'));
      return result;
    });
  }

  /** Names of the sets directly below a set, `''` the top; each once, sorted. */
  async list(who: Principal, account: string, parent: Bytes): Promise<Bytes[]> {
    const owner = this.own(who, account);
    const front = parent === '' ? '' : `${parent}/`;
    const names = new Set<Bytes>();
    for await (const { key } of this.deps.store.range(setsOf(owner.id))) {
      const set = lastPart(key);
      if (set.startsWith(front)) names.add(set.slice(front.length).split('/')[0] ?? '');
    }
    return [...names].sort();
  }

  /** Makes a set. Throws `dataset-exists`. */
  async create(who: Principal, account: string, set: Bytes): Promise<void> {
    const owner = this.own(who, account);
    checkName(set, true);
    await this.change(owner, set, async tx => {
      if (tx.get(setKey(owner.id, set))) throw new PosternError('dataset-exists');
      await this.make(tx, owner, set);
    });
  }

  private async make(tx: Tx, owner: Owner, set: Bytes): Promise<void> {
    let count = 0;
    for await (const _ of tx.range(setsOf(owner.id))) count++;
    if (count >= this.deps.limits().sets) throw new PosternError('storage-limit');
    tx.put(setKey(owner.id, checkName(set, true)), new Uint8Array());
  }

  /** Removes a set, its entries and the sets below it. Throws `dataset-unknown` unless `ifExists`. */
  async remove(who: Principal, account: string, set: Bytes, ifExists = false): Promise<void> {
    const owner = this.own(who, account);
    await this.change(owner, set, async tx => {
      let found = 0;
      for await (const { key } of tx.range(setsOf(owner.id))) {
        const name = lastPart(key);
        if (name !== set && !name.startsWith(`${set}/`)) continue;
        found++;
        tx.del(key);
        for await (const entry of tx.range(entriesOf(owner.id, name))) tx.del(entry.key);
      }
      if (found === 0 && !ifExists) throw new PosternError('dataset-unknown');
    });
  }

  /** Entries that pass the filter, by name. Throws `dataset-unknown`. */
  async entries(who: Principal, account: string, set: Bytes, filter: EntryFilter | null): Promise<Dict> {
    const owner = this.own(who, account);
    if (!this.deps.store.get(setKey(owner.id, set))) throw new PosternError('dataset-unknown');
    const found = newDict();
    for await (const { key, value } of this.deps.store.range(entriesOf(owner.id, set))) {
      const data = readEntry(value);
      const name = lastPart(key);
      if (matchesEntry(filter, name, data)) dictSet(found, name, data);
    }
    return found;
  }

  /**
   * Stores an entry in place of the old one; gives its name.
   * @param entry null: a new name
   * @param ifExists nothing is made: throws `dataset-unknown`, `item-unknown`
   */
  async set(
    who: Principal,
    account: string,
    set: Bytes,
    entry: Bytes | null,
    data: Dict,
    ifExists = false,
  ): Promise<Bytes> {
    const owner = this.own(who, account);
    if (entry !== null) checkName(entry, false);
    if (printCompact(data).length > this.deps.limits().entryBytes) throw new PosternError('too-large');
    return this.change(owner, set, async tx => {
      if (!tx.get(setKey(owner.id, set))) {
        if (ifExists) throw new PosternError('dataset-unknown');
        await this.make(tx, owner, set);
      }
      const name = entry ?? (await this.freeName(tx, owner, set));
      const stored = tx.get(entryKey(owner.id, set, name));
      if (!stored && ifExists) throw new PosternError('item-unknown');
      if (!stored) await this.needRoom(tx, owner, set);
      tx.put(entryKey(owner.id, set, name), encodeValue(data));
      return name;
    });
  }

  private async needRoom(tx: Tx, owner: Owner, set: Bytes): Promise<void> {
    let count = 0;
    for await (const _ of tx.range(entriesOf(owner.id, set))) count++;
    if (count >= this.deps.limits().entries) throw new PosternError('storage-limit');
  }

  /** A name that sorts behind the names given out before. */
  private async freeName(tx: Tx, owner: Owner, set: Bytes): Promise<Bytes> {
    for (let time = this.deps.clock(); ; time++) {
      const name = time.toString(36).padStart(9, '0');
      if (!tx.get(entryKey(owner.id, set, name))) return name;
    }
  }

  /** Removes an entry. Throws `dataset-unknown`, `item-unknown` unless `ifExists`. */
  async delete(who: Principal, account: string, set: Bytes, entry: Bytes, ifExists = false): Promise<void> {
    const owner = this.own(who, account);
    await this.change(owner, set, tx => {
      if (!tx.get(setKey(owner.id, set))) {
        if (ifExists) return;
        throw new PosternError('dataset-unknown');
      }
      if (!tx.get(entryKey(owner.id, set, entry)) && !ifExists) throw new PosternError('item-unknown');
      tx.del(entryKey(owner.id, set, entry));
    });
  }

  /**
   * Adds an address book entry under a new name, unless its address is there already; gives the name.
   * @param limit most entries of the set: the oldest names go, null for no such limit
   */
  async addAddress(
    who: Principal,
    account: string,
    set: Bytes,
    data: Dict,
    limit: number | null,
  ): Promise<Bytes> {
    const owner = this.own(who, account);
    const address = dictGet(data, EMAIL);
    if (!isString(address) || address === '') throw new PosternError('illegal-value', { args: [EMAIL] });
    return this.change(owner, set, async tx => {
      if (!tx.get(setKey(owner.id, set))) await this.make(tx, owner, set);
      const names: Bytes[] = [];
      for await (const { key, value } of tx.range(entriesOf(owner.id, set))) {
        const name = lastPart(key);
        if (matchesEntry({ field: EMAIL, text: address, mode: 'eq' }, name, readEntry(value))) return name;
        names.push(name);
      }
      const most = Math.min(limit ?? this.deps.limits().entries, this.deps.limits().entries);
      for (const old of names.slice(0, Math.max(0, names.length + 1 - most))) {
        tx.del(entryKey(owner.id, set, old));
      }
      const name = await this.freeName(tx, owner, set);
      tx.put(entryKey(owner.id, set, name), encodeValue(data));
      return name;
    });
  }

  /** Name of the entry with an e-mail address, null when there is none. Throws `dataset-unknown`. */
  async findAddress(who: Principal, account: string, set: Bytes, address: Bytes): Promise<Bytes | null> {
    const found = await this.entries(who, account, set, { field: EMAIL, text: address, mode: 'eq' });
    return Object.keys(found.entries)[0] ?? null;
  }

  /** Removes everything of an account, in the transaction that removes the account. */
  async dropAccount(tx: Tx, account: number): Promise<void> {
    for await (const { key } of tx.range(setsOf(account))) tx.del(key);
    for await (const { key } of tx.range(allEntriesOf(account))) tx.del(key);
  }
}

/** A dictionary with the name of an entry. */
export const entryResult = (name: Bytes): Dict => dictOf([['entryName', name]]);
