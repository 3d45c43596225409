/** What the sandbox takes and gives (docs/architecture.md section 4). */
import type { LinkedPage, LinkedProgram } from '../compiler/index.js';
import type { Bytes, Value } from '../stdlib/values/types.js';
import type { Plain } from './environment.js';
import type { RuntimeCode } from './errors/catalogue.js';
import type { Limits } from './limits.js';

/** Large data that many requests share. Sent to a worker once, kept there while there is room. */
export interface Attachment {
  /** Changes with the content. */
  readonly id: string;
  value(): Value;
}

/** Before the name of a built-in: the attachment of this name is its answer to every call, so nobody is asked. */
export const ANSWER = 'answer ';

/** What every request of a sandbox says. */
export interface UnitRequest {
  /** Whose program or page this is: requests of one domain run on one worker, `''` for server-wide ones. */
  readonly domain: string;
  /**
   * Version of what the unit was linked from. What a run loaded later is kept with the image while this is the
   * same, so it must change with every file that `load...` may give.
   */
  readonly revision?: string;
  /** Name of the worker environment. */
  readonly environment: string;
  /** Goes to the environment's `context`. */
  readonly input?: Plain;
  readonly attachments?: Readonly<Record<string, Attachment>>;
  readonly limits?: Partial<Limits>;
  /** Loads a page that a program renders, or that a page includes by a computed name. Null: there is none. */
  readonly loadPage?: (name: string) => Promise<LinkedPage | null> | LinkedPage | null;
  /** Source text of a file of the unit, for code frames. */
  readonly source?: (file: string) => Promise<string | null> | string | null;
  /** Takes what the environment's `notify` sends. */
  readonly notify?: (name: string, args: readonly Value[], run: RunHandle) => void;
  /** Ends the run with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Give `recording` in the result: always, or only when the run fails, which costs the others next to nothing. */
  readonly record?: boolean | 'failed';
  /** For the log only. */
  readonly principal?: string;
}

export interface RunRequest extends UnitRequest {
  readonly unit: LinkedProgram;
  /** Name of the entry, letter case included. */
  readonly entry: string;
  /** Answers built-ins that wait, of this run and of all tasks that it spawns. */
  readonly wait: WaitHandler;
  /** `Vars().startParameter`. */
  readonly startParameter?: Value;
  /** What `SessionData()` gives; absent: null. */
  readonly session?: Value;
  /** Told of every task that the run or one of its tasks spawns, before anything else of the new task is heard. */
  readonly spawned?: (task: RunHandle) => void;
  /** Loads the module of an external that was not linked, by lower-case name without extension. Null: there is none. */
  readonly loadModule?: (name: string) => Promise<LinkedProgram | null> | LinkedProgram | null;
}

export interface RenderRequest extends UnitRequest {
  readonly unit: LinkedPage;
  /** The dataset: a dictionary. */
  readonly dataset: Value;
}

/**
 * Answers a built-in that waits: lower-case name, arguments. What it throws ends the program: a `ProgramException`
 * with its code, anything else as `host-failure`. Also called for `processwssp` with the page name: it gives the
 * dictionary of generic elements that the server adds to the dataset, or null. For `executecli` it gives an array:
 * null or the error string, and the output object or null.
 */
export type WaitHandler = (name: string, args: Value[], run: RunHandle) => Promise<Value> | Value;

/** A running request or task, seen from the main thread. The same object in all calls of one run. */
export interface RunHandle {
  readonly domain: string;
  readonly environment: string;
  readonly principal: string;
  /** Number in the Task handles (class `Task`), null for a request. */
  readonly task: number | null;
  /** The run that spawned this task. */
  readonly parent: RunHandle | null;
  /** Aborted when the run is over, for whatever reason. */
  readonly signal: AbortSignal;
  /** Given to the environment's `update` before the next answer reaches the program. */
  update(patch: Plain): void;
}

/** What a program set for the response (cgpl.md 13.3). */
export interface Response {
  /** False when the program set nothing at all: the answer is 404. */
  readonly isSet: boolean;
  readonly code: number;
  /** Text after the code, null for the usual one. */
  readonly reason: string | null;
  /** `type/subtype` that the program set, null when it did not. */
  readonly type: string | null;
  /** Type that belongs to the class of the body, with its charset; null without a body. */
  readonly defaultType: string | null;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The body; of a page its text in UTF-8. Made of `text` when it is asked for. */
  readonly body: Uint8Array | null;
  /** The same as a byte string. */
  readonly text: Bytes | null;
  /**
   * Set when the body is a page that `ProcessWSSP` rendered: its `charset` element. `pageResponse` of
   * `stdlib/wssp/response` makes redirection, charset and content type of it.
   */
  readonly page: { readonly charset: string | null } | null;
}

export interface Usage {
  /** Milliseconds that the guest ran. */
  readonly cpuMs: number;
  /** Milliseconds from start to end, in the worker. */
  readonly wallMs: number;
  /** Bytes of guest memory in use at most, measured at every host call and at the end. */
  readonly peakMemory: number;
  readonly hostCalls: number;
  readonly outputBytes: number;
}

