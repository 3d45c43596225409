/** The variables of one code section (cgpl.md section 9). */
import type { VariableSymbol } from '../module.js';
import type { Problem } from '../problem.js';
import type { NameAt, VariableExpr } from '../syntax/tree.js';
import { nearest } from './nearest.js';

export class Scope {
  readonly variables: VariableSymbol[] = [];
  readonly #byName = new Map<string, VariableSymbol>();
  #usesVar = false;

  constructor(
    /** What else has that name: `a section`, `a built-in`; null for nothing. */
    readonly taken: (lowerName: string) => string | null,
    readonly report: (problem: Problem) => void,
  ) {}

  parameter({ name, at }: NameAt): void {
    if (this.#byName.has(name.toLowerCase())) this.#fail('parameter-twice', name, at);
    else this.#add(name, at, true).declaredAt = at;
  }

  /** A name in a `var` statement. */
  declare(variable: VariableExpr): void {
    this.#usesVar = true;
    const known = this.#byName.get(variable.name.toLowerCase());
    const symbol = known ?? this.#add(variable.name, variable.at, false);
    variable.slot = symbol.slot;
    if (symbol.declaredAt >= 0) this.#fail('variable-twice', variable.name, variable.at);
    else symbol.declaredAt = variable.at;
  }

  /** Any other occurrence. */
  use(variable: VariableExpr): VariableSymbol {
    const { name } = variable;
    const symbol = this.#byName.get(name) ?? this.#byName.get(name.toLowerCase());
    if (symbol !== undefined) {
      variable.slot = symbol.slot;
      return symbol;
    }
    const made = this.#add(name, variable.at, false);
    variable.slot = made.slot;
    return made;
  }

  /** Checks what only the whole section shows. */
  finish(): void {
    if (!this.#usesVar) return;
    for (const { name, parameter, declaredAt, assigned, read } of this.variables) {
      if (parameter) continue;
      const first = Math.min(assigned[0] ?? Number.POSITIVE_INFINITY, read[0] ?? Number.POSITIVE_INFINITY);
      if (declaredAt < 0) this.#fail('undeclared-variable', name, first, this.proposal(name));
      else if (first < declaredAt) this.#fail('use-before-declaration', name, first);
    }
  }

  /** `: did you mean x?` for a variable that is assigned, or nothing. */
  proposal(name: string): string {
    const others = this.variables.filter(v => v.lowerName !== name.toLowerCase());
    const known = others.filter(v =>
      this.#usesVar ? v.declaredAt >= 0 : v.parameter || v.assigned.length > 0,
    );
    const found =
      known.length > 500
        ? null
        : nearest(
            name,
            known.map(v => v.name),
          );
    return found === null ? '' : `: did you mean ${found}?`;
  }

  #add(name: string, at: number, parameter: boolean): VariableSymbol {
    const lowerName = name.toLowerCase();
    const what = this.taken(lowerName);
    if (what !== null) this.#fail('name-as-variable', name, at, what);
    const slot = this.variables.length;
    const symbol = { name, lowerName, slot, parameter, declaredAt: -1, assigned: [], read: [], done: 0 };
    this.variables.push(symbol);
    this.#byName.set(lowerName, symbol);
    return symbol;
  }

  #fail(code: Problem['code'], name: string, at: number, ...more: string[]): void {
    this.report({ code, args: [name, ...more], at, end: at + name.length });
  }
}
