/** From codes to failures. */
import type { Frame, RuntimeFailure } from '../types.js';
import { isRuntimeCode, RUNTIME_ERRORS, type RuntimeCode } from './catalogue.js';

/** Fills `{0}`, `{1}`, ... of a text. */
export function fillIn(text: string, args: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)] ?? ''));
}

/** What ends a run. Thrown inside the sandbox and by wait handlers; crosses threads as its code and arguments. */
export class ProgramException extends Error {
  readonly code: RuntimeCode;
  readonly args: readonly string[];

  /** An unknown code becomes `host-failure`. */
  constructor(code: string, ...args: (string | number)[]) {
    const known = isRuntimeCode(code);
    const texts = known ? args.map(String) : [code, args.join(' ')];
    const actual: RuntimeCode = known ? code : 'host-failure';
    super(fillIn(RUNTIME_ERRORS[actual].text, texts));
    this.code = actual;
    this.args = texts;
  }
}

/**
 * Whatever was thrown as a program exception: those of stdlib keep their code and arguments, page errors theirs,
 * anything else is a failure of the host.
 * @param where what the host was doing, for the log
 */
export function toProgramException(error: unknown, where: string): ProgramException {
  if (error instanceof ProgramException) return error;
  if (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    isRuntimeCode(error.code)
  ) {
    const { args, file, detail } = error as { args?: unknown; file?: unknown; detail?: unknown };
    const texts = Array.isArray(args) ? args : [file, detail];
    return new ProgramException(error.code, ...texts.filter(text => text !== undefined).map(String));
  }
  return new ProgramException('host-failure', where, error instanceof Error ? error.message : String(error));
}

/** The failure that callers see. */
export function failure(
  code: RuntimeCode,
  args: readonly (string | number)[] = [],
  frames: readonly Frame[] = [],
  frame?: string,
): RuntimeFailure {
  const { number, text, status, user } = RUNTIME_ERRORS[code];
  const base = { code, number, message: fillIn(text, args), status, user, frames };
  return frame === undefined ? base : { ...base, frame };
}
