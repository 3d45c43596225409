/**
 * One running program as the main-thread built-ins see it: on whose behalf it runs, the request it answers, and
 * the services of the server. The table of built-ins maps small-letter names to functions of a scope.
 */

import type { RunHandle } from '../../runtime/index.js';
import type { Bytes, Value } from '../../stdlib/values/types.js';
import type { ContinueBody, RequestContext } from '../apps/types.js';
import type { Principal } from '../objects/api.js';
import type { BuiltinServices } from './services.js';

/** The current account of a run and what goes with it (cgpl.md 12.2, 12.7). */
export interface Identity {
  readonly principal: Principal;
  /** `user@domain` of the current account, null without one. */
  readonly email: string | null;
  /** Current domain: that of the account, else that of the request. */
  readonly domain: string | null;
  readonly language: string | null;
  readonly timeZone: string | null;
}

/** The state of a run; `identity` changes with Impersonate. */
export interface RunScope {
  readonly run: RunHandle;
  readonly context: RequestContext;
  readonly services: BuiltinServices;
  /** File name of the program or page of the request. */
  readonly app: string;
  identity: Identity;
  /** The body that came after `100 Continue`, null before. */
  lateBody: Uint8Array | null;
  readonly continueBody: ContinueBody | null;
  /** Level of SysProfile: calls are logged while it is positive. */
  profile: number;
  /** What the handles of this run stand for, by class and number: mailboxes, messages, calendars. */
  readonly handles: Map<string, unknown>;
}

/**
 * A built-in that may wait. Absent optional arguments are undefined. A PosternError that it throws becomes its
 * error text as the result; `raise` of stdlib/errors.ts ends the program.
 */
export type Builtin = (scope: RunScope, ...args: (Value | undefined)[]) => Value | Promise<Value>;

/** Built-ins by name in small letters. */
export type BuiltinTable = Readonly<Record<string, Builtin>>;

/** Key of the current account in registries, null without one. */
export function accountKey(scope: RunScope): string | null {
  return scope.identity.email?.toLowerCase() ?? null;
}

/** A string argument, `''` for everything else: names of sets, queues and keys. */
export function nameOf(argument: Value | undefined): Bytes {
  return typeof argument === 'string' ? argument : '';
}
