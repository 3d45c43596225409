/** Lists in the store: `['list', domain, name]`, subscribers `['list.sub', list, address]`. */
import { dictOf, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { key, prefixRange, type Tx, unkey } from '../../storage/index.js';
import { dictFrom, type Stored, stored } from '../core/codec.js';
import { isDict } from '../settings/update.js';
import type { ListRecord, PostingMode, Subscriber, SubscriberMode } from './types.js';

export const LIST_TOPIC = 'list';

/** The writer of a list and its subscribers. */
export const listOwner = (id: number): string => `l:${id}`;

export const listKey = (domain: number, name: Bytes): Uint8Array => key('list', domain, name);
export const listsOf = (domain: number) => prefixRange('list', domain);
/** Lists of an account, by their domain and name. */
export const ownedKey = (account: number, domain: number, name: Bytes): Uint8Array =>
  key('list.owner', account, domain, name);
export const ownedBy = (account: number) => prefixRange('list.owner', account);
export const subscriberKey = (list: number, address: Bytes): Uint8Array => key('list.sub', list, address);
export const subscribersOf = (list: number) => prefixRange('list.sub', list);

const text = (value: Value | undefined): Bytes => (typeof value === 'string' ? value : '');
const number = (value: Value | undefined): number => (typeof value === 'number' ? value : 0);

export function putList(tx: Tx, list: ListRecord): void {
  const { id, domainId, name, owner, created, count, digestUid, digestTime, settings } = list;
  const record = dictOf([
    ['id', id],
    ['owner', owner],
    ['created', created],
    ['count', count],
    ['digestUid', digestUid],
    ['digestTime', digestTime],
    ['settings', settings],
  ]);
  tx.put(listKey(domainId, name), stored(record));
  tx.put(ownedKey(owner, domainId, name), new Uint8Array());
  tx.change(LIST_TOPIC, [domainId, name]);
}

export function dropList(tx: Tx, { domainId, name, owner }: ListRecord): void {
  tx.del(listKey(domainId, name));
  tx.del(ownedKey(owner, domainId, name));
  tx.change(LIST_TOPIC, [domainId, name]);
}

export function decodeList(domainId: number, name: Bytes, bytes: Stored): ListRecord | null {
  if (bytes === undefined) return null;
  const { entries } = dictFrom(bytes);
  return {
    id: number(entries.id),
    domainId,
    name,
    owner: number(entries.owner),
    created: number(entries.created),
    count: number(entries.count),
    digestUid: number(entries.digestUid),
    digestTime: number(entries.digestTime),
    settings: isDict(entries.settings) ? entries.settings : newDict(),
  };
}

export function putSubscriber(tx: Tx, list: number, subscriber: Subscriber): void {
  tx.put(
    subscriberKey(list, subscriber.address),
    stored(
      dictOf([
        ['name', subscriber.realName],
        ['mode', subscriber.mode],
        ['wanted', subscriber.wanted],
        ['confirmation', subscriber.confirmation],
        ['time', subscriber.time],
        ['posts', subscriber.posts],
        ['posting', subscriber.posting],
        ['bounces', subscriber.bounces],
        ['lastBounce', subscriber.lastBounce],
      ]),
    ),
  );
}

export function decodeSubscriber(address: Bytes, bytes: Stored): Subscriber | null {
  if (bytes === undefined) return null;
  const { entries } = dictFrom(bytes);
  return {
    address,
    realName: text(entries.name),
    mode: text(entries.mode) as SubscriberMode,
    wanted: text(entries.wanted) as SubscriberMode,
    confirmation: text(entries.confirmation),
    time: number(entries.time),
    posts: number(entries.posts),
    posting: (typeof entries.posting === 'number'
      ? entries.posting
      : text(entries.posting) || 'special') as PostingMode,
    bounces: number(entries.bounces),
    lastBounce: number(entries.lastBounce),
  };
}

/** The last part of a key. */
export function lastPart(stored: Uint8Array): Bytes {
  const parts = unkey(stored);
  const last = parts[parts.length - 1];
  return typeof last === 'string' ? last : '';
}
