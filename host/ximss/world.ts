/** What the face asks of the server; host/server binds it. */
import type { SecureContext, SecureContextOptions } from 'node:tls';
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import type { SkinChoice } from '../apps/types.js';
import type { Objects, Principal } from '../objects/api.js';
import type { Session } from '../objects/sessions/types.js';
import type { Module } from './module.js';
import type { XimssSettings } from './settings.js';

/** The log of the module, by level. `tag` is `XIMSSI` or `XIMSS-` with the number of the session. */
export interface XimssLog {
  failure(tag: string, text: string): void;
  problem(tag: string, text: string): void;
  low(tag: string, text: string): void;
  /** Everything on the wire, without secrets; asked for only while `tells` is true. */
  all(tag: string, text: string): void;
  readonly tells: boolean;
}

/** Certificates for TLS on plain connections. */
export interface TlsSource {
  /** The certificate for connections that name no domain; null when there is none. */
  standard(): SecureContextOptions | null;
  /** The certificate of a domain, undefined for the standard one. */
  ofName(serverName: string): SecureContext | undefined;
}

/** What a CLI command answered; `output` is absent when it has none. */
export interface CommandResult {
  /** 200, or the number of the error. */
  readonly code: number;
  readonly text: Bytes;
  readonly output?: Value;
}

/** Runs a CLI command with the rights of the principal. */
export type Execute = (principal: Principal, command: Bytes) => Promise<CommandResult>;

/** Mails the recovery data of an account to its recovery address; resolves for unknown accounts, too. */
export type RecoverPassword = (domain: string | null, name: Bytes, address: string) => Promise<void>;

/** What programs and pages see of a session. */
export type PageSession = Pick<
  Session,
  'domain' | 'principal' | 'skin' | 'secure' | 'loginAddress' | 'number'
>;

/** Real-time tasks and the meetings of accounts; sessions take part as tasks. */
export interface TaskService {
  /** Starts an entry of a real-time application; gives the task reference, null for an unknown program. */
  start(
    session: PageSession,
    program: Bytes,
    entry: Bytes,
    parameters: readonly Value[],
  ): Promise<Bytes | null>;
  /** Gives a session a task reference; `receive` gets the events sent to it. */
  enroll(email: string, receive: (from: Bytes, name: Bytes, parameter: Value) => void): SessionTask;
}

/** A session as a task. */
export interface SessionTask {
  readonly reference: Bytes;
  find(set: Bytes, name: Bytes): { readonly task: Bytes | null; readonly parameter: Value } | null;
  /** These throw PosternError, as the meeting built-ins do. */
  create(set: Bytes, name: Bytes, parameter: Value): void;
  activate(set: Bytes, name: Bytes, parameter: Value): void;
  deactivate(set: Bytes, name: Bytes, parameter: Value): void;
  clear(set: Bytes, name: Bytes): void;
  remove(set: Bytes, name: Bytes): void;
  /** False when there is no such task. */
  send(task: Bytes, name: Bytes, parameter: Value): boolean;
  end(): void;
}

/** The banner helper; throws PosternError when there is none. */
export type BannerSource = (principal: Principal, type: Bytes, parameters: Value) => Promise<Value>;

/** What host/server gives. */
export interface XimssOptions {
  readonly objects: Objects;
  readonly execute: Execute;
  readonly recoverPassword?: RecoverPassword;
  /** Account attributes that users may change themselves. */
  readonly publicInfoNames?: () => readonly Bytes[];
  /** Texts of a skin in one language (host/apps). */
  readonly texts?: (skin: SkinChoice, language: string | null) => Promise<Dict>;
  /** Languages that skins of a domain speak. */
  readonly languages?: (domain: string) => Promise<readonly Bytes[]>;
  /** A page of a skin for a session, as UTF-8; null when it has none or it fails. */
  readonly page?: (session: PageSession, skin: string, file: string, dataset: Dict) => Promise<Bytes | null>;
  /** Names of the skins that accounts of a domain can use. */
  readonly skins?: (domain: string) => Promise<readonly string[]>;
  /** Name of the server, for challenges. */
  readonly hostName: string;
  readonly settings: () => XimssSettings;
  readonly log: XimssLog;
  readonly tls?: TlsSource;
  readonly tasks?: TaskService;
  readonly banners?: BannerSource;
  /** Domain that connections to a local address mean, null for the main domain. */
  readonly domainOfAddress?: (localAddress: string) => string | null;
}

/** The same with what the module itself keeps. */
export interface XimssWorld extends XimssOptions {
  /** Milliseconds since 1970. */
  now(): number;
  readonly module: Module;
}
