/** Generated code of page functions. Scanner functions and existence tests are written in place. */
import type { Argument, Expression } from '../syntax/tree.js';
import type { ExpressionEmitter } from './expressions.js';
import { lookCode } from './lookup.js';
import type { ScannerCode } from './scope.js';
import { literal } from './writer.js';

type Call = Extract<Expression, { type: 'call' }>;

/** See `ExpressionEmitter.level`. */
export function callLevel(emitter: ExpressionEmitter, call: Call): number {
  if (call.fn.first === 'scanner') return Number.POSITIVE_INFINITY;
  if (call.fn.name === 'INCLUDEARG') return 0;
  if (call.fn.stable !== true) return Number.POSITIVE_INFINITY;
  const levels = call.args.map(a => (a.type === 'expression' ? emitter.level(a.expression) : 0));
  return Math.max(0, ...levels);
}

/** A function that gives a value. */
export function emitCall(emitter: ExpressionEmitter, call: Call): string {
  if (call.fn.use !== undefined) emitter.uses.add(call.fn.use);
  const [first] = call.args;
  if (call.fn.first === 'scanner' && first?.type === 'name') {
    const scanner = emitter.scope.scanner(first.name);
    return call.fn.guest === 'index' ? indexOf(emitter, scanner) : keyOf(emitter, scanner);
  }
  if (call.fn.name === 'INCLUDEARG') return includeArg(emitter, first);
  return `${emitter.scope.lib(call.fn.guest)}(${argumentsOf(emitter, call)})`;
}

/** A function that gives a JavaScript boolean. */
export function emitFlag(emitter: ExpressionEmitter, call: Call): string {
  const [first, second] = call.args;
  const inner = first?.type === 'expression' ? first.expression : null;
  if (call.fn.guest === 'exists' && inner !== null) return emitter.condition(inner);
  if (call.fn.guest === 'doesNotExist' && inner !== null) return `!(${emitter.condition(inner)})`;
  if (call.fn.first === 'scanner' && first?.type === 'name') {
    const other = second?.type === 'expression' ? emitter.value(second.expression) : 'null';
    return scannerFlag(emitter, call.fn.guest, emitter.scope.scanner(first.name), other);
  }
  return `${emitter.scope.lib(call.fn.guest)}(${argumentsOf(emitter, call)})`;
}

const argumentsOf = (emitter: ExpressionEmitter, call: Call): string =>
  call.args.map(a => argument(emitter, a)).join(',');

function argument(emitter: ExpressionEmitter, a: Argument): string {
  if (a.type === 'expression') return emitter.value(a.expression);
  return a.type === 'name' ? literal(a.name) : String(a.value);
}

/** The index of a scanner that is not active is NaN, so that every comparison fails. */
function scannerFlag(emitter: ExpressionEmitter, guest: string, s: ScannerCode, other: string): string {
  switch (guest) {
    case 'isFirst':
      return `${s.index}===0`;
    case 'isLast':
      return `${s.index}===${s.count}-1`;
    case 'isEven':
      return `${s.index}%2===0`;
    case 'isHalf':
      return `${s.index}===(${s.count}+1>>1)`;
    default:
      return `${emitter.scope.lib('isIndex')}(${s.index},${other})`;
  }
}

function indexOf(emitter: ExpressionEmitter, s: ScannerCode): string {
  return s.loop !== null ? s.index : `${emitter.scope.lib('indexValue')}(${s.index})`;
}

function keyOf(emitter: ExpressionEmitter, s: ScannerCode): string {
  if (s.loop === null)
    return `${emitter.scope.lib('keyAt')}(${s.value.replace('.value', '.keys')},${s.index})`;
  s.loop.usesKeys = true;
  return `${emitter.scope.lib('keyAt')}(${emitter.scope.local(`k${s.loop.level}`)},${s.index})`;
}

function includeArg(emitter: ExpressionEmitter, a: Argument | undefined): string {
  const at = `${emitter.scope.lib('includeArg')}(a,${a?.type === 'ordinal' ? a.value : 0})`;
  return a?.type === 'name' ? lookCode(emitter.scope, at, a.name) : at;
}
