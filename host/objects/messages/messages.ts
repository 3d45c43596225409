/**
 * Messages of mailboxes (objects.md 7.2): stored once, referred to by every copy. Each change is one transaction of the
 * account's writer; it updates the counters and tells the change log which messages were added, removed or changed.
 */
import { printCompact } from '../../../stdlib/data/index.js';
import { dictGet, dictKeys, dictSet, isString } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { encodeValue, type Tx } from '../../storage/index.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import { boxExists, putLast, putUse, readLast, readUse } from '../mailboxes/records.js';
import type { Box, MailDeps } from '../mailboxes/types.js';
import type { MimePart } from '../mime/part.js';
import type { Principal } from '../principal.js';
import { sizeSetting } from '../settings/read.js';
import { counted, isUnseen } from './counters.js';
import {
  changeFlags,
  DELETED,
  type FlagList,
  type Flags,
  HIDDEN,
  lettersFor,
  MEDIA,
  NO_FLAGS,
} from './flags.js';
import { MEDIA_KEY } from './head.js';
import { decodedBody, type OpenedMessage, openStored, storedPart } from './opened.js';
import {
  attributesKey,
  decodeMessage,
  dropMessage,
  encodeMessage,
  headKey,
  type MessageRecord,
  messageKey,
  messagesOf,
  putMessage,
  readAttributes,
  readMessage,
  uidByOrig,
  uidOf,
} from './records.js';

/** What happened to messages, in the data of a change of topic `mailbox`: the kind, then the UIDs. */
export type MessageEvent = 'add' | 'remove' | 'flags' | 'attributes';

export const MAILBOX_TOPIC = 'mailbox';

/** How a message is stored. */
export interface AppendOptions {
  readonly flags?: Flags;
  /** Milliseconds since 1970; now when absent. */
  readonly internalDate?: number;
  /** A message of the mailbox that goes once the new one is stored. */
  readonly replacesUid?: number;
  /** Nothing is stored when the message to replace is gone: throws `message-unknown`. */
  readonly checkOld?: boolean;
  /** Right that storing needs: `i` for clients, `p` for mail that arrives. */
  readonly letter?: 'i' | 'p';
  /** Where this very text is stored already, by somebody who keeps it meanwhile: it is stored once. */
  readonly blob?: string;
}

export interface Appended {
  readonly uid: number;
  readonly uidValidity: number;
}

export interface MessagesDeps extends MailDeps {
  /** Parses the header of a message (host/objects/mime). */
  readonly parseHead: (text: Uint8Array) => Dict;
}

/** The service. */
export class Messages {
  constructor(
    private readonly deps: MessagesDeps,
    private readonly boxes: Mailboxes,
  ) {}

  /** Throws `mailbox-denied` unless the principal has these letters now. */
  private need(who: Principal, box: Box, letters: string): void {
    const now = this.boxes.lettersNow(who, box);
    for (const letter of letters) if (!now.has(letter)) throw new PosternError('mailbox-denied');
  }

  private change<T>(writers: readonly Box[], work: (tx: Tx) => Promise<T> | T): Promise<T> {
    const owners = [...new Set(writers.map(({ owner }) => this.deps.writer(owner)))];
    return this.deps.store.transact(owners, work);
  }

  private live(tx: Tx, { owner, id }: Box): void {
    if (!boxExists(tx, owner.id, id)) throw new PosternError('mailbox-unknown');
  }

  private tell(tx: Tx, { owner, id }: Box, event: MessageEvent, uids: readonly number[]): void {
    if (uids.length > 0) tx.change(MAILBOX_TOPIC, [owner.id, id], encodeValue([event, ...uids]));
  }

  // ---- adding

  /** Stores a message. Throws `mailbox-denied`, `storage-limit`, `too-large`, `message-unknown`. */
  async append(who: Principal, box: Box, text: Uint8Array, options: AppendOptions = {}): Promise<Appended> {
    const { owners, run } = await this.appending(who, box, text, options);
    return this.deps.store.transact(owners, run);
  }

