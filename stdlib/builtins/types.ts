/** Built-ins as the sandbox calls them. */
import { raise } from '../errors.js';
import { describe, type Tagged } from '../values/is.js';
import { type Kind, type Value, YES } from '../values/types.js';

/** An argument; one that was left out is undefined. */
export type Argument = Value | undefined;

/** A built-in; a procedure gives null. */
export type Builtin = (...args: Value[]) => Value;

/** Built-ins by lower-case name. */
export type BuiltinTable = Readonly<Record<string, Builtin>>;

/** The true-value or null. */
export function yes(condition: boolean): Value {
  return condition ? YES : null;
}

/** The predicate for a kind of object; undefined is that of arrays. Flat, since programs call these most of all. */
export function isKind(kind: Kind | undefined): Builtin {
  return x => (typeof x === 'object' && x !== null && (x as Tagged).kind === kind ? YES : null);
}

/** Stops the program: argument number `at` (from 1) of the built-in is of a wrong class. */
export function wrongArgument(name: string, at: number, found: Argument): never {
  raise('bad-argument', name, at, describe(found ?? null));
}
