/** The session objects that all faces share, as this face sees them (objects.md 13). */
import type { Principal } from '../../objects/api.js';

/** A live session. */
export interface SessionRecord {
  /** urlID. */
  readonly id: string;
  readonly principal: Principal;
  readonly account: string;
  readonly domain: string;
  /** Address the login came from. */
  readonly loginAddress: string;
  /** Address that the session is tied to, null when it is not. */
  readonly address: string | null;
  /** Value of the session cookie, null when none is used. */
  readonly cookie: string | null;
  /** True once the client has sent the cookie back: from then on it is needed. */
  cookieSeen: boolean;
  readonly secure: boolean;
  readonly skin: string;
  readonly language: string | null;
  /** Milliseconds since 1970. */
  readonly opened: number;
}

export interface NewRecord {
  readonly account: string;
  readonly domain: string;
  readonly address: string;
  readonly secure: boolean;
  readonly fixedAddress: boolean;
  readonly useCookie: boolean;
  readonly transport: 'tcp' | 'ws' | 'http';
}

/** Why a session object went away. */
export type BookReason = 'bye' | 'timeout' | 'killed';

export interface SessionBook {
  /** Throws PosternError `session-limit`. */
  open(record: NewRecord): Promise<SessionRecord>;
  /** A live session of either kind, null when there is none. */
  find(id: string): SessionRecord | null;
  /** Restarts the inactivity timer. */
  touch(id: string): void;
  /** Replaces the inactivity time of one session, in milliseconds. */
  setIdle(id: string, time: number): void;
  setClient(id: string, name: string): void;
  close(id: string, reason: BookReason): void;
  /** Told of every session that goes away, whoever ended it. */
  onClose(listener: (id: string, reason: BookReason) => void): () => void;
}
