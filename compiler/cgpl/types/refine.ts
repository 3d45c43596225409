/** What a condition tells about variables, and about elements that are read again, where it held, and where it did not. */
import type { BinaryExpr, CallExpr, Expr } from '../syntax/tree.js';
import type { Env } from './env.js';
import { PREDICATES } from './results.js';
import {
  atLeast,
  atMost,
  type ExprType,
  highBound,
  isOnly,
  lowBound,
  mayBe,
  NULL,
  NUMBER,
  only,
  STRING,
  without,
} from './type.js';

/** Narrows `env` in place: the condition, already typed, was not null (`held`) or was null. */
export function refine(condition: Expr, held: boolean, env: Env): void {
  switch (condition.kind) {
    case 'variable':
    case 'key':
    case 'keyof':
    case 'index':
      narrow(condition, env, type => (held ? without(type, NULL) : only(type, NULL)));
      return;
    case 'unary':
      if (condition.op === 'not') refine(condition.operand, !held, env);
      return;
    case 'call':
      refineCall(condition, held, env);
      return;
    case 'binary':
      refineBinary(condition, held, env);
      return;
    default:
      return;
  }
}

/** An expression of which the environment knows something. */
type Known = Extract<Expr, { kind: 'variable' | 'key' | 'keyof' | 'index' }>;

const isKnown = (expr: Expr): expr is Known =>
  expr.kind === 'variable' || expr.kind === 'key' || expr.kind === 'keyof' || expr.kind === 'index';

function narrow({ slot }: Known, env: Env, change: (type: ExprType) => ExprType): void {
  if (slot !== undefined) env[slot] = change(env[slot] as ExprType);
}

function refineCall(call: CallExpr, held: boolean, env: Env): void {
  const argument = call.args[0];
  if (call.target?.kind !== 'builtin' || argument === undefined || !isKnown(argument)) return;
  const mask = PREDICATES[call.target.lowerName];
  if (mask === undefined) return;
  narrow(argument, env, type => (held ? only(type, mask) : without(type, mask)));
}

function refineBinary(condition: BinaryExpr, held: boolean, env: Env): void {
  const { op, left, right } = condition;
  switch (op) {
    case '&&':
    case 'and':
      if (held) refineChain(condition, true, env);
      return;
    case '||':
    case 'or':
      if (!held) refineChain(condition, false, env);
      return;
    case '==':
    case '!=':
      refineEqual(left, right, held === (op === '=='), env);
      refineEqual(right, left, held === (op === '=='), env);
      return;
    case '<':
    case '<=':
      refineOrder(left, right, held, env);
      return;
    case '>':
    case '>=':
      refineOrder(right, left, held, env);
      return;
    default:
      return;
  }
}

/** All operands of a chain of one operator held, or none did. Chains may be long. */
function refineChain(condition: BinaryExpr, held: boolean, env: Env): void {
  let left: Expr = condition;
  for (; left.kind === 'binary' && left.op === condition.op; left = left.left) refine(left.right, held, env);
  refine(left, held, env);
}

function refineEqual(side: Expr, other: Expr, equal: boolean, env: Env): void {
  if (!isKnown(side)) return;
  if (isOnly(other.type, NULL)) {
    narrow(side, env, type => (equal ? only(type, NULL) : without(type, NULL)));
  } else if (equal) {
    for (const mask of [STRING, NUMBER])
      if (isOnly(other.type, mask)) narrow(side, env, type => only(type, mask));
  }
}

/** `small < large`, or `small <= large`, held or did not. */
function refineOrder(small: Expr, large: Expr, held: boolean, env: Env): void {
  const numbers = isOnly(small.type, NUMBER) && isOnly(large.type, NUMBER);
  if (held) {
    for (const mask of [STRING, NUMBER]) {
      if (isKnown(small) && isOnly(large.type, mask)) narrow(small, env, type => only(type, mask));
      if (isKnown(large) && isOnly(small.type, mask)) narrow(large, env, type => only(type, mask));
    }
  } else if (!numbers) return;
  const least = lowBound(small.type);
  const most = highBound(large.type);
  if (isKnown(small) && isOnly(large.type, NUMBER)) {
    const low = lowBound(large.type);
    narrow(small, env, type => (held ? atMost(type, most) : atLeast(type, low)));
  }
  if (isKnown(large) && isOnly(small.type, NUMBER)) {
    const high = highBound(small.type);
    narrow(large, env, type =>
      held ? atLeast(type, least) : mayBe(type, NUMBER) ? atMost(type, high) : type,
    );
  }
}
