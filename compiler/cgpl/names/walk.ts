/** Walks the body of one section: binds variables and calls, checks where statements may stand (cgpl.md 3, 3.1, 9 to 11). */
import { findBuiltin } from '../../../stdlib/declarations/index.js';
import type { BoundSection, SectionSymbol } from '../module.js';
import type { Problem } from '../problem.js';
import type {
  CallExpr,
  CallTarget,
  Expr,
  LoopStatement,
  SpawnExpr,
  Statement,
  Target,
} from '../syntax/tree.js';
import type { CallResolver } from './calls.js';
import type { Scope } from './scope.js';
import { withArticle } from './words.js';

/** A call of a section, or of a built-in that may have changed something. */
function doesSomething({ kind, target }: Expr & { readonly target?: CallTarget | null }): boolean {
  if (kind !== 'call' || !target) return false;
  return target.kind !== 'builtin' || findBuiltin(target.lowerName)?.waits === true;
}

export class SectionWalker {
  readonly #calls: CallExpr[] = [];
  readonly #spawns: SpawnExpr[] = [];
  /** For each open loop: can it be left? */
  readonly #loops: { left: boolean }[] = [];
  #size = 0;

  constructor(
    readonly symbol: SectionSymbol,
    readonly scope: Scope,
    readonly resolver: CallResolver,
    readonly report: (problem: Problem) => void,
    /** Gets statements that are never reached. */
    readonly unreachable: (statement: Statement) => void,
  ) {}

  walk(statements: readonly Statement[]): BoundSection {
    for (const parameter of this.symbol.params) this.scope.parameter(parameter);
    this.#list(statements);
    this.scope.finish();
    return {
      symbol: this.symbol,
      statements,
      variables: this.scope.variables,
      calls: this.#calls,
      spawns: this.#spawns,
      size: this.#size,
    };
  }

  /** True when what follows the list can be reached. */
  #list(statements: readonly Statement[]): boolean {
    let reached = true;
    let told = false;
    for (const statement of statements) {
      if (!reached && !told) {
        told = true;
        this.unreachable(statement);
      }
      if (!this.#statement(statement)) reached = false;
    }
    return reached;
  }

  #statement(statement: Statement): boolean {
    this.#size++;
    switch (statement.kind) {
      case 'assign':
        this.#target(statement.target, statement.op === '=');
        this.#expr(statement.value);
        if (statement.target.kind === 'variable' && doesSomething(statement.value))
          this.scope.use(statement.target).done++;
        return true;
      case 'do':
        this.#call(statement.call, true);
        return true;
      case 'var':
        for (const { variable, value } of statement.items) {
          if (value !== null) this.#expr(value);
          this.scope.declare(variable);
          if (value === null) continue;
          const symbol = this.scope.use(variable);
          symbol.assigned.push(variable.at);
          if (doesSomething(value)) symbol.done++;
        }
        return true;
      case 'if': {
        let reached = statement.otherwise === null;
        for (const { condition, body } of statement.arms) {
          this.#expr(condition);
          if (this.#list(body)) reached = true;
        }
        if (statement.otherwise !== null && this.#list(statement.otherwise)) reached = true;
        return reached;
      }
      case 'loop':
        return this.#loop(statement);
      case 'return':
        if (statement.value !== null) this.#returned(statement.value);
        return false;
      case 'stop':
        return false;
      case 'exitif': {
        const loop = this.#loops.at(-1);
        if (loop !== undefined) loop.left = true;
        else this.report({ code: 'exitif-outside', args: [], at: statement.at, end: statement.at + 6 });
        this.#expr(statement.condition);
        return true;
      }
    }
  }

  #loop(statement: LoopStatement): boolean {
    const { first, condition, step, body, trailing } = statement;
    if (first !== null) this.#statement(first);
    if (condition !== null) this.#expr(condition);
    const loop = { left: condition !== null || trailing !== null };
    this.#loops.push(loop);
    this.#list(body);
    this.#loops.pop();
    if (step !== null) this.#statement(step);
    if (trailing !== null) this.#expr(trailing);
    return loop.left;
  }

  #returned(value: Expr): void {
    const { kind, name } = this.symbol;
    if (kind !== 'function') {
      const { at, end } = value;
      this.report({ code: 'return-value-in-procedure', args: [name, withArticle(kind)], at, end });
    }
    this.#expr(value);
  }

  #target(target: Target, plain: boolean): void {
    if (target.kind !== 'variable') this.#expr(target);
    else {
      this.#size++;
      const symbol = this.scope.use(target);
      symbol.assigned.push(target.at);
      if (!plain && symbol.assigned.length === 1 && symbol.read.length === 0) symbol.read.push(target.at);
    }
  }

  #call(call: CallExpr, asStatement: boolean): void {
    this.#size++;
    this.resolver.resolve(call, asStatement);
    this.#calls.push(call);
    for (const arg of call.args) this.#expr(arg);
  }

  #expr(expr: Expr): void {
    let node = expr;
    for (;;) {
      this.#size++;
      switch (node.kind) {
        case 'variable':
          this.scope.use(node).read.push(node.at);
          return;
        case 'call':
          this.#call(node, false);
          return;
        case 'spawn':
          this.resolver.spawn(node);
          this.#spawns.push(node);
          if (node.argument !== null) this.#expr(node.argument);
          return;
        case 'key':
          node = node.object;
          break;
        case 'keyof':
          this.#expr(node.object);
          node = node.key;
          break;
        case 'index':
          this.#expr(node.object);
          node = node.index;
          break;
        case 'unary':
          node = node.operand;
          break;
        case 'binary': {
          const rights: Expr[] = [];
          let left: Expr = node;
          for (; left.kind === 'binary'; left = left.left) rights.push(left.right);
          this.#expr(left);
          for (let i = rights.length - 1; i >= 0; i--) this.#expr(rights[i] as Expr);
          return;
        }
        case 'ternary':
          this.#expr(node.condition);
          this.#expr(node.yes);
          node = node.no;
          break;
        default:
          return;
      }
    }
  }
}
