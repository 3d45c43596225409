/** Types of expressions: walks them with what is known of the variables, and notes the type at every node. */
import type { CallExpr, Expr, IndexExpr, KeyExpr, KeyOfExpr } from '../syntax/tree.js';
import { typeOfBinary, typeOfSign } from './arithmetic.js';
import type { Env } from './env.js';
import { refine } from './refine.js';
import { resultOf } from './results.js';
import {
  ANY,
  ANY_NUMBER,
  BOOLEAN,
  classes,
  DICTIONARY,
  type ExprType,
  HANDLE,
  isNever,
  isNotNegative,
  isOnly,
  join,
  mayBe,
  NEVER,
  NULL,
  NUMBER,
  numberBetween,
  STRING,
  without,
  XML,
} from './type.js';

/** Thrown when a section takes more work than it is worth: then nothing is assumed about it. */
export class TooMuchWork extends Error {}

export class ExpressionTypes {
  /** Nodes that may still be visited. */
  #work: number;
  /** First readings of elements that are read again, in the order of the walk. */
  readonly #firsts: (readonly [slot: number, type: ExprType])[] = [];

  constructor(
    work: number,
    /** The result of a call of a section; told the types of its arguments. */
    readonly callSection: (call: CallExpr) => ExprType,
  ) {
    this.#work = work;
  }

  /** Visits that are left. */
  get workLeft(): number {
    return this.#work;
  }

  /** The type of an expression at a place where `env` holds. */
  typeOf(expr: Expr, env: Env): ExprType {
    const type = expr.kind === 'binary' ? this.#chain(expr, env) : this.#single(expr, env);
    expr.type = type;
    return type;
  }

  #single(expr: Expr, env: Env): ExprType {
    if (--this.#work < 0) throw new TooMuchWork();
    switch (expr.kind) {
      case 'number':
        return typeof expr.value === 'bigint' ? ANY_NUMBER : numberBetween(expr.value, expr.value);
      case 'string':
      case 'true':
        return classes(STRING);
      case 'null':
      case 'false':
        return classes(NULL);
      case 'variable':
        return env[expr.slot] ?? ANY;
      case 'call':
        return this.#call(expr, env);
      case 'spawn':
        if (expr.argument !== null) this.typeOf(expr.argument, env);
        return classes(NULL | HANDLE);
      case 'key': {
        const object = this.typeOf(expr.object, env);
        return this.#kept(expr, element(object), env);
      }
      case 'keyof': {
        const object = this.typeOf(expr.object, env);
        this.typeOf(expr.key, env);
        return this.#kept(expr, element(object), env);
      }
      case 'index': {
        const object = this.typeOf(expr.object, env);
        this.typeOf(expr.index, env);
        return this.#kept(expr, numbered(object), env);
      }
      case 'unary': {
        const operand = this.typeOf(expr.operand, env);
        return expr.op === 'not' ? BOOLEAN : typeOfSign(expr.op, operand);
      }
      case 'ternary': {
        this.typeOf(expr.condition, env);
        const yes = this.#under(expr.condition, true, expr.yes, env);
        return join(yes, this.#under(expr.condition, false, expr.no, env));
      }
      case 'binary':
        return this.#chain(expr, env);
    }
  }

  /** The type of an expression that is computed only where a condition held, or did not. */
  #under(condition: Expr, held: boolean, expr: Expr, env: Env): ExprType {
    const there = env.slice();
    refine(condition, held, there);
    const before = this.#firsts.length;
    const type = this.typeOf(expr, there);
    this.#bring(before, env);
    return type;
  }

