/** Accounts (cli.md 7.2). */

import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import type { CachedAccount } from '../core/accounttable.js';
import { accountIn } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import { accountOwner } from '../core/keys.js';
import type { Addr } from '../core/types.js';
import type { Logins } from '../passwords/logins.js';
import type { Principal } from '../principal.js';
import { accountAcl, accountAclRights, setAccountAcl } from './acl.js';
import { accountAliases, setAccountAliases } from './aliases.js';
import { createAccount, type NewAccount } from './create.js';
import { readInfo } from './info.js';
import { listAccounts } from './list.js';
import { removeAccount } from './remove.js';
import { renameAccount } from './rename.js';
import { resolveLogin } from './resolve.js';
import { LIST } from './rules.js';
import { readEffective, readSettings, replaceSettings, updateSettings } from './settings.js';
import { setAccountType } from './type.js';

export class Accounts {
  readonly #core: Core;
  readonly #logins: Logins;

  constructor(core: Core, logins: Logins) {
    this.#core = core;
    this.#logins = logins;
  }

  async create(who: Principal, name: Bytes, options: NewAccount = {}): Promise<void> {
    await createAccount(this.#core, who, name, options);
  }

  /** Gives an account another name, also in another domain. */
  rename(
    who: Principal,
    name: Bytes,
    into: Bytes,
    options: { readonly path?: Bytes | null } = {},
  ): Promise<void> {
    return renameAccount(this.#core, who, name, into, options.path ?? null);
  }

  remove(who: Principal, name: Bytes): Promise<void> {
    return removeAccount(this.#core, who, name);
  }

  setType(who: Principal, name: Bytes, type: Bytes): Promise<void> {
    return setAccountType(this.#core, who, name, type);
  }

  settings(who: Principal, name: Bytes): Dict {
    return readSettings(this.#core, who, name);
  }

  effectiveSettings(who: Principal, name: Bytes): Dict {
    return readEffective(this.#core, who, name);
  }

  updateSettings(who: Principal, name: Bytes, changes: Dict): Promise<void> {
    return updateSettings(this.#core, who, name, changes);
  }

  setSettings(who: Principal, name: Bytes, settings: Dict): Promise<void> {
    return replaceSettings(this.#core, who, name, settings);
  }

  /** Times, addresses and counters (cli.md 6.2). */
  info(who: Principal, name: Bytes): Dict {
    return readInfo(this.#core, this.#logins, who, name);
  }

  /** Name and file extension of each account of a domain. */
  list(who: Principal, domain: Bytes | null): AsyncIterable<readonly [name: Bytes, extension: Bytes]> {
    return listAccounts(this.#core, who, domain);
  }

  /** Path relative to the domain's directory. */
  location(who: Principal, name: Bytes): Bytes {
    return `${this.#core.targets.account(who, name, LIST).name}.macnt`;
  }

  aliases(who: Principal, name: Bytes): readonly Bytes[] {
    return accountAliases(this.#core, who, name);
  }

  setAliases(who: Principal, name: Bytes, names: readonly Bytes[]): Promise<void> {
    return setAccountAliases(this.#core, who, name, names);
  }

  /** Identifier -> letters. `auth` narrows to what that account may see. */
  acl(who: Principal, name: Bytes, options: { readonly auth?: Bytes | null } = {}): Dict {
    return accountAcl(this.#core, who, name, options.auth ?? null);
  }

  setAcl(
    who: Principal,
    name: Bytes,
    changes: Dict,
    options: { readonly auth?: Bytes | null } = {},
  ): Promise<void> {
    return setAccountAcl(this.#core, who, name, changes, options.auth ?? null);
  }

  /** The letters that another account has. */
  aclRights(who: Principal, name: Bytes, auth: Bytes): Bytes {
    return accountAclRights(this.#core, who, name, auth);
  }

  // ---- without rights, for other services and for faces that have checked theirs

  /** The account record; null when there is none. Aliases do not count. */
  record(addr: Addr): CachedAccount | null {
    const domain = this.#core.domains.find(addr.domain);
    return domain === null ? null : this.#core.accounts.find(domain.id, addr.account);
  }

  exists(addr: Addr): boolean {
    return this.record(addr) !== null;
  }

  /** Name and domain of an account by its number; null when it has gone. */
  addrOf(id: number): Addr | null {
    const account = this.#core.accounts.get(id);
    const domain = account === null ? null : this.#core.domains.get(account.domainId);
    return account === null || domain === null ? null : { account: account.name, domain: domain.name };
  }

  /** The account that a login name or address means: router, domain aliases, account aliases. */
  resolve(name: Bytes, domain: string | null): Addr | null {
    return resolveLogin(this.#core, name, domain);
  }

  /** Effective settings, passwords included. */
  effective(addr: Addr): Dict {
    return this.#core.resolver.account(this.#need(addr));
  }

  /** Effective preferences. */
  prefs(addr: Addr): Dict {
    return this.#core.resolver.prefs(this.#need(addr));
  }

  /** Runs a transaction that owns everything of the account. */
  mutate<T>(addr: Addr, work: (tx: Tx, account: CachedAccount) => Promise<T> | T): Promise<T> {
    const account = this.#need(addr);
    return this.#core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      return work(tx, account);
    });
  }

  /** Counters of what the account keeps. */
  usage(addr: Addr): Readonly<Record<string, number>> {
    return this.#core.owned.usage(this.#need(addr).id);
  }

  /** Values of a stored part that no service of its own reads. */
  part(addr: Addr, key: Bytes): Value {
    return this.#need(addr).settings.entries[key] ?? null;
  }

  #need(addr: Addr): CachedAccount {
    const account = this.record(addr);
    if (account === null) throw new PosternError('account-unknown');
    return account;
  }
}
