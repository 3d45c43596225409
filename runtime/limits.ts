/** Limits of a run. Every one is a setting of the server, has a coded error and a torture test. */
export interface Limits {
  /** Bytes of guest memory, the engine's own data and the image included. Rounded up to 64 KB pages, at least 16 MB. */
  readonly memory: number;
  /** Milliseconds of processor time of a run; of a task, between two waits. */
  readonly cpuMs: number;
  /** Milliseconds from start to end of a request, waits included. Tasks are not limited. */
  readonly wallMs: number;
  /** Bytes of guest stack. One deep CG/PL call takes 200 to 500 bytes, and cgpl.md section 10 promises 1000 of any kind. */
  readonly stack: number;
  /** Bytes of response, header fields included. */
  readonly outputBytes: number;
  /** Host calls of a run, waits included; of a task, between two waits. */
  readonly hostCalls: number;
  /** Bytes of one value that crosses the edge of the sandbox, in either direction. */
  readonly valueBytes: number;
  /** Levels of nesting of a value that crosses the edge. */
  readonly valueDepth: number;
  /** Living tasks of a domain. */
  readonly tasks: number;
  /** Events that wait in the queue of one task. */
  readonly events: number;
}

const MB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  memory: 64 * MB,
  cpuMs: 5_000,
  wallMs: 60_000,
  stack: 1024 * 1024,
  outputBytes: 64 * MB,
  hostCalls: 1_000_000,
  valueBytes: 16 * MB,
  valueDepth: 256,
  tasks: 20_000,
  events: 1_000,
};

/** The defaults with some of them replaced. */
export function limitsWith(some: Partial<Limits>): Limits {
  return { ...DEFAULT_LIMITS, ...some };
}
