/** Rights, looked up at every operation, so that a change takes effect inside running sessions (cli.md 5). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { AccountTable, CachedAccount } from '../core/accounttable.js';
import type { DomainTable } from '../core/domaintable.js';
import type { Addr, DomainRecord } from '../core/types.js';
import type { Principal } from '../principal.js';
import type { Resolver } from '../settings/resolve.js';
import { type Rule, SERVER_TOKENS, type ServerToken } from './rule.js';

const NONE: readonly Bytes[] = [];
const NO_CODES: ReadonlySet<string> = new Set();

export class Rights {
  readonly #domains: DomainTable;
  readonly #accounts: AccountTable;
  readonly #resolver: Resolver;

  constructor(domains: DomainTable, accounts: AccountTable, resolver: Resolver) {
    this.#domains = domains;
    this.#accounts = accounts;
    this.#resolver = resolver;
  }

  /** The codes of an account, as they were set. */
  codesOf(addr: Addr): readonly Bytes[] {
    const domain = this.#domains.find(addr.domain);
    return domain === null ? NONE : (this.#accounts.find(domain.id, addr.account)?.rights ?? NONE);
  }

  #codes(addr: Addr): ReadonlySet<string> {
    const domain = this.#domains.find(addr.domain);
    return domain === null ? NO_CODES : (this.#accounts.find(domain.id, addr.account)?.codes ?? NO_CODES);
  }

  /** True for Master, and for the server itself. */
  isMaster(who: Principal): boolean {
    return this.has(who, 'Master');
  }

  /** True when the principal has one of these server rights; Master has all. */
  has(who: Principal, ...tokens: readonly ServerToken[]): boolean {
    if (who.kind === 'system') return true;
    if (who.kind === 'nobody' || who.domain !== this.#domains.main.name) return false;
    const codes = this.#codes(who);
    if (codes.size === 0) return false;
    if (codes.has('master')) return true;
    for (const token of tokens) for (const code of SERVER_TOKENS[token]) if (codes.has(code)) return true;
    return false;
  }

  /** True for an administrator of the domain, with a code if one is asked for. Server rights do not count here. */
  domainRight(who: Principal, domain: string, code = ''): boolean {
    if (who.kind !== 'account') return who.kind === 'system';
    const codes = this.#codes(who);
    if (!codes.has('domain') || (code !== '' && !codes.has(code.toLowerCase()))) return false;
    const record = this.#domains.find(domain);
    if (record === null) return false;
    if (record.name === who.domain) return true;
    return codes.has('canadminsubdomains') && this.adminDomain(record)?.name === who.domain;
  }

  /** The domain whose administrators may administer this one, too. */
  adminDomain(record: DomainRecord): DomainRecord | null {
    const name = this.#resolver.domain(record).entries.AdminDomainName;
    return typeof name === 'string' ? this.#domains.find(name) : null;
  }

  /** True when the rule admits the principal to a domain, or to an account of it. */
  allows(who: Principal, needs: Rule, domain: string | null, account: Bytes | null = null): boolean {
    if (who.kind === 'system') return true;
    if (needs.any) return who.kind === 'account';
    if (
      needs.own &&
      account !== null &&
      who.kind === 'account' &&
      who.account === account &&
      who.domain === domain
    )
      return true;
    if (this.has(who, ...needs.server)) return true;
    return needs.domain !== null && domain !== null && this.domainRight(who, domain, needs.domain);
  }

  /** Refuses with `no-rights` whom the rule does not admit. */
  need(who: Principal, needs: Rule, domain: string | null = null, account: Bytes | null = null): void {
    if (!this.allows(who, needs, domain, account)) throw new PosternError('no-rights');
  }

  /**
   * Refuses with `no-rights` whoever would get a server right by acting as the account, or by becoming able to: the
   * account has one that they lack. Master has all; an account may always change itself.
   */
  needOver(who: Principal, account: CachedAccount): void {
    if (who.kind === 'system' || account.codes.size === 0) return;
    if (account.domainId !== this.#domains.main.id) return;
    if (who.kind === 'account' && who.account === account.name && who.domain === this.#domains.main.name)
      return;
    for (const token of Object.keys(SERVER_TOKENS) as ServerToken[]) {
      if (!SERVER_TOKENS[token].some(code => account.codes.has(code))) continue;
      if (!this.has(who, token)) throw new PosternError('no-rights');
    }
  }

  /** Unknown domains are told to those only who may list all of them (cli.md 4.3). */
  unknownDomain(who: Principal): PosternError {
    const seesAll = this.has(who, 'Users', 'DomainsRead', 'Settings');
    return new PosternError(seesAll ? 'domain-unknown' : 'no-rights');
  }
}

/** True if the codes hold this one; `small` is in small letters. */
export function hasCode(codes: readonly Bytes[], small: string): boolean {
  for (const code of codes) if (code === small || code.toLowerCase() === small) return true;
  return false;
}
