/** What a run in the playground gave. Everything can cross between threads. */
import type { Diagnostic } from '../../compiler/index.js';
import type { RuntimeFailure, Usage } from '../../runtime/types.js';

export interface Answer {
  readonly status: number;
  readonly reason: string | null;
  readonly contentType: string | null;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export interface LogLine {
  readonly what: 'log' | 'status' | 'cdr';
  readonly text: string;
}

export interface Outcome {
  /** `invalid`: it does not compile. `empty`: the program set no answer, visitors get 404. */
  readonly kind: 'answer' | 'empty' | 'failed' | 'invalid';
  readonly answer: Answer | null;
  readonly error: RuntimeFailure | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly log: readonly LogLine[];
  /** The session dataset afterwards, as a Data text; null without one. */
  readonly session: string | null;
  readonly usage: Usage | null;
  readonly recording: Uint8Array | null;
}

/** Nothing has run. */
export function invalid(diagnostics: readonly Diagnostic[]): Outcome {
  return {
    kind: 'invalid',
    answer: null,
    error: null,
    diagnostics,
    log: [],
    session: null,
    usage: null,
    recording: null,
  };
}
