/**
 * What passes between the main thread and a worker. Messages go in batches; values are encoded bytes, other data is
 * plain and flat.
 */
import type { Unit } from '../image/unit.js';
import type { Limits } from '../limits.js';
import type { RunResult, WorkerMetrics } from '../types.js';

/** What the requests for one program or page have in common: a worker is told once, and then its number. */
export interface Recipe {
  readonly domain: string;
  readonly revision: string;
  readonly unit: string;
  readonly environment: string;
  /** Name in the request, and identity. */
  readonly attachments: readonly (readonly [name: string, id: string])[];
  readonly limits: Limits;
}

/** What every run says at the start. */
interface Common {
  readonly run: number;
  /** Where `Watch` tells whether it has started. */
  readonly place: number;
  /** Number of the recipe, told before by a message of its own. */
  readonly recipe: number;
  /** Encoded plain data as a byte string: those cross between threads at a fraction of the cost of arrays. */
  readonly input: string;
  readonly record: boolean | 'failed';
}

export interface StartMessage extends Common {
  readonly kind: 'run';
  readonly isTask: boolean;
  readonly entry: string;
  readonly parameter: Uint8Array | null;
  readonly session: Uint8Array | null;
}

export interface RenderMessage extends Common {
  readonly kind: 'render';
  readonly dataset: Uint8Array;
}

export type ToWorker =
  | StartMessage
  | RenderMessage
  | { readonly kind: 'recipe'; readonly number: number; readonly recipe: Recipe }
  | { readonly kind: 'replay'; readonly run: number; readonly recording: Uint8Array }
  /** What the worker fetched; null units and attachments end the run. */
  | { readonly kind: 'unit'; readonly id: string; readonly unit: Unit | null }
  | { readonly kind: 'attachment'; readonly id: string; readonly bytes: Uint8Array | null }
  | {
      readonly kind: 'answer';
      readonly run: number;
      readonly value: Uint8Array;
      readonly patches: readonly Uint8Array[];
    }
  | { readonly kind: 'refuse'; readonly run: number; readonly code: string; readonly args: readonly string[] }
  /** The unit that a run asked for, null when there is none. */
  | { readonly kind: 'loaded'; readonly run: number; readonly unit: Unit | null }
  | { readonly kind: 'stop'; readonly run: number; readonly code: string }
  | {
      readonly kind: 'event';
      readonly task: number;
      readonly sender: number | null;
      readonly name: string;
      readonly parameter: Uint8Array | null;
    }
  | { readonly kind: 'stopDomain'; readonly domain: string; readonly code: string }
  | { readonly kind: 'metrics'; readonly id: number };

/** Result of a run with its values encoded. */
export type EncodedResult = Omit<RunResult, 'session'> & { readonly session?: Uint8Array };

export type FromWorker =
  | { readonly kind: 'ready'; readonly engine: string; readonly reason: string | null }
  | {
      readonly kind: 'fetch';
      readonly unit: string | null;
      readonly attachments: readonly string[];
    }
  | { readonly kind: 'wait'; readonly run: number; readonly name: string; readonly call: Uint8Array }
  | { readonly kind: 'load'; readonly run: number; readonly what: 'module' | 'page'; readonly name: string }
  | { readonly kind: 'notify'; readonly run: number; readonly name: string; readonly args: Uint8Array }
  | { readonly kind: 'spawned'; readonly run: number; readonly parent: number }
  | {
      readonly kind: 'send';
      readonly task: number;
      readonly sender: number | null;
      readonly name: string;
      readonly parameter: Uint8Array | null;
    }
  | { readonly kind: 'done'; readonly run: number; readonly result: EncodedResult }
  | { readonly kind: 'metrics'; readonly id: number; readonly metrics: WorkerMetrics };