  /**
   * What is known of an element: of one that was read before it may be more than its container tells. What a first
   * reading tells replaces what was known of an earlier one, also where the reading stands under a condition.
   */
  #kept({ slot, again }: KeyExpr | KeyOfExpr | IndexExpr, type: ExprType, env: Env): ExprType {
    if (slot === undefined) return type;
    if (again === true) return isNever(env[slot] ?? NEVER) ? type : (env[slot] as ExprType);
    env[slot] = type;
    this.#firsts.push([slot, type]);
    return type;
  }

  /** Tells `env` of the first readings since then that went into copies of it. */
  #bring(since: number, env: Env): void {
    for (let i = since; i < this.#firsts.length; i++) {
      const [slot, type] = this.#firsts[i] as readonly [number, ExprType];
      env[slot] = type;
    }
  }

  /** Binary operators, whose left sides may go down very far. */
  #chain(expr: Expr, env: Env): ExprType {
    const spine: Expr[] = [];
    let left: Expr = expr;
    for (; left.kind === 'binary'; left = left.left) spine.push(left);
    let type = this.typeOf(left, env);
    // what is known while a chain of `&&`, or of `||`, goes on
    let there = env;
    const firsts = this.#firsts.length;
    let before: Expr = left;
    for (let i = spine.length - 1; i >= 0; i--) {
      const node = spine[i];
      if (node?.kind !== 'binary') continue;
      if (--this.#work < 0) throw new TooMuchWork();
      const { op, right } = node;
      if (isNever(type)) this.typeOf(right, env);
      else if (op === '&&' || op === '||') {
        const goesOn = node.left.kind === 'binary' && node.left.op === op && there !== env;
        if (!goesOn) there = env.slice();
        refine(goesOn ? before : node.left, op === '&&', there);
        type = shortCircuit(op, type, this.typeOf(right, there));
      } else type = typeOfBinary(op, type, this.typeOf(right, env));
      before = right;
      node.type = type;
    }
    if (there !== env) this.#bring(firsts, env);
    return type;
  }

  #call(call: CallExpr, env: Env): ExprType {
    for (const arg of call.args) this.typeOf(arg, env);
    const target = call.target;
    if (target === null || target.kind === 'extra') return ANY;
    if (target.kind !== 'builtin') return this.callSection(call);
    const [first, second, third] = call.args;
    switch (target.lowerName) {
      case 'copy':
        return first?.type ?? ANY;
      case 'min':
      case 'max':
        return join(first?.type ?? ANY, second?.type ?? ANY);
      default:
        return (
          certain(target.lowerName, first?.type, second?.type, third?.type) ?? resultOf(target.lowerName)
        );
    }
  }
}

/** One operand or the other. */
function shortCircuit(op: '&&' | '||', left: ExprType, right: ExprType): ExprType {
  if (!mayBe(left, NULL)) return op === '&&' ? right : left;
  return op === '&&' ? join(right, classes(NULL)) : join(without(left, NULL), right);
}

/** What can stand under a number. */
function numbered(object: ExprType): ExprType {
  if (isNever(object)) return NEVER;
  if (isOnly(object, DICTIONARY | NULL)) return classes(STRING | NULL);
  return isOnly(object, DICTIONARY | NULL | XML) ? classes(STRING | XML | NULL) : ANY;
}

/** What can stand under a key. */
function element(object: ExprType): ExprType {
  if (isNever(object)) return NEVER;
  return mayBe(object, DICTIONARY | XML) ? ANY : classes(NULL);
}

/** The result of a built-in that gives null for some classes of arguments only. */
function certain(
  lowerName: string,
  first: ExprType = NEVER,
  second: ExprType = NEVER,
  third: ExprType = NEVER,
): ExprType | null {
  switch (lowerName) {
    case 'string':
      return mayBe(first, NULL) || isNever(first) ? null : classes(STRING);
    case 'tolowercase':
    case 'touppercase':
    case 'emailuserpart':
      return isOnly(first, STRING) ? classes(STRING) : null;
    case 'substring':
    case 'range': {
      const places = isOnly(second, NUMBER) && isOnly(third, NUMBER) && isNotNegative(third);
      return isOnly(first, STRING) && places ? classes(STRING) : null;
    }
    default:
      return null;
  }
}
