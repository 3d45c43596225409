/**
 * The roster of an account: contacts and who may see whose presence (objects.md 14, cgpl.md 14.16). `Inp`: the contact
 * may see the owner; `Out`: the owner wants to see the contact. Requests reach the roster of a local contact at once.
 */
import { dictGet, dictSet, isArray, isDict, isString, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { decodeValue, encodeValue, key, prefixRange, type Tx, unkey } from '../../storage/index.js';
import type { DataDeps } from '../datasets/types.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import { limitSetting } from '../settings/read.js';

/** What the contact may see of the owner. */
export type Inbound = 'YES' | 'Pending' | 'Blocked' | null;
/** What the owner asked of the contact. */
export type Outbound = 'YES' | 'Pending' | null;

export interface RosterItem {
  readonly peer: Bytes;
  readonly name: Bytes;
  readonly groups: readonly Bytes[];
  readonly inp: Inbound;
  readonly out: Outbound;
}

/** What is done with a contact (SetRoster). */
export type RosterAction =
  | 'update'
  | 'remove'
  | 'subscribed'
  | 'unsubscribed'
  | 'subscribe'
  | 'unsubscribe'
  | 'subBoth'
  | 'none';

/** Changes of rosters: the subject is the account, the data the contact's address. */
export const ROSTER_TOPIC = 'roster';

const itemKey = (account: number, peer: Bytes) => key('rost', account, peer);

const inbound = (value: Value): Inbound =>
  value === 'YES' || value === 'Pending' || value === 'Blocked' ? value : null;
const outbound = (value: Value): Outbound => (value === 'YES' || value === 'Pending' ? value : null);

function decodeItem(peer: Bytes, bytes: Uint8Array | undefined): RosterItem | null {
  const dict = bytes ? decodeValue(bytes) : null;
  if (!isDict(dict)) return null;
  const name = dictGet(dict, 'RealName');
  const groups = dictGet(dict, 'Group');
  return {
    peer,
    name: isString(name) ? name : '',
    groups: isArray(groups) ? groups.filter(isString) : [],
    inp: inbound(dictGet(dict, 'Inp')),
    out: outbound(dictGet(dict, 'Out')),
  };
}

function encodeItem(item: RosterItem): Uint8Array {
  const dict = newDict();
  if (item.name !== '') dictSet(dict, 'RealName', item.name);
  if (item.groups.length > 0) dictSet(dict, 'Group', [...item.groups]);
  dictSet(dict, 'Inp', item.inp);
  dictSet(dict, 'Out', item.out);
  return encodeValue(dict);
}

/** Throws `illegal-value` for what is no address. */
function checkPeer(peer: Bytes): Bytes {
  const address = peer.trim().toLowerCase();
  if (!/^[^\s@<>()",;:\\[\]\u0000-\u001f]+@[a-z0-9.-]+$/.test(address) || address.length > 255) {
    throw new PosternError('illegal-value', { args: ['peer'] });
  }
  return address;
}

/** The new state of an item, by action. */
const actions: Readonly<Record<Exclude<RosterAction, 'remove'>, (item: RosterItem) => Partial<RosterItem>>> =
  {
    update: () => ({}),
    subscribed: () => ({ inp: 'YES' }),
    unsubscribed: () => ({ inp: 'Blocked' }),
    subscribe: ({ out }) => ({ out: out ?? 'Pending' }),
    unsubscribe: () => ({ out: null }),
    subBoth: ({ out }) => ({ inp: 'YES', out: out ?? 'Pending' }),
    none: () => ({ inp: null, out: null }),
  };

export const isRosterAction = (text: string): text is RosterAction =>
  text === 'remove' || Object.hasOwn(actions, text);

/** The service. `account` is a name from outside. */
export class Roster {
  constructor(private readonly deps: DataDeps) {}

  private own(who: Principal, account: string): Owner {
    const owner = this.deps.owner(who, account);
    this.deps.needOwn(who, owner);
    return owner;
  }

  /** All contacts, sorted by address. */
  async list(who: Principal, account: string): Promise<RosterItem[]> {
    return this.items(this.own(who, account));
  }

  /** The same without rights, for presence. */
  async items(owner: Owner): Promise<RosterItem[]> {
    const items: RosterItem[] = [];
    for await (const { key: stored, value } of this.deps.store.range(prefixRange('rost', owner.id))) {
      const peer = unkey(stored)[2];
      const item = decodeItem(typeof peer === 'string' ? peer : '', value);
      if (item) items.push(item);
    }
    return items;
  }

  /** One contact, null when there is none. No rights. */
  item(owner: Owner, peer: Bytes): RosterItem | null {
    const address = peer.toLowerCase();
    return decodeItem(address, this.deps.store.get(itemKey(owner.id, address)));
  }

  /** Address of a contact of this server that the account asked to see and that has allowed it; null for all others. */
  visible(who: Principal, account: string, peer: Bytes): string | null {
    const owner = this.own(who, account);
    const address = checkPeer(peer);
    const other = this.deps.local(address);
    if (other === null || this.item(owner, address)?.out !== 'YES') return null;
    const isAllowed = this.item(other, `${owner.account}@${owner.domain}`)?.inp === 'YES';
    return isAllowed ? `${other.account}@${other.domain}` : null;
  }

  /** Changes a contact; name and groups that are not given stay. Throws `illegal-value`, `roster-limit`. */
  async set(
    who: Principal,
    account: string,
    peer: Bytes,
    action: RosterAction,
    details: { readonly name?: Bytes; readonly groups?: readonly Bytes[] } = {},
  ): Promise<void> {
    const owner = this.own(who, account);
    const address = checkPeer(peer);
    const other = this.deps.local(address);
    const writers = [
      this.deps.writer(owner),
      ...(other && other.id !== owner.id ? [this.deps.writer(other)] : []),
    ];
    await this.deps.store.transact(writers, async tx => {
      const old = decodeItem(address, tx.get(itemKey(owner.id, address)));
      const own = `${owner.account}@${owner.domain}`;
      if (action === 'remove') {
        if (!old) throw new PosternError('item-unknown');
        tx.del(itemKey(owner.id, address));
        if (other) this.answer(tx, other, own, { inp: null, out: null });
      } else {
        if (!old) await this.needRoom(tx, owner);
        const base = old ?? { peer: address, name: '', groups: [], inp: null, out: null };
        const name = details.name ?? base.name;
        const next = { ...base, ...actions[action](base), name, groups: details.groups ?? base.groups };
        const settled = other ? await this.meet(tx, other, own, next, base) : next;
        tx.put(itemKey(owner.id, address), encodeItem(settled));
      }
      tx.change(ROSTER_TOPIC, [owner.id], Buffer.from(address, 'latin1'));
    });
  }

  /** Tells the roster of a local contact, and takes over what that one has allowed already. */
  private async meet(
    tx: Tx,
    other: Owner,
    own: Bytes,
    next: RosterItem,
    before: RosterItem,
  ): Promise<RosterItem> {
    const theirs = decodeItem(own, tx.get(itemKey(other.id, own)));
    // They allowed it before: no question.
    const out = next.out === 'Pending' && theirs?.inp === 'YES' ? 'YES' : next.out;
    const asks = out === 'Pending' && theirs?.inp !== 'Blocked' && theirs?.inp !== 'Pending';
    if (theirs || asks) {
      const granted = next.inp === 'YES' && theirs?.out === 'Pending' ? 'YES' : theirs?.out;
      const taken = next.inp !== 'YES' && before.inp === 'YES' && theirs?.out === 'YES' ? 'Pending' : granted;
      const inp = asks ? 'Pending' : next.out === null && theirs?.inp === 'Pending' ? null : theirs?.inp;
      this.answer(tx, other, own, { inp: inp ?? null, out: taken ?? null });
    }
    return { ...next, out };
  }

  private answer(tx: Tx, other: Owner, peer: Bytes, state: Pick<RosterItem, 'inp' | 'out'>): void {
    const old = decodeItem(peer, tx.get(itemKey(other.id, peer)));
    if (!old && state.inp === null && state.out === null) return;
    const base = old ?? { peer, name: '', groups: [], inp: null, out: null };
    tx.put(itemKey(other.id, peer), encodeItem({ ...base, ...state }));
    tx.change(ROSTER_TOPIC, [other.id], Buffer.from(peer, 'latin1'));
  }

  private async needRoom(tx: Tx, owner: Owner): Promise<void> {
    const limit = limitSetting(this.deps.settings(owner), 'MaxRosterItems', null);
    if (limit === null) return;
    let count = 0;
    for await (const _ of tx.range(prefixRange('rost', owner.id))) count++;
    if (count >= limit) throw new PosternError('roster-limit');
  }

  /** Removes everything of an account, in the transaction that removes the account. */
  async dropAccount(tx: Tx, account: number): Promise<void> {
    for await (const { key: stored } of tx.range(prefixRange('rost', account))) tx.del(stored);
  }
}

/** A contact as ReadRoster gives it. */
export function rosterDict(item: RosterItem): Dict {
  const dict = newDict();
  dictSet(dict, 'Inp', item.inp);
  dictSet(dict, 'Out', item.out);
  if (item.name !== '') dictSet(dict, 'RealName', item.name);
  if (item.groups.length > 0) dictSet(dict, 'Group', [...item.groups]);
  return dict;
}
