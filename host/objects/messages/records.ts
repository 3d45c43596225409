/**
 * Messages in the store. `['msg', account, box, uid]` is small and of fixed places, so that a view of 100,000 messages
 * reads fast and a change of flags writes little; `['msg.head', account, box, uid]` holds the parsed header,
 * `['msg.attr', ...]` the attributes, `['msg.orig', account, box, permanent number]` the UID.
 */
import { isDict, newDict } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import {
  decodeValue,
  encodeValue,
  key,
  prefixRange,
  type Reader,
  type Store,
  type Tx,
  unkey,
} from '../../storage/index.js';
import type { Flags } from './flags.js';

/** One message. */
export interface MessageRecord {
  readonly flags: Flags;
  /** Milliseconds since 1970. */
  readonly internalDate: number;
  readonly size: number;
  /** Permanent number, kept when the message moves inside the account. */
  readonly origUid: number;
  /** Where the text is. */
  readonly blob: string;
}

const VERSION = 1;
const FIXED = 29;
const NONE: readonly string[] = [];

export const messageKey = (account: number, box: number, uid: number) => key('msg', account, box, uid);
export const headKey = (account: number, box: number, uid: number) => key('msg.head', account, box, uid);
export const attributesKey = (account: number, box: number, uid: number) =>
  key('msg.attr', account, box, uid);
export const origKey = (account: number, box: number, orig: number) => key('msg.orig', account, box, orig);

export const messagesOf = (account: number, box: number) => prefixRange('msg', account, box);
export const headsOf = (account: number, box: number) => prefixRange('msg.head', account, box);

/** UID from the key of a message, header or attributes. */
export function uidOf(stored: Uint8Array): number {
  const uid = unkey(stored)[3];
  return typeof uid === 'number' ? uid : 0;
}

/** version, bits, date, size, permanent number, length of the blob's name, the name, own flags with commas. */
export function encodeMessage(record: MessageRecord): Uint8Array {
  const own = record.flags.own.join(',');
  const bytes = Buffer.alloc(FIXED + 1 + record.blob.length + own.length);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt32BE(record.flags.bits, 1);
  bytes.writeDoubleBE(record.internalDate, 5);
  bytes.writeDoubleBE(record.size, 13);
  bytes.writeDoubleBE(record.origUid, 21);
  bytes.writeUInt8(record.blob.length, FIXED);
  bytes.write(record.blob, FIXED + 1, 'latin1');
  bytes.write(own, FIXED + 1 + record.blob.length, 'latin1');
  return bytes;
}

/** The flags alone, for who walks over many messages. */
export function decodeFlags(stored: Uint8Array): Flags {
  if (stored[0] !== VERSION || stored.length <= FIXED) throw new Error('the record of a message is damaged');
  const at = (place: number) => stored[place] as number;
  const bits = ((at(1) << 24) | (at(2) << 16) | (at(3) << 8) | at(4)) >>> 0;
  const end = FIXED + 1 + at(FIXED);
  if (end === stored.length) return { bits, own: NONE };
  return { bits, own: Buffer.from(stored).toString('latin1', end).split(',') };
}

export function decodeMessage(stored: Uint8Array): MessageRecord {
  const flags = decodeFlags(stored);
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const end = FIXED + 1 + bytes.readUInt8(FIXED);
  return {
    flags,
    internalDate: bytes.readDoubleBE(5),
    size: bytes.readDoubleBE(13),
    origUid: bytes.readDoubleBE(21),
    blob: bytes.toString('latin1', FIXED + 1, end),
  };
}

export function readMessage(reader: Reader, account: number, box: number, uid: number): MessageRecord | null {
  const bytes = reader.get(messageKey(account, box, uid));
  return bytes ? decodeMessage(bytes) : null;
}

function dictAt(reader: Reader, stored: Uint8Array): Dict {
  const bytes = reader.get(stored);
  const value = bytes ? decodeValue(bytes) : null;
  return isDict(value) ? value : newDict();
}

/** The parsed header of a message. */
export const readHead = (reader: Reader, account: number, box: number, uid: number): Dict =>
  dictAt(reader, headKey(account, box, uid));

export const readAttributes = (reader: Reader, account: number, box: number, uid: number): Dict =>
  dictAt(reader, attributesKey(account, box, uid));

/** Stores a message with its header. */
export function putMessage(
  tx: Tx,
  account: number,
  box: number,
  uid: number,
  record: MessageRecord,
  head: Uint8Array,
): void {
  tx.put(messageKey(account, box, uid), encodeMessage(record));
  tx.put(headKey(account, box, uid), head);
  tx.put(origKey(account, box, record.origUid), encodeValue(uid));
}

/** Removes a message; its text goes with the last reference. */
export function dropMessage(tx: Tx, account: number, box: number, uid: number, record: MessageRecord): void {
  tx.del(messageKey(account, box, uid));
  tx.del(headKey(account, box, uid));
  if (tx.get(attributesKey(account, box, uid))) tx.del(attributesKey(account, box, uid));
  tx.del(origKey(account, box, record.origUid));
  if (record.blob !== '') tx.blobRef(record.blob, -1);
}

/** Messages removed in one transaction. */
const PIECE = 500;

/** Removes all messages of a mailbox in pieces, each a transaction of the writer. */
export async function purgeMessages(
  store: Store,
  writer: string,
  account: number,
  box: number,
): Promise<void> {
  for (let isMore = true; isMore; ) {
    isMore = await store.transact(writer, async tx => {
      let count = 0;
      const options = { limit: PIECE, loose: true };
      for await (const { key: stored, value } of tx.range(messagesOf(account, box), options)) {
        dropMessage(tx, account, box, uidOf(stored), decodeMessage(value));
        count++;
      }
      return count === PIECE;
    });
  }
}

/** UID of a message by its permanent number, null when it is not in the mailbox. */
export function uidByOrig(reader: Reader, account: number, box: number, orig: number): number | null {
  const bytes = reader.get(origKey(account, box, orig));
  const uid = bytes ? decodeValue(bytes) : null;
  return typeof uid === 'number' ? uid : null;
}
