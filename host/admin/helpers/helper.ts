/**
 * A helper: one program that is started, asked, watched, started again and stopped (admin.md 12.1, 12.2). Requests are
 * sent without waiting and answered in any order. Those that a dead program left are sent to the next one in their old
 * order; how many wait, how long, and how often they are sent is bounded.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { PosternError } from '../../errors/index.js';
import type { Logger } from '../log/log.js';
import { allowedPrograms, CommandError, commandOf, isAllowed, type ProgramFolders } from './command.js';
import type { HelperConfig } from './config.js';
import { readLine } from './lines.js';
import { Program, type ProgramEnd } from './program.js';
import { type Command, type HelperAnswer, HelperRequest } from './request.js';

/** Version of the protocol that we speak. */
export const VERSION = 3;
/** Requests that wait for an answer or for a program. */
const MAX_REQUESTS = 1000;
/** Longest request in bytes. */
const MAX_LINE = 64 * 1024;
/** How often one request is sent: it may be what kills the program. */
const MAX_SENDS = 3;
/** Shortest pause before a restart in milliseconds. */
const SHORTEST_PAUSE = 100;

/** `failed`: the program ended and is not started again until its record changes. */
export type HelperState = 'off' | 'starting' | 'ready' | 'ending' | 'pausing' | 'failed';

/** What a monitor shows. */
export interface HelperHealth {
  readonly name: string;
  readonly state: HelperState;
  readonly requests: number;
  readonly restarts: number;
  /** Standard error of the last program that ended. */
  readonly errors: string;
}

export interface HelperOptions {
  /** As in the settings: `ExternalAUTH`, or the name of a filter. */
  readonly name: string;
  readonly folders: ProgramFolders;
  readonly log: Logger;
}

const OFF: HelperConfig = { enabled: false, program: '', timeout: 0, restartPause: null, logLevel: 2 };

export class Helper {
  /** What counts now, and what will when the changes that wait are made. */
  #config = OFF;
  #wanted = OFF;
  #changes = 0;
  #state: HelperState = 'off';
  #program: Program | null = null;
  #ended: Promise<void> = Promise.resolve();
  #tellEnd: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #number = 0;
  #greeting = 0;
  #farewell = 0;
  #version = VERSION;
  #restarts = 0;
  #errors = '';
  /** Sent, by number; in the order of sending. */
  readonly #sent = new Map<number, HelperRequest>();
  #waiting: HelperRequest[] = [];

  constructor(private readonly options: HelperOptions) {}

  /** Version of the protocol that both sides speak. */
  get version(): number {
    return this.#version;
  }

  get config(): HelperConfig {
    return this.#wanted;
  }

  get health(): HelperHealth {
    return {
      name: this.options.name,
      state: this.#state,
      requests: this.#sent.size + this.#waiting.length,
      restarts: this.#restarts,
      errors: this.#errors,
    };
  }

  /** Takes another record: starts, stops, or changes the program. Resolves when the old one has ended. */
  configure(config: HelperConfig): Promise<void> {
    this.#wanted = config;
    this.#changes++;
    this.#work = this.#work
      .then(() => this.#change(config))
      .finally(() => {
        this.#changes--;
      });
    return this.#work;
  }

  /** Lets nobody wait any longer, and starts no program again: the server is about to stop. */
  hurry(): void {
    this.#config = { ...this.#config, restartPause: null };
    this.#refuse(this.#take('waiting'), 'the server stops');
    if (this.#state !== 'pausing') return;
    this.#clear();
    this.#state = 'failed';
  }

  /** Says QUIT and waits for the end of the program. */
  close(): Promise<void> {
    return this.configure(OFF);
  }

  /**
   * Sends a command and waits for the answer. Throws `helper-failed` when there is no program, when it does not answer
   * in time, or when too many wait.
   */
  ask(wanted: Bytes | Command): Promise<HelperAnswer> {
    const write: Command = typeof wanted === 'string' ? () => wanted : wanted;
    const command = write(VERSION);
    const refusal =
      !this.#wanted.enabled || (this.#changes === 0 && (this.#state === 'failed' || this.#state === 'off'))
        ? 'it does not run'
        : this.#sent.size + this.#waiting.length >= MAX_REQUESTS
          ? 'too many requests'
          : command.length > MAX_LINE || /[\r\n\0]/.test(command)
            ? 'the request cannot be sent'
            : null;
    if (refusal !== null) return Promise.reject(this.#failure(refusal));
    const request = new HelperRequest(write);
    if (this.#state === 'ready') this.#send(request);
    else this.#wait(request);
    return request.answer;
  }

  // ---- the program

  async #change(config: HelperConfig): Promise<void> {
    const old = this.#config;
    this.#config = config;
    const isRunning = this.#state === 'starting' || this.#state === 'ready';
    if (config.enabled && isRunning && old.program === config.program) return;
    this.#clear();
    if (this.#program !== null) {
      this.#waiting = [...this.#take('sent'), ...this.#waiting];
      this.#stop();
      await this.#ended;
    }
    this.#state = 'off';
    if (config.enabled) this.#start();
    else this.#refuse(this.#take('all'), 'it was switched off');
  }

  #start(): void {
    const { options } = this;
    const { program } = this.#config;
    this.#clear();
    try {
      if (!isAllowed(program, allowedPrograms(options.folders.base)))
        throw new CommandError('Settings/ChildProcs.data does not list it');
      const { file, args } = commandOf(program, options.folders);
      const run: Program = new Program({
        file,
        args,
        folder: options.folders.base,
        onLine: line => this.#program === run && this.#read(line),
        onOverflow: () => this.#program === run && this.#kill('a line is too long'),
        onFlood: () => options.log.problem(`${options.name}: writes too fast, and is read slower`),
        onEnd: end => this.#program === run && this.#onEnd(end),
      });
      this.#program = run;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#fail(`${program}: ${error.message}`);
      return;
    }
    this.#ended = new Promise(resolve => {
      this.#tellEnd = resolve;
    });
    this.#state = 'starting';
    this.#greeting = this.#next();
    options.log.low(`${options.name}: started, process ${this.#program.pid ?? 'none'}`);
    this.#write(this.#greeting, `INTF ${VERSION}`);
    this.#timer = setTimeout(() => this.#kill('no answer to INTF'), this.#config.timeout);
  }

