/** Groups (cli.md 7.6, objects.md 6). */

import { newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainOwner, groupKey } from '../core/keys.js';
import { checkName, claimName, namesOf, releaseName } from '../core/namespace.js';
import type { Place } from '../core/targets.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { limitSetting } from '../settings/read.js';
import { replaced } from '../settings/update.js';
import { expandGroup, groupMembership } from './members.js';
import { putGroup, replaceMember } from './memberships.js';
import { READ, WRITE } from './rules.js';

/** Most members of one group. */
const MAX_MEMBERS = 10_000;

export class Groups {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    core.owned.register({
      name: 'groups',
      detach: (tx, account) => replaceMember(tx, account.domainId, account.name, null),
      renamed: (tx, before, after) =>
        replaceMember(
          tx,
          before.domainId,
          before.name,
          before.domainId === after.domainId
            ? after.name
            : `${after.name}@${domainIn(tx, after.domainId).name}`,
        ),
    });
  }

  /** Names, sorted. */
  async list(who: Principal, domain: Bytes | null): Promise<Bytes[]> {
    const record = this.#core.targets.domain(who, domain, READ);
    const names: Bytes[] = [];
    for await (const [name, entry] of namesOf(this.#core.store, record.id)) {
      if (entry.kind === 'group') names.push(name);
    }
    return names;
  }

  async create(who: Principal, name: Bytes, settings: Dict | null = null): Promise<void> {
    const place = this.#core.targets.newPlace(who, name, WRITE);
    checkName(place.name);
    const value = checked(settings ?? newDict());
    await this.#core.store.transact(domainOwner(place.domain.id), tx => {
      const limit = limitSetting(
        this.#core.resolver.domain(domainIn(tx, place.domain.id)),
        'GroupsLimit',
        null,
      );
      claimName(tx, place.domain.id, place.name, { kind: 'group', id: 0 }, limit);
      putGroup(tx, place.domain.id, place.name, value);
    });
  }

  /** Renames a group, into another domain too. */
  async rename(who: Principal, old: Bytes, into: Bytes): Promise<void> {
    const from = this.#core.targets.place(who, old, WRITE);
    const to = this.#core.targets.newPlace(who, into, WRITE);
    this.#need(from);
    checkName(to.name);
    const owners = [...new Set([domainOwner(from.domain.id), domainOwner(to.domain.id)])];
    await this.#core.store.transact(owners, async tx => {
      const bytes = tx.get(groupKey(from.domain.id, from.name));
      if (bytes === undefined) throw new PosternError('group-unknown');
      if (from.domain.id === to.domain.id && from.name === to.name) return;
      putGroup(tx, from.domain.id, from.name, null);
      releaseName(tx, from.domain.id, from.name);
      claimName(tx, to.domain.id, to.name, { kind: 'group', id: 0 });
      putGroup(tx, to.domain.id, to.name, dictFrom(bytes));
      const stays = from.domain.id === to.domain.id;
      const name = stays ? to.name : `${to.name}@${to.domain.name}`;
      await replaceMember(tx, from.domain.id, from.name, name);
    });
  }

  async remove(who: Principal, name: Bytes): Promise<void> {
    const place = this.#core.targets.place(who, name, WRITE);
    this.#need(place);
    await this.#core.store.transact(domainOwner(place.domain.id), async tx => {
      if (tx.get(groupKey(place.domain.id, place.name)) === undefined)
        throw new PosternError('group-unknown');
      putGroup(tx, place.domain.id, place.name, null);
      releaseName(tx, place.domain.id, place.name);
      await replaceMember(tx, place.domain.id, place.name, null);
    });
  }

  /** Settings with `Members`. */
  get(who: Principal, name: Bytes): Dict {
    return this.#need(this.#core.targets.place(who, name, READ));
  }

  /** Replaces the settings. */
  async set(who: Principal, name: Bytes, settings: Dict): Promise<void> {
    const place = this.#core.targets.place(who, name, WRITE);
    this.#need(place);
    const value = checked(settings);
    await this.#core.store.transact(domainOwner(place.domain.id), tx => {
      if (tx.get(groupKey(place.domain.id, place.name)) === undefined)
        throw new PosternError('group-unknown');
      putGroup(tx, place.domain.id, place.name, value);
    });
  }

  /** Settings without asking for rights; null for an unknown group. */
  find(group: Addr): Dict | null {
    const domain = this.#core.domains.find(group.domain);
    const bytes = domain === null ? undefined : this.#core.store.get(groupKey(domain.id, group.account));
    return bytes === undefined ? null : dictFrom(bytes);
  }

  /** Everybody whom the group reaches, through other groups too, each once. */
  members(group: Addr): readonly Addr[] {
    return expandGroup(this.#core, group);
  }

  /** True when the account is a member of the group, through other groups too. */
  isMember(group: Bytes, domain: string, member: Addr): boolean {
    return groupMembership(this.#core)(group, domain, member);
  }

  #need(place: Place): Dict {
    const bytes = this.#core.store.get(groupKey(place.domain.id, place.name));
    if (bytes === undefined) throw new PosternError('group-unknown');
    return dictFrom(bytes);
  }
}

function checked(settings: Dict): Dict {
  const value = replaced(settings);
  const members = value.entries.Members;
  if (members === undefined) return value;
  const ok = Array.isArray(members) && members.length <= MAX_MEMBERS && members.every(isMemberName);
  if (!ok) throw new PosternError('illegal-value', { args: ['Members'] });
  return value;
}

function isMemberName(member: unknown): boolean {
  return typeof member === 'string' && member !== '' && member.length <= 400;
}
