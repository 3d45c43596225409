/**
 * The language without a compiler: walks the syntax tree and does what cgpl.md says, with the library's operators
 * only. Slow and plain, so that what the compiler makes of types can be checked against it.
 */
import { compileModule, type Module } from '../../../compiler/cgpl/index.js';
import type { CallExpr, Expr, Statement, Target } from '../../../compiler/cgpl/syntax/tree.js';
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import * as $ from '../../../stdlib/operators/index.js';
import { normalise } from '../../../stdlib/values/numbers.js';
import type { Value } from '../../../stdlib/values/types.js';

class Exit {}
class Stop {}
class Return {
  constructor(readonly value: Value) {}
}

const yes = (condition: boolean): Value => (condition ? 'YES' : null);

type Vars = Map<string, Value>;

export class Reference {
  readonly results: Value[] = [];
  #fuel: number;

  constructor(
    readonly module: Module,
    fuel = 1_000_000,
  ) {
    this.#fuel = fuel;
  }

  run(): Value[] {
    try {
      this.call('main', []);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return this.results;
  }

  call(name: string, args: Value[]): Value {
    const body = this.module.bodies.find(({ symbol }) => symbol.lowerName === name);
    if (body === undefined) throw new Error(`no section ${name}`);
    const vars: Vars = new Map(body.symbol.params.map((p, i) => [p.name.toLowerCase(), args[i] ?? null]));
    try {
      this.#list(body.statements, vars);
    } catch (error) {
      if (error instanceof Return) return error.value;
      throw error;
    }
    return null;
  }

  #list(list: readonly Statement[], vars: Vars): void {
    for (const statement of list) this.#statement(statement, vars);
  }

  #statement(s: Statement, vars: Vars): void {
    if (--this.#fuel < 0) throw new Error('too long');
    switch (s.kind) {
      case 'assign':
        this.#assign(s.target, s.op, s.value, vars);
        return;
      case 'do':
        this.#value(s.call, vars);
        return;
      case 'var':
        for (const { variable, value } of s.items) {
          vars.set(variable.name.toLowerCase(), value === null ? null : this.#value(value, vars));
        }
        return;
      case 'if': {
        const arm = s.arms.find(({ condition }) => this.#value(condition, vars) !== null);
        this.#list(arm?.body ?? s.otherwise ?? [], vars);
        return;
      }
      case 'loop':
        if (s.first !== null) this.#statement(s.first, vars);
        try {
          while (s.condition === null || this.#value(s.condition, vars) !== null) {
            this.#list(s.body, vars);
            if (s.step !== null) this.#statement(s.step, vars);
            if (s.trailing !== null && this.#value(s.trailing, vars) === null) break;
          }
        } catch (error) {
          if (!(error instanceof Exit)) throw error;
        }
        return;
      case 'return':
        throw new Return(s.value === null ? null : this.#value(s.value, vars));
      case 'stop':
        throw new Stop();
      case 'exitif':
        if (this.#value(s.condition, vars) !== null) throw new Exit();
        return;
    }
  }

  #assign(target: Target, op: string, value: Expr, vars: Vars): void {
    const given = (old: () => Value): Value => {
      const before = op === '=' ? null : old();
      const now = this.#value(value, vars);
      return op === '=' ? now : this.#operate(op, before, () => now);
    };
    switch (target.kind) {
      case 'variable': {
        const name = target.name.toLowerCase();
        vars.set(
          name,
          given(() => vars.get(name) ?? null),
        );
        return;
      }
      case 'key': {
        const object = this.#value(target.object, vars);
        $.setKey(
          object,
          target.name,
          given(() => $.key(object, target.name)),
        );
        return;
      }
      case 'keyof': {
        const object = this.#value(target.object, vars);
        const key = this.#value(target.key, vars);
        $.setKeyOf(
          object,
          key,
          given(() => $.keyOf(object, key)),
        );
        return;
      }
      case 'index': {
        const object = this.#value(target.object, vars);
        const at = this.#value(target.index, vars);
        $.setIndex(
          object,
          at,
          given(() => $.index(object, at)),
        );
      }
    }
  }

  #value(e: Expr, vars: Vars): Value {
    switch (e.kind) {
      case 'number':
        return typeof e.value === 'bigint' ? normalise(e.value) : e.value;
      case 'string':
        return e.value;
      case 'true':
        return 'YES';
      case 'null':
      case 'false':
        return null;
      case 'variable':
        return vars.get(e.name.toLowerCase()) ?? null;
      case 'call':
        return this.#call(e, vars);
      case 'spawn':
        return null;
      case 'key':
        return $.key(this.#value(e.object, vars), e.name);
      case 'keyof':
        return $.keyOf(this.#value(e.object, vars), this.#value(e.key, vars));
      case 'index':
        return $.index(this.#value(e.object, vars), this.#value(e.index, vars));
      case 'unary': {
        const x = this.#value(e.operand, vars);
        return e.op === '-' ? $.neg(x) : e.op === '+' ? $.pos(x) : yes(x === null);
      }
      case 'ternary':
        return this.#value(this.#value(e.condition, vars) !== null ? e.yes : e.no, vars);
      case 'binary':
        return this.#operate(e.op, this.#value(e.left, vars), () => this.#value(e.right, vars));
    }
  }

  #operate(op: string, a: Value, right: () => Value): Value {
    if (op === '&&') return a === null ? null : right();
    if (op === '||') return a === null ? right() : a;
    const b = right();
    switch (op) {
      case '+':
        return $.add(a, b);
      case '-':
        return $.sub(a, b);
      case '*':
        return $.mul(a, b);
      case '/':
        return $.div(a, b);
      case '%':
        return $.rem(a, b);
      case '<':
        return yes($.lt(a, b));
      case '<=':
        return yes($.le(a, b));
      case '>':
        return yes($.gt(a, b));
      case '>=':
        return yes($.ge(a, b));
      case '==':
        return yes($.eq(a, b));
      case '!=':
        return yes(!$.eq(a, b));
      case 'and':
        return yes(a !== null && b !== null);
      case 'or':
        return yes(a !== null || b !== null);
      case 'xor':
        return yes((a !== null) !== (b !== null));
      default:
        throw new Error(`no operator ${op}`);
    }
  }

  #call(e: CallExpr, vars: Vars): Value {
    const args = e.args.map(arg => this.#value(arg, vars));
    const name = e.name.toLowerCase();
    if (name === 'result') {
      this.results.push(hostBuiltins.objecttostring?.(args[0] ?? null) ?? null);
      return null;
    }
    if (name === 'void') return null;
    const builtin = coreBuiltins[name] ?? hostBuiltins[name];
    return builtin !== undefined ? builtin(...args) : this.call(name, args);
  }
}

/** What the entry `Main` of a source passes to `Result`, as text; the failure's code in the place of what follows it. */
export function interpret(source: string): Value[] {
  const extra = [{ name: 'Result', kind: 'procedure' as const, minArgs: 1, maxArgs: 1 }];
  const { module, diagnostics } = compileModule(source, { file: 'main.wcgp', environment: 'web', extra });
  if (module === null)
    throw new Error(diagnostics.map(d => `${d.range.start.line}: ${d.message}`).join('\n'));
  const reference = new Reference(module);
  try {
    return reference.run();
  } catch (error) {
    return [...reference.results, `failed: ${(error as Error).message}`];
  }
}
