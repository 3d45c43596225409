/** What delivery gives and needs. */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Principal } from '../principal.js';

/** A message that somebody sends. */
export interface Submission {
  /** Return path; null: the address of the account that acts. Empty: reports about it go to nobody. */
  readonly from?: Bytes | null;
  readonly to: readonly Bytes[];
  /** The whole message; Bcc fields are taken out. */
  readonly text: Uint8Array;
  /** The sender wants to know of deliveries. */
  readonly wantsReport?: boolean;
  /** Service that it came by; shown in the Received field. */
  readonly source?: Bytes;
  /** Network address of who gave it. */
  readonly address?: Bytes;
}

/** How the delivery to one recipient ended. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Tried again later. */
  | { readonly kind: 'later'; readonly error: Bytes }
  /** Never. `status` is that of a report (RFC 3463). */
  | { readonly kind: 'failed'; readonly error: Bytes; readonly status: Bytes };

export const DONE: Outcome = { kind: 'done' };
export const later = (error: Bytes): Outcome => ({ kind: 'later', error });
export const failed = (error: Bytes, status: Bytes): Outcome => ({ kind: 'failed', error, status });

/** Passes mail on to other hosts. */
export interface Relay {
  send(from: Bytes, to: readonly Bytes[], text: Uint8Array): Promise<ReadonlyMap<Bytes, Outcome>>;
}

/** Settings of the queue and of the SMTP module (cli.md 7.16). */
export interface DeliverySettings {
  /** Effective settings of the queue: `RetryPeriod`, `MaxAge`, `MaxMessageSize`, `MaxRecipients`, `MaxHops`. */
  readonly queue: () => Dict;
  /** Effective settings of the module SMTP: `RelayAddress`, `RelayUser`, `RelayPassword`, `RelayTLS`. */
  readonly smtp: () => Dict;
}

/** Who submits: the account that acts, or the server. */
export type Sender = Principal;
