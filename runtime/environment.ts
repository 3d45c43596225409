/**
 * The worker side of built-ins that answer at once (docs/architecture.md section 4): a module that exports
 * `environment: WorkerEnvironment`, loaded by every worker from a path in the options.
 */
import type { Value } from '../stdlib/values/types.js';
import type { PageHost } from '../stdlib/wssp/host.js';

/**
 * Data that may cross between threads and into recordings: no cycles, no classes, no functions. Strings are any
 * JavaScript strings. A property that is undefined is left out.
 */
export type Plain =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** What the context of a run may use. Everything that differs from run to run comes through here. */
export interface RunServices {
  readonly domain: string;
  /** Number of the running task, null in a request. */
  readonly task: number | null;
  /** Milliseconds since 1970, UTC. Recorded. */
  now(): number;
  /** Fresh random bytes. Recorded. */
  random(count: number): Uint8Array;
  /** Tells the main thread something without waiting: its `notify` gets it. Order is kept. */
  notify(name: string, args: readonly Value[]): void;
  /** Attachment of the request by its name in the request, null when there is none. Must not be changed. */
  attachment(name: string): Value;
  /** Ends the program with a program exception: a code of runtime/errors/catalogue.ts and what fills its text. */
  raise(code: string, ...args: string[]): never;
}

/** `this`-free: gets the context of the run and the arguments of the built-in (missing optional ones are absent). */
export type HostOp<Context> = (context: Context, ...args: Value[]) => Value;

/** See above. `Context` is private to the environment. */
export interface WorkerEnvironment<Context = unknown> {
  readonly name: string;
  /** By lower-case built-in name. Only these and the pure built-ins can be called. */
  readonly ops: Readonly<Record<string, HostOp<Context>>>;
  /** Makes the context of a run from the `input` of its request. Cheap: parse lazily. */
  context(input: Plain, services: RunServices): Context;
  /** Takes in what the main thread gave `RunHandle.update`, for instance a new identity. */
  update?(context: Context, patch: Plain): void;
  /** Input of a task that a run spawns. Absent: that of the run. */
  spawned?(context: Context, input: Plain): Plain;
  /** What page functions ask. Absent: every name is null. */
  page?(context: Context): Omit<PageHost, 'fail'>;
}
