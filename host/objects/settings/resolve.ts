/**
 * How a value is resolved (objects.md 3): the first level that has the key wins, key by key. The merged views are made
 * once and are valid until any level changes; they are shared, so nobody may change them.
 */
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import type { AccountTable, CachedAccount } from '../core/accounttable.js';
import type { DomainTable } from '../core/domaintable.js';
import type { ServerRecords } from '../core/serverrecords.js';
import type { DomainRecord } from '../core/types.js';
import { BUILTIN_ACCOUNT, BUILTIN_DOMAIN, BUILTIN_PREFERENCES } from './builtin.js';
import { isDict } from './update.js';

/** Names of the server-wide levels among the server's records. */
export const SERVER_LEVELS = {
  domain: 'domainDefaults',
  account: 'accountDefaults',
  prefs: 'accountPrefs',
} as const;

interface Merged {
  readonly stamp: number;
  readonly settings: Dict;
  readonly account: Dict;
  readonly prefs: Dict;
}

export class Resolver {
  readonly #server: ServerRecords;
  readonly #domains: DomainTable;
  readonly #accounts: AccountTable;
  readonly #merged = new Map<number, Merged>();
  #serverPrefs: { readonly stamp: number; readonly value: Dict } | null = null;

  constructor(server: ServerRecords, domains: DomainTable, accounts: AccountTable) {
    this.#server = server;
    this.#domains = domains;
    this.#accounts = accounts;
  }

  /** Effective settings of a domain. */
  domain(record: DomainRecord): Dict {
    return this.#of(record.id).settings;
  }

  /** Effective settings of an account. */
  account(account: CachedAccount): Dict {
    const stamp = this.#stamp(account.domainId);
    if (account.effective?.stamp !== stamp) {
      account.effective = { stamp, value: this.accountWith(account, account.settings) };
    }
    return account.effective.value;
  }

  /** What an account would have with other explicit settings. */
  accountWith({ domainId }: CachedAccount, settings: Dict): Dict {
    return merged(this.#of(domainId).account, this.#serviceClass(domainId, settings), settings);
  }

  /** What an account of the domain has when it sets nothing itself. */
  accountBase(record: DomainRecord): Dict {
    return this.#of(record.id).account;
  }

  /** Effective preferences of an account. */
  prefs(account: CachedAccount): Dict {
    const stamp = this.#stamp(account.domainId);
    if (account.effectivePrefs?.stamp !== stamp) {
      const value = merged(this.#of(account.domainId).prefs, this.#accounts.prefs(account));
      account.effectivePrefs = { stamp, value };
    }
    return account.effectivePrefs.value;
  }

  /** Effective preferences of whoever has no account in the domain; null: in no domain. */
  domainPrefs(record: DomainRecord | null): Dict {
    if (record !== null) return this.#of(record.id).prefs;
    const stamp = this.#server.version;
    if (this.#serverPrefs?.stamp !== stamp) {
      const value = merged(BUILTIN_PREFERENCES, this.#server.dict(SERVER_LEVELS.prefs));
      this.#serverPrefs = { stamp, value };
    }
    return this.#serverPrefs.value;
  }

  /** Both counters only grow, so their sum changes whenever one of them does. */
  #stamp(domainId: number): number {
    return this.#server.version + this.#domains.versionOf(domainId);
  }

  #of(domainId: number): Merged {
    const stamp = this.#stamp(domainId);
    const old = this.#merged.get(domainId);
    if (old?.stamp === stamp) return old;
    const record = this.#domains.get(domainId);
    const made: Merged = {
      stamp,
      settings: merged(BUILTIN_DOMAIN, this.#server.dict(SERVER_LEVELS.domain), record?.settings),
      account: merged(BUILTIN_ACCOUNT, this.#server.dict(SERVER_LEVELS.account), record?.accountDefaults),
      prefs: merged(BUILTIN_PREFERENCES, this.#server.dict(SERVER_LEVELS.prefs), record?.accountPrefs),
    };
    if (record === null) this.#merged.delete(domainId);
    else this.#merged.set(domainId, made);
    return made;
  }

  /** The dictionary of the account's service class: of the domain if its defaults have classes, else of the server. */
  #serviceClass(domainId: number, settings: Dict): Dict | undefined {
    const name = settings.entries.ServiceClass;
    if (typeof name !== 'string') return undefined;
    const domain = this.#domains.get(domainId)?.accountDefaults.entries.ServiceClasses;
    const classes: Value | undefined =
      domain ?? this.#server.dict(SERVER_LEVELS.account).entries.ServiceClasses;
    const found = isDict(classes) ? classes.entries[name] : undefined;
    return isDict(found) ? found : undefined;
  }
}

/** One dictionary of several levels, the weakest first. */
function merged(...levels: readonly (Dict | undefined)[]): Dict {
  const all = dictOf([]);
  for (const level of levels) if (level !== undefined) Object.assign(all.entries, level.entries);
  return all;
}
