/** What the generated code of a program takes from the runtime library, once for all its sections. */
import { literal } from './text.js';

export class SharedCode {
  readonly #helpers = new Set<string>();
  readonly #builtins = new Set<string>();
  readonly #constants = new Map<bigint, string>();
  readonly #externals = new Map<string, string>();

  /** A function of the library: `$add`. */
  helper(name: string): string {
    this.#helpers.add(name);
    return `$${name}`;
  }

  /** A built-in: `$b_length`. */
  builtin(lowerName: string): string {
    this.#builtins.add(lowerName);
    return `$b_${lowerName}`;
  }

  /** A number beyond the safe range. */
  big(value: bigint): string {
    let name = this.#constants.get(value);
    if (name === undefined) this.#constants.set(value, (name = `$k${this.#constants.size}`));
    return name;
  }

  /** An external whose file is loaded at the first call: a generator function. */
  external(file: string, name: string, kind: string, count: number): string {
    const args = `${literal(file)},${literal(name)},${literal(kind)},${count}`;
    let code = this.#externals.get(args);
    if (code === undefined) this.#externals.set(args, (code = `$x${this.#externals.size}`));
    return code;
  }

  /** The declarations, on one line. */
  header(): string {
    const parts = [
      ...[...this.#helpers].map(name => (name === 'trunc' ? '$trunc=Math.trunc' : `$${name}=$.${name}`)),
      ...[...this.#builtins].map(name => `$b_${name}=$.b.${name}`),
      ...[...this.#constants].map(([value, name]) => `${name}={kind:1,big:${value}n}`),
      ...[...this.#externals].map(([args, name]) => `${name}=$.external(${args})`),
    ];
    return parts.length === 0 ? '' : `const ${parts.join(',')};`;
  }
}
