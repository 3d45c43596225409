/** What the main-thread built-ins need of the server; bound in host/server. */

import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import type { SkinChoice } from '../apps/types.js';
import type { Objects, Principal } from '../objects/api.js';
import type { RadiusHelper } from '../objects/helpers/types.js';
import type { NameResolver } from './network/dns.js';
import type { HttpClient } from './network/http.js';
import type { Applications } from './registry/applications.js';
import type { Meetings } from './registry/meetings.js';
import type { Nonces } from './registry/nonces.js';
import type { Queues } from './registry/queues.js';

/** Whose program a line of the log is about. */
export interface ProgramAbout {
  /** `''`: of no domain. */
  readonly domain: string;
  readonly app: string;
}

/** The log of programs, tag CGPL. */
export interface ProgramLog {
  /** What a program wrote with SysLog. */
  written(tag: string, text: string, about: ProgramAbout): void;
  problem(text: string, about?: ProgramAbout): void;
  low(text: string): void;
}

/** One CLI command: null or the error text, and the output object. */
export type ExecuteCLI = (principal: Principal, command: Bytes) => Promise<readonly [Bytes | null, Value]>;

/** What SendInstantMessage and SendXMPPIQ send. */
export interface InstantMessage {
  readonly kind: 'message' | 'query' | 'presence';
  /** Address of the sender, with an instance behind a slash if it has one. */
  readonly from: Bytes;
  readonly to: Bytes;
  /** Domain of names without one. */
  readonly domain: string | null;
  readonly type: Bytes | null;
  readonly id: Bytes | null;
  /** Text and elements as XML. */
  readonly content: Bytes;
}

export interface BuiltinServices {
  readonly objects: Objects;
  readonly meetings: Meetings;
  readonly queues: Queues;
  readonly applications: Applications;
  readonly resolver: NameResolver;
  readonly nonces: Nonces;
  readonly http: HttpClient;
  /** True when programs may ask a RADIUS server at this address. */
  mayCallRadius(address: string): boolean;
  /** The RADIUS helper, null when it is not enabled: then programs ask servers of the network. */
  radius(): RadiusHelper | null;
  /** Refuses when the account of the principal does not have a service (setting AccessModes). */
  needService(principal: Principal, service: string): void;
  /** A file of a selected skin. */
  readEnvironment(skin: SkinChoice, file: string): Promise<Uint8Array | null>;
  readonly executeCLI: ExecuteCLI;
  /** Hands an instant message, query or presence to the live sessions of an account; gives how many got it. */
  tell(message: InstantMessage): number;
  /** Puts an event into the queue of a task. */
  sendEvent(task: number, name: string, parameter: Value): void;
  /** Hands a record to the CDR collector. */
  storeCDR(text: Bytes): void;
  /** What the banner helper has for a place; throws `no-service`, `helper-failed`. */
  readBanner(type: Bytes, parameters: Value): Promise<Value>;
  /** `SystemInfo`: the same dictionary as long as nothing in it changes. */
  readonly system: () => Dict;
  readonly limits: {
    /** Bytes that one ReadStorageFile gives. */
    readonly storagePart: () => number;
  };
  readonly log: ProgramLog;
}
