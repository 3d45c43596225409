/** The table of all built-ins and its look-ups (docs/architecture.md section 2). */
import { ACCOUNT } from './areas/account.js';
import { BRIDGES } from './areas/bridges.js';
import { CALLS } from './areas/calls.js';
import { CONTAINERS } from './areas/containers.js';
import { CONVERT } from './areas/convert.js';
import { CORE } from './areas/core.js';
import { HTTP } from './areas/http.js';
import { MAILBOX } from './areas/mailbox.js';
import { MESSAGE } from './areas/message.js';
import { SERVICES } from './areas/services.js';
import { STORAGE } from './areas/storage.js';
import { STRINGS } from './areas/strings.js';
import { TASKS } from './areas/tasks.js';
import { TIME } from './areas/time.js';
import { XML } from './areas/xml.js';
import type { BuiltinDeclaration, Environment } from './types.js';

export type { BuiltinDeclaration, Environment, Home, Place } from './types.js';

/** All built-ins; the index of a row is its `op`. */
export const BUILTINS: readonly BuiltinDeclaration[] = [
  ...CORE,
  ...STRINGS,
  ...TIME,
  ...CONTAINERS,
  ...XML,
  ...CONVERT,
  ...ACCOUNT,
  ...MAILBOX,
  ...MESSAGE,
  ...STORAGE,
  ...SERVICES,
  ...TASKS,
  ...HTTP,
  ...CALLS,
  ...BRIDGES,
].sort((a, b) => a.op - b.op);

const byName: ReadonlyMap<string, BuiltinDeclaration> = new Map(BUILTINS.map(b => [b.lowerName, b]));

/** The built-in with that lower-case name, in whatever environment. */
export function findBuiltin(lowerName: string): BuiltinDeclaration | undefined {
  return byName.get(lowerName);
}

/** The built-in with that number. */
export function builtinByOp(op: number): BuiltinDeclaration | undefined {
  return BUILTINS[op];
}

/** Does the built-in exist in the environment, so that its name is taken there? */
export function isNative(builtin: BuiltinDeclaration, environment: Environment): boolean {
  if (builtin.home === 'any') return true;
  if (environment === 'pbx') return builtin.home === 'pbx' || builtin.alsoPbx;
  return environment !== 'plain' && builtin.home !== 'pbx';
}

/**
 * Can a program of the environment call it? Web programs can also call what needs a phone call: such a call
 * stops the program, and a section or variable may have the same name.
 */
export function isCallable(builtin: BuiltinDeclaration, environment: Environment): boolean {
  return isNative(builtin, environment) || (builtin.home === 'pbx' && environment !== 'plain');
}

/** The built-ins that exist in an environment, by number. */
export function builtinsOf(environment: Environment): readonly BuiltinDeclaration[] {
  return BUILTINS.filter(builtin => isNative(builtin, environment));
}
