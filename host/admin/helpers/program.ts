/** One run of a helper program: its three streams, its end, and how it is stopped (admin.md 12.2). */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Bytes } from '../../../stdlib/values/types.js';
import { LineCutter } from './lines.js';

/** Bytes of standard error that are kept. */
const MAX_ERRORS = 64 * 1024;
/** Milliseconds that a program has to end after it was asked to. */
export const GRACE = 5000;
/** Lines that a helper may write in a second; what is more waits in the pipe. */
const MAX_RATE = 2000;
const SECOND = 1000;

/** Variables of the environment that programs get: the server's may hold secrets. */
const ENVIRONMENT = /^(?:PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot)$/i;

/** How a run ended. */
export interface ProgramEnd {
  /** `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly reason: string;
  /** The beginning of what it wrote to standard error. */
  readonly errors: string;
}

export interface ProgramOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** Working directory. */
  readonly folder: string;
  readonly onLine: (line: Bytes) => void;
  /** The program wrote a line that is too long; it should be stopped. */
  readonly onOverflow: () => void;
  /** It writes more than anybody reads. */
  readonly onFlood: () => void;
  readonly onEnd: (end: ProgramEnd) => void;
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name)));
}

export class Program {
  readonly #child: ChildProcess;
  readonly #cutter = new LineCutter();
  readonly #errors: Buffer[] = [];
  #errorSize = 0;
  #lines = 0;
  #since = performance.now();
  #isDeaf = false;
  #hasEnded = false;
  #killing: NodeJS.Timeout | null = null;
  #resuming: NodeJS.Timeout | null = null;

  constructor(private readonly options: ProgramOptions) {
    // A group of its own: Ctrl-C at the terminal is for the server, which then says QUIT.
    this.#child = spawn(options.file, options.args, {
      cwd: options.folder,
      env: environment(),
      stdio: 'pipe',
      detached: true,
      shell: false,
    });
    const { stdin, stdout, stderr } = this.#child;
    stdin?.on('error', () => undefined);
    stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    stderr?.on('data', (chunk: Buffer) => this.#keep(chunk));
    this.#child.on('error', error => this.#end(`cannot be started: ${codeOf(error)}`));
    this.#child.on('exit', () => {
      // Whoever inherited the streams must not keep the end from being told.
      setTimeout(() => this.#end(this.#reason()), SECOND).unref();
    });
    this.#child.on('close', () => this.#end(this.#reason()));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sends a line. */
  write(line: Bytes): void {
    this.#child.stdin?.write(Buffer.from(`${line}\n`, 'latin1'));
  }

  /** Sends everything that it gets, and closes its input. */
  give(input: Uint8Array): void {
    this.#child.stdin?.end(input);
  }

  /** Closes its input: it should end now, and is killed when it does not. */
  finish(): void {
    this.#child.stdin?.end();
    this.#killLater();
  }

  /** Terminates it; nothing that it still writes is read. */
  terminate(): void {
    this.#isDeaf = true;
    this.#child.stdout?.resume();
    this.#signal('SIGTERM');
    this.#killLater();
  }

  #killLater(): void {
    if (this.#hasEnded) return;
    this.#killing ??= setTimeout(() => this.#signal('SIGKILL'), GRACE);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#hasEnded) return;
    try {
      process.kill(-pid, signal);
    } catch {
      this.#child.kill(signal);
    }
  }

  #read(chunk: Buffer): void {
    if (this.#isDeaf) return;
    const lines = this.#cutter.add(chunk);
    if (lines === null) {
      this.options.onOverflow();
      return;
    }
    for (const line of lines) if (!this.#isDeaf && line !== '') this.options.onLine(line);
    this.#slowDown(lines.length);
  }

  #slowDown(lines: number): void {
    const now = performance.now();
    if (now - this.#since > SECOND) {
      this.#since = now;
      this.#lines = 0;
    }
    this.#lines += lines;
    if (this.#lines <= MAX_RATE || this.#resuming !== null) return;
    this.options.onFlood();
    this.#child.stdout?.pause();
    this.#resuming = setTimeout(() => {
      this.#resuming = null;
      this.#child.stdout?.resume();
    }, SECOND);
    this.#resuming.unref();
  }

  #keep(chunk: Buffer): void {
    if (this.#errorSize >= MAX_ERRORS) return;
    const kept = chunk.subarray(0, MAX_ERRORS - this.#errorSize);
    this.#errorSize += kept.length;
    this.#errors.push(kept);
  }

  #reason(): string {
    const { exitCode, signalCode } = this.#child;
    return signalCode !== null ? `signal ${signalCode}` : `exit code ${exitCode ?? 'unknown'}`;
  }

  #end(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#killing !== null) clearTimeout(this.#killing);
    if (this.#resuming !== null) clearTimeout(this.#resuming);
    this.#isDeaf = true;
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream?.destroy();
    this.options.onEnd({ reason, errors: Buffer.concat(this.#errors).toString('utf8') });
  }
}

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.message;
