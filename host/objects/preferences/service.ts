/** Preferences of accounts on three levels (cli.md 7.2, objects.md 3). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { putPart } from '../accounts/write.js';
import { accountIn } from '../core/accounttable.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, accountPartKey } from '../core/keys.js';
import type { Principal } from '../principal.js';
import { replaced, updated } from '../settings/update.js';
import { OWN_READ, OWN_WRITE } from './rules.js';

export class Preferences {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Explicit values. */
  get(who: Principal, name: Bytes): Dict {
    return this.#core.accounts.prefs(this.#core.targets.account(who, name, OWN_READ));
  }

  effective(who: Principal, name: Bytes): Dict {
    return this.#core.resolver.prefs(this.#core.targets.account(who, name, OWN_READ));
  }

  /** Merges changes. */
  update(who: Principal, name: Bytes, changes: Dict): Promise<void> {
    return this.#change(who, name, changes, updated);
  }

  /** Replaces the explicit values. */
  set(who: Principal, name: Bytes, preferences: Dict): Promise<void> {
    return this.#change(who, name, preferences, (_, given) => replaced(given));
  }

  /** Effective default preferences of a domain, or of the server: for visitors. No rights. */
  defaults(domain: string | null): Dict {
    const record = domain === null ? null : this.#core.domains.find(domain);
    return this.#core.resolver.domainPrefs(record);
  }

  async #change(
    who: Principal,
    name: Bytes,
    given: Dict,
    merge: (old: Dict, given: Dict) => Dict,
  ): Promise<void> {
    const account = this.#core.targets.account(who, name, OWN_WRITE);
    await this.#core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      const old = dictFrom(tx.get(accountPartKey(account.id, 'prefs')));
      putPart(tx, account.id, 'prefs', merge(old, given));
    });
  }
}
