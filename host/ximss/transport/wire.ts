/** One stream of documents, whatever carries it. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** Why a connection is closed by the server: a WebSocket tells it by its close code. */
export type CloseReason = 'normal' | 'idle' | 'killed' | 'errors' | 'replaced' | 'large';

export interface Wire {
  /** Queues one document; it leaves soon, together with others. */
  send(document: Bytes): void;
  /** Sends what is queued, then closes. */
  close(reason: CloseReason): void;
  /** Lets everything go at once. */
  destroy(): void;
  /** Something can still be sent. */
  readonly isOpen: boolean;
  /** Bytes that the peer has not taken yet. */
  buffered(): number;
  pause(): void;
  resume(): void;
  /** Null when TLS can start, else why not. */
  refuseTls(): string | null;
  startTls(): void;
}

/** What a wire reports to its connection. */
export interface WireEvents {
  document(text: Bytes): void;
  /** A document is larger than allowed. */
  tooLarge(): void;
  /** The peer took everything that was buffered. */
  drained(): void;
  closed(): void;
  /** Asynchronous messages sent so far, and how many of them have surely arrived. */
  readonly sentCount: number;
  confirmed(count: number): void;
  /** Largest document at the moment. */
  maxDocument(): number;
}