  #stop(): void {
    if (this.#state === 'ready' || this.#state === 'starting') {
      this.#farewell = this.#next();
      this.#write(this.#farewell, 'QUIT');
      this.#program?.finish();
    }
    this.#state = 'off';
  }

  #kill(why: string): void {
    if (this.#state === 'ending' || this.#state === 'off') return;
    this.options.log.failure(`${this.options.name}: ${why}, it is stopped`);
    this.#clear();
    this.#state = 'ending';
    this.#program?.terminate();
  }

  #onEnd({ reason, errors }: ProgramEnd): void {
    const { log, name } = this.options;
    const wasStopped = this.#state === 'off';
    this.#program = null;
    this.#errors = errors;
    log[wasStopped ? 'low' : 'failure'](`${name}: ended, ${reason}`);
    if (errors !== '') log.problem(`${name}: wrote to standard error: ${errors.slice(0, 4000)}`);
    if (!wasStopped) this.#fail(null);
    this.#tellEnd();
  }

  /** Goes on after an end that nobody wanted: later with another program, or not at all. */
  #fail(why: string | null): void {
    const { log, name } = this.options;
    if (why !== null) log.failure(`${name}: ${why}`);
    this.#clear();
    const { restartPause } = this.#config;
    if (restartPause === null || why !== null) {
      this.#state = 'failed';
      this.#refuse(this.#take('all'), 'the program ended');
      return;
    }
    const left = this.#take('sent');
    const spent = left.filter(({ sends }) => sends >= MAX_SENDS);
    this.#refuse(spent, 'it was sent too often');
    this.#state = 'pausing';
    const again = left.filter(request => !spent.includes(request));
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const request of again) this.#wait(request);
    this.#waiting.push(...waiting);
    this.#restarts++;
    this.#timer = setTimeout(() => this.#start(), Math.max(SHORTEST_PAUSE, restartPause));
    this.#timer.unref();
  }

  // ---- lines

  #read(line: Bytes): void {
    const { log, name } = this.options;
    const read = readLine(line);
    if (read.kind === 'note') {
      log.major(`${name}: ${decodeUtf8(read.text)}`);
      return;
    }
    if (read.kind === 'answer') {
      if (read.number === this.#farewell) return;
      if (read.number === this.#greeting && this.#state === 'starting') {
        this.#greeted(read);
        return;
      }
      const request = this.#sent.get(read.number);
      if (request !== undefined && this.#state === 'ready') {
        this.#sent.delete(read.number);
        log.all(`${name}: ${read.number} ${read.word}`);
        request.resolve({ word: read.word, text: read.text });
        return;
      }
    }
    log.problem(`${name}: a line that answers nothing is ignored: ${decodeUtf8(line.slice(0, 80))}`);
  }

  #greeted({ word, text }: HelperAnswer): void {
    const version = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (word !== 'INTF' || version < 1) {
      this.#kill('wrong answer to INTF');
      return;
    }
    this.#clear();
    this.#version = Math.min(VERSION, version);
    this.#state = 'ready';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const request of waiting) this.#send(request);
  }

  // ---- requests

  #send(request: HelperRequest): void {
    const number = this.#next();
    request.sends++;
    this.#sent.set(number, request);
    request.expire(this.#config.timeout, () => {
      this.#sent.delete(number);
      request.reject(this.#failure('no answer in time'));
      this.#kill(`no answer to request ${number} in time`);
    });
    this.#write(number, request.command(this.#version));
  }

  #wait(request: HelperRequest): void {
    const { timeout, restartPause } = this.#wanted;
    this.#waiting.push(request);
    request.expire((restartPause ?? 0) + 2 * timeout, () => {
      this.#waiting = this.#waiting.filter(other => other !== request);
      request.reject(this.#failure('no program took it'));
    });
  }

  #write(number: number, command: Bytes): void {
    const word = /^[A-Za-z]*/.exec(command)?.[0] ?? '';
    // Parameters may be passwords.
    this.options.log.all(`${this.options.name}: ${number} ${word} is sent`);
    this.#program?.write(`${String(number).padStart(6, '0')} ${command}`);
  }

  #next(): number {
    return ++this.#number;
  }

  #take(which: 'sent' | 'waiting' | 'all'): HelperRequest[] {
    const sent = which === 'waiting' ? [] : [...this.#sent.values()];
    const waiting = which === 'sent' ? [] : this.#waiting;
    if (which !== 'waiting') this.#sent.clear();
    if (which !== 'sent') this.#waiting = [];
    return [...sent, ...waiting];
  }

  #refuse(requests: readonly HelperRequest[], why: string): void {
    for (const request of requests) request.reject(this.#failure(why));
  }

  #failure(why: string): PosternError {
    return new PosternError('helper-failed', { args: [this.options.name], cause: why });
  }

  #clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
