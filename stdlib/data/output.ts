/** A text that is being written, with the limits that hold for all forms of it. */
import { raise } from '../errors.js';
import type { Bytes } from '../values/types.js';

/** Levels a text can have; what is nested deeper could not be read back. */
export const MAX_LEVELS = 200;
/** Bytes of a text. An object whose parts are shared can be much larger as text than in memory. */
export const MAX_PRINTED = 64 * 1024 * 1024;

export interface Output {
  text: Bytes;
  depth: number;
  /** What the exceptions call the work. */
  readonly name: string;
}

export function newOutput(name: string): Output {
  return { text: '', depth: 0, name };
}

/** Opens a container: exceptions for an object that is nested too deep, or contains itself. */
export function enterOutput(out: Output): void {
  if (++out.depth > MAX_LEVELS) raise('too-deep', out.name);
}

/** Called for every part of a container. */
export function checkSize(out: Output): void {
  if (out.text.length > MAX_PRINTED) raise('too-large', out.name, MAX_PRINTED);
}
