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
    calls: error.frames.map(({ section, file, line, column }) => `${file}:${line}:${column} (${section})`),
  };
  return recording === undefined ? failure : { ...failure, recording };
}

/** Callers that a record of the log names. */
const MOST_CALLS = 8;

/** The rows of a code frame that have a number, in one line: `[2: a = 1; >3: b = a.c; 4: stop;]`. */
function frameInLine(codeFrame: string): string {
  const rows = [...codeFrame.matchAll(/^(>?) *(\d+) \| ?(.*)$/gm)];
  return rows
    .filter(([, mark, , text = '']) => mark !== '' || text.trim() !== '')
    .map(([, mark, line, text = '']) => `${mark}${line}: ${text.trim()}`)
    .join(' ');
}

/** A failure as the text of a record of the log, which is one line: where, what, the lines around, the callers. */
export function failureText(failure: AppFailure): string {
  const { file, line, column, code, number, message, codeFrame, calls = [] } = failure;
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  const frame = codeFrame === null ? '' : ` [${frameInLine(codeFrame)}]`;
  const callers = calls.slice(1, 1 + MOST_CALLS);
  const called = callers.length === 0 ? '' : ` called from ${callers.join(', ')}`;
  return `${place}: ${code} (${number}): ${message}${frame}${called}`;
}
