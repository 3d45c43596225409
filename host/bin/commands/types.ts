/** What a command of the launcher is. help.mjs has its line of the overview, table.ts loads it. */

import type { Screen } from '../../../playground/cli/types.js';

/** Where a command writes and what it may ask; tests put their own in place. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Standard output or error goes to a person. */
  readonly isInteractive: boolean;
  /** Shows how far long work is; null or none where nobody would see it. */
  readonly screen?: Screen | null;
  /** Asks without showing what is typed; null when nobody can answer. */
  secret(question: string): Promise<string | null>;
  /** All of standard input. */
  input(): Promise<Buffer>;
}

/** A command of the launcher. */
export interface Command {
  readonly name: string;
  /** What stands behind the name. */
  readonly usage: string;
  /** What it does, its options, its exit status: for `postern NAME --help`. */
  readonly help: string;
  /** Runs it. The result is the exit status, undefined while a server goes on running. */
  run(args: readonly string[], terminal: Terminal): Promise<number | undefined>;
}

/** Exit status after a failure. */
export const EXIT_FAILED = 1;
