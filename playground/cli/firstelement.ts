/** Can it matter to a section what element 0 of an array is that a call gives? Only tests and other elements do not look. */
import type { CallExpr, Expr, Statement } from '../../compiler/cgpl/syntax/tree.js';

/** Built-ins that only test of what class something is. */
const TESTS = new Set(['isarray', 'isstring', 'isdictionary', 'isnumber', 'isdata', 'isxml', 'length']);

/**
 * The calls among `calls` whose first element nobody looks at.
 * @param expressions all of the section
 * @param statements all of the section, those inside of others, too
 */
export function unseenFirst(
  calls: readonly CallExpr[],
  expressions: readonly Expr[],
  statements: readonly Statement[],
): ReadonlySet<CallExpr> {
  const harmless = new Set<Expr>();
  for (const expr of expressions) for (const part of untouched(expr)) harmless.add(part);
  for (const statement of statements) for (const part of tested(statement)) harmless.add(part);
  /** Variables by slot: everything that reads them. */
  const reads = new Map<number, Expr[]>();
  for (const expr of expressions) {
    if (expr.kind === 'variable') reads.set(expr.slot, [...(reads.get(expr.slot) ?? []), expr]);
  }
  const kept = new Map<Expr, number>();
  for (const statement of statements) {
    if (statement.kind === 'assign' && statement.op === '=' && statement.target.kind === 'variable') {
      kept.set(statement.value, statement.target.slot);
    } else if (statement.kind === 'var') {
      for (const { variable, value } of statement.items) if (value !== null) kept.set(value, variable.slot);
    }
  }
  return new Set(
    calls.filter(call => {
      if (harmless.has(call)) return true;
      const slot = kept.get(call);
      return slot !== undefined && (reads.get(slot) ?? []).every(read => harmless.has(read));
    }),
  );
}

/** Parts of an expression whose first element it does not look at. */
function untouched(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'index':
      return expr.index.kind === 'number' && expr.index.value !== 0 ? [expr.object] : [];
    case 'binary':
      if (expr.op === '==' || expr.op === '!=') {
        if (expr.right.kind === 'null') return [expr.left];
        return expr.left.kind === 'null' ? [expr.right] : [];
      }
      return expr.op === '&&' ? [expr.left] : [];
    case 'unary':
      return expr.op === 'not' ? [expr.operand] : [];
    case 'ternary':
      return [expr.condition];
    case 'call':
      return expr.target?.kind === 'builtin' && TESTS.has(expr.target.lowerName) ? expr.args : [];
    default:
      return [];
  }
}

/** What a statement only tests; the target of an assignment is no reading. */
function tested(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case 'assign':
      return [statement.target];
    case 'if':
      return statement.arms.map(({ condition }) => condition);
    case 'exitif':
      return [statement.condition];
    case 'loop':
      return [statement.condition, statement.trailing].filter(part => part !== null);
    default:
      return [];
  }
}
