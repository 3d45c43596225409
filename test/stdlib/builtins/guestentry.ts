/** What the guest test evaluates inside the engine: the arguments are read before the lock, the calls are made after it. */
import { functions as all, procedures } from './cases.js';
import { outcome, v } from './outcome.js';

/** xml-js does not run behind the lock: `ToObject` is a call to the host. */
export const functions = all.filter(([name]) => name !== 'ToObject');

const calls = [
  ...functions.map(([name, args]) => ({ name, args: args.map(v), changes: false })),
  ...procedures.map(([name, args]) => ({ name, args: args.map(v), changes: true })),
];

/** The outcomes of all cases. */
export function run(): string[] {
  return calls.map(({ name, args, changes }) => outcome(name, args, changes));
}
