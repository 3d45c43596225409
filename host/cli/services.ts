/** What the CLI face needs besides the object layer; wired by host/server. */
import type { Value } from '../../stdlib/values/types.js';

/** Where the face writes its records. */
export interface CliLog {
  failure(text: string): void;
  problem(text: string): void;
  low(text: string): void;
  all(text: string): void;
}

export interface CliServices {
  readonly log: CliLog;
  readonly version: string;
  /** Values of `SystemInfo`, null for an unknown name (cgpl.md 14.18); names without regard to letter case. */
  systemInfo(name: string): Value;
  /** Starts the orderly stop of the server; the answer is sent before. */
  shutdown(): void;
  /** Records everything, or what the levels say. */
  setLogAll(on: boolean): void;
  /** Records the use of files (`FileIO`, `FileOp`). */
  setTrace(facility: string, on: boolean): void;
  /** Writes a record with the tag SYSTEM. */
  writeLog(level: number, text: string): void;
  /** Writes what is known of the state of the process to the log. */
  dumpObjects(): void;
  /** Empties the cache of the skins of a domain; null: of all. */
  clearSkinCache(domain: string | null): void;
  /** Reads local addresses and name servers again. */
  refreshOSData(): void;
  /** Server setting `AllowPlainPasswordRead`. */
  allowPlainPasswordRead(): boolean;
}
