/** Mount points for domains and for accounts: names that PATH may give (cli.md 7.1). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { namesFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainKey, domainOwner, SERVER_OWNER, serverKey } from '../core/keys.js';
import { checkName } from '../core/namespace.js';
import { lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { MANAGE } from './rules.js';

export class Storages {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  domainStorages(who: Principal): readonly Bytes[] {
    this.#core.rights.need(who, MANAGE);
    return namesFrom(this.#core.store.get(serverKey('domainStorages')));
  }

  async createDomainStorage(who: Principal, name: Bytes): Promise<void> {
    this.#core.rights.need(who, MANAGE);
    const form = checkName(lower(name));
    await this.#core.store.transact(SERVER_OWNER, tx => {
      const key = serverKey('domainStorages');
      tx.put(key, stored(added(namesFrom(tx.get(key)), form)));
    });
  }

  accountStorages(who: Principal, domain: Bytes | null): readonly Bytes[] {
    const record = this.#core.targets.domain(who, domain, MANAGE);
    return namesFrom(this.#core.store.get(domainKey(record.id, 'storages')));
  }

  async createAccountStorage(who: Principal, domain: Bytes | null, name: Bytes): Promise<void> {
    const record = this.#core.targets.domain(who, domain, MANAGE);
    const form = checkName(lower(name));
    await this.#core.store.transact(domainOwner(record.id), tx => {
      domainIn(tx, record.id);
      const key = domainKey(record.id, 'storages');
      tx.put(key, stored(added(namesFrom(tx.get(key)), form)));
    });
  }
}

function added(names: readonly Bytes[], name: Bytes): Bytes[] {
  if (names.includes(name))
    throw new PosternError('failed', { args: ['storage with this name already exists'] });
  return [...names, name].sort();
}
