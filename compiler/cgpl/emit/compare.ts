/** Comparisons, as JavaScript conditions (spec: cgpl.md sections 5.2 and 6.3). */
import type { BinaryOp } from '../syntax/tree.js';
import { type ExprType, isOnly, isSafe, isSafeNumber, mayBe, NULL, NUMBER, STRING } from '../types/type.js';
import { atHand, type Operand, type SectionScope } from './scope.js';

const HELPERS: Readonly<Record<string, string>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };
const OPPOSITE: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/** Code of `left op right` for one of the six comparisons. */
export function comparison(op: BinaryOp, left: Operand, right: Operand, scope: SectionScope): string {
  if (op === '==' || op === '!=') return equality(op, left, right, scope);
  const plain = `(${left.once}${op}${right.once})`;
  if (isOnly(left.type, STRING) && isOnly(right.type, STRING)) return plain;
  const name = scope.shared.helper(HELPERS[op] ?? op);
  const rest = `${name}(${left.again},${right.again})`;
  if (isOnly(left.type, NUMBER) && isOnly(right.type, NUMBER)) {
    if (isSafe(left.type) && isSafe(right.type)) return plain;
    // with an object neither is true, and the library knows
    return `(${left.first}${op}${right.first}||!(${left.again}${OPPOSITE[op]}${right.again})&&${rest})`;
  }
  if (isSafeNumber(left.type) && left.temporary === null && mayBe(right.type, NUMBER)) {
    return `(+${right.first}===${right.again}?${left.again}${op}${right.again}:${rest})`;
  }
  if (isSafeNumber(right.type) && right.temporary === null && mayBe(left.type, NUMBER)) {
    return `(+${left.first}===${left.again}?${left.again}${op}${right.again}:${rest})`;
  }
  // most things that are compared are numbers
  if (mayBe(left.type, NUMBER) && mayBe(right.type, NUMBER)) {
    const { before, first, second } = atHand(left, right);
    const both = `+${first.first}===${first.again}&&+${second.again}===${second.again}`;
    return `(${before}${both}?${left.again}${op}${right.again}:${rest})`;
  }
  return `${name}(${left.once},${right.once})`;
}

/** Can the engine's own comparison tell whether something equals a value of this type? */
function isAtomic(type: ExprType): boolean {
  return isOnly(type, STRING | NULL | NUMBER) && (!mayBe(type, NUMBER) || isSafe(type));
}

function equality(op: '==' | '!=', left: Operand, right: Operand, scope: SectionScope): string {
  if (isAtomic(left.type) || isAtomic(right.type)) return `(${left.once}${op}=${right.once})`;
  const eq = scope.shared.helper('eq');
  // only objects can be equal without being the same
  const { before, first, second } = atHand(left, right);
  const rest = `typeof ${first.again}==="object"&&${eq}(${left.again},${right.again})`;
  return `${op === '!=' ? '!' : ''}(${before}${first.first}===${second.again}||${rest})`;
}
