/** Built-ins that are an operation or two of the engine when the classes of their arguments are known. */
import type { CallExpr, Expr } from '../syntax/tree.js';
import { PREDICATES } from '../types/results.js';
import {
  ARRAY,
  DICTIONARY,
  isNotNegative,
  isOnly,
  isSafe,
  isSafeNumber,
  NULL,
  NUMBER,
  STRING,
} from '../types/type.js';
import { EMPTY_DICTIONARY } from './fresh.js';
import { isSimple, type SectionScope } from './scope.js';

type Inline = (args: readonly Expr[], scope: SectionScope) => string | null;

const is = (expr: Expr | undefined, mask: number): expr is Expr =>
  expr !== undefined && isOnly(expr.type, mask);
const isPlace = (expr: Expr | undefined): expr is Expr =>
  is(expr, NUMBER) && isSafe(expr.type) && isNotNegative(expr.type);

const VALUES: Readonly<Record<string, Inline>> = {
  length([x], scope) {
    if (x === undefined || x.kind === 'string' || x.kind === 'number') return null;
    if (isOnly(x.type, STRING) || isOnly(x.type, ARRAY)) return `${scope.value(x, scope)}.length`;
    const { first, again, temporary } = scope.operand(x);
    scope.give(temporary);
    const long = `${scope.shared.builtin('length')}(${again})`;
    if (isOnly(x.type, DICTIONARY)) return `(${first}.order?.length??${long})`;
    // only strings and arrays have a length
    return `(${first}?.length??${long})`;
  },
  string([x], scope) {
    if (x === undefined) return null;
    if (isOnly(x.type, STRING)) return scope.value(x, scope);
    return isSafeNumber(x.type) ? `(""+${scope.value(x, scope)})` : null;
  },
  number: ([x], scope) => (is(x, NUMBER) ? scope.value(x, scope) : null),
  newarray: () => '[]',
  newdictionary: () => EMPTY_DICTIONARY,
  substring([s, from, len], scope) {
    if (!is(s, STRING) || !is(from, NUMBER) || !is(len, NUMBER)) return null;
    if (isPlace(from) && isPlace(len))
      return `${scope.value(s, scope)}.substr(${scope.value(from, scope)},${scope.value(len, scope)})`;
    if (!isSimple(s)) return null;
    const string = scope.value(s, scope);
    const start = scope.operand(from);
    const count = scope.operand(len);
    scope.give(count.temporary);
    scope.give(start.temporary);
    const before = [start, count].flatMap(({ temporary, first }) => (temporary === null ? [] : [first]));
    // numbers beyond the safe range are objects, which are not at least 0 either
    const test = [from, len].flatMap((expr, i) =>
      isPlace(expr) ? [] : [`${(i === 0 ? start : count).again}>=0`],
    );
    const long = `${scope.shared.builtin('substring')}(${string},${start.again},${count.again})`;
    const code = `${test.join('&&')}?${string}.substr(${start.again},${count.again}):${long}`;
    return `(${[...before, code].join(',')})`;
  },
  findsubstring([s, what, offset], scope) {
    if (s === undefined || !is(what, STRING) || !isOnly(s.type, STRING | NULL)) return null;
    const isString = isOnly(s.type, STRING);
    if (!isString && !isSimple(s)) return null;
    const certain = what.kind === 'string' && what.value !== '' && isPlace(offset);
    if (offset !== undefined && !certain) return null;
    const args = [what, ...(offset === undefined ? [] : [offset])].map(arg => scope.value(arg, scope));
    const search = `${scope.value(s, scope)}.indexOf(${args.join(',')})`;
    return isString
      ? search
      : isSimple(what) && (offset === undefined || isSimple(offset))
        ? `(${scope.value(s, scope)}===null?-1:${search})`
        : null;
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
  return `(${first}?.push!==undefined)`;
}
