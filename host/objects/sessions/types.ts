/** Sessions of users, the same for pages and for XIMSS (objects.md 13). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { LoggedIn } from '../passwords/service.js';
import type { Principal } from '../principal.js';

/** How a session was made: by a login page, or by the XIMSS protocol. Either kind serves both. */
export type SessionKind = 'web' | 'ximss';

/** Why a session ended. */
export type EndReason = 'bye' | 'timeout' | 'killed' | 'account' | 'stopping';

/** What a session is made of. */
export interface NewSession {
  readonly kind: SessionKind;
  readonly account: Bytes;
  readonly domain: string;
  /** Address of the client. */
  readonly address: string;
  /** Address that a proxy told for the client. */
  readonly proxied?: string | null;
  readonly secure: boolean;
  /** Requests from other addresses are refused. */
  readonly fixedAddress: boolean;
  readonly useCookie: boolean;
  readonly skin?: string;
  readonly language?: string | null;
  /** Small device: the page language of the session. */
  readonly device?: 'WML' | 'IMODE' | null;
  /** Pairs of the session dataset that the session itself does not know. */
  readonly data?: Dict;
  /** What carries it. */
  readonly transport?: 'HTTP' | 'XIMSS' | 'tcp' | 'ws' | 'http';
  readonly client?: Bytes | null;
}

/** A live session. */
export interface Session {
  /** Six digits, a minus sign, twenty letters or digits (ximss.md 1.5.3). */
  readonly id: string;
  /** The six digits, for logs and monitors. */
  readonly number: string;
  readonly kind: SessionKind;
  readonly who: LoggedIn;
  readonly principal: Principal & { readonly kind: 'account' };
  readonly account: string;
  readonly domain: string;
  readonly accountId: number;
  readonly loginAddress: string;
  readonly proxied: string | null;
  /** Address that the session is tied to, null when it is not. */
  readonly address: string | null;
  /** Value of the session cookie, null when none is used. */
  readonly cookie: string | null;
  /** True once the client has sent the cookie back: from then on it is needed. */
  cookieSeen: boolean;
  readonly secure: boolean;
  readonly skin: string;
  readonly language: string | null;
  readonly device: 'WML' | 'IMODE' | null;
  readonly transport: 'HTTP' | 'XIMSS';
  /** Name of the client program, if it told one. */
  client: Bytes | null;
  /** Milliseconds since 1970. */
  readonly opened: number;
  lastUsed: number;
  /** Longest silence in milliseconds; null: as the settings say. */
  idle: number | null;
  /** The session dataset. */
  data: Dict;
}

/** Which sessions of an account are meant; null admits all. */
export interface SessionFilter {
  readonly address?: string | null;
  readonly proxied?: string | null;
  /** `WebUser` or `XIMSS`. */
  readonly protocol?: Bytes | null;
  readonly transport?: Bytes | null;
  readonly client?: Bytes | null;
}
