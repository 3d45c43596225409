/** What `postern report` finds in one file. */
import type { CallExpr, Expr, Statement } from '../../compiler/cgpl/syntax/tree.js';
import { findBuiltin } from '../../stdlib/declarations/index.js';
import { analyse } from '../language/cgpl/analysis.js';
import { extensionOf, languageOf } from '../language/languages.js';
import { markLength } from '../language/lines.js';
import { LanguageService } from '../language/service.js';
import type { FileSource } from '../language/types.js';
import { unseenFirst } from './firstelement.js';
import { placer } from './paint.js';

export type FindingKind = 'broken' | 'unknown' | 'missing' | 'unavailable' | 'uncertain';

export interface Finding {
  readonly kind: FindingKind;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const UNKNOWN = new Set([
  'unknown-section',
  'wrong-environment',
  'unknown-element',
  'unknown-function',
  'unknown-prefix',
]);
const MISSING = new Set([
  'missing-external-file',
  'include-missing',
  'external-has-errors',
  'external-count',
]);

/** All findings of a file in the order of its text. */
export function findings(file: string, files: FileSource): Finding[] {
  const text = files.read(file.toLowerCase());
  const extension = extensionOf(file);
  if (extension === 'sppr' || extension === 'sppi') {
    return [
      {
        kind: 'unavailable',
        line: 1,
        column: 1,
        message: 'a program of telephone calls: this server has none',
      },
    ];
  }
  if (text === null || languageOf(file) === null) return [];
  const place = placer(text);
  const at = (offset: number, kind: FindingKind, message: string): Finding => ({
    kind,
    ...place(offset),
    message,
  });
  const found: { offset: number; finding: Finding }[] = [];
  for (const { start, severity, code, message } of new LanguageService(files).problems(file)) {
    const kind = UNKNOWN.has(code)
      ? 'unknown'
      : MISSING.has(code)
        ? 'missing'
        : severity === 'error'
          ? 'broken'
          : null;
    if (kind !== null) found.push({ offset: start, finding: at(start, kind, message) });
  }
  if (languageOf(file) === 'cgpl') {
    const shift = markLength(text);
    for (const { offset, kind, message } of inProgram(file, text)) {
      found.push({ offset, finding: at(offset + shift, kind, message) });
    }
  }
  return found.sort((a, b) => a.offset - b.offset).map(({ finding }) => finding);
}

interface Raw {
  readonly offset: number;
  readonly kind: FindingKind;
  readonly message: string;
}

function* inProgram(file: string, text: string): Generator<Raw> {
  for (const { calls, spawns, statements } of analyse(file, text).bodies) {
    const all = [...expressions(statements)];
    const settled = new Set<Expr>(unseenFirst(calls.filter(isFindRegEx), all, [...within(statements)]));
    for (const call of calls)
      if (isText(call)) for (const arg of call.args) if (isPort(arg)) settled.add(arg);
    for (const call of calls) yield* inCall(call, settled.has(call));
    for (const { nameAt, argument } of spawns) {
      if (argument === null) continue;
      yield {
        offset: nameAt,
        kind: 'uncertain',
        message: 'what a task that is spawned with a parameter gets is not described',
      };
    }
    for (const expr of all) yield* inExpression(expr, text);
  }
}

/** Built-ins whose description leaves something open, by lower-case name. */
const OPEN: Readonly<Record<string, (call: CallExpr) => string | null>> = {
  findregex: () => 'element 0 of the result of FindRegEx is not described; here it is the whole match',
  cryencrypt: () => 'the mode of block ciphers is not described',
  crydecrypt: () => 'the mode of block ciphers is not described',
  jsontoobject: () => 'booleans, fractions and null members of JSON have no described form',
  findsubstring: ({ args }) => {
    const offset = args[2];
    const isLow =
      offset?.kind === 'unary' &&
      offset.op === '-' &&
      offset.operand.kind === 'number' &&
      offset.operand.value > 1;
    return isLow ? 'FindSubstring with an offset below -1 is not described' : null;
  },
  gethttpfield: ({ args }) =>
    args[0]?.kind === 'string' && args[0].value.toLowerCase() === 'port'
      ? 'whether GetHTTPField("Port") gives a number or a string is not described; here it is a number'
      : null,
};

const builtinOf = (expr: Expr): string | null =>
  expr.kind === 'call' && expr.target?.kind === 'builtin' ? expr.target.lowerName : null;
const isFindRegEx = (call: CallExpr) => builtinOf(call) === 'findregex';
const isPort = (expr: Expr) => builtinOf(expr) === 'gethttpfield';
/** Makes the same of a number and of its digits. */
const isText = (call: CallExpr) => ['string', 'number'].includes(builtinOf(call) ?? '');

/** @param settled what the description leaves open does not matter where it stands */
function* inCall(call: CallExpr, settled: boolean): Generator<Raw> {
  const { target, nameAt: offset } = call;
  if (target?.kind !== 'builtin') return;
  const builtin = findBuiltin(target.lowerName);
  if (builtin?.place === 'pbx') {
    yield { offset, kind: 'unavailable', message: `${builtin.name} needs a telephone call` };
  }
  if (settled) return;
  const open = Object.hasOwn(OPEN, target.lowerName) ? OPEN[target.lowerName]?.(call) : null;
  if (open != null) yield { offset, kind: 'uncertain', message: open };
}

function* inExpression(expr: Expr, text: string): Generator<Raw> {
  if (expr.kind !== 'binary') return;
  const { op, left, right } = expr;
  const isZero = right.kind === 'number' && right.value === 0;
  if ((op === '/' || op === '%') && isZero) {
    yield {
      offset: right.at,
      kind: 'uncertain',
      message: 'division by zero is not described; here it gives null',
    };
  }
  if ((op !== 'or' && op !== 'xor') || left.kind !== 'binary' || (left.op !== 'or' && left.op !== 'xor'))
    return;
  // behind the left side of a pair of parentheses stands its end
  if (left.op === op || text.slice(left.end + markLength(text), right.at + markLength(text)).includes(')'))
    return;
  const message = 'the priority of "or" and "xor" among each other is not described: write parentheses';
  yield { offset: right.at, kind: 'uncertain', message };
}

/** The statements with all those inside of them. */
function* within(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === 'loop') {
      const { first, step, body } = statement;
      yield* within([first, step].filter(part => part !== null));
      yield* within(body);
    } else if (statement.kind === 'if') {
      for (const { body } of statement.arms) yield* within(body);
      yield* within(statement.otherwise ?? []);
    }
  }
}

