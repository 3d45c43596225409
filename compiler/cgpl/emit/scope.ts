/** What the parts of the emitter share while they make the code of one section. */
import type { LinkedSection, Program } from '../link/program.js';
import type { Expr } from '../syntax/tree.js';
import type { ExprType } from '../types/type.js';
import type { SectionProbes } from './probes.js';
import type { SharedReads } from './reads.js';
import type { SharedCode } from './shared.js';
import { variableName } from './text.js';

/**
 * An operand. Code that needs it a single time takes `once`; code that needs it more often takes `first`, which
 * computes it, and then `again`, which costs nothing.
 */
export interface Operand {
  readonly once: string;
  readonly first: string;
  readonly again: string;
  readonly type: ExprType;
  /** To be given back when the operand is not needed any more. */
  readonly temporary: string | null;
}

export class SectionScope {
  readonly names: readonly string[];
  readonly #free: string[] = [];
  #made = 0;
  #labels = 0;

  constructor(
    readonly program: Program,
    readonly section: LinkedSection,
    readonly shared: SharedCode,
    /** Can the program hold Calendars? */
    readonly calendars: boolean,
    /** Code of an expression: a value. */
    readonly value: (expr: Expr, scope: SectionScope) => string,
    /** Code of an expression: true or false, or 1 or 0. */
    readonly test: (expr: Expr, scope: SectionScope) => string,
    /** Only in code for a debugger. */
    readonly probes: SectionProbes | null,
    /** Readings of elements that are kept. */
    readonly reads: SharedReads,
  ) {
    this.names = section.bound.variables.map(({ name }) => variableName(name));
  }

  /** A variable of the generated code for a moment. */
  take(): string {
    return this.#free.pop() ?? `$${++this.#made}`;
  }

  /** Variables of `reads` stay what they are. */
  give(name: string | null): void {
    if (name !== null && !name.startsWith('$e')) this.#free.push(name);
  }

  get temporaries(): string[] {
    return [...Array.from({ length: this.#made }, (_, i) => `$${i + 1}`), ...this.reads.variables];
  }

  label(): string {
    return `$l${++this.#labels}`;
  }

  /** Makes an operand that may be used more than once. */
  operand(expr: Expr): Operand {
    const { type } = expr;
    const code = this.value(expr, this);
    if (this.reads.known(expr) !== null) return plainOperand(code, type);
    const keeper = this.reads.keeper(expr);
    if (keeper !== null) return { once: code, first: code, again: keeper, type, temporary: keeper };
    return isSimple(expr) ? plainOperand(code, type) : keptOperand(code, this.take(), type);
  }
}

/** An operand whose code costs nothing. */
export function plainOperand(code: string, type: ExprType): Operand {
  return { once: code, first: code, again: code, type, temporary: null };
}

/** An operand that is kept in a temporary. */
export function keptOperand(code: string, temporary: string, type: ExprType): Operand {
  return { once: code, first: `(${temporary}=${code})`, again: temporary, type, temporary };
}

/**
 * Two operands for code that looks at one and then perhaps at the other, though both must be computed, the left one
 * first. `before` computes what cannot wait; `first` is to be looked at first.
 */
export function atHand(left: Operand, right: Operand): { before: string; first: Operand; second: Operand } {
  if (right.temporary === null) return { before: '', first: left, second: right };
  if (left.temporary === null) return { before: '', first: right, second: left };
  return { before: `${left.first},${right.first},`, first: { ...left, first: left.again }, second: right };
}

/** Costs nothing when it is computed twice: variables cannot change within an expression. */
export function isSimple(expr: Expr): boolean {
  switch (expr.kind) {
    case 'variable':
    case 'number':
    case 'null':
    case 'true':
    case 'false':
      return true;
    case 'string':
      return expr.value.length <= 16;
    case 'unary':
      return expr.op === '-' && expr.operand.kind === 'number' && typeof expr.operand.value === 'number';
    default:
      return false;
  }
}
