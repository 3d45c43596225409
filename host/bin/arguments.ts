/** Arguments of the launcher's commands: named options with a value anywhere, the others in order. */
import { nearest } from '../../compiler/cgpl/names/nearest.js';
import { UsageError } from '../admin/commandline.js';

/** What a command was given. */
export interface Arguments {
  readonly options: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
}

/**
 * Reads arguments. Names are compared without regard to letter case; `--` ends the options.
 * @param options names with a value, without the dashes
 * @param flags names without one
 * @throws UsageError
 */
export function readArguments(
  args: readonly string[],
  options: readonly string[],
  flags: readonly string[] = [],
): Arguments {
  const found = new Map<string, string>();
  const set = new Set<string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const given = args[i] ?? '';
    if (given === '--') {
      rest.push(...args.slice(i + 1));
      break;
    }
    if (!given.startsWith('--')) {
      rest.push(given);
      continue;
    }
    const name = given.slice(2).toLowerCase();
    if (flags.includes(name)) set.add(name);
    else if (options.includes(name)) {
      const value = args[++i];
      if (value === undefined) throw new UsageError(`${given} needs a value`);
      found.set(name, value);
    } else {
      const close = nearest(name, [...options, ...flags]);
      throw new UsageError(`unknown option ${given}${close === null ? '' : `: did you mean --${close}?`}`);
    }
  }
  return { options: found, flags: set, rest };
}
