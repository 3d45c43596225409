/**
 * Arithmetic: operations of the engine where the types allow it, with as few range checks as are needed to stay exact,
 * else functions of the library. A number beyond the safe range is an object, which makes every sum NaN; so a check
 * of the result finds both operands that were too large and results that are.
 */
import type { BinaryOp } from '../syntax/tree.js';
import { isNotZero, typeOfBinary } from '../types/arithmetic.js';
import {
  type ExprType,
  isInt32,
  isNotNegative,
  isNotPositive,
  isOnly,
  isPositive,
  isSafe,
  isSafeNumber,
  mayBe,
  NULL,
  NUMBER,
  STRING,
} from '../types/type.js';
import { atHand, type Operand, type SectionScope } from './scope.js';

const MOST = '9007199254740991';
const LEAST = '-9007199254740991';

/** Functions of the library. */
export const HELPERS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
};

/** Code of `left op right`. */
export function arithmetic(op: BinaryOp, left: Operand, right: Operand, scope: SectionScope): string {
  if (isOnly(left.type, NUMBER) && isOnly(right.type, NUMBER)) return ofNumbers(op, left, right, scope);
  if (op === '+') {
    const joined = ofStrings(left, right, scope);
    if (joined !== null) return joined;
  }
  if (op !== '/') return withUnknown(op, left, right, scope);
  return helper(op, left.once, right.once, scope);
}

function helper(op: BinaryOp, left: string, right: string, scope: SectionScope): string {
  return `${scope.shared.helper(HELPERS[op] ?? op)}(${left},${right})`;
}

function ofNumbers(op: BinaryOp, left: Operand, right: Operand, scope: SectionScope): string {
  if (op === '/' || op === '%') return divided(op, left, right, scope);
  const safe = isSafe(left.type) && isSafe(right.type);
  const zero = op === '*' && !(isNotNegative(left.type) && isNotNegative(right.type)) ? '+0' : '';
  if (safe && isSafe(typeOfBinary(op, left.type, right.type)))
    return `(${left.once}${op}${right.once}${zero})`;
  const plain = `${left.first}${op}${right.first}`;
  const result = scope.take();
  const checked = check(op, `(${result}=${plain})`, result, left.type, right.type);
  const code = `(${checked}?${result}${zero}:${helper(op, left.again, right.again, scope)})`;
  scope.give(result);
  return code;
}

/** Is the result in the safe range? One side is enough when an operand cannot push it over the other. */
export function check(op: BinaryOp, first: string, again: string, left: ExprType, right: ExprType): string {
  const up =
    op === '+' ? isNotNegative(left) || isNotNegative(right) : isNotNegative(left) || isNotPositive(right);
  const down =
    op === '+' ? isNotPositive(left) || isNotPositive(right) : isNotPositive(left) || isNotNegative(right);
  if (op === '*') {
    if (isNotNegative(left) && isNotNegative(right)) return `${first}<=${MOST}`;
  } else {
    if (up) return `${first}<=${MOST}`;
    if (down) return `${first}>=${LEAST}`;
  }
  return `(${first}|0)===${again}||${again}<=${MOST}&&${again}>=${LEAST}`;
}

function divided(op: '/' | '%', left: Operand, right: Operand, scope: SectionScope): string {
  if (!isSafe(left.type) || !isSafe(right.type)) return helper(op, left.once, right.once, scope);
  const never = isNotZero(right.type);
  // the guard computes the divisor first, which nobody can see when the dividend costs nothing
  const guard = (code: string): string => (never ? `(${code})` : `(${right.first}===0?null:${code})`);
  if (!never && left.temporary !== null) return helper(op, left.once, right.once, scope);
  const b = never ? right.once : right.again;
  if (op === '%') return guard(`${left.once}%${b}${isNotNegative(left.type) ? '' : '+0'}`);
  if (isInt32(left.type) && isPositive(right.type)) return guard(`${left.once}/${b}|0`);
  // without its remainder a number divides exactly; minus zero comes of a negative divisor only
  const zero = isPositive(right.type) ? '' : '+0';
  if (left.temporary === null && (right.temporary === null || !never)) {
    return guard(`(${left.again}-${left.again}%${b})/${b}${zero}`);
  }
  return guard(`${scope.shared.helper('trunc')}(${left.once}/${b})+0`);
}

/** Joining strings; null when it is not certain enough. */
function ofStrings(left: Operand, right: Operand, scope: SectionScope): string | null {
  const { first: a } = left;
  const { first: b } = right;
  if (isOnly(left.type, STRING) && isOnly(right.type, STRING)) return `(${left.once}+${right.once})`;
  const text = STRING | NULL;
  if (isOnly(left.type, STRING) && isOnly(right.type, text)) {
    // the left side first, if that makes a difference
    if (left.temporary === null) return `(${b}===null?null:${a}+${right.again})`;
    return `(${a},${b}===null?null:${left.again}+${right.again})`;
  }
  if (isOnly(left.type, text) && isOnly(right.type, STRING) && right.temporary === null) {
    return `(${a}===null?null:${left.again}+${b})`;
  }
  if (isOnly(left.type, text) && isOnly(right.type, text) && left.temporary === null) {
    // both sides are computed, whatever the other one is
    return `(${b}===null||${a}===null?null:${a}+${right.again})`;
  }
  if (isOnly(left.type, STRING) && mayBe(right.type, STRING)) {
    if (left.temporary === null) return `(typeof ${b}==="string"?${a}+${right.again}:null)`;
    return helper('+', left.once, right.once, scope);
  }
  return null;
}

/** Something unknown that most likely is a number: the engine's operation if it turns out to be one. */
function withUnknown(op: BinaryOp, left: Operand, right: Operand, scope: SectionScope): string {
  const test =
    op === '+' && mayBe(left.type, STRING) && mayBe(right.type, STRING) ? null : numbers(left, right);
  if (test === null || (op === '%' && !isNotZero(right.type)))
    return helper(op, left.once, right.once, scope);
  const rest = helper(op, left.again, right.again, scope);
  if (op === '%') {
    return isSafeNumber(right.type)
      ? `((${test})?${left.again}%${right.again}+0:${rest})`
      : helper(op, left.once, right.once, scope);
  }
  const result = scope.take();
  const computed = check(op, `(${result}=${left.again}${op}${right.again})`, result, left.type, right.type);
  const code = `((${test})&&(${computed})?${result}${op === '*' ? '+0' : ''}:${rest})`;
  scope.give(result);
  return code;
}

/** Code that computes both operands and looks whether they are numbers; null when they cannot be. */
export function numbers(left: Operand, right: Operand): string | null {
  if (!mayBe(left.type, NUMBER) || !mayBe(right.type, NUMBER)) return null;
  const { before, first, second } = atHand(left, right);
  if (isSafeNumber(second.type)) return `${before}+${first.first}===${first.again}`;
  if (isSafeNumber(first.type) && first.temporary === null) return `+${second.again}===${second.again}`;
  return `${before}+${first.first}===${first.again}&&+${second.again}===${second.again}`;
}
