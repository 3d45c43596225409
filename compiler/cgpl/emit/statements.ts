/** Statements: one line of JavaScript each where possible (spec: cgpl.md section 11). */
import type {
  AssignOp,
  AssignStatement,
  Expr,
  IfStatement,
  LoopStatement,
  Statement,
} from '../syntax/tree.js';
import { isOnly, NEVER, STRING } from '../types/type.js';
import { callCode } from './calls.js';
import { operated, testCode, valueCode } from './expressions.js';
import { freshDictionary } from './fresh.js';
import { keptOperand, type Operand, plainOperand, type SectionScope } from './scope.js';
import { changeCode, changeOf, type ElementTarget, type Store, storeCode } from './store.js';
import { literal } from './text.js';

/** Takes a line of code and the offset that it comes from. */
export type WriteLine = (code: string, at: number) => void;

/** Arms of one `if` that become `else if`: the engine's parser goes one level deeper for each. */
const MAX_ARMS = 40;

export class StatementEmitter {
  constructor(
    readonly scope: SectionScope,
    readonly write: WriteLine,
  ) {}

  list(statements: readonly Statement[]): void {
    for (let at = 0; at < statements.length; at++) {
      const statement = statements[at];
      if (statement === undefined) continue;
      const fresh = this.scope.probes === null ? freshDictionary(statements, at, this.scope) : null;
      if (fresh === null) this.#statement(statement);
      else {
        this.write(fresh.code, statement.at);
        at += fresh.count - 1;
      }
    }
  }

