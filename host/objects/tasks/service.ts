/** Named tasks (cli.md 7.8): a name of a domain that stands for a program of one of its accounts. */

import { dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { prefixRange, type Tx, unkey } from '../../storage/index.js';
import { accountIn } from '../core/accounttable.js';
import { dictFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, domainOwner, taskKey } from '../core/keys.js';
import { checkName, claimName, releaseName } from '../core/namespace.js';
import type { Place } from '../core/targets.js';
import type { Addr } from '../core/types.js';
import { splitName } from '../names/syntax.js';
import { emailOf, type Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { updated } from '../settings/update.js';

const READ = rule('Users|DomainsRead|Domain');
const READ_OWN = rule('own|Users|Domain');
const WRITE = rule('Users|Domain:CanCreateNamedTasks');
/** Under this key the record holds the number of the owner; it is shown as a name. */
const OWNER = 'owner';

export class NamedTasks {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    core.owned.register({
      name: 'named tasks',
      detach: async (tx, account) => void (await this.#take(tx, account.domainId, account.id)),
      // like the aliases, the tasks move with their owner
      renamed: async (tx, before, after) => {
        if (before.domainId === after.domainId) return;
        for (const [name, record] of await this.#take(tx, before.domainId, before.id)) {
          claimName(tx, after.domainId, name, { kind: 'task', id: after.id });
          tx.put(taskKey(after.domainId, name), record);
        }
      },
    });
  }

  /** Name -> {owner; RealName; Program}. */
  list(who: Principal, domain: Bytes | null): Promise<Dict> {
    return this.#all(this.#core.targets.domain(who, domain, READ).id, null);
  }

  /** The same for the tasks of one account. */
  listOf(who: Principal, account: Bytes): Promise<Dict> {
    const { domainId, id } = this.#core.targets.account(who, account, READ_OWN);
    return this.#all(domainId, id);
  }

  /** The owner is an account of the same domain. */
  async create(who: Principal, name: Bytes, account: Bytes): Promise<void> {
    const place = this.#core.targets.newPlace(who, name, WRITE);
    checkName(place.name);
    const named = account === '*' ? (emailOf(who) ?? '') : account;
    const owner = this.#core.accounts.find(place.domain.id, splitName(named).local);
    if (owner === null || !this.#isHere(named, place)) throw new PosternError('account-unknown');
    await this.#core.store.transact([domainOwner(place.domain.id), accountOwner(owner.id)], tx => {
      if (accountIn(tx, owner).domainId !== place.domain.id) throw new PosternError('account-unknown');
      claimName(tx, place.domain.id, place.name, { kind: 'task', id: owner.id });
      tx.put(taskKey(place.domain.id, place.name), stored(dictOf([[OWNER, owner.id]])));
    });
  }

  async rename(who: Principal, name: Bytes, into: Bytes): Promise<void> {
    const from = this.#core.targets.place(who, name, WRITE);
    const to = this.#core.targets.newPlace(who, into, WRITE);
    this.#need(from);
    checkName(to.name);
    if (to.domain.id !== from.domain.id)
      throw new PosternError('failed', { args: ['a task stays in its domain'] });
    await this.#core.store.transact(domainOwner(from.domain.id), tx => {
      const record = tx.get(taskKey(from.domain.id, from.name));
      if (record === undefined) throw new PosternError('named-task-unknown');
      if (from.name === to.name) return;
      const entry = releaseName(tx, from.domain.id, from.name);
      tx.del(taskKey(from.domain.id, from.name));
      claimName(tx, to.domain.id, to.name, { kind: 'task', id: entry?.id ?? 0 });
      tx.put(taskKey(to.domain.id, to.name), record);
    });
  }

  async remove(who: Principal, name: Bytes): Promise<void> {
    const place = this.#core.targets.place(who, name, WRITE);
    this.#need(place);
    await this.#core.store.transact(domainOwner(place.domain.id), tx => {
      if (tx.get(taskKey(place.domain.id, place.name)) === undefined)
        throw new PosternError('named-task-unknown');
      releaseName(tx, place.domain.id, place.name);
      tx.del(taskKey(place.domain.id, place.name));
    });
  }

  get(who: Principal, name: Bytes): Dict {
    return this.#shown(this.#need(this.#core.targets.place(who, name, READ)));
  }

  /** Merges changes; the owner stays. */
  async update(who: Principal, name: Bytes, changes: Dict): Promise<void> {
    const place = this.#core.targets.place(who, name, WRITE);
    this.#need(place);
    const key = taskKey(place.domain.id, place.name);
    await this.#core.store.transact(domainOwner(place.domain.id), tx => {
      const bytes = tx.get(key);
      if (bytes === undefined) throw new PosternError('named-task-unknown');
      const old = dictFrom(bytes);
      const next = updated(old, changes);
      dictPut(next, OWNER, dictGet(old, OWNER));
      tx.put(key, stored(next));
    });
  }

  /** A task without asking for rights: its owner and program; null for an unknown one. */
  find(task: Addr): Dict | null {
    const domain = this.#core.domains.find(task.domain);
    const bytes = domain === null ? undefined : this.#core.store.get(taskKey(domain.id, task.account));
    return bytes === undefined ? null : this.#shown(dictFrom(bytes));
  }

  async #all(domainId: number, ownerId: number | null): Promise<Dict> {
    const all = newDict();
    for await (const { key, value } of this.#core.store.range(prefixRange('task', domainId))) {
      const record = dictFrom(value);
      const name = unkey(key)[2];
      if (typeof name !== 'string' || (ownerId !== null && dictGet(record, OWNER) !== ownerId)) continue;
      dictPut(all, name, this.#shown(record));
    }
    return all;
  }

  #shown(record: Dict): Dict {
    const shown = dictOf(Object.entries(record.entries));
    const id = dictGet(record, OWNER);
    dictPut(shown, OWNER, (typeof id === 'number' ? this.#core.accounts.get(id)?.name : null) ?? '');
    return shown;
  }

  #need(place: Place): Dict {
    const bytes = this.#core.store.get(taskKey(place.domain.id, place.name));
    if (bytes === undefined) throw new PosternError('named-task-unknown');
    return dictFrom(bytes);
  }

  #isHere(account: Bytes, place: Place): boolean {
    const { domain } = splitName(account);
    return domain === null || this.#core.domains.find(domain)?.id === place.domain.id;
  }

  /** Takes the tasks of an account away; gives their names and records. */
  async #take(tx: Tx, domainId: number, ownerId: number): Promise<[Bytes, Uint8Array][]> {
    const found: [Bytes, Uint8Array][] = [];
    for await (const { key, value } of tx.range(prefixRange('task', domainId))) {
      const name = unkey(key)[2];
      if (typeof name === 'string' && dictGet(dictFrom(value), OWNER) === ownerId) found.push([name, value]);
    }
    for (const [name] of found) {
      releaseName(tx, domainId, name);
      tx.del(taskKey(domainId, name));
    }
    return found;
  }
}
