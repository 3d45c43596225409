/** What passes between the worker of a debugged run, the main thread, and the debug adapter (docs/tools.md). */
import type { DebugPlace, DebugSection } from '../../../compiler/index.js';
import type { StopReason } from './stepper.js';

/** A line with a breakpoint. */
export interface LinePoint {
  readonly file: string;
  readonly line: number;
}

/** How a stopped run goes on. */
export type DebugMove = 'continue' | 'next' | 'in' | 'out' | 'resume';

/** What a unit with probes adds to the table: numbers go on from what came before. */
export interface TablePart {
  readonly sections: readonly DebugSection[];
  readonly places: readonly DebugPlace[];
}

/** Main thread to the worker, on the port of the probe; the signal is counted up with each. */
export type ToProbe =
  | ({ readonly kind: 'table' } & TablePart)
  | { readonly kind: 'breakpoints'; readonly points: readonly LinePoint[] }
  | { readonly kind: 'begin' | 'pause' | 'end' }
  | { readonly kind: 'go'; readonly move: DebugMove }
  /** No more stops, whatever comes. */
  | { readonly kind: 'free' };

/** A section that runs, innermost first. Values are encoded; null: too large, or they cannot be shown. */
export interface ToldFrame {
  readonly section: number;
  readonly place: number;
  readonly values: readonly (Uint8Array | null)[] | null;
}

/** The worker to the main thread: the run stands still until it is told to go on. */
export interface FromProbe {
  readonly kind: 'stopped';
  readonly reason: StopReason;
  readonly frames: readonly ToldFrame[];
}

/** What the worker starts with. */
export interface ProbeData {
  readonly port: import('node:worker_threads').MessagePort;
  readonly signal: SharedArrayBuffer;
}

/** Which requests an attachment takes. Absent parts: any. */
export interface DebugFilter {
  /** Null: of all domains and of none. */
  readonly domain: string | null;
  /** Text of the path, with `*` for anything; null: any. */
  readonly path: string | null;
  /** First symbols of a session id; null: also requests without session. */
  readonly session: string | null;
  /** Address of the account that the request acts for. */
  readonly account: string | null;
  /** One request only. */
  readonly once: boolean;
}

/** What the adapter is told. Plain data. */
export type DebugEvent =
  | { readonly kind: 'attached'; readonly domain: string | null }
  | {
      readonly kind: 'began';
      readonly tag: string;
      readonly method: string;
      readonly path: string;
      readonly file: string;
    }
  | {
      readonly kind: 'table';
      readonly sections: readonly DebugSection[];
      readonly places: readonly DebugPlace[];
    }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly frames: readonly ToldFrame[] }
  | { readonly kind: 'resumed'; readonly why: string }
  | {
      readonly kind: 'ended';
      /** `finished`, or the code of what ended it. */
      readonly outcome: string;
      readonly message: string;
      readonly cpuMs: number;
      readonly hostCalls: number;
      /** Of a failed run, with its sources: to walk back to the cause. */
      readonly recording: Uint8Array | null;
    }
  | { readonly kind: 'source'; readonly file: string; readonly text: string | null }
  | { readonly kind: 'detached'; readonly message: string };

/** What the adapter says. */
export type DebugCommand =
  | { readonly kind: 'ready' | 'pause' | 'end' }
  | { readonly kind: 'breakpoints'; readonly points: readonly LinePoint[] }
  | { readonly kind: 'go'; readonly move: DebugMove }
  | { readonly kind: 'source'; readonly file: string };
