/** How the guest ends a program. */
import { makeException } from '../../stdlib/errors.js';
import type { RuntimeCode } from '../errors/catalogue.js';

/** What `stop;` throws. */
export const stop = Object.freeze(Object.create(null)) as object;

/** Ends the program with a program exception or another coded failure. */
export function fail(code: RuntimeCode, ...args: (string | number)[]): never {
  throw makeException(code, args);
}
