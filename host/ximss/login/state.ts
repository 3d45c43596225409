/** What a connection, or one request to the login resource, knows before it has a session. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Step } from './sasl.js';

/** A SASL exchange between `login` and its last `auth`. */
export interface Exchange {
  /** The id of the login: every message of the exchange carries it. */
  readonly id: Bytes;
  readonly mechanism: string;
  /** What its answer leads to. */
  readonly answer: (message: Bytes) => Step | Promise<Step>;
}

export class LoginState {
  failures = 0;
  exchange: Exchange | null = null;
  /** The last login said that its client can have the password changed. */
  canUpdatePassword = false;

  /** @param domain target domain: that of the local address, or of the Host field; null when none is known */
  constructor(public domain: string | null) {}
}
