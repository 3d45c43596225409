/**
 * Types of the variables of one section, followed through its statements. Loops are walked until nothing new is
 * learned; what is known at their heads only grows, so that walking a section again is cheap.
 */
import type { AssignStatement, CallExpr, Expr, LoopStatement, Statement } from '../syntax/tree.js';
import { typeOfBinary } from './arithmetic.js';
import { assignInto, type Env, joinInto, merged } from './env.js';
import { ExpressionTypes } from './expressions.js';
import { refine } from './refine.js';
import { classes, counted, type ExprType, join, NEVER, NULL } from './type.js';

/** A counter may go up or down by so much at once (see `counted`). */
const LARGEST_STEP = 64;

/** Loops are walked exactly so many times before bounds of numbers jump. */
const EXACT_WALKS = 2;

export class Flow extends ExpressionTypes {
  /** For each open loop: what is known behind it, null while nothing leaves it. */
  readonly #exits: { env: Env | null }[] = [];
  #returned: ExprType = NEVER;

  constructor(
    work: number,
    callSection: (call: CallExpr) => ExprType,
    /** False: nothing is assumed of variables, and loops are walked once. */
    readonly exact = true,
  ) {
    super(work, callSection);
  }

  /** Walks a body; gives the type of what the section returns. */
  run(statements: readonly Statement[], env: Env): ExprType {
    this.#returned = NEVER;
    if (this.#list(statements, env)) this.#returned = join(this.#returned, classes(NULL));
    return this.#returned;
  }

  /** Changes `env` to what is known behind the statements; false when that place is not reached. */
  #list(statements: readonly Statement[], env: Env): boolean {
    for (let i = 0; i < statements.length; i++) {
      if (!this.#statement(statements[i] as Statement, env)) {
        // what is never reached is walked as well, so that all nodes have types
        if (i + 1 < statements.length) this.#list(statements.slice(i + 1), env.slice());
        return false;
      }
    }
    return true;
  }

  #statement(statement: Statement, env: Env): boolean {
    switch (statement.kind) {
      case 'assign':
        this.#assign(statement, env);
        return true;
      case 'do':
        this.typeOf(statement.call, env);
        return true;
      case 'var':
        for (const { variable, value } of statement.items) {
          const type = value === null ? classes(NULL) : this.typeOf(value, env);
          this.#set(env, variable.slot, type);
        }
        return true;
      case 'if':
        return this.#if(statement, env);
      case 'loop':
        return this.#loop(statement, env);
      case 'return':
        this.#returned = join(
          this.#returned,
          statement.value === null ? classes(NULL) : this.typeOf(statement.value, env),
        );
        return false;
      case 'stop':
        return false;
      case 'exitif': {
        this.typeOf(statement.condition, env);
        this.#leave(env, statement.condition, true);
        this.#refine(statement.condition, false, env);
        return true;
      }
    }
  }

  #set(env: Env, slot: number, type: ExprType): void {
    if (this.exact) env[slot] = type;
  }

  #refine(condition: Expr, held: boolean, env: Env): void {
    if (this.exact) refine(condition, held, env);
  }

  #assign({ target, op, value }: AssignStatement, env: Env): void {
    const before = this.typeOf(target, env);
    const given = this.typeOf(value, env);
    if (target.kind !== 'variable') return;
    const step = stepOf(target.slot, op, value);
    const steps = step === null ? null : counted(before, step);
    this.#set(env, target.slot, steps ?? (op === '=' ? given : typeOfBinary(op, before, given)));
  }

  #if({ arms, otherwise }: Extract<Statement, { kind: 'if' }>, env: Env): boolean {
    let after: Env | null = null;
    for (const { condition, body } of arms) {
      this.typeOf(condition, env);
      const inside = env.slice();
      this.#refine(condition, true, inside);
      if (this.#list(body, inside)) after = merged(after, inside);
      this.#refine(condition, false, env);
    }
    if (otherwise === null || this.#list(otherwise, env)) after = merged(after, env);
    if (after === null) return false;
    assignInto(env, after);
    return true;
  }

  #loop(loop: LoopStatement, env: Env): boolean {
    if (loop.first !== null) this.#statement(loop.first, env);
    if (loop.head === null) loop.head = env.slice();
    else joinInto(loop.head, env);
    const { head } = loop;
    const exit: { env: Env | null } = { env: null };
    this.#exits.push(exit);
    for (let walks = 1; ; walks++) {
      exit.env = null;
      const now = head.slice();
      const around = this.#once(loop, now);
      if (!this.exact || !around || !joinInto(head, now, walks > EXACT_WALKS)) break;
    }
    this.#exits.pop();
    if (exit.env === null) return false;
    assignInto(env, exit.env);
    return true;
  }

  /** Walks a loop once; false when its end is not reached. */
  #once({ condition, body, step, trailing }: LoopStatement, env: Env): boolean {
    if (condition !== null) {
      this.typeOf(condition, env);
      this.#leave(env, condition, false);
      this.#refine(condition, true, env);
    }
    const around = this.#list(body, env);
    const there = around ? env : env.slice();
    if (step !== null) this.#statement(step, there);
    if (trailing !== null) {
      this.typeOf(trailing, there);
      if (around) this.#leave(there, trailing, false);
      this.#refine(trailing, true, there);
    }
    return around;
  }

  /** The innermost loop is left where the condition held, or did not. */
  #leave(env: Env, condition: Expr, held: boolean): void {
    const exit = this.#exits.at(-1);
    if (exit === undefined) return;
    const there = env.slice();
    this.#refine(condition, held, there);
    exit.env = merged(exit.env, there);
  }
}

/** `x += c`, `x = x + c`, `x = c + x` and with minus: c for small literals, else null. */
function stepOf(slot: number, op: AssignStatement['op'], value: Expr): number | null {
  const step = smallLiteral(value);
  if (op === '+') return step;
  if (op === '-') return step === null ? null : -step;
  if (op !== '=' || value.kind !== 'binary') return null;
  const { left, right } = value;
  if (left.kind === 'variable' && left.slot === slot) {
    const c = smallLiteral(right);
    if (value.op === '+') return c;
    return value.op === '-' && c !== null ? -c : null;
  }
  return value.op === '+' && right.kind === 'variable' && right.slot === slot ? smallLiteral(left) : null;
}

function smallLiteral(expr: Expr): number | null {
  return expr.kind === 'number' && typeof expr.value === 'number' && expr.value <= LARGEST_STEP
    ? expr.value
    : null;
}
