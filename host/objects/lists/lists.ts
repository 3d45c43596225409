/** Mailing lists for the faces (cli.md 7.12). */
import { dictOf, dictPut, makeTime, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { prefixRange, type Tx, unkey } from '../../storage/index.js';
import { stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainOwner, goneKey } from '../core/keys.js';
import { checkName, claimName, namesOf, releaseName } from '../core/namespace.js';
import { removeRange } from '../core/owned.js';
import type { Place } from '../core/targets.js';
import { writtenAddresses } from '../mime/addresses.js';
import { defaultMimeLimits } from '../mime/limits.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { limitSetting } from '../settings/read.js';
import { picked, updated } from '../settings/update.js';
import type { Postings } from './postings.js';
import { decodeList, dropList, lastPart, listKey, listOwner, listsOf, ownedBy, putList } from './records.js';
import { effectiveList } from './settings.js';
import type { ListStore } from './store.js';
import type { ListOperation, ListRecord, PostingMode, Subscriber } from './types.js';

const READ = rule('Users|DomainsRead|Domain');
const CREATE = rule('Users|Domain:CanCreateLists');
const OWN = rule('own|Users|Domain');
const ACCESS = rule('Users|Domain:CanAccessLists');

/** How LIST works. */
export interface SubscribeOptions {
  /** No letter of welcome or goodbye. */
  readonly silently?: boolean;
  /** The subscriber must confirm by mail. */
  readonly confirm?: boolean;
}

export class Lists {
  readonly #core: Core;

  constructor(
    core: Core,
    private readonly lists: ListStore,
    private readonly postings: Postings,
  ) {
    this.#core = core;
    core.owned.register({
      name: 'lists',
      detach: async (tx, account) => {
        for (const list of await listsIn(tx, account.id)) this.#drop(tx, list);
      },
      // a list is of the domain of its owner (objects.md 11): it moves with the owner, who keeps the archive
      renamed: async (tx, before, after) => {
        if (before.domainId === after.domainId) return;
        const domain = domainIn(tx, after.domainId);
        const limit = limitSetting(core.resolver.domain(domain), 'ListsLimit', null);
        for (const list of await listsIn(tx, before.id)) {
          dropList(tx, list);
          releaseName(tx, list.domainId, list.name);
          claimName(tx, domain.id, list.name, { kind: 'list', id: list.id }, limit);
          putList(tx, { ...list, domainId: domain.id });
        }
      },
      cleanDomain: async id => {
        for await (const { key, value } of core.store.range(listsOf(id))) {
          const list = decodeList(id, lastPart(key), value);
          if (list === null) continue;
          await this.#clean(list.id);
          await core.store.transact([domainOwner(id), listOwner(list.id)], tx => dropList(tx, list));
        }
      },
      cleanList: id => this.#clean(id),
    });
  }

  /** The name goes at once, the subscribers, who may be many, behind it. */
  #drop(tx: Tx, list: ListRecord): void {
    dropList(tx, list);
    releaseName(tx, list.domainId, list.name);
    tx.put(goneKey('list', list.id), stored(list.name));
    tx.defer(() => this.#core.owned.clean('list', list.id));
  }

  #clean(id: number): Promise<void> {
    return removeRange(this.#core.store, listOwner(id), ['list.sub', id]);
  }

  // ---- lists

  /** Names, sorted. */
  async list(who: Principal, domain: Bytes | null): Promise<Bytes[]> {
    return (await this.#ofDomain(who, domain)).map(({ name }) => name);
  }

  /** Names with the number of subscribers as digits. */
  async counts(who: Principal, domain: Bytes | null): Promise<Dict> {
    return countsOf(await this.#ofDomain(who, domain));
  }

  /** The lists of an account, the same way. */
  async ofAccount(who: Principal, account: Bytes): Promise<Dict> {
    const { id, domainId } = this.#core.targets.account(who, account, OWN);
    const found: ListRecord[] = [];
    for await (const { key } of this.#core.store.range(ownedBy(id))) {
      const name = unkey(key)[3];
      const list =
        typeof name === 'string'
          ? decodeList(domainId, name, this.#core.store.get(listKey(domainId, name)))
          : null;
      if (list !== null) found.push(list);
    }
    return countsOf(found);
  }

  async #ofDomain(who: Principal, domain: Bytes | null): Promise<ListRecord[]> {
    const { id } = this.#core.targets.domain(who, domain, READ);
    const found: ListRecord[] = [];
    for await (const [name, entry] of namesOf(this.#core.store, id)) {
      const list =
        entry.kind === 'list' ? decodeList(id, name, this.#core.store.get(listKey(id, name))) : null;
      if (list !== null) found.push(list);
    }
    return found;
  }

  /** Makes a list. Throws `account-unknown` unless the owner is an account of the same domain. */
  async create(who: Principal, name: Bytes, owner: Bytes): Promise<void> {
    const place = this.#core.targets.newPlace(who, name, CREATE);
    checkName(place.name);
    const home = owner.includes('@') || owner === '*' ? owner : `${owner}@${place.domain.name}`;
    const at = this.#core.targets.locate(who, home);
    const account = at.domain.id === place.domain.id ? this.#core.accounts.find(at.domain.id, at.name) : null;
    if (account === null) throw new PosternError('account-unknown');
    const id = await this.#core.ids.next();
    const domainId = place.domain.id;
    await this.#core.store.transact(domainOwner(domainId), tx => {
      const limit = limitSetting(this.#core.resolver.domain(domainIn(tx, domainId)), 'ListsLimit', null);
      claimName(tx, domainId, place.name, { kind: 'list', id }, limit);
      putList(tx, {
        id,
        domainId,
        name: place.name,
        owner: account.id,
        created: this.#core.clock(),
        count: 0,
        digestUid: 0,
        digestTime: this.#core.clock(),
        settings: newDict(),
      });
    });
  }

  /** Renames a list inside its domain. */
  async rename(who: Principal, name: Bytes, into: Bytes): Promise<void> {
    const place = this.#core.targets.place(who, name, CREATE);
    const list = this.#need(place);
    const wanted = checkName(into.toLowerCase());
    if (wanted === list.name) return;
    await this.#core.store.transact([domainOwner(list.domainId), listOwner(list.id)], tx => {
      const now = decodeList(list.domainId, list.name, tx.get(listKey(list.domainId, list.name)));
      if (now === null) throw new PosternError('list-unknown');
      claimName(tx, list.domainId, wanted, { kind: 'list', id: list.id });
      dropList(tx, now);
      releaseName(tx, list.domainId, list.name);
      putList(tx, { ...now, name: wanted });
    });
  }

  async remove(who: Principal, name: Bytes): Promise<void> {
    const list = this.#need(this.#core.targets.place(who, name, CREATE));
    await this.#core.store.transact([domainOwner(list.domainId), listOwner(list.id)], tx => {
      const now = decodeList(list.domainId, list.name, tx.get(listKey(list.domainId, list.name)));
      if (now === null) throw new PosternError('list-unknown');
      this.#drop(tx, now);
    });
  }

  /** Effective settings with `OwnerName`. */
  settings(who: Principal, name: Bytes): Dict {
    const list = this.#access(who, name);
    const settings = effectiveList(list.settings);
    dictPut(settings, 'OwnerName', this.#core.accounts.get(list.owner)?.name ?? '');
    return settings;
  }

  /** Merges settings. */
  async update(who: Principal, name: Bytes, changes: Dict): Promise<void> {
    const list = this.#access(who, name);
    const given = picked(changes, key => key !== 'OwnerName');
    await this.lists.update(list, now => ({ ...now, settings: updated(now.settings, given) }));
  }

  // ---- subscribers

  /** The command LIST. `subscriber` may carry a name. Throws `illegal-value`, `too-many`. */
  async change(
    who: Principal,
    name: Bytes,
    operation: ListOperation,
    subscriber: Bytes,
    options: SubscribeOptions = {},
  ): Promise<void> {
    const list = this.#access(who, name);
    const [entry, ...more] = writtenAddresses(subscriber, defaultMimeLimits);
    if (entry === undefined || more.length > 0 || entry.address.length > 300) {
      throw new PosternError('illegal-value', { args: ['subscriber'] });
    }
    const address = entry.address.includes('@')
      ? entry.address
      : `${entry.address}@${this.#core.domains.get(list.domainId)?.name ?? ''}`;
    await this.postings.operate(list, address, entry.realName ?? '', operation, options);
  }

  /** Addresses that hold the filter, at most `limit`. */
  async subscribers(
    who: Principal,
    name: Bytes,
    filter: Bytes | null,
    limit: number | null,
  ): Promise<Bytes[]> {
    return (await this.#filtered(this.#access(who, name), filter, limit)).map(({ address }) => address);
  }

  /** The number of subscribers, and those that hold the filter. */
  async readSubscribers(
    who: Principal,
    name: Bytes,
    filter: Bytes | null,
    limit: number | null,
  ): Promise<[number, Value[]]> {
    const list = this.#access(who, name);
    const found = await this.#filtered(list, filter, limit);
    const total = await this.#core.store.count(prefixRange('list.sub', list.id));
    return [total, found.map(each => shown(each, 'Sub'))];
  }

  async #filtered(list: ListRecord, filter: Bytes | null, limit: number | null): Promise<Subscriber[]> {
    const wanted = (filter ?? '').toLowerCase();
    const found: Subscriber[] = [];
    for await (const each of this.lists.subscribers(list)) {
      if (limit !== null && found.length >= limit) break;
      if (each.address.includes(wanted) || each.realName.toLowerCase().includes(wanted)) found.push(each);
    }
    return found;
  }

  /** What is known of a subscriber; empty for an unknown one. */
  subscriberInfo(who: Principal, name: Bytes, address: Bytes): Dict {
    const found = this.lists.subscriber(this.#access(who, name), address);
    if (found === null) return newDict();
    const info = shown(found, null);
    dictPut(info, 'postingMode', typeof found.posting === 'number' ? String(found.posting) : found.posting);
    if (found.confirmation !== '') dictPut(info, 'confirmationID', found.confirmation);
    return info;
  }

  /** Throws `item-unknown` for an unknown subscriber. */
  async setPostingMode(who: Principal, name: Bytes, address: Bytes, mode: Bytes): Promise<void> {
    const list = this.#access(who, name);
    const posting = postingModeOf(mode);
    await this.lists.change(list, address, now => {
      if (now === null) throw new PosternError('item-unknown');
      return { ...now, posting };
    });
  }

  /** Counts a bounce of a subscriber. Throws `item-unknown`. */
  async processBounce(who: Principal, name: Bytes, address: Bytes, isFatal: boolean): Promise<void> {
    const list = this.#access(who, name);
    if (!(await this.lists.bounced(list, address, isFatal))) throw new PosternError('item-unknown');
  }

  /** Sends the digests that are due, of every list; a list that fails does not hold up the others. */
  async sendDigests(): Promise<void> {
    for await (const { key, value } of this.#core.store.range(prefixRange('list'))) {
      const [, domain, name] = unkey(key);
      const list =
        typeof domain === 'number' && typeof name === 'string' ? decodeList(domain, name, value) : null;
      if (list === null) continue;
      try {
        await this.postings.digest(list);
      } catch (error) {
        this.#core.log.problem(`the digest of ${list.name} was not sent: ${String(error)}`);
      }
    }
  }

  /** The list, for its owner and those who may access the lists of the domain. */
  #access(who: Principal, name: Bytes): ListRecord {
    const place = this.#core.targets.locate(who, name);
    const list = decodeList(
      place.domain.id,
      place.name,
      this.#core.store.get(listKey(place.domain.id, place.name)),
    );
    const owner = list === null ? null : this.#core.accounts.get(list.owner);
    const isOwner =
      who.kind === 'account' &&
      owner !== null &&
      owner.name === who.account &&
      place.domain.name === who.domain;
    if (!isOwner) this.#core.rights.need(who, ACCESS, place.domain.name);
    if (list === null) throw new PosternError('list-unknown');
    return list;
  }

  #need({ domain, name }: Place): ListRecord {
    const list = decodeList(domain.id, name, this.#core.store.get(listKey(domain.id, name)));
    if (list === null) throw new PosternError('list-unknown');
    return list;
  }
}

/** The lists that an account owns, seen by a transaction. */
async function listsIn(tx: Tx, account: number): Promise<ListRecord[]> {
  const found: ListRecord[] = [];
  for await (const { key } of tx.range(ownedBy(account))) {
    const [, , domain, name] = unkey(key);
    if (typeof domain !== 'number' || typeof name !== 'string') continue;
    const list = decodeList(domain, name, tx.get(listKey(domain, name)));
    if (list !== null) found.push(list);
  }
  return found;
}

const countsOf = (lists: readonly ListRecord[]): Dict =>
  dictOf(lists.map(({ name, count }) => [name, String(count)] as const));

const MODES: ReadonlySet<string> = new Set(['unmoderated', 'moderateall', 'prohibited', 'special']);

function postingModeOf(text: Bytes): PostingMode {
  const small = text.toLowerCase();
  if (MODES.has(small)) return small as PostingMode;
  if (!/^\d{1,6}$/.test(small)) throw new PosternError('illegal-value', { args: ['postingMode'] });
  return Number(small) === 0 ? 'unmoderated' : Number(small);
}

/** Times in seconds, counters as digits. */
function shown(subscriber: Subscriber, addressKey: Bytes | null): Dict {
  const { address, realName, mode, time, posts, bounces, lastBounce } = subscriber;
  const info = dictOf([
    ['RealName', realName],
    ['mode', mode],
    ['subscribeTime', makeTime(Math.floor(time / 1000))],
    ['posts', String(posts)],
    ['lastBounceTime', lastBounce === 0 ? null : makeTime(Math.floor(lastBounce / 1000))],
    ['bounces', String(bounces)],
  ]);
  if (addressKey !== null) dictPut(info, addressKey, address);
  return info;
}
