/** Telephone numbers: each belongs to one account of the server (cli.md 7.3). */

import { dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { prefixRange, type Tx, unkey } from '../../storage/index.js';
import { putPart } from '../accounts/write.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import { namesFrom, numberFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountKey, accountOwner, accountPartKey, telnumKey } from '../core/keys.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';

const SERVER = rule('Users');
const DOMAIN = rule('Users|Domain');
const READ = rule('own|Users|Domain');
const WRITE = rule('Users|Domain:CanCreateTelnums');

/** The writer of the numbers: they are one name space of the server. */
const OWNER = 'telnums';
const NUMBER = /^\+?[0-9*#]{1,32}$/;
const MAX_NUMBERS = 1000;
const MAX_LISTED = 100_000;

export class Telnums {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    core.owned.register({
      name: 'telephone numbers',
      cleanAccount: id => this.#clean(id),
    });
  }

  /** Number -> account; the total is under the empty key. */
  listServer(who: Principal, limit: number, filter: Bytes | null = null): Promise<Dict> {
    this.#core.rights.need(who, SERVER);
    return this.#list(null, limit, filter);
  }

  listDomain(
    who: Principal,
    domain: Bytes | null,
    limit: number,
    filter: Bytes | null = null,
  ): Promise<Dict> {
    return this.#list(this.#core.targets.domain(who, domain, DOMAIN).id, limit, filter);
  }

  get(who: Principal, account: Bytes): readonly Bytes[] {
    return this.#of(this.#core.targets.account(who, account, READ).id);
  }

  /** The numbers without asking for rights. */
  of(addr: Addr): readonly Bytes[] {
    const domain = this.#core.domains.find(addr.domain);
    const account = domain === null ? null : this.#core.accounts.find(domain.id, addr.account);
    return account === null ? [] : this.#of(account.id);
  }

  /** The account that has a number; null when nobody has. */
  find(number: Bytes): Addr | null {
    const account = this.#core.accounts.get(numberFrom(this.#core.store.get(telnumKey(number)), 0));
    const domain = account === null ? null : this.#core.domains.get(account.domainId);
    return account === null || domain === null ? null : { account: account.name, domain: domain.name };
  }

  /** Replaces the numbers, all or nothing. */
  async set(who: Principal, name: Bytes, numbers: readonly Bytes[]): Promise<void> {
    const account = this.#core.targets.account(who, name, WRITE);
    const wanted = [...new Set(numbers)];
    for (const number of wanted) checkNumber(number);
    await this.#change(account, () => wanted);
  }

  /** One step: `add` and `del` of a number, `pop` of any; gives {telnum} for `pop`. */
  async modify(who: Principal, name: Bytes, parameters: Dict): Promise<Dict> {
    const account = this.#core.targets.account(who, name, WRITE);
    const { op, telnum } = parameters.entries;
    const number = typeof telnum === 'string' ? telnum : '';
    let popped: Bytes | null = null;
    if (op === 'add' || op === 'del') checkNumber(number);
    await this.#change(account, old => {
      switch (op) {
        case 'add':
          if (old.includes(number))
            throw new PosternError('failed', { args: ['the number is assigned already'] });
          return [...old, number];
        case 'del':
          if (!old.includes(number))
            throw new PosternError('failed', { args: ['the number is not assigned'] });
          return old.filter(other => other !== number);
        case 'pop':
          popped = old[0] ?? null;
          return old.slice(1);
        default:
          throw new PosternError('illegal-value', { args: ['op'] });
      }
    });
    return popped === null ? newDict() : dictOf([['telnum', popped]]);
  }

  async #change(account: CachedAccount, change: (old: readonly Bytes[]) => readonly Bytes[]): Promise<void> {
    await this.#core.store.transact([OWNER, accountOwner(account.id)], tx => {
      accountIn(tx, account);
      const old = namesFrom(tx.get(accountPartKey(account.id, 'telnums')));
      const next = change(old);
      if (next.length > MAX_NUMBERS) throw new PosternError('too-large');
      for (const number of old) if (!next.includes(number)) tx.del(telnumKey(number));
      for (const number of next) {
        if (old.includes(number)) continue;
        if (isTaken(tx, number, account.id))
          throw new PosternError('failed', { args: ['the number belongs to another account'] });
        tx.put(telnumKey(number), stored(account.id));
      }
      putPart(tx, account.id, 'telnums', [...next]);
    });
  }

  async #clean(id: number): Promise<void> {
    await this.#core.store.transact([OWNER, accountOwner(id)], tx => {
      for (const number of namesFrom(tx.get(accountPartKey(id, 'telnums')))) {
        if (numberFrom(tx.get(telnumKey(number)), 0) === id) tx.del(telnumKey(number));
      }
    });
  }

  #of(id: number): Bytes[] {
    return namesFrom(this.#core.store.get(accountPartKey(id, 'telnums')));
  }

  async #list(domainId: number | null, limit: number, filter: Bytes | null): Promise<Dict> {
    const found = newDict();
    let total = 0;
    for await (const { key, value } of this.#core.store.range(prefixRange('telnum'))) {
      const number = unkey(key)[1];
      const account = this.#core.accounts.get(numberFrom(value, 0));
      const domain = account === null ? null : this.#core.domains.get(account.domainId);
      if (account === null || domain === null || typeof number !== 'string') continue;
      if (domainId !== null && domain.id !== domainId) continue;
      if (filter !== null && !number.includes(filter)) continue;
      if (total++ >= Math.min(limit, MAX_LISTED)) continue;
      dictPut(found, number, domainId === null ? `${account.name}@${domain.name}` : account.name);
    }
    dictPut(found, '', total);
    return found;
  }
}

/** A number of an account that has gone is free. */
function isTaken(tx: Tx, number: Bytes, id: number): boolean {
  const owner = numberFrom(tx.get(telnumKey(number)), id);
  return owner !== id && tx.get(accountKey(owner)) !== undefined;
}

function checkNumber(number: Bytes): void {
  if (!NUMBER.test(number)) throw new PosternError('illegal-value', { args: ['telnum'] });
}
