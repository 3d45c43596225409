/** Built-ins that are an operation or two of the engine when the classes of their arguments are known. */
import type { CallExpr, Expr } from '../syntax/tree.js';
import { PREDICATES } from '../types/results.js';
import { ARRAY, isNotNegative, isOnly, isSafe, isSafeNumber, NUMBER, STRING } from '../types/type.js';
import { isSimple, type SectionScope } from './scope.js';

type Inline = (args: readonly Expr[], scope: SectionScope) => string | null;

const is = (expr: Expr | undefined, mask: number): expr is Expr =>
  expr !== undefined && isOnly(expr.type, mask);
const isPlace = (expr: Expr | undefined): expr is Expr =>
  is(expr, NUMBER) && isSafe(expr.type) && isNotNegative(expr.type);

const VALUES: Readonly<Record<string, Inline>> = {
  length([x], scope) {
    if (x === undefined || x.kind === 'string') return null;
    return isOnly(x.type, STRING) || isOnly(x.type, ARRAY) ? `${scope.value(x, scope)}.length` : null;
  },
  string([x], scope) {
    if (x === undefined) return null;
    if (isOnly(x.type, STRING)) return scope.value(x, scope);
    return isSafeNumber(x.type) ? `(""+${scope.value(x, scope)})` : null;
  },
  number: ([x], scope) => (is(x, NUMBER) ? scope.value(x, scope) : null),
  newarray: () => '[]',
  substring([s, from, len], scope) {
    if (!is(s, STRING) || !isPlace(from) || !isPlace(len)) return null;
    return `${scope.value(s, scope)}.substr(${scope.value(from, scope)},${scope.value(len, scope)})`;
  },
  findsubstring([s, what, offset], scope) {
    if (!is(s, STRING) || !is(what, STRING)) return null;
    const search = `${scope.value(s, scope)}.indexOf(${scope.value(what, scope)}`;
    if (offset === undefined) return `${search})`;
    const certain = what.kind === 'string' && what.value !== '' && isPlace(offset);
    return certain ? `${search},${scope.value(offset, scope)})` : null;
  },
  min: (args, scope) => extreme('<', args, scope),
  max: (args, scope) => extreme('>', args, scope),
  addelement: ([target, x], scope) =>
    is(target, ARRAY) && x !== undefined
      ? `${scope.value(target, scope)}.push(${scope.value(x, scope)})`
      : null,
};

function extreme(op: string, [a, b]: readonly Expr[], scope: SectionScope): string | null {
  if (a === undefined || b === undefined || !isSimple(a) || !isSimple(b)) return null;
  if (!isSafeNumber(a.type) || !isSafeNumber(b.type)) return null;
  const [x, y] = [scope.value(a, scope), scope.value(b, scope)];
  return `(${x}${op}${y}?${x}:${y})`;
}

/** The code of a call, null when the built-in must be called. */
export function inlineValue(lowerName: string, call: CallExpr, scope: SectionScope): string | null {
  return Object.hasOwn(VALUES, lowerName) ? (VALUES[lowerName]?.(call.args, scope) ?? null) : null;
}

const KINDS: Readonly<Record<string, number>> = {
  isdata: 3,
  isdate: 2,
  isdictionary: 5,
  isipaddress: 4,
  isxml: 6,
};

/** The code of a predicate as a condition, null when it must be called. */
export function inlineTest(lowerName: string, call: CallExpr, scope: SectionScope): string | null {
  const [x] = call.args;
  if (x === undefined || x.kind === 'number' || !Object.hasOwn(PREDICATES, lowerName)) return null;
  const kind = KINDS[lowerName];
  if (lowerName === 'isstring') return `(typeof ${scope.value(x, scope)}==="string")`;
  const { first, again, temporary } = scope.operand(x);
  scope.give(temporary);
  if (lowerName === 'isnumber')
    return `(+${first}===${again}||${scope.shared.builtin('isnumber')}(${again})!==null)`;
  if (kind !== undefined) return `(${first}!==null&&${again}.kind===${kind})`;
  return `(${first}!==null&&typeof ${again}==="object"&&${again}.kind===undefined)`;
}
