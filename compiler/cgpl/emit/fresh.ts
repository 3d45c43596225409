/**
 * A new dictionary and the keys that the next statements put into it: one literal instead of a look at the dictionary
 * for each key. Nobody else knows the dictionary yet, so nothing but those statements can see that it comes later.
 */
import type { AssignStatement, Expr, Statement } from '../syntax/tree.js';
import { mayBe, NULL } from '../types/type.js';
import type { SectionScope } from './scope.js';
import { literal } from './text.js';

/** What `NewDictionary()` is: in the sandbox the prototype of all objects is empty (docs/architecture.md section 1). */
export const EMPTY_DICTIONARY = '{kind:5,entries:{}}';

/** Pairs of one literal at most: the engine's parser keeps all of them on its stack. */
const MOST = 50;

/** The code of the statements from `at` on that make a dictionary, and how many they are; null when they do not. */
export function freshDictionary(
  statements: readonly Statement[],
  at: number,
  scope: SectionScope,
): { readonly code: string; readonly count: number } | null {
  const first = statements[at];
  if (first?.kind !== 'assign' || first.op !== '=' || first.target.kind !== 'variable') return null;
  const { value, target } = first;
  if (value.kind !== 'call' || value.args.length > 0 || value.target?.kind !== 'builtin') return null;
  if (value.target.lowerName !== 'newdictionary') return null;
  const pairs: string[] = [];
  const keys = new Set<string>();
  while (pairs.length < MOST) {
    const pair = pairOf(statements[at + 1 + pairs.length], target.slot);
    if (pair === null || keys.has(pair.key)) break;
    keys.add(pair.key);
    pairs.push(`${literal(pair.key)}:${scope.value(pair.value, scope)}`);
  }
  if (pairs.length === 0) return null;
  const code = `${scope.names[target.slot] ?? ''}={kind:5,entries:{${pairs.join(',')}}};`;
  return { code, count: pairs.length + 1 };
}

/** The key and the value that a statement puts into the dictionary of a variable, without looking at it. */
function pairOf(statement: Statement | undefined, slot: number): { key: string; value: Expr } | null {
  if (statement?.kind !== 'assign' || statement.op !== '=') return null;
  const { target, value }: AssignStatement = statement;
  if (target.kind !== 'key' || target.object.kind !== 'variable' || target.object.slot !== slot) return null;
  // null stores nothing, and this name means something else in a literal
  if (mayBe(value.type, NULL) || target.name === '__proto__' || mentions(value, slot)) return null;
  return { key: target.name, value };
}

function mentions(expr: Expr, slot: number): boolean {
  switch (expr.kind) {
    case 'variable':
      return expr.slot === slot;
    case 'unary':
      return mentions(expr.operand, slot);
    case 'binary':
      return mentions(expr.left, slot) || mentions(expr.right, slot);
    case 'ternary':
      return mentions(expr.condition, slot) || mentions(expr.yes, slot) || mentions(expr.no, slot);
    case 'key':
      return mentions(expr.object, slot);
    case 'keyof':
      return mentions(expr.object, slot) || mentions(expr.key, slot);
    case 'index':
      return mentions(expr.object, slot) || mentions(expr.index, slot);
    case 'call':
      return expr.args.some(arg => mentions(arg, slot));
    case 'spawn':
      return expr.argument !== null && mentions(expr.argument, slot);
    default:
      return false;
  }
}
