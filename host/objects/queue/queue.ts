/**
 * The queue of messages on their way, durable: what was taken is delivered or reported after any restart (cli.md 7.21).
 * Listing and changing are for administrators; `host/objects/delivery` moves the messages.
 */
import { dictOf, makeTime, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import type { Core } from '../core/core.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import {
  allMessages,
  allRecipients,
  decodeMessage,
  decodeRecipient,
  idOf,
  messageKey,
  putMessage,
  putRecipient,
  QUEUE_OWNER,
  QUEUE_TOPIC,
  recipientKey,
  recipientsOf,
} from './records.js';
import type { QueuedMessage, QueueLine, Recipient, Settle } from './types.js';

const MONITOR = rule('Monitor');
const REJECT = rule('CanRejectQueues');
const RELEASE = rule('Monitor|CanReleaseQueues');

/** What moves messages, told when something may go on. */
export interface Mover {
  /** A message may have something to do at once. */
  wake(id: number): void;
  /** Ends a message: its recipients get nothing, the sender a report with the text, unless it is null. */
  reject(message: QueuedMessage, recipients: readonly Recipient[], text: Bytes | null): Promise<void>;
}

export class Queue {
  private mover: Mover = { wake: () => {}, reject: async () => {} };

  constructor(private readonly core: Core) {}

  /** Puts what moves messages in place. */
  setMover(mover: Mover): void {
    this.mover = mover;
  }

  // ---- for administrators

  /** Messages in the order in which they came. `queue`: only those that wait for this domain, `''` for those here. */
  async list(who: Principal, queue: Bytes | null = null, limit = 1000): Promise<QueueLine[]> {
    this.core.rights.need(who, MONITOR);
    const lines: QueueLine[] = [];
    for await (const message of this.messages()) {
      const recipients = await this.recipients(message.id);
      if (queue !== null && !recipients.some(each => each.queue === queue.toLowerCase())) continue;
      lines.push({ ...message, recipients });
      if (lines.length >= limit) break;
    }
    return lines;
  }

  /**
   * What waits for one host (GETMESSAGEQUEUEINFO): `nTotal`, `size`, `delayedTill`, `lastError`; empty when nothing does.
   * The module is `SMTP`, or `LOCAL` for recipients here.
   */
  async info(who: Principal, module: Bytes, queue: Bytes): Promise<Dict> {
    this.core.rights.need(who, MONITOR);
    const wanted = /^local/i.test(module) ? '' : queue.toLowerCase();
    const waiting: Recipient[] = [];
    const seen = new Map<number, number>();
    for await (const { key, value } of this.core.store.range(allRecipients())) {
      const recipient = decodeRecipient(key, value);
      if (recipient.queue !== wanted) continue;
      waiting.push(recipient);
      const id = idOf(key);
      if (!seen.has(id)) seen.set(id, this.message(id)?.size ?? 0);
    }
    if (waiting.length === 0) return newDict();
    const next = Math.min(...waiting.map(each => each.next));
    const failed = waiting.find(each => each.error !== '');
    return dictOf([
      ['nTotal', seen.size],
      ['size', [...seen.values()].reduce((sum, size) => sum + size, 0)],
      ['delayedTill', next > this.core.clock() ? makeTime(Math.floor(next / 1000)) : null],
      ['lastError', failed?.error ?? null],
    ]);
  }

