/** Remote accounts that are polled for mail (cli.md 7.5): records in the setting `RPOP`, passwords kept encrypted. */
import { dictGet, dictKeys, dictOf, dictPut, dictSize, newDict } from '../../../stdlib/values/dict.js';
import { isDict, isString } from '../../../stdlib/values/is.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { changeSettings } from '../accounts/settings.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import { MASK } from '../passwords/settings.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { flagSetting } from '../settings/read.js';

const READ = rule('own|Users|Domain');
const WRITE = rule('own|Users|Domain:CanModifyRPOP');
const ADMINISTER = rule('Users|Domain:CanModifyRPOP');
const MAX_RECORDS = 100;
/** The encryption that gives the password back, for the logins at the remote servers. */
const ENCRYPTION = 'A-crpt';

export class RemoteAccounts {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Record name -> settings; whoever may not administer them sees no passwords. */
  get(who: Principal, name: Bytes): Dict {
    const account = this.#core.targets.account(who, name, READ);
    const isAdministrator = this.#administers(who, account);
    const shown = newDict();
    const records = recordsOf(account);
    for (const key of dictKeys(records)) {
      const record = records.entries[key] as Dict;
      const stored = dictGet(record, 'password');
      const copy = dictOf(Object.entries(record.entries));
      if (isString(stored)) {
        dictPut(copy, 'password', isAdministrator ? (this.#core.vault.recover(stored) ?? MASK) : MASK);
      }
      dictPut(shown, key, copy);
    }
    return shown;
  }

  /** Replaces the records. The owner needs RPOPAllowed. */
  async set(who: Principal, name: Bytes, records: Dict): Promise<void> {
    const account = this.#core.targets.account(who, name, WRITE);
    const effective = this.#core.resolver.account(account);
    if (!this.#administers(who, account) && !flagSetting(effective, 'RPOPAllowed')) {
      throw new PosternError('no-rights');
    }
    if (dictSize(records) > MAX_RECORDS) throw new PosternError('too-large');
    const old = recordsOf(account);
    const next = newDict();
    for (const key of dictKeys(records)) {
      const record = records.entries[key];
      if (record === undefined || !isDict(record)) throw new PosternError('illegal-value', { args: [key] });
      dictPut(next, key, await this.#stored(record, old.entries[key]));
    }
    const value = dictSize(next) === 0 ? 'default' : next;
    await changeSettings(this.#core, account, dictOf([['RPOP', value]]));
  }

  async #stored(record: Dict, before: unknown): Promise<Dict> {
    const copy = dictOf(Object.entries(record.entries));
    const password = dictGet(record, 'password');
    if (!isString(password)) return copy;
    const kept = isDict((before ?? null) as Dict | null) ? dictGet(before as Dict, 'password') : null;
    // always clear text: an encoded password of somebody else must not become readable here
    const value =
      password === MASK && isString(kept) ? kept : await this.#core.vault.encode(password, ENCRYPTION);
    dictPut(copy, 'password', value);
    return copy;
  }

  #administers(who: Principal, account: CachedAccount): boolean {
    const domain = this.#core.domains.get(account.domainId);
    return this.#core.rights.allows(who, ADMINISTER, domain?.name ?? null);
  }
}

/** The stored records, without anything that is none. */
function recordsOf(account: CachedAccount): Dict {
  const stored = account.settings.entries.RPOP;
  if (stored === undefined || !isDict(stored)) return newDict();
  return dictOf(Object.entries(stored.entries).filter(([, record]) => isDict(record)));
}
