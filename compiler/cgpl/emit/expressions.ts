/** Expressions: as values, and as conditions, which never make a true-value only to look at it. */
import type {
  BinaryExpr,
  BinaryOp,
  CallExpr,
  Expr,
  IndexExpr,
  KeyExpr,
  KeyOfExpr,
  UnaryExpr,
} from '../syntax/tree.js';
import { isOnly, isSafeNumber, mayBe, NULL, NUMBER } from '../types/type.js';
import { indexValue, keyOfValue, keyValue } from './access.js';
import { arithmetic } from './arithmetic.js';
import { callCode, spawnCode } from './calls.js';
import { comparison } from './compare.js';
import { fused } from './fused.js';
import { inlineTest } from './inline.js';
import { isSimple, keptOperand, type Operand, plainOperand, type SectionScope } from './scope.js';
import { literal } from './text.js';

const ARITHMETIC: ReadonlySet<BinaryOp> = new Set(['+', '-', '*', '/', '%']);
const COMPARISONS: ReadonlySet<BinaryOp> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Code inside code inside code: beyond this a piece is computed first, for the sake of the engine's parser. */
const MAX_CHAIN = 30;

export function valueCode(expr: Expr, scope: SectionScope): string {
  switch (expr.kind) {
    case 'number':
      return typeof expr.value === 'bigint' ? scope.shared.big(expr.value) : `${expr.value}`;
    case 'string':
      return literal(expr.value);
    case 'true':
      return '"YES"';
    case 'null':
    case 'false':
      return 'null';
    case 'variable':
      return scope.names[expr.slot] ?? 'null';
    case 'call':
      return callCode(expr, scope);
    case 'spawn':
      return spawnCode(expr, scope);
    case 'key':
    case 'keyof':
    case 'index':
      return elementValue(expr, scope);
    case 'unary':
      return expr.op === 'not' ? truth(testCode(expr, scope)) : signed(expr.op, expr, scope);
    case 'ternary':
      return `(${testCode(expr.condition, scope)}?${valueCode(expr.yes, scope)}:${valueCode(expr.no, scope)})`;
    case 'binary':
      return binaryValue(expr, scope);
  }
}

/** An element: read, kept for later, or known from before. */
function elementValue(expr: KeyExpr | KeyOfExpr | IndexExpr, scope: SectionScope): string {
  const known = scope.reads.known(expr);
  if (known !== null) return known;
  const code =
    expr.kind === 'key'
      ? keyValue(expr, scope)
      : expr.kind === 'keyof'
        ? keyOfValue(expr, scope)
        : indexValue(expr, scope);
  const keeper = scope.reads.keeper(expr);
  return keeper === null ? code : `(${keeper}=${code})`;
}

const truth = (test: string): string => `(${test}?"YES":null)`;

function signed(op: '+' | '-', { operand }: UnaryExpr, scope: SectionScope): string {
  const code = valueCode(operand, scope);
  if (op === '-' && operand.kind === 'number' && typeof operand.value === 'number') {
    return operand.value === 0 ? '0' : `(-${code})`;
  }
  if (op === '+') return isOnly(operand.type, NUMBER) ? code : `${scope.shared.helper('pos')}(${code})`;
  return isSafeNumber(operand.type) ? `(0-${code})` : `${scope.shared.helper('neg')}(${code})`;
}

function binaryValue(expr: BinaryExpr, scope: SectionScope): string {
  const { op } = expr;
  if (ARITHMETIC.has(op)) return chain(expr, scope);
  if (op === '||')
    return `(${sameOperator(expr)
      .map(e => valueCode(e, scope))
      .join('??')})`;
  if (op === '&&') {
    const parts = sameOperator(expr);
    const last = parts.pop() as Expr;
    return `(${parts.map(e => testCode(e, scope)).join('&&')}?${valueCode(last, scope)}:null)`;
  }
  return truth(testCode(expr, scope));
}

/** The operands of a chain of one and the same operator. */
function sameOperator(expr: BinaryExpr): Expr[] {
  const parts: Expr[] = [];
  let left: Expr = expr;
  for (; left.kind === 'binary' && left.op === expr.op; left = left.left) parts.push(left.right);
  parts.push(left);
  return parts.reverse();
}

/** Arithmetic and comparisons group to the left: a long chain is computed from there, piece by piece. */
function chain(expr: BinaryExpr, scope: SectionScope): string {
  const spine: BinaryExpr[] = [];
  let left: Expr = expr;
  for (; left.kind === 'binary' && ARITHMETIC.has(left.op); left = left.left) spine.push(left);
  const before: string[] = [];
  let operand = scope.operand(left);
  for (let i = spine.length - 1; i >= 0; i--) {
    const node = spine[i] as BinaryExpr;
    const code = operated(node.op, operand, node.right, scope);
    scope.give(operand.temporary);
    if (i === 0) return before.length === 0 ? code : `(${before.join(',')},${code})`;
    const temporary = scope.take();
    if (i % MAX_CHAIN === 0) {
      before.push(`${temporary}=${code}`);
      operand = { ...plainOperand(temporary, node.type), temporary };
    } else operand = keptOperand(code, temporary, node.type);
  }
  return 'null';
}

