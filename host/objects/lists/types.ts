/** Mailing lists (objects.md 11). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';

/** What a subscriber gets; `subscribe` and `unsubscribe` wait for a confirmation. */
export type SubscriberMode = 'feed' | 'digest' | 'index' | 'null' | 'banned' | 'subscribe' | 'unsubscribe';

/** Operations of the command LIST. */
export const OPERATIONS = ['subscribe', 'feed', 'digest', 'index', 'null', 'banned', 'unsubscribe'] as const;
export type ListOperation = (typeof OPERATIONS)[number];

/** How the postings of a subscriber are treated; a number: that many of the next ones are moderated. */
export type PostingMode = 'unmoderated' | 'moderateall' | 'prohibited' | 'special' | number;

export interface ListRecord {
  /** Permanent number. */
  readonly id: number;
  readonly domainId: number;
  readonly name: Bytes;
  /** Number of the account that owns it. */
  readonly owner: number;
  readonly created: number;
  /** Subscribers that are not `banned`. */
  readonly count: number;
  /** UID of the last message in a digest, and when it was made. */
  readonly digestUid: number;
  readonly digestTime: number;
  readonly settings: Dict;
}

export interface Subscriber {
  /** In small letters. */
  readonly address: Bytes;
  readonly realName: Bytes;
  readonly mode: SubscriberMode;
  /** Mode once it is confirmed. */
  readonly wanted: SubscriberMode;
  readonly confirmation: Bytes;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly posts: number;
  readonly posting: PostingMode;
  readonly bounces: number;
  readonly lastBounce: number;
}
