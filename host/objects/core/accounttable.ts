/**
 * Account records on demand. The ones in use stay in memory, at most a given number; a change that commits drops its
 * record. Looking up a record that is in memory does not touch the store.
 */

import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Store, Tx } from '../../storage/index.js';
import { decodeAccount, decodeName, dictFrom, namesFrom } from './codec.js';
import type { Events } from './events.js';
import { accountKey, accountPartKey, nameKey } from './keys.js';
import type { AccountRecord, NameEntry } from './types.js';

/** Change log topic of account records; the subject is the account's number, the data names what changed. */
export const ACCOUNT_TOPIC = 'account';

/** A record with what was derived from it so far; see settings/resolve. */
export interface CachedAccount extends AccountRecord {
  /** The codes of its rights in small letters. */
  readonly codes: ReadonlySet<string>;
  /** Explicit preferences; null until somebody asked. */
  prefs: Dict | null;
  effective: { readonly stamp: number; readonly value: Dict } | null;
  effectivePrefs: { readonly stamp: number; readonly value: Dict } | null;
}

const NO_CODES: ReadonlySet<string> = new Set();

export class AccountTable {
  readonly #store: Store;
  readonly #limit: number;
  /** Two generations: what nobody asked for while one filled up is forgotten with the other. */
  #young = new Map<string, CachedAccount>();
  #old = new Map<string, CachedAccount>();
  #byId = new Map<number, CachedAccount>();

  constructor(store: Store, events: Events, limit: number) {
    this.#store = store;
    this.#limit = Math.max(1, limit >> 1);
    events.subscribe(ACCOUNT_TOPIC, null, change => {
      const id = change.subject[0];
      if (typeof id === 'number') this.drop(id);
    });
  }

  /** The account with this name; aliases do not count. Null when there is none. */
  find(domainId: number, name: Bytes): CachedAccount | null {
    const label = `${domainId}/${name}`;
    const young = this.#young.get(label);
    if (young !== undefined) return young;
    const old = this.#old.get(label);
    if (old !== undefined) return this.#keep(label, old);
    const entry = this.entry(domainId, name);
    if (entry?.kind !== 'account') return null;
    return this.#load(entry.id, label);
  }

  /** The account with this number. */
  get(id: number): CachedAccount | null {
    return this.#byId.get(id) ?? this.#load(id, null);
  }

  /** What a name of a domain stands for. */
  entry(domainId: number, name: Bytes): NameEntry | null {
    const bytes = this.#store.get(nameKey(domainId, name));
    return bytes === undefined ? null : decodeName(bytes);
  }

  /** Explicit preferences. */
  prefs(account: CachedAccount): Dict {
    account.prefs ??= dictFrom(this.#store.get(accountPartKey(account.id, 'prefs')));
    return account.prefs;
  }

  drop(id: number): void {
    const cached = this.#byId.get(id);
    if (cached === undefined) return;
    this.#byId.delete(id);
    this.#forget(cached);
  }

  #forget(cached: CachedAccount): void {
    const label = `${cached.domainId}/${cached.name}`;
    if (this.#young.get(label) === cached) this.#young.delete(label);
    if (this.#old.get(label) === cached) this.#old.delete(label);
  }

  #load(id: number, label: string | null): CachedAccount | null {
    const bytes = this.#store.get(accountKey(id));
    if (bytes === undefined) return null;
    const head = decodeAccount(bytes);
    const rights = namesFrom(this.#store.get(accountPartKey(id, 'rights')));
    const cached: CachedAccount = {
      id,
      ...head,
      settings: dictFrom(this.#store.get(accountPartKey(id, 'settings'))),
      rights,
      codes: rights.length === 0 ? NO_CODES : new Set(rights.map(code => code.toLowerCase())),
      prefs: null,
      effective: null,
      effectivePrefs: null,
    };
    return this.#keep(label ?? `${head.domainId}/${head.name}`, cached);
  }

  #keep(label: string, cached: CachedAccount): CachedAccount {
    if (this.#young.size >= this.#limit) {
      for (const gone of this.#old.values()) {
        if (!this.#young.has(`${gone.domainId}/${gone.name}`)) this.#byId.delete(gone.id);
      }
      this.#old = this.#young;
      this.#young = new Map();
    }
    const before = this.#byId.get(cached.id);
    if (before !== undefined && before !== cached) this.#forget(before);
    this.#young.set(label, cached);
    this.#byId.set(cached.id, cached);
    return cached;
  }
}

/** The record inside a transaction: renamed or removed accounts are told from those that are still the same. */
export function accountIn(tx: Tx, account: { readonly id: number }): AccountRecord {
  const bytes = tx.get(accountKey(account.id));
  if (bytes === undefined) throw new PosternError('account-unknown');
  return {
    id: account.id,
    ...decodeAccount(bytes),
    settings: dictFrom(tx.get(accountPartKey(account.id, 'settings'))),
    rights: namesFrom(tx.get(accountPartKey(account.id, 'rights'))),
  };
}
