/** The queue in the store: `['queue', id]` messages, `['queue.to', id, number]` their recipients. */
import { dictOf, isArray } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { key, prefixRange, type Tx, unkey } from '../../storage/index.js';
import { dictFrom, stored } from '../core/codec.js';
import type { QueuedMessage, Recipient } from './types.js';

/** The writer of the whole queue. */
export const QUEUE_OWNER = 'queue';
/** Change log topic; the subject is the number of the message. */
export const QUEUE_TOPIC = 'queue';

export const messageKey = (id: number): Uint8Array => key('queue', id);
export const recipientKey = (id: number, number: number): Uint8Array => key('queue.to', id, number);
export const allMessages = () => prefixRange('queue');
export const recipientsOf = (id: number) => prefixRange('queue.to', id);
export const allRecipients = () => prefixRange('queue.to');

const text = (value: Value | undefined): Bytes => (typeof value === 'string' ? value : '');
const number = (value: Value | undefined): number => (typeof value === 'number' ? value : 0);

export function putMessage(tx: Tx, message: QueuedMessage): void {
  const { id, time, from, sender, source, address, blob, size, wantsReport, to } = message;
  tx.put(
    messageKey(id),
    stored(
      dictOf([
        ['time', time],
        ['from', from],
        ['sender', sender],
        ['source', source],
        ['address', address],
        ['blob', blob],
        ['size', size],
        ['report', wantsReport ? 'YES' : null],
        ['to', [...to]],
      ]),
    ),
  );
  tx.change(QUEUE_TOPIC, [id]);
}

export function decodeMessage(id: number, bytes: Uint8Array): QueuedMessage {
  const { entries } = dictFrom(bytes);
  return {
    id,
    time: number(entries.time),
    from: text(entries.from),
    sender: typeof entries.sender === 'string' ? entries.sender : null,
    source: text(entries.source),
    address: text(entries.address),
    blob: text(entries.blob),
    size: number(entries.size),
    wantsReport: entries.report === 'YES',
    to: isArray(entries.to ?? null) ? (entries.to as Value[]).map(text) : [],
  };
}

export function putRecipient(tx: Tx, id: number, recipient: Recipient): void {
  const { address, queue, tries, next, isHeld, isUnderway, isDone, isWarned, error } = recipient;
  tx.put(
    recipientKey(id, recipient.number),
    stored(
      dictOf([
        ['address', address],
        ['queue', queue],
        ['tries', tries],
        ['next', next],
        ['held', isHeld ? 'YES' : null],
        ['warned', isWarned ? 'YES' : null],
        ['underway', isUnderway ? 'YES' : null],
        ['done', isDone ? 'YES' : null],
        ['error', error],
      ]),
    ),
  );
}

export function decodeRecipient(stored: Uint8Array, bytes: Uint8Array): Recipient {
  const { entries } = dictFrom(bytes);
  return {
    number: part(stored, 2),
    address: text(entries.address),
    queue: text(entries.queue),
    tries: number(entries.tries),
    next: number(entries.next),
    isHeld: entries.held === 'YES',
    isWarned: entries.warned === 'YES',
    isUnderway: entries.underway === 'YES',
    isDone: entries.done === 'YES',
    error: text(entries.error),
  };
}

/** The number of the message from a key of either kind. */
export const idOf = (stored: Uint8Array): number => part(stored, 1);

function part(stored: Uint8Array, at: number): number {
  const found = unkey(stored)[at];
  return typeof found === 'number' ? found : 0;
}
