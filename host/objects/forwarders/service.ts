/** Forwarders (cli.md 7.7): names whose mail and logins go to another address. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { prefixRange, unkey } from '../../storage/index.js';
import { stored, textFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainOwner, forwarderKey } from '../core/keys.js';
import { checkName, claimName, namesOf, releaseName } from '../core/namespace.js';
import type { Place } from '../core/targets.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { limitSetting } from '../settings/read.js';

const READ = rule('Users|DomainsRead|Domain');
const WRITE = rule('Users|Domain:CanCreateForwarders');
/** Longest address. */
const MAX_ADDRESS = 1024;

export class Forwarders {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Names, sorted. */
  async list(who: Principal, domain: Bytes | null): Promise<Bytes[]> {
    const record = this.#core.targets.domain(who, domain, READ);
    const names: Bytes[] = [];
    for await (const [name, entry] of namesOf(this.#core.store, record.id)) {
      if (entry.kind === 'forwarder') names.push(name);
    }
    return names;
  }

  /** `null` as address discards. */
  async create(who: Principal, name: Bytes, address: Bytes): Promise<void> {
    const { domain, name: local } = this.#core.targets.newPlace(who, name, WRITE);
    checkName(local);
    checkAddress(address);
    await this.#core.store.transact(domainOwner(domain.id), tx => {
      const limit = limitSetting(
        this.#core.resolver.domain(domainIn(tx, domain.id)),
        'ForwardersLimit',
        null,
      );
      claimName(tx, domain.id, local, { kind: 'forwarder', id: 0 }, limit);
      tx.put(forwarderKey(domain.id, local), stored(address));
    });
  }

  /** Renames a forwarder, into another domain too. */
  async rename(who: Principal, name: Bytes, into: Bytes): Promise<void> {
    const from = this.#core.targets.place(who, name, WRITE);
    const to = this.#core.targets.newPlace(who, into, WRITE);
    this.#need(from);
    checkName(to.name);
    const owners = [...new Set([domainOwner(from.domain.id), domainOwner(to.domain.id)])];
    await this.#core.store.transact(owners, tx => {
      const address = tx.get(forwarderKey(from.domain.id, from.name));
      if (address === undefined) throw new PosternError('forwarder-unknown');
      domainIn(tx, to.domain.id);
      if (from.domain.id === to.domain.id && from.name === to.name) return;
      releaseName(tx, from.domain.id, from.name);
      tx.del(forwarderKey(from.domain.id, from.name));
      claimName(tx, to.domain.id, to.name, { kind: 'forwarder', id: 0 });
      tx.put(forwarderKey(to.domain.id, to.name), address);
    });
  }

  async remove(who: Principal, name: Bytes): Promise<void> {
    const place = this.#core.targets.place(who, name, WRITE);
    this.#need(place);
    await this.#core.store.transact(domainOwner(place.domain.id), tx => {
      const key = forwarderKey(place.domain.id, place.name);
      if (tx.get(key) === undefined) throw new PosternError('forwarder-unknown');
      releaseName(tx, place.domain.id, place.name);
      tx.del(key);
    });
  }

  /** The address. */
  get(who: Principal, name: Bytes): Bytes {
    return this.#need(this.#core.targets.place(who, name, READ));
  }

  /** Forwarders of a domain that go to an address, letter case aside. */
  async findByAddress(who: Principal, domain: Bytes | null, address: Bytes): Promise<Bytes[]> {
    const record = this.#core.targets.domain(who, domain, READ);
    const wanted = address.toLowerCase();
    const names: Bytes[] = [];
    for await (const { key, value } of this.#core.store.range(prefixRange('fwd', record.id))) {
      const name = unkey(key)[2];
      if (typeof name === 'string' && textFrom(value).toLowerCase() === wanted) names.push(name);
    }
    return names;
  }

  /** The address without asking for rights; null for an unknown forwarder. */
  find(forwarder: Addr): Bytes | null {
    const domain = this.#core.domains.find(forwarder.domain);
    const bytes =
      domain === null ? undefined : this.#core.store.get(forwarderKey(domain.id, forwarder.account));
    return bytes === undefined ? null : textFrom(bytes);
  }

  #need(place: Place): Bytes {
    const bytes = this.#core.store.get(forwarderKey(place.domain.id, place.name));
    if (bytes === undefined) throw new PosternError('forwarder-unknown');
    return textFrom(bytes);
  }
}

function checkAddress(address: Bytes): void {
  const isBad = address === '' || address.length > MAX_ADDRESS || /[\x00-\x20\x7f]/.test(address);
  if (isBad) throw new PosternError('illegal-value', { args: ['address'] });
}
