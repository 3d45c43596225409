/** Types of operators (spec: cgpl.md section 6). */
import type { BinaryOp } from '../syntax/tree.js';
import {
  ANY_NUMBER,
  BOOLEAN,
  classes,
  DATA,
  type ExprType,
  highBound,
  isNever,
  isOnly,
  isSafe,
  join,
  lowBound,
  mayBe,
  NEVER,
  NULL,
  NUMBER,
  numberBetween,
  only,
  STRING,
  TIME,
  without,
} from './type.js';

/** The type of `left op right`; `&&` and `||` need more than two types and are made in `flow.ts`. */
export function typeOfBinary(op: BinaryOp, left: ExprType, right: ExprType): ExprType {
  if (isNever(left) || isNever(right)) return NEVER;
  switch (op) {
    case '+':
      return added(left, right);
    case '-':
      return subtracted(left, right);
    case '*':
    case '/':
    case '%':
      return multiplied(op, left, right);
    case 'and':
      return mayBe(left, NULL) || mayBe(right, NULL) ? BOOLEAN : classes(STRING);
    case 'or':
      return mayBe(left, NULL) && mayBe(right, NULL) ? BOOLEAN : classes(STRING);
    default:
      return BOOLEAN;
  }
}

function added(left: ExprType, right: ExprType): ExprType {
  let result = NEVER;
  let certain = false;
  if (mayBe(left, STRING) && mayBe(right, STRING)) {
    result = classes(STRING);
    certain = isOnly(left, STRING) && isOnly(right, STRING);
  }
  if (mayBe(left, NUMBER) && mayBe(right, NUMBER)) {
    result = join(result, sum(left, right));
    certain ||= isOnly(left, NUMBER) && isOnly(right, NUMBER);
  }
  if (mayBe(left, DATA) && mayBe(right, DATA | STRING)) {
    result = join(result, classes(DATA));
    certain ||= isOnly(left, DATA) && isOnly(right, DATA | STRING);
  }
  if (mayBe(left, TIME) && mayBe(right, NUMBER)) {
    result = join(result, classes(TIME));
    certain ||= isOnly(left, TIME) && isOnly(right, NUMBER);
  }
  return certain ? result : join(result, classes(NULL));
}

function sum(left: ExprType, right: ExprType): ExprType {
  return numberBetween(lowBound(left) + lowBound(right), highBound(left) + highBound(right));
}

function subtracted(left: ExprType, right: ExprType): ExprType {
  let result = NEVER;
  let certain = false;
  if (mayBe(left, NUMBER) && mayBe(right, NUMBER)) {
    result = numberBetween(lowBound(left) - highBound(right), highBound(left) - lowBound(right));
    certain = isOnly(left, NUMBER) && isOnly(right, NUMBER);
  }
  if (mayBe(left, TIME)) {
    if (mayBe(right, NUMBER)) result = join(result, classes(TIME));
    if (mayBe(right, TIME)) result = join(result, join(ANY_NUMBER, classes(NULL)));
    certain ||= isOnly(left, TIME) && isOnly(right, NUMBER);
  }
  return certain ? result : join(result, classes(NULL));
}

function multiplied(op: '*' | '/' | '%', left: ExprType, right: ExprType): ExprType {
  if (!mayBe(left, NUMBER) || !mayBe(right, NUMBER)) return classes(NULL);
  const certain = isOnly(left, NUMBER) && isOnly(right, NUMBER) && (op === '*' || isNotZero(right));
  const number = op === '*' ? product(left, right) : quotient(op, left, right);
  return certain ? number : join(number, classes(NULL));
}

/** Certainly another number than zero. */
export function isNotZero(type: ExprType): boolean {
  return lowBound(type) > 0 || highBound(type) < 0;
}

function product(left: ExprType, right: ExprType): ExprType {
  const corners = [
    lowBound(left) * lowBound(right),
    lowBound(left) * highBound(right),
    highBound(left) * lowBound(right),
    highBound(left) * highBound(right),
  ];
  return numberBetween(Math.min(...corners), Math.max(...corners));
}

function quotient(op: '/' | '%', left: ExprType, right: ExprType): ExprType {
  // the smallest number divided by -1 wraps
  if (!isSafe(only(left, NUMBER))) return ANY_NUMBER;
  const low = lowBound(left);
  const high = highBound(left);
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (op === '/') {
    if (lowBound(right) >= 0) return numberBetween(Math.min(low, 0), Math.max(high, 0));
    return numberBetween(-most, most);
  }
  const limit = Math.min(most, Math.max(Math.abs(lowBound(right)), Math.abs(highBound(right))));
  return numberBetween(low < 0 ? -limit : 0, high > 0 ? limit : 0);
}

/** Unary minus and plus give the number 0 for everything that is no number. */
export function typeOfSign(op: '+' | '-', operand: ExprType): ExprType {
  if (isNever(operand)) return NEVER;
  const rest = without(operand, NUMBER);
  let result = NEVER;
  if (mayBe(operand, NUMBER)) {
    const number = only(operand, NUMBER);
    result = op === '+' ? number : numberBetween(-highBound(number), -lowBound(number));
  }
  return mayBe(rest, 1023) || !mayBe(operand, NUMBER) ? join(result, numberBetween(0, 0)) : result;
}
