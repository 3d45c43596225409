/** From what an engine reports to `GuestFailure`. */
import { ProgramException } from '../errors/failure.js';
import type { GuestFailure, Host } from './types.js';

/** Before a run begins: nothing may be called, nothing is ever interrupted. */
export const NO_HOST: Host = {
  call() {
    throw new ProgramException('guest-failure', 'a host call outside a run');
  },
  interrupt: () => false,
  edge: { valueBytes: 64 * 1024 * 1024, valueDepth: 256 },
};

const MEMORY_MESSAGE = /^out of memory/;
const STACK_MESSAGE = /stack overflow|call stack/i;

/**
 * @param about what the kernel's `explain` gave: code, message, arguments and stack, see `guest/explain.ts`;
 *   empty when the guest could not even do that, which only a full memory explains.
 */
export function explained(
  about: string,
  hostError: ProgramException | null,
  wasInterrupted: boolean,
  used: number,
  maximum: number,
): GuestFailure {
  const [code = '', message = '', stack = '', ...args] = about.split('\0');
  const base = { code, message, args, stack };
  if (hostError) return { cause: 'host', code: hostError.code, message, args: hostError.args, stack };
  if (wasInterrupted) return { ...base, cause: 'interrupted' };
  if (code !== '') return { ...base, cause: 'exception' };
  if (MEMORY_MESSAGE.test(message) || (about === '' && used > maximum / 4))
    return { ...base, cause: 'memory' };
  if (STACK_MESSAGE.test(message)) return { ...base, cause: 'stack' };
  return { ...base, cause: about === '' ? 'memory' : 'exception' };
}

/** A failure without the guest's help: its state is not known. */
export function crashed(error: unknown): GuestFailure {
  if (error instanceof ProgramException) {
    return { cause: 'host', code: error.code, args: error.args, message: error.message, stack: '' };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { cause: STACK_MESSAGE.test(message) ? 'stack' : 'crashed', code: '', args: [], message, stack: '' };
}
