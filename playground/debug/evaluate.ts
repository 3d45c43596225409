/** Values of CG/PL expressions over given variables: watches and conditions. Only what has no effect can be computed. */

import type { BinaryExpr, CallExpr, Expr } from '../../compiler/cgpl/syntax/tree.js';
import { analyseModule } from '../../compiler/index.js';
import { hostBuiltins } from '../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../stdlib/builtins/index.js';
import { findBuiltin } from '../../stdlib/declarations/index.js';
import * as operators from '../../stdlib/operators/index.js';
import { normalise } from '../../stdlib/values/numbers.js';
import { type Value, YES } from '../../stdlib/values/types.js';

/** Why an expression has no value; the text is for the user. */
export class NoValue extends Error {}

/** Variables by lower-case name. */
export type Variables = ReadonlyMap<string, Value>;

/** Built-ins that change their arguments. */
const CHANGING = new Set([
  'addelement',
  'insertelement',
  'removeelement',
  'setattribute',
  'applydata',
  'sortstrings',
  'setcasesensitive',
]);

const flag = (holds: boolean): Value => (holds ? YES : null);

/** An expression that was read once and can be computed often. */
export class Watch {
  readonly #expr: Expr;

  /** Throws `NoValue` for what is no expression. */
  constructor(readonly text: string) {
    const { bodies, diagnostics } = analyseModule(`function w() is return (${text}\n); end function;`, {
      file: '',
      environment: 'web',
    });
    const [statement, more] = bodies[0]?.statements ?? [];
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (
      error !== undefined ||
      statement?.kind !== 'return' ||
      statement.value === null ||
      more !== undefined
    ) {
      throw new NoValue(error?.message ?? 'This is no expression.');
    }
    this.#expr = statement.value;
  }

  /** Throws `NoValue`. */
  value(variables: Variables): Value {
    try {
      return compute(this.#expr, variables);
    } catch (error) {
      throw error instanceof NoValue
        ? error
        : new NoValue(error instanceof Error ? error.message : String(error));
    }
  }
}

function compute(expr: Expr, variables: Variables): Value {
  const value = (e: Expr): Value => compute(e, variables);
  switch (expr.kind) {
    case 'number':
      return typeof expr.value === 'bigint' ? normalise(expr.value) : expr.value;
    case 'string':
      return expr.value;
    case 'null':
    case 'false':
      return null;
    case 'true':
      return YES;
    case 'variable': {
      const found = variables.get(expr.name.toLowerCase());
      if (found === undefined) throw new NoValue(`There is no variable ${expr.name} here.`);
      return found;
    }
    case 'key':
      return operators.key(value(expr.object), expr.name);
    case 'keyof':
      return operators.keyOf(value(expr.object), value(expr.key));
    case 'index':
      return operators.index(value(expr.object), value(expr.index));
    case 'unary':
      if (expr.op === 'not') return flag(value(expr.operand) === null);
      return expr.op === '-' ? operators.neg(value(expr.operand)) : operators.pos(value(expr.operand));
    case 'ternary':
      return value(value(expr.condition) !== null ? expr.yes : expr.no);
    case 'binary':
      return binary(expr, value);
    case 'call':
      return call(expr, value);
    case 'spawn':
      throw new NoValue('A task cannot be started here.');
  }
}

const ARITHMETIC: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '+': operators.add,
  '-': operators.sub,
  '*': operators.mul,
  '/': operators.div,
  '%': operators.rem,
  '<': (a, b) => flag(operators.lt(a, b)),
  '<=': (a, b) => flag(operators.le(a, b)),
  '>': (a, b) => flag(operators.gt(a, b)),
  '>=': (a, b) => flag(operators.ge(a, b)),
  '==': (a, b) => flag(operators.eq(a, b)),
  '!=': (a, b) => flag(!operators.eq(a, b)),
  and: (a, b) => flag(a !== null && b !== null),
  or: (a, b) => flag(a !== null || b !== null),
  xor: (a, b) => flag((a === null) !== (b === null)),
};

function binary({ op, left, right }: BinaryExpr, value: (e: Expr) => Value): Value {
  const first = value(left);
  if (op === '&&') return first === null ? null : value(right);
  if (op === '||') return first ?? value(right);
  return ARITHMETIC[op]?.(first, value(right)) ?? null;
}

function call({ target, args, name }: CallExpr, value: (e: Expr) => Value): Value {
  const lowerName = target?.kind === 'builtin' ? target.lowerName : '';
  const pure = Object.hasOwn(coreBuiltins, lowerName)
    ? coreBuiltins[lowerName]
    : Object.hasOwn(hostBuiltins, lowerName)
      ? hostBuiltins[lowerName]
      : undefined;
  const isAllowed = findBuiltin(lowerName)?.kind === 'function' && !CHANGING.has(lowerName);
  if (pure === undefined || !isAllowed) throw new NoValue(`${name} cannot be called here.`);
  return pure(...args.map(value)) ?? null;
}