/** `left op right` where the left side is at hand already: op-assignments. */
export function operated(op: BinaryOp, left: Operand, value: Expr, scope: SectionScope): string {
  if (ARITHMETIC.has(op)) {
    const quick = fused(op, left, value, scope);
    if (quick !== null) return quick;
    const right = scope.operand(value);
    const code = arithmetic(op, left, right, scope);
    scope.give(right.temporary);
    return code;
  }
  return truth(`(${left.once}!==null)${op === 'and' ? '&' : '|'}${testCode(value, scope)}`);
}

export function testCode(expr: Expr, scope: SectionScope): string {
  switch (expr.kind) {
    case 'true':
    case 'string':
    case 'number':
      return 'true';
    case 'null':
    case 'false':
      return 'false';
    case 'unary':
      return expr.op === 'not' ? `!${testCode(expr.operand, scope)}` : `(${valueCode(expr, scope)},true)`;
    case 'call':
      return callTest(expr, scope);
    case 'ternary': {
      const condition = testCode(expr.condition, scope);
      return `(${condition}?${testCode(expr.yes, scope)}:${testCode(expr.no, scope)})`;
    }
    case 'binary':
      return binaryTest(expr, scope);
    default:
      return `(${valueCode(expr, scope)}!==null)`;
  }
}

function callTest(call: CallExpr, scope: SectionScope): string {
  const inlined = call.target?.kind === 'builtin' ? inlineTest(call.target.lowerName, call, scope) : null;
  return inlined ?? `(${callCode(call, scope)}!==null)`;
}

function binaryTest(expr: BinaryExpr, scope: SectionScope): string {
  const { op } = expr;
  if (COMPARISONS.has(op)) return compared(expr, scope);
  switch (op) {
    case '&&':
    case '||':
      return `(${sameOperator(expr)
        .map(e => testCode(e, scope))
        .join(op)})`;
    case 'and':
      return both(expr, op, scope);
    case 'or':
    case 'xor':
      return isMixed(expr)
        ? mixed(expr, scope)
        : op === 'or'
          ? both(expr, op, scope)
          : exclusive(expr, scope);
    default:
      return mayBe(expr.type, NULL)
        ? `(${valueCode(expr, scope)}!==null)`
        : `(${valueCode(expr, scope)},true)`;
  }
}

/** `and` and `or` compute both sides; where that cannot be noticed, one is enough. */
function both(expr: BinaryExpr, op: 'and' | 'or', scope: SectionScope): string {
  const parts = sameOperator(expr);
  const short = parts.slice(1).every(isQuiet);
  const sign = op === 'and' ? (short ? '&&' : '&') : short ? '||' : '|';
  return `(${parts.map(e => testCode(e, scope)).join(sign)})`;
}

function exclusive(expr: BinaryExpr, scope: SectionScope): string {
  // `!a!==!b` needs real booleans only; each further operand is compared with what is one already
  const tests = sameOperator(expr).map((e, i) => `${i < 2 ? '!' : '!!'}${testCode(e, scope)}`);
  return `(${tests.join('!==')})`;
}

/** `or` and `xor` have one priority: do both stand in this chain? */
function isMixed(expr: BinaryExpr): boolean {
  let left: Expr = expr;
  for (; left.kind === 'binary' && left.op === expr.op; left = left.left);
  return left.kind === 'binary' && (left.op === 'or' || left.op === 'xor');
}

/** A chain of `or` and `xor`, one after the other from the left. */
function mixed(expr: BinaryExpr, scope: SectionScope): string {
  const spine: BinaryExpr[] = [];
  let left: Expr = expr;
  for (; left.kind === 'binary' && (left.op === 'or' || left.op === 'xor'); left = left.left)
    spine.push(left);
  const result = scope.take();
  const steps = [`${result}=${testCode(left, scope)}`];
  for (let i = spine.length - 1; i >= 0; i--) {
    const { op, right } = spine[i] as BinaryExpr;
    const next = testCode(right, scope);
    steps.push(op === 'or' ? `${result}=${result}|${next}` : `${result}=!${result}!==!${next}`);
  }
  scope.give(result);
  return `(${steps.join(',')},${result})`;
}

/** Nobody can tell whether it was computed. */
function isQuiet(expr: Expr): boolean {
  if (isSimple(expr) || expr.kind === 'string') return true;
  if (expr.kind === 'unary') return isQuiet(expr.operand);
  return expr.kind === 'binary' && COMPARISONS.has(expr.op) && isQuiet(expr.left) && isQuiet(expr.right);
}

function compared(expr: BinaryExpr, scope: SectionScope): string {
  const spine: BinaryExpr[] = [];
  let deepest: Expr = expr;
  for (; deepest.kind === 'binary' && COMPARISONS.has(deepest.op); deepest = deepest.left)
    spine.push(deepest);
  const before: string[] = [];
  let operand = scope.operand(deepest);
  for (let i = spine.length - 1; i >= 0; i--) {
    const node = spine[i] as BinaryExpr;
    const right = scope.operand(node.right);
    const code = comparison(node.op, operand, right, scope);
    scope.give(right.temporary);
    scope.give(operand.temporary);
    if (i === 0) return before.length === 0 ? code : `(${before.join(',')},${code})`;
    const temporary = scope.take();
    before.push(`${temporary}=${truth(code)}`);
    operand = { ...plainOperand(temporary, node.type), temporary };
  }
  return 'false';
}