  /** The same as a part of a larger transaction of these owners. What can be refused before is refused now. */
  async appending(
    who: Principal,
    box: Box,
    text: Uint8Array,
    options: AppendOptions = {},
  ): Promise<{ readonly owners: readonly string[]; run(tx: Tx): Appended }> {
    this.need(who, box, options.letter ?? 'i');
    if (options.replacesUid !== undefined) this.need(who, box, 'd');
    const settings = this.deps.settings(box.owner);
    const mostBytes = sizeSetting(settings, 'MaxMessageSize', null);
    if (mostBytes !== null && text.length > mostBytes) throw new PosternError('too-large');
    const most = sizeSetting(settings, 'MaxAccountSize', null);
    this.needRoom(readLast(this.deps.store, box.owner.id).size, text.length, most);
    const head = this.deps.parseHead(text);
    const given = options.flags ?? NO_FLAGS;
    const flags = dictGet(head, MEDIA_KEY) === null ? given : { ...given, bits: given.bits | MEDIA };
    const blob = options.blob ?? (await this.deps.store.blobs.put(text)).id;
    const headBytes = encodeValue(head);
    const run = (tx: Tx): Appended => {
      this.live(tx, box);
      const last = readLast(tx, box.owner.id);
      this.needRoom(last.size, text.length, most);
      const old = options.replacesUid;
      const replaced = old === undefined ? null : readMessage(tx, box.owner.id, box.id, old);
      if (options.checkOld && !replaced) throw new PosternError('message-unknown');
      tx.blobRef(blob, 1);
      const internalDate = options.internalDate ?? this.deps.clock();
      const record: MessageRecord = {
        flags,
        internalDate,
        size: text.length,
        origUid: last.origUid + 1,
        blob,
      };
      putLast(tx, box.owner.id, { ...last, origUid: record.origUid });
      const uid = this.insert(tx, box, record, headBytes);
      this.tell(tx, box, 'add', [uid]);
      if (replaced && old !== undefined) this.drop(tx, box, [[old, replaced]]);
      return { uid, uidValidity: box.record.uidValidity };
    };
    return { owners: [this.deps.writer(box.owner)], run };
  }

  private needRoom(used: number, added: number, most: number | null): void {
    if (most !== null && used + added > most) throw new PosternError('storage-limit');
  }

  /** Puts a record in under the next UID. */
  private insert(tx: Tx, { owner, id }: Box, record: MessageRecord, head: Uint8Array): number {
    const use = readUse(tx, owner.id, id);
    const last = readLast(tx, owner.id);
    const uid = use.uidNext;
    const seq = last.seq + 1;
    putLast(tx, owner.id, {
      ...last,
      seq,
      size: last.size + record.size,
      messages: last.messages + 1,
    });
    putUse(tx, owner.id, id, counted({ ...use, uidNext: uid + 1, seq }, null, record));
    putMessage(tx, owner.id, id, uid, record, head);
    return uid;
  }

  // ---- flags and attributes

  /** Changes flags; messages that are gone are passed over. Gives the UIDs that changed. */
  async setFlags(who: Principal, box: Box, uids: readonly number[], list: FlagList): Promise<number[]> {
    this.need(who, box, lettersFor(list));
    return this.change([box], tx => {
      const { owner, id } = box;
      const changed: number[] = [];
      let use = readUse(tx, owner.id, id);
      for (const uid of uids) {
        const before = readMessage(tx, owner.id, id, uid);
        if (!before) continue;
        const flags = changeFlags(before.flags, list, this.deps.limits().userFlags);
        const isSame = flags.bits === before.flags.bits && String(flags.own) === String(before.flags.own);
        if (isSame) continue;
        const after = { ...before, flags };
        tx.put(messageKey(owner.id, id, uid), encodeMessage(after));
        use = counted(use, before, after);
        changed.push(uid);
      }
      if (changed.length > 0) this.putUse(tx, box, use);
      this.tell(tx, box, 'flags', changed);
      return changed;
    });
  }

  private putUse(tx: Tx, { owner, id }: Box, use: Box['use']): void {
    const last = readLast(tx, owner.id);
    putLast(tx, owner.id, { ...last, seq: last.seq + 1 });
    putUse(tx, owner.id, id, { ...use, seq: last.seq + 1 });
  }

