/**
 * Program exceptions (spec: cgpl.md section 12.1): every operator and built-in that stops a program does it
 * through `raise`. The error is a real `Error`, so that the engine records where it happened, and carries the
 * code and the arguments of its message; `stdlib/exceptions.ts` lists the codes.
 */
import type { ExceptionCode } from './exceptions.js';

/** What `raise` throws. */
export interface ProgramException extends Error {
  code: string;
  args: readonly (string | number)[];
}

/**
 * Makes the error for a code. The message is the code itself: texts are made on the host from the catalogue,
 * and inside a sandbox nobody reads them.
 */
export function makeException(code: string, args: readonly (string | number)[]): ProgramException {
  const error = new Error(code) as ProgramException;
  error.code = code;
  error.args = args;
  return error;
}

let maker: (code: string, args: readonly (string | number)[]) => Error = makeException;

/** Puts another error maker in place, for a host that wants its own error class; null brings the usual one back. */
export function setExceptionMaker(
  make: ((code: string, args: readonly (string | number)[]) => Error) | null,
): void {
  maker = make ?? makeException;
}

/** Stops the program with the exception `code`; `args` fill the places in its text. */
export function raise(code: ExceptionCode, ...args: (string | number)[]): never {
  throw maker(code, args);
}

/** True for what `raise` throws. */
export function isProgramException(error: unknown): error is ProgramException {
  return error instanceof Error && typeof (error as Partial<ProgramException>).code === 'string';
}
