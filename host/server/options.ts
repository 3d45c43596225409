/** What a server is started with, and what a running one offers to whoever started it. */

import type { Settings } from '../admin/config/settings.js';
import type { ServerLog } from '../admin/log/log.js';
import type { Metrics } from '../admin/metrics/metrics.js';
import type { AppService } from '../apps/types.js';
import type { Objects } from '../objects/api.js';

/** How to start. Everything but the base directory has a default. */
export interface StartOptions {
  /** Base directory, made when it is missing. */
  readonly base: string;
  /** Directory with the stock skins; default: inside the package. */
  readonly application?: string | null;
  /** Configuration file; default: `postern.conf` of the base directory when there is one. */
  readonly config?: string | null;
  /** Settings that win over the configuration file, as text. */
  readonly set?: ReadonlyMap<string, string>;
  /** Copy log records to the console. */
  readonly logToConsole?: boolean;
  /** Record everything, whatever the log levels are. */
  readonly logAll?: boolean;
  readonly noWebCache?: boolean;
  readonly noLockFile?: boolean;
  /** Command line options without effect, to be told in the log. */
  readonly ignored?: readonly string[];
  /**
   * Only the administration listener, on a free port of the loopback address: how a command works on a base
   * directory that no server uses.
   */
  readonly offline?: boolean;
  /** Where console copies of the log go; default: standard output. */
  readonly write?: (line: string) => void;
}

/** An open listener. */
export interface ServerAddress {
  /** Log tag of the listener: HTTPU, HTTPA, PWD, XIMSSI. */
  readonly tag: string;
  readonly url: string;
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
}

/** A running server. */
export interface RunningServer {
  readonly base: string;
  readonly settings: Settings;
  readonly addresses: readonly ServerAddress[];
  /** The first address of a listener, an error when there is none. */
  address(tag: string, secure?: boolean): ServerAddress;
  readonly objects: Objects;
  readonly apps: AppService;
  readonly metrics: Metrics;
  readonly log: ServerLog;
  /** Password of postmaster when this start made the account, else null. */
  readonly firstPassword: string | null;
  /** Token of the control file: who sends it to the administration listener acts as postmaster. */
  readonly controlToken: string;
  /** Reads live settings and certificates again, drops derived caches (SIGHUP). */
  refresh(): void;
  /** Orderly end. False: a step hung or failed, the log names it. */
  stop(): Promise<boolean>;
  /** Resolves with the reason when the server can no longer do its work and should be stopped. */
  readonly ended: Promise<string>;
  /** Resolves when an administrator asks for the shutdown. */
  readonly asked: Promise<void>;
}
