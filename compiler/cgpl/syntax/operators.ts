/** Puts operands and operators into a tree by the priorities of cgpl.md section 6.1. */

import { NEVER } from '../types/type.js';
import type { BinaryOp, Expr } from './tree.js';

const LEVELS: Readonly<Record<BinaryOp, number>> = {
  '||': 1,
  '&&': 2,
  or: 3,
  xor: 3,
  and: 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '==': 5,
  '!=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

const SPELLINGS: Readonly<Record<string, BinaryOp>> = { '&': 'and', '|': 'or' };

/** The operator of a lexeme: `&` and `and` are one. */
export function operatorOf(image: string): BinaryOp {
  return SPELLINGS[image] ?? (image.toLowerCase() as BinaryOp);
}

/** @param operands one more than `operators` */
export function buildBinary(operands: readonly Expr[], operators: readonly BinaryOp[]): Expr {
  const values: Expr[] = [];
  const waiting: BinaryOp[] = [];
  const reduce = (): void => {
    const right = values.pop();
    const left = values.pop();
    const op = waiting.pop();
    if (left && right && op) values.push(binary(op, left, right));
  };
  operands.forEach((operand, i) => {
    values.push(operand);
    const next = operators[i];
    if (next === undefined) return;
    const level = LEVELS[next];
    for (let top = waiting.at(-1); top !== undefined && LEVELS[top] >= level; top = waiting.at(-1)) reduce();
    waiting.push(next);
  });
  while (waiting.length > 0) reduce();
  return values[0] as Expr;
}

/**
 * The height counts the right side only: every walker goes down the left side of binary operators in a loop, so that a
 * sum of a thousand terms is not a thousand levels deep.
 */
function binary(op: BinaryOp, left: Expr, right: Expr): Expr {
  const height = Math.max(left.height, right.height + 1);
  return { kind: 'binary', op, left, right, at: left.at, end: right.end, height, type: NEVER };
}
