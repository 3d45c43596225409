/** Statements: one line of JavaScript each where possible (spec: cgpl.md section 11). */
import type { AssignStatement, IfStatement, LoopStatement, Statement } from '../syntax/tree.js';
import { ARRAY, isNotNegative, isOnly, NUMBER, STRING } from '../types/type.js';
import { callCode } from './calls.js';
import { operated, testCode, valueCode } from './expressions.js';
import { isSimple, keptOperand, type Operand, plainOperand, type SectionScope } from './scope.js';
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
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    const { scope, write } = this;
    const { at } = statement;
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
    let key: Operand;
    if (target.kind === 'key') {
      key = plainOperand(literal(target.name), target.type);
    } else key = scope.operand(target.kind === 'index' ? target.index : target.key);
    const isName = target.kind === 'key' || (target.kind === 'keyof' && isOnly(target.key.type, STRING));
    const by = target.kind === 'index' ? 'ndex' : isName ? 'ey' : 'eyOf';
    const set = scope.shared.helper(target.kind === 'index' ? `setI${by}` : `setK${by}`);
    if (op === '=') {
      const isElement =
        isOnly(target.object.type, ARRAY) && isOnly(key.type, NUMBER) && target.kind === 'index';
      if (isElement && isSimple(value) && object.temporary === null && key.temporary === null) {
        const given = valueCode(value, scope);
        const [a, i] = [object.again, key.again];
        const inside = isNotNegative(key.type) ? `${i}<${a}.length` : `${i}>=0&&${i}<${a}.length`;
        this.write(`if(${inside})${a}[${i}]=${given};else ${set}(${a},${i},${given});`, at);
      } else {
        this.write(`${set}(${object.once},${key.once},${valueCode(value, scope)});`, at);
      }
    } else {
      const get = scope.shared.helper(target.kind === 'index' ? `i${by}` : `k${by}`);
      const old = scope.take();
      const left = keptOperand(`${get}(${object.again},${key.again})`, old, target.type);
      const code = operated(op, left, value, scope);
      scope.give(old);
      this.write(`${set}(${object.first},${key.first},${code});`, at);
    }
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
        `${i === 0 ? '' : '}else '}if(${testCode(condition, this.scope)}){`,
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
      this.write(`if(${testCode(condition, this.scope)}){`, condition.at);
      this.list(body);
      this.write(`break ${label};}`, -1);
    }
    if (otherwise !== null) this.list(otherwise);
    this.write('}', -1);
  }

  #loop({ first, condition, step, body, trailing, at }: LoopStatement): void {
    if (first !== null) this.#statement(first);
    if (trailing !== null) this.write('do{', at);
    else if (condition === null) this.write('for(;;){', at);
    else this.write(`while(${testCode(condition, this.scope)}){`, condition.at);
    this.list(body);
    if (step !== null) this.#statement(step);
    if (trailing !== null) this.write(`}while(${testCode(trailing, this.scope)});`, trailing.at);
    else this.write('}', -1);
  }
}
