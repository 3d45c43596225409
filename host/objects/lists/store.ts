/** Lists and subscribers as the services share them. Rights are asked for elsewhere. */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import { limitSetting } from '../settings/read.js';
import type { Digest } from './digest.js';
import {
  decodeList,
  decodeSubscriber,
  lastPart,
  listKey,
  listOwner,
  putList,
  putSubscriber,
  subscriberKey,
  subscribersOf,
} from './records.js';
import { effectiveList, listText } from './settings.js';
import type { ListOperation, ListRecord, PostingMode, Subscriber, SubscriberMode } from './types.js';

/** What a change of a subscriber came to. */
export interface Changed {
  readonly before: Subscriber | null;
  readonly after: Subscriber | null;
}

export class ListStore {
  constructor(readonly core: Core) {}

  find({ account, domain }: Addr): ListRecord | null {
    const record = this.core.domains.find(domain);
    if (record === null) return null;
    return decodeList(record.id, account, this.core.store.get(listKey(record.id, account)));
  }

  subscriber(list: ListRecord, address: Bytes): Subscriber | null {
    const small = address.toLowerCase();
    return decodeSubscriber(small, this.core.store.get(subscriberKey(list.id, small)));
  }

  /** Subscribers in the order of their addresses. */
  async *subscribers(list: ListRecord): AsyncIterable<Subscriber> {
    for await (const { key, value } of this.core.store.range(subscribersOf(list.id))) {
      const found = decodeSubscriber(lastPart(key), value);
      if (found !== null) yield found;
    }
  }

  /** Changes the record. */
  async update(list: ListRecord, change: (now: ListRecord) => ListRecord): Promise<void> {
    await this.core.store.transact(listOwner(list.id), tx => {
      const now = decodeList(list.domainId, list.name, tx.get(listKey(list.domainId, list.name)));
      if (now === null || now.id !== list.id) throw new PosternError('list-unknown');
      putList(tx, change(now));
    });
  }

  /** Notes a digest that was made; false when another one was made since. */
  markDigest(tx: Tx, { list, uid, time }: Digest): boolean {
    const now = decodeList(list.domainId, list.name, tx.get(listKey(list.domainId, list.name)));
    if (now?.id !== list.id || now.digestTime !== list.digestTime) return false;
    putList(tx, { ...now, digestUid: uid, digestTime: time });
    return true;
  }

  /** Counts a posting of a subscriber; of others none are counted. */
  countPosting(tx: Tx, list: ListRecord, address: Bytes): void {
    const small = address.toLowerCase();
    const now = decodeSubscriber(small, tx.get(subscriberKey(list.id, small)));
    if (now !== null) putSubscriber(tx, list.id, { ...now, posts: now.posts + 1 });
  }

  /** Changes one subscriber; null removes it. */
  async change(
    list: ListRecord,
    address: Bytes,
    change: (now: Subscriber | null) => Subscriber | null,
  ): Promise<Changed> {
    const small = address.toLowerCase();
    return this.core.store.transact(listOwner(list.id), tx => {
      const record = decodeList(list.domainId, list.name, tx.get(listKey(list.domainId, list.name)));
      if (record === null || record.id !== list.id) throw new PosternError('list-unknown');
      const before = decodeSubscriber(small, tx.get(subscriberKey(list.id, small)));
      const after = change(before);
      if (after === null) {
        if (before !== null) tx.del(subscriberKey(list.id, small));
      } else putSubscriber(tx, list.id, after);
      const count = record.count + isCounted(after) - isCounted(before);
      if (count !== record.count) {
        const most = limitSetting(effectiveList(record.settings), 'MaxSubscribers', null);
        if (count > record.count && most !== null && count > most) throw new PosternError('too-many');
        putList(tx, { ...record, count });
      }
      return { before, after };
    });
  }

  /** What an operation makes of a subscriber. `confirm`: only once the subscriber says so. */
  operate(
    list: ListRecord,
    address: Bytes,
    realName: Bytes,
    operation: ListOperation,
    confirm: boolean,
  ): (now: Subscriber | null) => Subscriber | null {
    return now => {
      if (operation === 'unsubscribe') {
        if (now === null || !confirm) return null;
        return { ...now, mode: 'unsubscribe', wanted: now.mode, confirmation: freshId() };
      }
      const isActive = now !== null && now.mode !== 'subscribe' && now.mode !== 'unsubscribe';
      const wanted: SubscriberMode =
        operation !== 'subscribe' ? operation : isActive && now.mode !== 'banned' ? now.mode : 'feed';
      const base = now ?? this.fresh(list, address);
      const named = realName === '' ? base : { ...base, realName };
      if (confirm && !isActive) return { ...named, mode: 'subscribe', wanted, confirmation: freshId() };
      return { ...named, mode: wanted, wanted, confirmation: '', bounces: 0 };
    };
  }

  private fresh(list: ListRecord, address: Bytes): Subscriber {
    const moderated = Number(listText(list.settings, 'FirstModerated'));
    const posting: PostingMode = Number.isInteger(moderated) && moderated > 0 ? moderated : 'special';
    return {
      address: address.toLowerCase(),
      realName: '',
      mode: 'feed',
      wanted: 'feed',
      confirmation: '',
      time: this.core.clock(),
      posts: 0,
      posting,
      bounces: 0,
      lastBounce: 0,
    };
  }

  /** Counts a bounce; too many, or a fatal one, end what the subscriber gets. False for an unknown address. */
  async bounced(list: ListRecord, address: Bytes, isFatal: boolean): Promise<boolean> {
    const most = limitSetting(effectiveList(list.settings), 'MaxBounces', 10);
    const { after } = await this.change(list, address, now => {
      if (now === null) return null;
      const bounces = now.bounces + 1;
      const isOver = isFatal || (most !== null && bounces >= most);
      const mode = isOver && now.mode !== 'banned' ? 'null' : now.mode;
      return { ...now, bounces, lastBounce: this.core.clock(), mode };
    });
    return after !== null;
  }
}

const freshId = (): Bytes => randomBytes(12).toString('hex');
/** 1 for a subscriber that counts for the list, else 0. */
export const isCounted = (subscriber: Subscriber | null): number =>
  subscriber === null || subscriber.mode === 'banned' || subscriber.mode === 'subscribe' ? 0 : 1;
