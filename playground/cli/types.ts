/** The form of the commands for authors of programs and pages. */

/** A terminal whose present line can be written over. */
export interface Screen {
  write(text: string): void;
  readonly columns: number;
  /** Are escape codes for colours wanted? */
  readonly color: boolean;
}

/** Where a command writes. A test gives its own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Are escape codes for colours wanted? */
  readonly color: boolean;
  /** Shows how far long work is; null or none where nobody would see it. */
  readonly screen?: Screen | null;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Raw standard input and output, for protocols. */
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Asks for a secret; null when nobody can answer. */
  secret?(question: string): Promise<string | null>;
}

export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  /** One line. */
  readonly about: string;
  /** All about it, without the usage line. */
  readonly help: string;
  readonly options: readonly Option[];
  /** Gives the exit status: 0 fine, 1 something was found, 2 it could not work, 64 wrong usage. */
  run(args: readonly string[], io: Io): Promise<number>;
}

export interface Option {
  /** `--name`. */
  readonly name: string;
  /** What its value is, null for a flag. */
  readonly value: string | null;
  readonly about: string;
  /** May be given more than once. */
  readonly many?: boolean;
  /** One letter. */
  readonly short?: string;
}

export const OK = 0;
export const FOUND = 1;
export const FAILED = 2;
export const USAGE = 64;

/** Ends a command with a message and an exit status. */
export class Stop extends Error {
  constructor(
    message: string,
    readonly status: number = FAILED,
  ) {
    super(message);
  }
}
