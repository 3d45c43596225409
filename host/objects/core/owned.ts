/**
 * What accounts and domains own beyond their records: mailboxes, files, sessions, datasets. The services that keep it
 * register here; removal and rename call them. Removal is one small transaction that takes the names away and leaves
 * a note; what was owned is cleaned behind it, in pieces, also after a restart.
 */

import type { Bytes } from '../../../stdlib/values/types.js';
import { prefixRange, type Store, type Tx, unkey } from '../../storage/index.js';
import { decodeName } from './codec.js';
import { accountOwner, domainOwner, type GoneKind, goneKey } from './keys.js';
import type { AccountRecord, DomainRecord, ObjectLog } from './types.js';

/** Counters of what an account keeps; they are printed as digits. */
export type Usage = Readonly<Partial<Record<'StorageUsed' | 'FileStorageUsed' | 'FileStorageFiles', number>>>;

/** A service that keeps something for accounts or domains. Everything is optional. */
export interface Keeper {
  readonly name: string;
  /** Closes what is open. False: something did not end in time, the operation is refused with `account-in-use`. */
  close?(accountId: number, reason: string): Promise<boolean>;
  /** Inside the creation of an account; `mailboxes` are the names that the template gives. */
  created?(tx: Tx, account: AccountRecord, mailboxes: readonly Bytes[]): Promise<void> | void;
  /** Inside the removal of an account, which owns account and domain: frees names. Must be small. */
  detach?(tx: Tx, account: AccountRecord, domain: DomainRecord): Promise<void> | void;
  /** Inside a rename or move: names that other records spell. */
  renamed?(tx: Tx, before: AccountRecord, after: AccountRecord): Promise<void> | void;
  /** Removes what the account owned; also called when it was done before. */
  cleanAccount?(accountId: number): Promise<void>;
  cleanDomain?(domainId: number): Promise<void>;
  cleanList?(listId: number): Promise<void>;
  usage?(accountId: number): Usage;
}

/** Keys removed in one transaction. */
const PIECE = 500;

export class Owned {
  readonly #keepers: Keeper[] = [];
  readonly #store: Store;
  readonly #log: ObjectLog;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(store: Store, log: ObjectLog) {
    this.#store = store;
    this.#log = log;
  }

  register(keeper: Keeper): void {
    this.#keepers.push(keeper);
  }

  /** Closes everything that is open for an account; false when something did not end. */
  async close(accountId: number, reason: string): Promise<boolean> {
    const ended = await Promise.all(this.#keepers.map(keeper => keeper.close?.(accountId, reason) ?? true));
    return ended.every(Boolean);
  }

  async created(tx: Tx, account: AccountRecord, mailboxes: readonly Bytes[]): Promise<void> {
    for (const keeper of this.#keepers)
      if (keeper.created !== undefined) await keeper.created(tx, account, mailboxes);
  }

  async detach(tx: Tx, account: AccountRecord, domain: DomainRecord): Promise<void> {
    for (const keeper of this.#keepers) await keeper.detach?.(tx, account, domain);
  }

  async renamed(tx: Tx, before: AccountRecord, after: AccountRecord): Promise<void> {
    for (const keeper of this.#keepers) await keeper.renamed?.(tx, before, after);
  }

  usage(accountId: number): Usage {
    const sum: { -readonly [K in keyof Usage]: Usage[K] } = {};
    for (const keeper of this.#keepers) Object.assign(sum, keeper.usage?.(accountId));
    return sum;
  }

  /** Cleans in the background. The note in the store stays until it is done. */
  clean(kind: GoneKind, id: number): void {
    const work = {
      account: () => this.#account(id),
      domain: () => this.#domain(id),
      list: () => this.#list(id),
    };
    this.#work = this.#work.then(async () => {
      if (this.#closed) return;
      try {
        await work[kind]();
      } catch (error) {
        this.#log.failure(`what ${kind} ${id} owned is not removed yet: ${String(error)}`);
      }
    });
  }

  /** Goes on with what a stopped server left. */
  async resume(): Promise<void> {
    for await (const { key } of this.#store.range(prefixRange('gone'))) {
      const [, kind, id] = unkey(key);
      if ((kind === 'account' || kind === 'domain' || kind === 'list') && typeof id === 'number')
        this.clean(kind, id);
    }
  }

  /** Resolves when nothing is left to clean. */
  async idle(): Promise<void> {
    let last: Promise<void>;
    do {
      last = this.#work;
      await last;
    } while (last !== this.#work);
  }

  async shut(): Promise<void> {
    this.#closed = true;
    await this.#work;
  }

  async #account(id: number): Promise<void> {
    for (const keeper of this.#keepers) await keeper.cleanAccount?.(id);
    await this.#removeAll(accountOwner(id), ['acct', id]);
    await this.#store.transact(accountOwner(id), tx => tx.del(goneKey('account', id)));
  }

  async #list(id: number): Promise<void> {
    for (const keeper of this.#keepers) await keeper.cleanList?.(id);
    await this.#store.transact(`gone:list:${id}`, tx => tx.del(goneKey('list', id)));
  }

  async #domain(id: number): Promise<void> {
    for await (const { value } of this.#store.range(prefixRange('name', id))) {
      const entry = decodeName(value);
      if (entry.kind === 'account') await this.#account(entry.id);
      if (this.#closed) return;
    }
    for (const keeper of this.#keepers) await keeper.cleanDomain?.(id);
    for (const part of ['grp', 'member', 'fwd', 'task', 'dom', 'count', 'name']) {
      await this.#removeAll(domainOwner(id), [part, id]);
    }
    await this.#store.transact(domainOwner(id), tx => tx.del(goneKey('domain', id)));
  }

  async #removeAll(owner: string, prefix: readonly (string | number)[]): Promise<void> {
    await removeRange(this.#store, owner, prefix);
  }
}

/** Removes everything below a key, in pieces, each a transaction of the owner. */
export async function removeRange(
  store: Store,
  owner: string,
  prefix: readonly (string | number)[],
): Promise<void> {
  for (;;) {
    const keys: Uint8Array[] = [];
    for await (const { key } of store.range(prefixRange(...prefix), { limit: PIECE })) keys.push(key);
    if (keys.length === 0) return;
    await store.transact(owner, tx => {
      for (const key of keys) tx.del(key);
    });
  }
}
