/**
 * `a + b * c` and its like, where nothing is known of some of the three: one look at all of them, then the operations of
 * the engine with a check of both results. When anything is not as hoped, the library computes all of it once more.
 */
import type { BinaryExpr, BinaryOp, Expr } from '../syntax/tree.js';
import { ANY_NUMBER, isOnly, isSafeNumber, mayBe, NUMBER, STRING } from '../types/type.js';
import { check, HELPERS, numbers } from './arithmetic.js';
import type { Operand, SectionScope } from './scope.js';

/** Code of `left op value` with `left` at hand, null when other ways are as good. */
export function fused(op: BinaryOp, left: Operand, value: Expr, scope: SectionScope): string | null {
  if ((op !== '+' && op !== '-') || left.temporary !== null || !mayBe(left.type, NUMBER)) return null;
  if (value.kind !== 'binary' || !isInner(value) || isSafeNumber(value.type)) return null;
  const a = scope.operand(value.left);
  const b = scope.operand(value.right);
  const areNumbers = numbers(a, b) ?? 'false';
  const inner = scope.take();
  const outer = scope.take();
  const first = check(value.op, `(${inner}=${a.again}${value.op}${b.again})`, inner, a.type, b.type);
  const isNumber = isSafeNumber(left.type) ? '' : `+${left.again}===${left.again}&&`;
  const second = check(op, `(${outer}=${left.again}${op}${inner})`, outer, left.type, ANY_NUMBER);
  const helper = (name: BinaryOp): string => scope.shared.helper(HELPERS[name] ?? name);
  const rest = `${helper(op)}(${left.again},${helper(value.op)}(${a.again},${b.again}))`;
  scope.give(outer);
  scope.give(inner);
  scope.give(b.temporary);
  scope.give(a.temporary);
  return `((${areNumbers})&&(${first})&&${isNumber}(${second})?${outer}:${rest})`;
}

/** One operator on two operands whose result is a number, or null. */
function isInner({ op, left, right }: BinaryExpr): boolean {
  if (left.kind === 'binary' || right.kind === 'binary') return false;
  if (!mayBe(left.type, NUMBER) || !mayBe(right.type, NUMBER)) return false;
  if (isOnly(left.type, NUMBER) && isOnly(right.type, NUMBER)) return false;
  if (op === '+') return !mayBe(left.type, STRING) || !mayBe(right.type, STRING);
  return op === '-' || op === '*';
}