  /** Attributes that are kept beside a message. Throws `message-unknown`, `mailbox-denied`. */
  attributes(who: Principal, box: Box, uid: number): Dict {
    this.need(who, box, 'r');
    if (!readMessage(this.deps.store, box.owner.id, box.id, uid)) throw new PosternError('message-unknown');
    return readAttributes(this.deps.store, box.owner.id, box.id, uid);
  }

  /** Merges attributes; the string `default` removes one. Throws `message-unknown`, `mailbox-denied`, `too-large`. */
  async updateAttributes(who: Principal, box: Box, uid: number, updates: Dict): Promise<void> {
    this.need(who, box, 'w');
    await this.change([box], tx => {
      const { owner, id } = box;
      if (!readMessage(tx, owner.id, id, uid)) throw new PosternError('message-unknown');
      const dict = readAttributes(tx, owner.id, id, uid);
      for (const name of dictKeys(updates)) {
        const value = dictGet(updates, name);
        dictSet(dict, name, isString(value) && value.toLowerCase() === 'default' ? null : value);
      }
      if (printCompact(dict).length > this.deps.limits().attributeBytes) throw new PosternError('too-large');
      tx.put(attributesKey(owner.id, id, uid), encodeValue(dict));
      this.putUse(tx, box, readUse(tx, owner.id, id));
      this.tell(tx, box, 'attributes', [uid]);
    });
  }

  // ---- removing, copying, moving

  private drop(tx: Tx, box: Box, messages: readonly (readonly [uid: number, record: MessageRecord])[]): void {
    if (messages.length === 0) return;
    const { owner, id } = box;
    let use = readUse(tx, owner.id, id);
    let bytes = 0;
    for (const [uid, record] of messages) {
      dropMessage(tx, owner.id, id, uid, record);
      use = counted(use, record, null);
      bytes += record.size;
    }
    const last = readLast(tx, owner.id);
    putLast(tx, owner.id, {
      ...last,
      size: Math.max(0, last.size - bytes),
      messages: Math.max(0, last.messages - messages.length),
    });
    this.putUse(tx, box, use);
    this.tell(
      tx,
      box,
      'remove',
      messages.map(([uid]) => uid),
    );
  }

  private found(tx: Tx, { owner, id }: Box, uids: readonly number[]): (readonly [number, MessageRecord])[] {
    return [...new Set(uids)].flatMap(uid => {
      const record = readMessage(tx, owner.id, id, uid);
      return record ? [[uid, record] as const] : [];
    });
  }

  /** Removes messages at once. Gives the UIDs that went. */
  async remove(who: Principal, box: Box, uids: readonly number[]): Promise<number[]> {
    this.need(who, box, 'd');
    return this.change([box], tx => {
      const messages = this.found(tx, box, uids);
      this.drop(tx, box, messages);
      return messages.map(([uid]) => uid);
    });
  }

  /** Removes the messages with Deleted. Gives their UIDs. */
  async expunge(who: Principal, box: Box): Promise<number[]> {
    this.need(who, box, 'd');
    return this.change([box], async tx => {
      const messages: (readonly [number, MessageRecord])[] = [];
      for await (const { key, value } of tx.range(messagesOf(box.owner.id, box.id), { loose: true })) {
        const record = decodeMessage(value);
        if ((record.flags.bits & DELETED) !== 0) messages.push([uidOf(key), record]);
      }
      this.drop(tx, box, messages);
      return messages.map(([uid]) => uid);
    });
  }

