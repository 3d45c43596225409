/** What waits in the queue. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Tx } from '../../storage/index.js';

/** A message on its way. */
export interface QueuedMessage {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Return path; empty for reports, which nobody answers. */
  readonly from: Bytes;
  /** `name@domain` of the account that sent it, null when nobody signed in. */
  readonly sender: Bytes | null;
  /** Service that it came by, such as `XIMSS`, and the network address of who gave it. */
  readonly source: Bytes;
  readonly address: Bytes;
  readonly blob: string;
  readonly size: number;
  /** The sender wants to know of deliveries, too. */
  readonly wantsReport: boolean;
  /** Addresses as they were given, until they are routed; then empty. */
  readonly to: readonly Bytes[];
}

/** One recipient of a routed message. */
export interface Recipient {
  readonly number: number;
  readonly address: Bytes;
  /** Domain of the queue of other hosts; empty for recipients here. */
  readonly queue: Bytes;
  readonly tries: number;
  /** Milliseconds since 1970 of the next try. */
  readonly next: number;
  readonly isHeld: boolean;
  /** The sender was told that it takes long. */
  readonly isWarned: boolean;
  /** The relay is being given the message: when the server was killed, nobody knows whether it has it. */
  readonly isUnderway: boolean;
  /** It has the message; the sender, who wants to know, was not told yet. */
  readonly isDone: boolean;
  readonly error: Bytes;
}

/**
 * The end of one recipient, as a part of the transaction that gives it the message: so it gets it once, whatever
 * happens in between.
 */
export interface Settle {
  /** Writers that the transaction needs for it. */
  readonly owners: readonly string[];
  /** Throws `message-unknown` when the recipient does not wait any more: nothing may be delivered. */
  run(tx: Tx): Promise<void>;
}

/** What somebody who watches the queue sees of a message. */
export interface QueueLine extends QueuedMessage {
  readonly recipients: readonly Recipient[];
}
