/**
 * Mailboxes in the store. `['mbox.name', account, name]` says what a name is, `['mbox', account, box]` what seldom changes,
 * `['mbox.use', account, box]` the counters, `['mbox.last', account]` the last numbers given out.
 */
import { isArray } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { decodeValue, encodeValue, key, prefixRange, type Reader, type Tx } from '../../storage/index.js';
import type { AclElement } from '../acl/acl.js';
import type { BoxRecord, BoxUse } from './types.js';

const nameKey = (account: number, name: Bytes) => key('mbox.name', account, name);
const boxKey = (account: number, box: number) => key('mbox', account, box);
const useKey = (account: number, box: number) => key('mbox.use', account, box);
const lastKey = (account: number) => key('mbox.last', account);

export const namesOf = (account: number) => prefixRange('mbox.name', account);

function list(bytes: Uint8Array): Value[] {
  const value = decodeValue(bytes);
  if (!isArray(value)) throw new Error('the record of a mailbox is damaged');
  return value;
}

/** What a name is: `box` 0 for a folder without messages; `isFolder` when it was made as one. */
export interface NameRecord {
  readonly box: number;
  readonly isFolder: boolean;
}

export function decodeName(bytes: Uint8Array): NameRecord {
  const [box, isFolder] = list(bytes);
  return { box: Number(box), isFolder: isFolder === 1 };
}

export function readName(reader: Reader, account: number, name: Bytes): NameRecord | null {
  const bytes = reader.get(nameKey(account, name));
  return bytes ? decodeName(bytes) : null;
}

export function putName(tx: Tx, account: number, name: Bytes, record: NameRecord): void {
  tx.put(nameKey(account, name), encodeValue([record.box, record.isFolder ? 1 : 0]));
}

export const dropName = (tx: Tx, account: number, name: Bytes) => tx.del(nameKey(account, name));

export const boxExists = (reader: Reader, account: number, box: number): boolean =>
  reader.get(boxKey(account, box)) !== undefined;

export function readBox(reader: Reader, account: number, box: number): BoxRecord {
  const bytes = reader.get(boxKey(account, box));
  if (!bytes) throw new PosternError('mailbox-unknown');
  const [boxClass, uidValidity, created, acl] = list(bytes);
  const flat = isArray(acl ?? null) ? (acl as Value[]) : [];
  const elements: AclElement[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) elements.push([String(flat[at]), String(flat[at + 1])]);
  return {
    class: String(boxClass),
    uidValidity: Number(uidValidity),
    created: Number(created),
    acl: elements,
  };
}

export function putBox(tx: Tx, account: number, box: number, record: BoxRecord): void {
  const acl = record.acl.flat();
  tx.put(boxKey(account, box), encodeValue([record.class, record.uidValidity, record.created, acl]));
}

const USE_FIELDS = [
  'uidNext',
  'messages',
  'unseen',
  'size',
  'media',
  'hidden',
  'allMessages',
  'allSize',
  'seq',
] as const satisfies readonly (keyof BoxUse)[];

export function readUse(reader: Reader, account: number, box: number): BoxUse {
  const bytes = reader.get(useKey(account, box));
  const values = bytes ? list(bytes).map(Number) : [1];
  const at = (field: (typeof USE_FIELDS)[number]) => values[USE_FIELDS.indexOf(field)] ?? 0;
  return {
    uidNext: at('uidNext'),
    messages: at('messages'),
    unseen: at('unseen'),
    size: at('size'),
    media: at('media'),
    hidden: at('hidden'),
    allMessages: at('allMessages'),
    allSize: at('allSize'),
    seq: at('seq'),
  };
}

export function putUse(tx: Tx, account: number, box: number, use: BoxUse): void {
  tx.put(useKey(account, box), encodeValue(USE_FIELDS.map(field => use[field])));
}

export function dropBox(tx: Tx, account: number, box: number): void {
  tx.del(boxKey(account, box));
  tx.del(useKey(account, box));
}

/** The last numbers that an account gave out, and the bytes of all its messages. */
export interface Last {
  readonly box: number;
  /** Permanent number of a message. */
  readonly origUid: number;
  readonly seq: number;
  readonly uidValidity: number;
  /** Bytes of all messages. */
  readonly size: number;
  /** All messages. */
  readonly messages: number;
}

export function readLast(reader: Reader, account: number): Last {
  const bytes = reader.get(lastKey(account));
  const [box, origUid, seq, uidValidity, size, messages] = bytes ? list(bytes).map(Number) : [];
  return {
    box: box ?? 0,
    origUid: origUid ?? 0,
    seq: seq ?? 0,
    uidValidity: uidValidity ?? 0,
    size: size ?? 0,
    messages: messages ?? 0,
  };
}

export function putLast(tx: Tx, account: number, last: Last): void {
  const { box, origUid, seq, uidValidity, size, messages } = last;
  tx.put(lastKey(account), encodeValue([box, origUid, seq, uidValidity, size, messages]));
}

/** Everything about mailboxes of an account but the messages, for its removal. */
export const ownedRanges = (account: number) =>
  ['mbox.name', 'mbox', 'mbox.use', 'mbox.last', 'mbox.sub', 'mbox.alias'].map(kind =>
    prefixRange(kind, account),
  );

/** Note of a mailbox whose messages are still to be removed. */
export const goneBoxKey = (account: number, box: number) => key('mbox.gone', account, box);
export const goneBoxes = () => prefixRange('mbox.gone');