/** A place in a code section, outermost call last. Line and column count from 1. */
export interface Frame {
  readonly section: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface RuntimeFailure {
  readonly code: RuntimeCode;
  readonly number: number;
  /** For the log and for developers. */
  readonly message: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** What a visitor may read. */
  readonly user: string;
  readonly frames: readonly Frame[];
  /** The lines around the first frame, when the unit holds its sources. */
  readonly frame?: string;
}

export interface RunResult {
  readonly outcome: 'finished' | 'failed';
  readonly error?: RuntimeFailure;
  /** Empty when the run failed. */
  readonly response: Response;
  /** The session dataset, present when the program asked for it and finished. */
  readonly session?: Value;
  readonly usage: Usage;
  readonly recording?: Uint8Array;
}

export interface RenderResult {
  readonly outcome: 'finished' | 'failed';
  readonly error?: RuntimeFailure;
  /** The page in UTF-8, empty when it failed. Made of `text` when it is asked for. */
  readonly body: Uint8Array;
  /** The same as a byte string. */
  readonly text: Bytes;
  readonly usage: Usage;
  readonly recording?: Uint8Array;
}

/** A task that was started. */
export interface StartedTask {
  /** Its number. A task that could not be started has ended already: `ended` tells why. */
  readonly task: number | null;
  readonly ended: Promise<RunResult>;
}

export interface TaskDirectory {
  isAlive(task: number): boolean;
  /** The running task, for wait handlers that need its identity; null when it is over. */
  find(task: number): RunHandle | null;
  /** Puts an event into the queue of a task, unless that is full. False: there is no such task. */
  send(task: number, name: string, parameter: Value, sender: number | null): boolean;
  /**
   * Puts in place who gets the events that programs send to numbers of tasks that are no programs (sessions of other
   * protocols, which take part in meetings).
   */
  receiveOthers(receive: (task: number, name: string, parameter: Value, sender: number | null) => void): void;
  /** Called with the number of every task that ends. Gives the function that stops that. */
  onEnd(listener: (task: number, result: RunResult) => void): () => void;
}

/** Figures for the metrics page; counters since start unless said otherwise. */
export interface RuntimeMetrics {
  readonly runs: number;
  readonly renders: number;
  /** By error code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly hostCalls: number;
  readonly restarts: number;
  /** Now. */
  readonly running: number;
  readonly tasks: number;
  readonly workers: readonly WorkerMetrics[];
}

/** Now, unless said otherwise. */
export interface WorkerMetrics {
  readonly images: number;
  readonly imageBytes: number;
  readonly instances: number;
  /** Runs whose instance was swapped out while they wait. */
  readonly swapped: number;
  readonly swappedBytes: number;
  /** Since the worker started. */
  readonly restores: number;
  readonly prepares: number;
}

/** What code that was compiled with probes tells (compiler/debug/table.ts). */
export interface ProbeReport {
  /** `place`: execution is here; `frame`: one of the frames that were asked for, innermost first. */
  readonly kind: 'place' | 'frame';
  /** Of a task, not of the request itself. */
  readonly isTask: boolean;
  /** Number of the place; of a frame its section. */
  readonly first: number;
  /** Depth of calls; of a frame its place. */
  readonly second: number;
  /** Values of the variables of a frame; null when they cannot cross. */
  readonly values: Value[] | null;
  readonly hostCalls: number;
  /** Bytes of guest memory in use. */
  readonly memory: number;
}

/** Gives true at a place to be told all frames. May throw a `ProgramException` to end the run. */
export type Probe = (report: ProbeReport) => boolean;

/** Sandboxes in worker threads, or in the calling thread. */
export interface Sandboxes {
  /** Runs an entry to its end. Never rejects for what a program does. */
  run(request: RunRequest): Promise<RunResult>;
  /** Renders a page. Never rejects for what a page does. */
  render(request: RenderRequest): Promise<RenderResult>;
  /** Starts an entry as a task, without waiting for its end. */
  start(request: RunRequest): Promise<StartedTask>;
  /** Gives the outcome of a recorded run again, from the recording alone. */
  replay(recording: Uint8Array): Promise<RunResult | RenderResult>;
  readonly tasks: TaskDirectory;
  /** Ends all runs and tasks of a domain and forgets its images. */
  stopDomain(domain: string): Promise<void>;
  metrics(): Promise<RuntimeMetrics>;
  close(): Promise<void>;
}

/** A probe that lives in the worker. */
export interface WorkerProbe {
  /** Path of a built module that exports `makeProbe(data): Probe`. */
  readonly module: string;
  /** Asked for each worker that starts: what `makeProbe` gets, and what of it moves to the worker. */
  open(): { readonly data: unknown; readonly transfer: readonly unknown[] };
}

/** Options of sandboxes in worker threads. */
export interface SandboxesOptions {
  /** Takes what code with probes tells. */
  readonly probe?: WorkerProbe;
  /**
   * Numbers of tasks begin after so many blocks: sandboxes beside each other must not have the same ones. Up to
   * 2,000,000.
   */
  readonly skippedBlocks?: number;
  /** Worker threads; default one less than there are cores, at least one, at most 8. */
  readonly workers?: number;
  /** Further ones at most, of lower priority, started for domains whose programs take long; default as many. */
  readonly slowWorkers?: number;
  /** Paths or file URLs of the built modules that export `environment`. */
  readonly environments?: readonly string[];
  /** Defaults of all requests. */
  readonly limits?: Partial<Limits>;
  /** Bytes of images kept per worker; default 64 MB. */
  readonly imageBytes?: number;
  /** Instances (about a megabyte each) kept per worker; default 64. More runs that wait are swapped out. */
  readonly instances?: number;
  /** Bytes of swapped-out runs per worker, default 256 MB; more waiting runs end with `worker-full`. */
  readonly swapBytes?: number;
  /** Milliseconds past its deadline after which a stuck worker is ended; default 500. */
  readonly grace?: number;
  /** Takes what operators should know. */
  readonly log?: (level: 'info' | 'warn' | 'error', text: string, fields: Record<string, unknown>) => void;
  /** Use the documented engine interface only; otherwise decided by the start-up self test. */
  readonly plainEngine?: boolean;
}
