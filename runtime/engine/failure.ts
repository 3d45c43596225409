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

/**
 * What the guest may take to tell what went wrong: questions of the engine, about one each half millisecond of its
 * processor time, and milliseconds on the wall, of which a busy machine takes most.
 */
const QUESTIONS = 40;
const EXPLAINING = 500;

/** While the guest explains an error: getters of the error may be hostile. */
export function explainingHost(): Host {
  const end = performance.now() + EXPLAINING;
  let left = QUESTIONS;
  return { ...NO_HOST, interrupt: () => --left < 0 || performance.now() > end };
}

const MEMORY_MESSAGE = /^(?:out of memory|string too long)/;
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
  // A full memory has no room for an error: what is thrown is null, or the guest cannot tell.
  if (MEMORY_MESSAGE.test(message) || (message === '' && isFull(used, maximum)))
    return { ...base, cause: 'memory' };
  return { ...base, cause: STACK_MESSAGE.test(message) ? 'stack' : 'exception' };
}

const isFull = (used: number, maximum: number): boolean => used > maximum / 2;

/** A failure without the guest's help: its state is not known. Full memory makes the engine trap now and then. */
export function crashed(error: unknown, used: number, maximum: number): GuestFailure {
  if (error instanceof ProgramException) {
    return { cause: 'host', code: error.code, args: error.args, message: error.message, stack: '' };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const cause = STACK_MESSAGE.test(message) ? 'stack' : isFull(used, maximum) ? 'memory' : 'crashed';
  return { cause, code: '', args: [], message, stack: '' };
}
