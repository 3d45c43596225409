/** Failures of programs and pages in the form that the faces and the log get. */
import type { Diagnostic } from '../../compiler/index.js';
import type { RuntimeFailure } from '../../runtime/index.js';
import { codeFrame } from './marked.js';
import type { AppFailure } from './types.js';

/** A unit that cannot be made because a source has errors. */
export class CompileFailure extends Error {
  override readonly name = 'CompileFailure';
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    /** Source of the file of the first error, null when it is not at hand. */
    readonly source: string | null,
  ) {
    super(diagnostics[0]?.message ?? 'the file does not compile');
  }

  /** The failure of a request that needs this unit. */
  failure(file: string): AppFailure {
    const first = this.diagnostics.find(d => d.severity === 'error') ?? this.diagnostics[0];
    if (!first) {
      return { code: 'compile', number: 0, message: this.message, file, line: 0, column: 0, codeFrame: null };
    }
    const { line, column } = first.range.start;
    return {
      code: first.code,
      number: first.number,
      message: first.message,
      file: first.file,
      line,
      column,
      codeFrame: this.source === null ? null : codeFrame(this.source, line, column),
    };
  }
}

/** The failure of a run. Its place is the innermost frame that has one. */
export function runFailure(
  error: RuntimeFailure,
  file: string,
  recording: Uint8Array | undefined,
): AppFailure {
  const place = error.frames[0];
  const failure = {
    code: error.code,
    number: error.number,
    message: error.message,
    file: place?.file ?? file,
    line: place?.line ?? 0,
    column: place?.column ?? 0,
    codeFrame: error.frame ?? null,
  };
  return recording === undefined ? failure : { ...failure, recording };
}

/** A failure as log text: what, where, and the code frame. */
export function failureText(failure: AppFailure): string {
  const place = failure.line > 0 ? `${failure.file}:${failure.line}:${failure.column}` : failure.file;
  return `${place}: ${failure.code} (${failure.number}): ${failure.message}`;
}
