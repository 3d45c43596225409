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

/** Stops the program with the exception `code`; `args` fill the places in its text. */
export function raise(code: ExceptionCode, ...args: (string | number)[]): never {
  throw makeException(code, args);
}
