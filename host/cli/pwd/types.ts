/** What the PWD module is told, and what its parts share (cli.md 2.1). */
import type { SecureContext } from 'node:tls';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Objects, Principal } from '../../objects/api.js';
import type { Cli } from '../engine.js';
import type { CliLog } from '../services.js';

/** Settings of the module; times in milliseconds. */
export interface PwdSettings {
  /** Send a challenge in the greeting and take APOP. */
  readonly advertiseApop: boolean;
  /** Delay before a failed login is answered. */
  readonly loginDelay: number;
  /** A connection that says nothing for so long is closed; at least 300 s. */
  readonly idle: number;
  /** Longest line in bytes. */
  readonly maxLine: number;
  /** Failed logins that close a connection. */
  readonly maxFailures: number;
}

export const defaultPwdSettings: PwdSettings = {
  advertiseApop: false,
  loginDelay: 2000,
  idle: 330_000,
  maxLine: 16 * 1024 * 1024,
  maxFailures: 3,
};

export interface PwdOptions {
  readonly objects: Objects;
  readonly cli: Cli;
  /** Asked anew for each connection. */
  readonly settings: () => PwdSettings;
  readonly version: string;
  /** Certificate for STLS and secure listeners, null for none. */
  readonly tls: () => SecureContext | null;
  /** The certificate of a server name that a client of STLS asks for, undefined for the one above. */
  readonly tlsOfName?: (serverName: string) => SecureContext | undefined;
  /** Server string with its parameters put in, null for the built-in text. */
  readonly text?: (name: 'PWDPrompt' | 'PWDByeBye', parameters: readonly string[]) => string | null;
}

/** What one connection is, for the code of its verbs. */
export interface PwdState {
  readonly options: PwdOptions;
  readonly settings: PwdSettings;
  readonly log: CliLog;
  /** Address of the client. */
  readonly address: string;
  secure: boolean;
  /** Challenge of the greeting with its angle brackets, null if none was sent. */
  readonly challenge: Bytes | null;
  who: Principal | null;
  /** What USER said. */
  user: Bytes | null;
  inline: boolean;
  failures: number;
  /** Takes the next line instead of the verbs: a step of AUTH. */
  step: ((line: Bytes) => PwdAnswer | Promise<PwdAnswer>) | null;
}

/** Lines to send, and what to do when they are sent. */
export interface PwdAnswer {
  readonly lines: Bytes;
  /** More text of the last line, read while it is sent; its line end is added. */
  readonly body?: AsyncIterable<Bytes>;
  readonly after?: 'close' | 'tls';
}
