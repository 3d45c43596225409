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