  /**
   * Copies messages behind those of the target, in the given order; gives the new UIDs. Messages that are gone are
   * passed over.
   * @param isMove the originals go; inside one account their permanent numbers stay
   */
  async copy(
    who: Principal,
    from: Box,
    uids: readonly number[],
    to: Box,
    isMove: boolean,
  ): Promise<number[]> {
    this.need(who, from, isMove ? 'rd' : 'r');
    this.need(who, to, 'i');
    const isSameAccount = from.owner.id === to.owner.id;
    const most = sizeSetting(this.deps.settings(to.owner), 'MaxAccountSize', null);
    return this.change(isMove ? [from, to] : [to], tx => {
      this.live(tx, to);
      const messages = this.found(tx, from, uids);
      const bytes = messages.reduce((sum, [, { size }]) => sum + size, 0);
      if (!(isMove && isSameAccount)) this.needRoom(readLast(tx, to.owner.id).size, bytes, most);
      const heads = messages.map(([uid]) => tx.get(headKey(from.owner.id, from.id, uid)) ?? new Uint8Array());
      for (const [, { blob }] of messages) tx.blobRef(blob, 1);
      if (isMove) this.drop(tx, from, messages);
      const added = messages.map(([, record], at) => {
        const last = readLast(tx, to.owner.id);
        const keeps = isMove && isSameAccount;
        const origUid = keeps ? record.origUid : last.origUid + 1;
        if (!keeps) putLast(tx, to.owner.id, { ...last, origUid });
        return this.insert(tx, to, { ...record, origUid }, heads[at] ?? new Uint8Array());
      });
      this.tell(tx, to, 'add', added);
      return added;
    });
  }

  // ---- reading

  /** A message; null when it is gone, or hidden from the principal. */
  find(who: Principal, box: Box, uid: number): MessageRecord | null {
    this.need(who, box, 'r');
    return readMessage(this.deps.store, box.owner.id, box.id, uid);
  }

  /** The whole text. Throws `message-unknown`, `mailbox-denied`. */
  async read(who: Principal, box: Box, uid: number): Promise<Uint8Array> {
    const record = this.find(who, box, uid);
    if (!record) throw new PosternError('message-unknown');
    const text = record.blob === '' ? new Uint8Array() : await this.deps.store.blobs.get(record.blob);
    if (!text) throw new PosternError('message-unknown');
    return text;
  }

  /** The message, to be read part by part; a large one is not held whole. Throws `message-unknown`, `mailbox-denied`. */
  async open(who: Principal, box: Box, uid: number): Promise<OpenedMessage> {
    const record = this.find(who, box, uid);
    if (!record) throw new PosternError('message-unknown');
    return openStored(this.deps.store.blobs, record.blob, record.size);
  }

  /** The body of a part of an open message, decoded, in pieces. Throws `message-unknown` when it is gone meanwhile. */
  body(message: OpenedMessage, part: MimePart): AsyncIterable<Uint8Array> {
    return decodedBody(this.deps.store.blobs, message, part);
  }

  /** A part of an open message as it is stored, with its header unless `withHeader` is false. Throws `message-unknown`. */
  stored(message: OpenedMessage, part: MimePart, withHeader = true): AsyncIterable<Uint8Array> {
    return storedPart(this.deps.store.blobs, message, part, withHeader);
  }

  /** UID by the permanent number, null when the message is not in the mailbox. */
  uidByOrig(who: Principal, box: Box, origUid: number): number | null {
    this.need(who, box, 'r');
    return uidByOrig(this.deps.store, box.owner.id, box.id, origUid);
  }

  /** All messages in the order of their UIDs. */
  async *all(
    who: Principal,
    box: Box,
  ): AsyncIterable<{ readonly uid: number; readonly record: MessageRecord }> {
    this.need(who, box, 'r');
    for await (const { key, value } of this.deps.store.range(messagesOf(box.owner.id, box.id))) {
      yield { uid: uidOf(key), record: decodeMessage(value) };
    }
  }

  /** Time of the oldest message in milliseconds, null for an empty mailbox. */
  async oldest(box: Box): Promise<number | null> {
    let found: number | null = null;
    for await (const { value } of this.deps.store.range(messagesOf(box.owner.id, box.id), { limit: 1 })) {
      found = decodeMessage(value).internalDate;
    }
    return found;
  }

  /** How many messages with voice or video are neither Seen nor Deleted; looks at all messages of the mailbox. */
  async unseenMedia(box: Box): Promise<number> {
    let found = 0;
    for await (const { value } of this.deps.store.range(messagesOf(box.owner.id, box.id))) {
      const { bits } = decodeMessage(value).flags;
      if ((bits & (MEDIA | HIDDEN)) === MEDIA && isUnseen(bits)) found++;
    }
    return found;
  }
}