  /** Lets everything that waits for a host go at once, held or not. */
  async release(who: Principal, queue: Bytes): Promise<void> {
    this.core.rights.need(who, RELEASE);
    await this.#changeRecipients(
      ({ queue: of }) => of === queue.toLowerCase(),
      each => ({ ...each, next: 0, isHeld: false }),
    );
  }

  /** Holds a message, or lets it go at once. Throws `message-unknown`. */
  async hold(who: Principal, id: number, isHeld: boolean): Promise<void> {
    this.core.rights.need(who, RELEASE);
    this.#need(id);
    await this.#changeRecipients(
      (_, of) => of === id,
      each => ({ ...each, next: isHeld ? each.next : 0, isHeld }),
    );
  }

  /**
   * Removes a message; the sender gets a report. Throws `message-unknown`.
   * @param text of the report; `NONDN`: no report
   */
  async reject(who: Principal, id: Bytes, text: Bytes | null = null): Promise<void> {
    this.core.rights.need(who, REJECT);
    const message = this.#need(/^\d{1,15}$/.test(id) ? Number(id) : -1);
    await this.#reject(message, text);
  }

  /** Removes every message that an account sent; gives how many. */
  async rejectBySender(who: Principal, sender: Bytes, text: Bytes | null = null): Promise<number> {
    this.core.rights.need(who, REJECT);
    const wanted = sender.includes('@')
      ? sender.toLowerCase()
      : `${sender.toLowerCase()}@${this.core.domains.main.name}`;
    const found: QueuedMessage[] = [];
    for await (const message of this.messages()) if (message.sender === wanted) found.push(message);
    for (const message of found) await this.#reject(message, text);
    return found.length;
  }

  async #reject(message: QueuedMessage, text: Bytes | null): Promise<void> {
    const isSilent = text?.toUpperCase() === 'NONDN';
    const recipients = await this.recipients(message.id);
    await this.mover.reject(message, recipients, isSilent ? null : (text ?? 'rejected by an administrator'));
  }

  #need(id: number): QueuedMessage {
    const message = this.message(id);
    if (message === null) throw new PosternError('message-unknown');
    return message;
  }

  async #changeRecipients(
    passes: (recipient: Recipient, id: number) => boolean,
    change: (recipient: Recipient) => Recipient,
  ): Promise<void> {
    const ids = await this.core.store.transact(QUEUE_OWNER, async tx => {
      const touched = new Set<number>();
      for await (const { key, value } of tx.range(allRecipients())) {
        const recipient = decodeRecipient(key, value);
        const id = idOf(key);
        if (!passes(recipient, id)) continue;
        putRecipient(tx, id, change(recipient));
        touched.add(id);
      }
      return touched;
    });
    for (const id of ids) this.mover.wake(id);
  }

  // ---- for delivery

  message(id: number): QueuedMessage | null {
    const bytes = this.core.store.get(messageKey(id));
    return bytes === undefined ? null : decodeMessage(id, bytes);
  }

  async *messages(): AsyncIterable<QueuedMessage> {
    for await (const { key, value } of this.core.store.range(allMessages())) {
      yield decodeMessage(idOf(key), value);
    }
  }

  async recipients(id: number): Promise<Recipient[]> {
    const found: Recipient[] = [];
    for await (const { key, value } of this.core.store.range(recipientsOf(id))) {
      found.push(decodeRecipient(key, value));
    }
    return found;
  }

  /** Number for a new message. */
  nextId(): Promise<number> {
    return this.core.ids.next();
  }

  /** Takes messages in and changes the recipients of one, in one transaction. */
  async apply(changes: QueueChanges): Promise<void> {
    await this.core.store.transact(QUEUE_OWNER, async tx => {
      this.takeIn(tx, changes.added ?? []);
      if (changes.id !== undefined) await this.#advance(tx, changes.id, changes);
    });
  }

  /** Takes messages in as a part of a transaction that the queue's writer (`QUEUE_OWNER`) takes part in. */
  takeIn(tx: Tx, added: readonly QueuedMessage[]): void {
    for (const message of added) {
      tx.blobRef(message.blob, 1);
      putMessage(tx, message);
      tx.defer(() => this.mover.wake(message.id));
    }
  }

  /**
   * The end of a recipient.
   * @param routing what the attempt found out: stored with the first of its recipients
   */
  settle(message: QueuedMessage, number: number, routing: Routing): Settle {
    return {
      owners: [QUEUE_OWNER],
      run: async tx => {
        const stored = tx.get(messageKey(message.id));
        const isRouted = stored !== undefined && decodeMessage(message.id, stored).to.length === 0;
        const waits = isRouted
          ? tx.get(recipientKey(message.id, number)) !== undefined
          : stored !== undefined;
        if (!waits) throw new PosternError('message-unknown');
        await this.#advance(tx, message.id, { ...routing, done: [number], keepsDone: message.wantsReport });
      },
    };
  }

  /** Notes, durably, that the relay is about to be given the message for these recipients. */
  async underway(message: QueuedMessage, recipients: readonly Recipient[], routing: Routing): Promise<void> {
    const retried = recipients.map(each => ({ ...each, isUnderway: true }));
    await this.apply({ ...routing, id: message.id, retried });
  }

  /** Notes what came of it: these recipients have the message, the others do not. */
  async passedOn(
    message: QueuedMessage,
    done: readonly Recipient[],
    others: readonly Recipient[],
  ): Promise<void> {
    await this.core.store.transact(QUEUE_OWNER, tx =>
      this.#advance(tx, message.id, {
        done: done.map(({ number }) => number),
        keepsDone: message.wantsReport,
        retried: others.map(each => ({ ...each, isUnderway: false })),
      }),
    );
  }

  async #advance(tx: Tx, id: number, changes: QueueChanges & { keepsDone?: boolean }): Promise<void> {
    const { routed, blob, done = [], retried = [], keepsDone = false } = changes;
    const bytes = tx.get(messageKey(id));
    if (bytes === undefined) return;
    let message = decodeMessage(id, bytes);
    if (routed && message.to.length > 0) {
      if (blob) {
        tx.blobRef(blob.id, 1);
        tx.blobRef(message.blob, -1);
        message = { ...message, blob: blob.id, size: blob.size };
      }
      putMessage(tx, { ...message, to: [] });
      for (const recipient of routed) putRecipient(tx, id, recipient);
    }
    for (const number of done) {
      const at = recipientKey(id, number);
      const stored = keepsDone ? tx.get(at) : undefined;
      if (stored === undefined) tx.del(at);
      else putRecipient(tx, id, { ...decodeRecipient(at, stored), isDone: true });
    }
    for (const recipient of retried) {
      if (tx.get(recipientKey(id, recipient.number)) !== undefined) putRecipient(tx, id, recipient);
    }
    if (message.to.length > 0 && !routed) return;
    for await (const _ of tx.range(recipientsOf(id), { limit: 1 })) return;
    tx.del(messageKey(id));
    tx.blobRef(message.blob, -1);
    tx.change(QUEUE_TOPIC, [id]);
  }
}

/** Where a message goes, found in its first attempt. */
export interface Routing {
  readonly routed?: readonly Recipient[];
  /** Another text in place of the old one, when it is routed. */
  readonly blob?: { readonly id: string; readonly size: number };
}

/** What happens to the queue at once. */
export interface QueueChanges extends Routing {
  /** Messages that are taken in; their texts are stored. */
  readonly added?: readonly QueuedMessage[];
  /** The message that the others are about. It ends when it has no recipients any more. */
  readonly id?: number;
  readonly done?: readonly number[];
  readonly retried?: readonly Recipient[];
}
