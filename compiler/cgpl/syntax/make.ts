/** Small pieces of syntax tree. */
import type { IToken } from 'chevrotain';
import { NEVER } from '../types/type.js';
import type { BinaryOp, CallExpr, ConstantExpr, Expr, NameAt, Target, VariableExpr } from './tree.js';

export function constant(kind: 'null' | 'true' | 'false', at: number, end: number): ConstantExpr {
  return { kind, at, end, height: 1, type: NEVER };
}

export function variable(name: string, at: number): VariableExpr {
  return { kind: 'variable', name, slot: -1, at, end: at + name.length, height: 1, type: NEVER };
}

export function call(
  at: number,
  end: number,
  names: readonly IToken[],
  args: readonly Expr[],
  method: boolean,
): CallExpr {
  const module = names.length > 1 ? (names[0]?.image ?? '') : null;
  const name = names.at(-1)?.image ?? '';
  return {
    kind: 'call',
    module,
    name,
    nameAt: names[0]?.startOffset ?? at,
    method,
    args,
    target: null,
    at,
    end,
    height: 1 + args.reduce((most, arg) => Math.max(most, arg.height), 0),
    type: NEVER,
  };
}

/** A variable of the task: an element of its dictionary `Vars()`. */
export function taskVariable(name: string, token: IToken): Expr {
  const at = token.startOffset;
  const end = at + token.image.length;
  const object = call(at, end, [{ ...token, image: 'Vars' }], [], false);
  return { kind: 'key', object, name, at, end, height: 2, type: NEVER };
}

export function ternary(condition: Expr, yes: Expr, no: Expr): Expr {
  const height = 1 + Math.max(condition.height, yes.height, no.height);
  return { kind: 'ternary', condition, yes, no, at: condition.at, end: no.end, height, type: NEVER };
}

export function nameAt(token: IToken): NameAt {
  return { name: token.image, at: token.startOffset };
}

export function isTarget(expr: Expr): expr is Target {
  return expr.kind === 'variable' || expr.kind === 'key' || expr.kind === 'keyof' || expr.kind === 'index';
}

const ASSIGN_OPS: Readonly<Record<string, BinaryOp>> = { '&=': 'and', '|=': 'or' };

/** `+=` to `+`; `=` stays. */
export function assignOpOf(image: string): '=' | '+' | '-' | '*' | '/' | '%' | 'and' | 'or' {
  return (ASSIGN_OPS[image] ?? (image.length > 1 ? image[0] : image)) as '=';
}