/** Every expression inside of statements. */
function* expressions(statements: readonly Statement[]): Generator<Expr> {
  for (const statement of statements) yield* ofStatement(statement);
}

function* ofStatement(statement: Statement): Generator<Expr> {
  switch (statement.kind) {
    case 'assign':
      yield* ofExpression(statement.target);
      yield* ofExpression(statement.value);
      return;
    case 'do':
      yield* ofExpression(statement.call);
      return;
    case 'var':
      for (const { value } of statement.items) if (value !== null) yield* ofExpression(value);
      return;
    case 'if':
      for (const { condition, body } of statement.arms) {
        yield* ofExpression(condition);
        yield* expressions(body);
      }
      yield* expressions(statement.otherwise ?? []);
      return;
    case 'loop': {
      const { first, condition, step, body, trailing } = statement;
      for (const part of [first, step]) if (part !== null) yield* ofStatement(part);
      for (const part of [condition, trailing]) if (part !== null) yield* ofExpression(part);
      yield* expressions(body);
      return;
    }
    case 'return':
      if (statement.value !== null) yield* ofExpression(statement.value);
      return;
    case 'exitif':
      yield* ofExpression(statement.condition);
      return;
    case 'stop':
      return;
  }
}

/** The expression and all inside it; chains of operators can be long, so without recursion. */
function* ofExpression(expr: Expr): Generator<Expr> {
  const waiting: Expr[] = [expr];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    switch (next.kind) {
      case 'call':
        waiting.push(...next.args);
        break;
      case 'spawn':
        if (next.argument !== null) waiting.push(next.argument);
        break;
      case 'key':
        waiting.push(next.object);
        break;
      case 'keyof':
        waiting.push(next.object, next.key);
        break;
      case 'index':
        waiting.push(next.object, next.index);
        break;
      case 'unary':
        waiting.push(next.operand);
        break;
      case 'binary':
        waiting.push(next.left, next.right);
        break;
      case 'ternary':
        waiting.push(next.condition, next.yes, next.no);
    }
  }
}
