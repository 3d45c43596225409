/** What passes between the main thread and the compiler thread. */
import type { DebugPlace, DebugSection, Diagnostic } from '../../../compiler/index.js';

/** What to compile. Sources of `program` and `page` are asked for one by one, that of `check` comes along. */
export type CompileJob =
  | { readonly kind: 'program'; readonly entry: string; readonly debug?: DebugNumbers }
  | { readonly kind: 'page'; readonly entry: string; readonly debug?: DebugNumbers }
  | { readonly kind: 'module'; readonly file: string; readonly source: string }
  | { readonly kind: 'template'; readonly file: string; readonly source: string };

/** Compile with probes for a debugger; these are the numbers of the next section and of the next place. */
export interface DebugNumbers {
  readonly sections: number;
  readonly places: number;
}

/** Main thread to worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: CompileJob;
}

/** What a job gives: the linked unit (null after an error; always null for checks) and every diagnostic. */
export interface CompileResult {
  readonly unit: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** What a unit with probes adds to the table of its debugger. */
  readonly debug?: { readonly sections: readonly DebugSection[]; readonly places: readonly DebugPlace[] };
}

/** Worker to main thread: the end of a job, or the wish for a source (answered on the source port). */
export type WorkerMessage =
  | { readonly kind: 'done'; readonly id: number; readonly result: CompileResult }
  | { readonly kind: 'crashed'; readonly id: number; readonly message: string }
  | { readonly kind: 'source'; readonly id: number; readonly file: string };

/** Answer to the wish for a source. */
export interface SourceMessage {
  readonly text: string | null;
}

/** What the worker is started with. */
export interface CompilerData {
  readonly signal: SharedArrayBuffer;
  readonly sources: import('node:worker_threads').MessagePort;
}
