/**
 * Names from outside become domains and accounts, with the checks in the order that clients rely on (cli.md 4.3): the
 * domain exists, the principal may, the object exists.
 */

import type { Bytes } from '../../../stdlib/values/types.js';
import { type ErrorCode, PosternError } from '../../errors/index.js';
import { splitName } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import type { Rights } from '../rights/rights.js';
import { type Rule, rule } from '../rights/rule.js';
import type { AccountTable, CachedAccount } from './accounttable.js';
import type { DomainTable } from './domaintable.js';
import type { Addr, DomainRecord } from './types.js';

const SEES_ACCOUNTS = rule('Users|DomainsRead|Domain');

/** A name in a domain, whether or not there is such an object. */
export interface Place {
  readonly domain: DomainRecord;
  /** Lower case, not checked for its spelling. */
  readonly name: Bytes;
}

export class Targets {
  readonly #domains: DomainTable;
  readonly #accounts: AccountTable;
  readonly #rights: Rights;

  constructor(domains: DomainTable, accounts: AccountTable, rights: Rights) {
    this.#domains = domains;
    this.#accounts = accounts;
    this.#rights = rights;
  }

  /** A domain by name or alias; null is the domain of whoever acts. */
  domain(who: Principal, raw: Bytes | null, needs: Rule): DomainRecord {
    const record = this.#find(who, raw);
    if (record === null) throw this.#rights.unknownDomain(who);
    this.#rights.need(who, needs, record.name);
    return record;
  }

  /** Where an object of this name is or would be; `*` is the acting account. */
  place(who: Principal, raw: Bytes, needs: Rule): Place {
    const place = this.locate(who, raw);
    this.#rights.need(who, needs, place.domain.name, place.name);
    return place;
  }

  /** Where a new object of this name will be. `*` stands for existing accounts only: here no object has that name. */
  newPlace(who: Principal, raw: Bytes, needs: Rule): Place {
    return raw === '*' ? { domain: this.domain(who, null, needs), name: raw } : this.place(who, raw, needs);
  }

  /** An existing account. */
  account(who: Principal, raw: Bytes, needs: Rule, unknown: ErrorCode = 'account-unknown'): CachedAccount {
    const place = this.place(who, raw, needs);
    const account = this.#accounts.find(place.domain.id, place.name);
    if (account === null) throw new PosternError(unknown);
    return account;
  }

  /** An existing account that the principal may act for: it has no server right that the principal lacks. */
  ruled(who: Principal, raw: Bytes, needs: Rule): CachedAccount {
    const account = this.account(who, raw, needs);
    this.#rights.needOver(who, account);
    return account;
  }

  /**
   * The account that AUTH names: its rights narrow what is done (cli.md 5.2). Only who may know which accounts a domain
   * has learns that there is none; for others an unknown one is an account without any rights.
   */
  asker(who: Principal, raw: Bytes): Addr {
    const place = this.locate(who, raw);
    const isKnown = this.#accounts.find(place.domain.id, place.name) !== null;
    if (!isKnown && this.#rights.allows(who, SEES_ACCOUNTS, place.domain.name))
      throw new PosternError('account-unknown');
    return { account: place.name, domain: place.domain.name };
  }

  /** The place of a name without any right; refuses unknown domains. */
  locate(who: Principal, raw: Bytes): Place {
    if (raw === '*') {
      if (who.kind !== 'account') throw new PosternError('no-account');
      raw = `${who.account}@${who.domain}`;
    }
    const split = splitName(raw);
    const domain = this.#find(who, split.domain);
    if (domain === null) throw this.#rights.unknownDomain(who);
    return { domain, name: split.local };
  }

  #find(who: Principal, raw: Bytes | null): DomainRecord | null {
    const name = raw ?? (who.kind === 'system' ? null : who.domain);
    return name === null ? this.#domains.main : this.#domains.find(name);
  }
}
