/** Reads the arguments of a command by its table of options. */
import { nearest } from '../../compiler/cgpl/names/nearest.js';
import { type Option, Stop, USAGE } from './types.js';

function unknown(name: string, options: readonly Option[]): string {
  const close = nearest(
    name.replace(/^-+/, ''),
    options.map(o => o.name.slice(2)),
  );
  return `unknown option ${name}${close === null ? '' : `: did you mean --${close}?`}`;
}

export class Arguments {
  readonly rest: string[] = [];
  readonly #values = new Map<string, string[]>();

  constructor(args: readonly string[], options: readonly Option[]) {
    let plain = false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] ?? '';
      if (plain || !arg.startsWith('-') || arg === '-') this.rest.push(arg);
      else if (arg === '--') plain = true;
      else {
        const equals = arg.indexOf('=');
        const name = equals < 0 ? arg : arg.slice(0, equals);
        const option = options.find(
          o => o.name === name || (o.short !== undefined && `-${o.short}` === name),
        );
        if (option === undefined) throw new Stop(unknown(name, options), USAGE);
        if (option.value === null && equals >= 0) throw new Stop(`${name} takes no value`, USAGE);
        const value = option.value === null ? '' : equals >= 0 ? arg.slice(equals + 1) : args[++i];
        if (value === undefined) throw new Stop(`${name} needs a value: ${option.value}`, USAGE);
        this.#add(option, value);
      }
    }
  }

  #add({ name, many }: Option, value: string): void {
    const known = this.#values.get(name);
    if (known !== undefined && many !== true) throw new Stop(`${name} is given twice`, USAGE);
    if (known === undefined) this.#values.set(name, [value]);
    else known.push(value);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  one(name: string): string | null {
    return this.#values.get(name)?.[0] ?? null;
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The value of an option that allows few. */
  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.one(name);
    if (value === null) return fallback;
    const found = allowed.find(candidate => candidate === value);
    if (found === undefined) throw new Stop(`${name} is one of ${allowed.join(', ')}`, USAGE);
    return found;
  }

  /** Pairs of options such as `--param name=value`. */
  pairs(name: string): [string, string][] {
    return this.all(name).map(text => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new Stop(`${name} needs NAME=VALUE, not ${text}`, USAGE);
      return [text.slice(0, equals), text.slice(equals + 1)];
    });
  }
}

/** The only argument beside options. */
export function single(args: Arguments, what: string): string {
  const [first] = args.rest;
  if (first === undefined) throw new Stop(`${what} is missing`, USAGE);
  if (args.rest.length > 1) throw new Stop(`only one ${what} can be given`, USAGE);
  return first;
}
