/**
 * What the object layer asks of helper programs (admin.md 12). The programs belong to the administrator; the server
 * puts those that run in place with `Objects.setHelpers`. Every request may throw `helper-failed`: nobody knows the
 * answer now, the same request may succeed later.
 */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';

/** What the external authenticator did for a name that is not known here. */
export type Provided =
  /** It made the account: look again. */
  | { readonly kind: 'made' }
  | { readonly kind: 'routed'; readonly address: Bytes }
  | { readonly kind: 'unknown' };

/** External authentication (admin.md 12.3). Addresses are `name@domain`; `service` is as in AccessModes. */
export interface AuthHelper {
  /** True when the clear password is right. */
  verify(service: string | null, address: Bytes, password: Bytes): Promise<boolean>;
  /** True when the answer to a challenge is right. */
  prove(
    method: string,
    service: string | null,
    address: Bytes,
    challenge: Bytes,
    response: Bytes,
  ): Promise<boolean>;
  /** The clear password, null when it cannot be told. */
  plain(address: Bytes): Promise<Bytes | null>;
  provide(address: Bytes): Promise<Provided>;
}

/** A message for a filter, with its envelope. */
export interface FilteredMessage {
  /** Number in the queue. */
  readonly id: number;
  /** Return path, empty for reports. */
  readonly from: Bytes;
  readonly to: readonly Bytes[];
  /** Service and network address that it came by. */
  readonly source: Bytes;
  readonly address: Bytes;
  readonly text: Uint8Array;
}

/** What a filter wants done with a message. */
export interface FilterVerdict {
  readonly final: 'pass' | 'discard' | 'reject' | 'later';
  /** Text of the refusal, or why it is tried later. */
  readonly reason: Bytes;
  /** Header lines to insert, without line ends; continuation lines begin with a blank. */
  readonly headers: readonly Bytes[];
  /** Who gets a copy. */
  readonly copies: readonly Bytes[];
  /** Further recipients. */
  readonly routes: readonly Bytes[];
}

/** Message filters (admin.md 12.4). */
export interface FilterHelper {
  /** Asks the filter of this name; `later` when there is none, or it does not answer. */
  judge(name: Bytes, message: FilteredMessage): Promise<FilterVerdict>;
}

/** What the RADIUS helper decided about a login. */
export type RadiusVerdict =
  | { readonly kind: 'accepted'; readonly attributes: Dict }
  | { readonly kind: 'rejected'; readonly text: Bytes };

/** RADIUS (admin.md 12.5). Attributes are as `RADIUSCall` takes and gives them. */
export interface RadiusHelper {
  /** Asked when the password is right. */
  login(address: Bytes, attributes: Dict): Promise<RadiusVerdict>;
  /** Takes an accounting record. Throws `failed` with the helper's text. */
  account(command: 'start' | 'update' | 'stop', address: Bytes, attributes: Dict): Promise<void>;
}

/** The helpers of the server; null for what is not enabled. */
export interface HelperPrograms {
  readonly auth: AuthHelper | null;
  readonly filters: FilterHelper | null;
  readonly radius: RadiusHelper | null;
}

/** Until the server puts others in place. */
export const NO_HELPERS: HelperPrograms = { auth: null, filters: null, radius: null };
