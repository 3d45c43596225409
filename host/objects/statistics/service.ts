/** Statistics of the server, of accounts and of domains (cli.md 7.18). */

import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import type { Counted, Counter, Counters } from './counters.js';

const MONITOR = rule('Monitor');
const READ_ACCOUNT = rule('own|Users|Domain');
const READ_DOMAIN = rule('Users|Domain');
const RESET = rule('Users|Domain:BasicSettings');

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const MAX_CUSTOM = 10_000;

export class Statistics {
  readonly #core: Core;
  readonly #counters: Counters;
  /** Elements that the server itself gives. */
  readonly #sources = new Map<string, () => Value>();

  constructor(core: Core, counters: Counters) {
    this.#core = core;
    this.#counters = counters;
  }

  /** Makes a reading of the server an element; gives a function that takes it away. */
  register(name: string, read: () => Value): () => void {
    this.#sources.set(name, read);
    return () => this.#sources.delete(name);
  }

  /** Counts something that an account did or got. No rights. */
  count(addr: Addr, counter: Counter, amount = 1): void {
    const domain = this.#core.domains.find(addr.domain);
    const account = domain === null ? null : this.#core.accounts.find(domain.id, addr.account);
    if (domain !== null && account !== null) this.#counters.add(account.id, domain.id, counter, amount);
  }

  element(who: Principal, name: Bytes): Value {
    this.#core.rights.need(who, MONITOR);
    const source = this.#sources.get(name);
    const value = source === undefined ? (this.#custom().entries[name] ?? null) : source();
    if (value === null) throw unknown();
    return value;
  }

  /** Sets a custom element, or adds to it. Gives the new value. */
  async setElement(who: Principal, name: Bytes, value: number, isIncrement: boolean): Promise<number> {
    this.#core.rights.need(who, MONITOR);
    if (!NAME.test(name)) throw new PosternError('illegal-value', { args: ['ObjectID'] });
    if (this.#sources.has(name))
      throw new PosternError('failed', { args: ['the element cannot be changed'] });
    let result = value;
    await this.#core.server.changeDict('statistics', old => {
      const before = old.entries[name];
      if (before === undefined && Object.keys(old.entries).length >= MAX_CUSTOM)
        throw new PosternError('too-large');
      result = isIncrement && typeof before === 'number' ? before + value : value;
      if (!Number.isSafeInteger(result)) throw new PosternError('illegal-value', { args: ['setValue'] });
      return { kind: old.kind, entries: { ...old.entries, [name]: result } };
    });
    return result;
  }

  /** The name behind `after` in name order; `''` starts. Refuses behind the last one. */
  nextName(who: Principal, after: Bytes): Bytes {
    this.#core.rights.need(who, MONITOR);
    const names = [...this.#sources.keys(), ...Object.keys(this.#custom().entries)].sort();
    const next = names.find(name => name > after);
    if (next === undefined) throw unknown();
    return next;
  }

  /** All counters of an account, or one: `''` for an unknown one. */
  account(who: Principal, name: Bytes, key: Bytes | null): Value {
    const account = this.#core.targets.account(who, name, READ_ACCOUNT);
    return this.#read({ kind: 'account', id: account.id }, key);
  }

  async resetAccount(who: Principal, name: Bytes, key: Bytes | null): Promise<void> {
    const account = this.#core.targets.account(who, name, RESET);
    await this.#counters.reset({ kind: 'account', id: account.id }, key);
  }

  domain(who: Principal, name: Bytes, key: Bytes | null): Value {
    const domain = this.#core.targets.domain(who, name, READ_DOMAIN);
    return this.#read({ kind: 'domain', id: domain.id }, key);
  }

  async resetDomain(who: Principal, name: Bytes, key: Bytes | null): Promise<void> {
    const domain = this.#core.targets.domain(who, name, RESET);
    await this.#counters.reset({ kind: 'domain', id: domain.id }, key);
  }

  #read(counted: Counted, key: Bytes | null): Value {
    const all = this.#counters.read(counted);
    return key === null ? all : (all.entries[key] ?? '');
  }

  #custom(): Dict {
    return this.#core.server.dict('statistics');
  }
}

const unknown = (): PosternError => new PosternError('failed', { args: ['statistics element is not found'] });
