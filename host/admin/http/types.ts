/** What the administration face needs from the server; wired in host/server.ts. */
import type { AppService } from '../../apps/types.js';
import type { StoreFile } from '../../apps/upload.js';
import type { Principal } from '../../objects/api.js';
import type { Logger } from '../log/log.js';
import type { LogTail } from '../log/tail.js';
import type { Metrics } from '../metrics/metrics.js';

/** Skin files as the administration face handles them; every operation checks rights. */
export interface SkinFiles {
  readonly store: StoreFile;
  list(principal: Principal, domain: string | null, skin: string): Promise<readonly SkinListItem[]>;
  read(principal: Principal, domain: string | null, skin: string, file: string): Promise<Uint8Array | null>;
  remove(principal: Principal, domain: string | null, skin: string, file: string): Promise<void>;
  /** Kept versions of a file, the newest first; `isPresent` is true for the one that is there now. */
  versions(
    principal: Principal,
    domain: string | null,
    skin: string,
    file: string,
  ): Promise<readonly SkinVersionItem[]>;
  readVersion(
    principal: Principal,
    domain: string | null,
    skin: string,
    file: string,
    number: number,
  ): Promise<Uint8Array>;
  /** Makes a skin that does not exist yet. */
  ensure(principal: Principal, domain: string | null, skin: string): Promise<void>;
}

/** One file of a skin list; `isDefault`: it comes from a skin further down the search order. */
export interface SkinListItem {
  readonly name: string;
  readonly size: number;
  readonly modified: string | null;
  readonly isDefault: boolean;
}

/** One version of a skin file. */
export interface SkinVersionItem {
  readonly number: number;
  readonly size: number;
  readonly modified: string;
  /** Who stored it. */
  readonly author: string;
  readonly isPresent: boolean;
}

export interface AdminServices {
  readonly apps: AppService;
  readonly skins: SkinFiles;
  readonly metrics: Metrics;
  /** Brings figures of other threads up to date before the metrics are read. */
  beforeScrape(): Promise<void>;
  readonly log: Logger;
  readonly tail: LogTail;
  /** Pages and commands that may follow the log at a time. */
  followers(): number;
  /** Token of the control file; whoever sends it acts as postmaster. */
  readonly controlToken: string;
  readonly postmaster: Principal;
  /** Checks a name and a password; rejects with a PosternError. */
  login(name: string, password: string, address: string): Promise<Principal>;
  /** True for principals who may see the monitors. */
  mayMonitor(principal: Principal): boolean | Promise<boolean>;
  setPassword(principal: Principal, account: string, password: string): Promise<void>;
  /** False from the beginning of the shutdown on. */
  isReady(): boolean;
  readonly version: string;
  /** Largest upload in bytes. */
  uploadLimit(): number;
}