  #statement(statement: Statement): void {
    const { scope, write } = this;
    const { at } = statement;
    // the parts of a heading have probes of their own
    const isHeaded = statement.kind === 'loop' && (statement.first !== null || statement.condition !== null);
    if (scope.probes !== null && !isHeaded) write(`${scope.probes.at(at, scope)};`, -1);
    switch (statement.kind) {
      case 'assign':
        this.#assign(statement);
        return;
      case 'do':
        write(`${callCode(statement.call, scope)};`, at);
        return;
      case 'var':
        for (const { variable, value } of statement.items) {
          write(
            `${scope.names[variable.slot]}=${value === null ? 'null' : valueCode(value, scope)};`,
            variable.at,
          );
        }
        return;
      case 'if':
        this.#if(statement);
        return;
      case 'loop':
        this.#loop(statement);
        return;
      case 'return': {
        const { value } = statement;
        if (value !== null) write(`return ${valueCode(value, scope)};`, at);
        else write(scope.section.bound.symbol.kind === 'function' ? 'return null;' : 'return;', at);
        return;
      }
      case 'stop':
        write(`throw ${scope.shared.helper('stop')};`, at);
        return;
      case 'exitif':
        write(`if(${testCode(statement.condition, scope)})break;`, at);
        return;
    }
  }

  #assign(statement: AssignStatement): void {
    const { scope } = this;
    const { target, op, value, at } = statement;
    if (target.kind !== 'variable') {
      this.#assignElement(statement);
      return;
    }
    const name = scope.names[target.slot] ?? '';
    if (op === '=') this.write(`${name}=${valueCode(value, scope)};`, at);
    else {
      const code = operated(op, plainOperand(name, target.type), value, scope);
      // the engine has an operation of its own for this
      this.write(code === `(${name}+1)` ? `${name}++;` : `${name}=${code};`, at);
    }
  }

  /** Container and key first, then the old value, then the new one (cgpl.md section 6.5). */
  #assignElement({ target, op, value, at }: AssignStatement): void {
    const { scope } = this;
    if (target.kind === 'variable') return;
    const object = scope.operand(target.object);
    const key = keyOperand(target, scope);
    const store: Store = { target, object, key };
    const { get, set } = helpersOf(target, key);
    const change = changeOf(target, op, value);
    const setter = scope.shared.helper(set);
    let quick: string | null = null;
    let given: Operand | null = null;
    if (change !== null) {
      const old = scope.reads.known(change.read ?? target);
      const reading = old ?? `${scope.shared.helper(get)}(${object.again},${key.again})`;
      const left = scope.take();
      const changed =
        op === '='
          ? valueCode(value, scope)
          : operated(
              op,
              old === null ? keptOperand(reading, left, target.type) : plainOperand(old, target.type),
              value,
              scope,
            );
      scope.give(left);
      quick = changeCode(store, change, old, `${setter}(${object.again},${key.again},${changed});`, scope);
    }
    if (quick === null) {
      given = this.#given(op, value, target, `${scope.shared.helper(get)}(${object.again},${key.again})`);
      const long = `${setter}(${object.again},${key.again},${given.again});`;
      quick = op === '=' ? storeCode(store, given, long, scope) : null;
    }
    if (quick === null) {
      const [o, k] = op === '=' ? [object.once, key.once] : [object.first, key.first];
      this.write(`${setter}(${o},${k},${given?.once ?? 'null'});`, at);
    } else {
      const operands = given === null ? [object, key] : [object, key, given];
      const before = operands.flatMap(({ temporary, once, first }) =>
        temporary === null ? [] : [once === first ? `${first};` : `${temporary}=${once};`],
      );
      this.write(before.join('') + quick, at);
    }
    scope.give(given?.temporary ?? null);
    scope.give(key.temporary);
    scope.give(object.temporary);
  }

  /** The new value of an element. */
  #given(op: AssignOp, value: Expr, target: ElementTarget, reading: string): Operand {
    const { scope } = this;
    if (op === '=') return scope.operand(value);
    const old = scope.take();
    return keptOperand(operated(op, keptOperand(reading, old, target.type), value, scope), old, NEVER);
  }

  #if({ arms, otherwise, at }: IfStatement): void {
    if (arms.length > MAX_ARMS) {
      this.#longIf({ arms, otherwise, at });
      return;
    }
    arms.forEach(({ condition, body }, i) => {
      this.write(
        `${i === 0 ? '' : '}else '}if(${i === 0 ? testCode(condition, this.scope) : this.#condition(condition)}){`,
        i === 0 ? at : condition.at,
      );
      this.list(body);
    });
    if (otherwise !== null) {
      this.write('}else{', -1);
      this.list(otherwise);
    }
    this.write('}', -1);
  }

  #longIf({ arms, otherwise, at }: Pick<IfStatement, 'arms' | 'otherwise' | 'at'>): void {
    const label = this.scope.label();
    this.write(`${label}:{`, at);
    for (const { condition, body } of arms) {
      this.write(`if(${this.#condition(condition)}){`, condition.at);
      this.list(body);
      this.write(`break ${label};}`, -1);
    }
    if (otherwise !== null) this.list(otherwise);
    this.write('}', -1);
  }

  /** A condition that is computed at a moment of its own. */
  #condition(condition: Expr): string {
    const { scope } = this;
    const code = testCode(condition, scope);
    return scope.probes === null ? code : `${scope.probes.at(condition.at, scope)},${code}`;
  }

  #loop({ first, condition, step, body, trailing, at }: LoopStatement): void {
    if (first !== null) this.#statement(first);
    if (trailing !== null) this.write('do{', at);
    else if (condition === null) this.write('for(;;){', at);
    else this.write(`while(${this.#condition(condition)}){`, condition.at);
    this.list(body);
    if (step !== null) this.#statement(step);
    if (trailing !== null) this.write(`}while(${this.#condition(trailing)});`, trailing.at);
    else this.write('}', -1);
  }
}

function keyOperand(target: ElementTarget, scope: SectionScope): Operand {
  if (target.kind === 'key') return plainOperand(literal(target.name), target.type);
  return scope.operand(target.kind === 'index' ? target.index : target.key);
}

/** The functions of the library that read and store such an element. */
function helpersOf(target: ElementTarget, key: Operand): { get: string; set: string } {
  if (target.kind === 'index') return { get: 'index', set: 'setIndex' };
  const isName = target.kind === 'key' || isOnly(key.type, STRING);
  return isName ? { get: 'key', set: 'setKey' } : { get: 'keyOf', set: 'setKeyOf' };
}
