/** Statements: one line of JavaScript each where possible (spec: cgpl.md section 11). */
import type { AssignStatement, Expr, IfStatement, LoopStatement, Statement, Target } from '../syntax/tree.js';
import { isOnly, NEVER, STRING } from '../types/type.js';
import { storeCode } from './access.js';
import { callCode } from './calls.js';
import { operated, testCode, valueCode } from './expressions.js';
import { freshDictionary } from './fresh.js';
import { keptOperand, type Operand, plainOperand, type SectionScope } from './scope.js';
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
      this.write(`${name}=${operated(op, plainOperand(name, target.type), value, scope)};`, at);
    }
  }

  /** Container and key first, then the old value, then the new one (cgpl.md section 6.5). */
  #assignElement({ target, op, value, at }: AssignStatement): void {
    const { scope } = this;
    if (target.kind === 'variable') return;
    const object = scope.operand(target.object);
    const key = keyOperand(target, scope);
    const { get, set } = helpersOf(target, key);
    let given: Operand;
    if (op === '=') given = scope.operand(value);
    else {
      const old = scope.take();
      const reading = `${scope.shared.helper(get)}(${object.again},${key.again})`;
      const code = operated(op, keptOperand(reading, old, target.type), value, scope);
      given = keptOperand(code, old, NEVER);
    }
    const helper = scope.shared.helper(set);
    const long = `${helper}(${object.again},${key.again},${given.again})`;
    const quick = op === '=' ? storeCode(target, object, key, given, long) : null;
    if (quick === null) {
      const [o, k] = op === '=' ? [object.once, key.once] : [object.first, key.first];
      this.write(`${helper}(${o},${k},${given.once});`, at);
    } else {
      const before = [object, key, given].flatMap(({ temporary, once }) =>
        temporary === null ? [] : [`${temporary}=${once};`],
      );
      this.write(before.join('') + quick, at);
    }
    scope.give(given.temporary);
    scope.give(key.temporary);
    scope.give(object.temporary);
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

type ElementTarget = Exclude<Target, { kind: 'variable' }>;

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
