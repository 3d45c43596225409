/**
 * Generated code of expressions. Two contexts: a value, which also is a field of the stream and prints itself when
 * the fields are joined; a condition (a JavaScript boolean). What does not change inside a loop is computed before it.
 *
 * `u` is a scratch local: it is read right after it was set, before anything else is computed.
 */

import type { Expression, Step } from '../syntax/tree.js';
import type { Use } from '../tables/functions.js';
import { callLevel, emitCall, emitFlag } from './calls.js';
import { lookCode } from './lookup.js';
import type { FileScope } from './scope.js';
import { literal, member } from './writer.js';

export class ExpressionEmitter {
  readonly uses = new Set<Use>();

  constructor(readonly scope: FileScope) {}

  /** Code whose result is a value, null for what is missing. As a field of the stream it prints itself. */
  value(e: Expression): string {
    return this.moved(e, () => this.plainValue(e));
  }

  /** Code whose result is a JavaScript boolean (or another thing that a condition takes). */
  condition(e: Expression): string {
    switch (e.type) {
      case 'text':
      case 'number':
        return 'true';
      case 'all':
        return `(${e.operands.map(o => this.condition(o)).join('&&')})`;
      case 'any':
        return `(${e.operands.map(o => this.condition(o)).join('||')})`;
      case 'call':
        if (e.fn.gives === 'flag') return this.flag(e);
    }
    return `${this.value(e)}!==null`;
  }

  /** Code of one field that `mark`, a member of the guest library, makes of the value. */
  markedField(e: Expression, mark: string): string {
    return this.moved(e, () => `${this.scope.lib(mark)}(${this.plainValue(e)})`);
  }

  /** The outermost level of loops at which the expression has its final value; infinite when it changes at each call. */
  level(e: Expression): number {
    switch (e.type) {
      case 'text':
      case 'number':
      case 'element':
        return 0;
      case 'scanner':
        return this.scope.scanner(e.name).level;
      case 'path': {
        let level = this.level(e.base);
        for (const step of e.steps) if (step.type !== 'key') level = Math.max(level, this.stepLevel(step));
        return level;
      }
      case 'all':
      case 'any':
        return Math.max(...e.operands.map(o => this.level(o)));
      case 'call':
        return callLevel(this, e);
    }
  }

  private stepLevel(step: Step): number {
    if (step.type === 'key') return 0;
    return this.level(step.type === 'index' ? step.index : step.key);
  }

  private moved(e: Expression, code: () => string): string {
    if (e.type === 'text' || e.type === 'number' || e.type === 'scanner') return code();
    const level = this.level(e);
    if (level >= this.scope.level) return code();
    return this.scope.hoist(this.atLevel(level, code), level, e.at);
  }

  /** Generates code for a place outside the loops above `level`. */
  private atLevel(level: number, code: () => string): string {
    const inner = this.scope.loops.splice(level);
    const text = code();
    this.scope.loops.push(...inner);
    return text;
  }

  private plainValue(e: Expression): string {
    switch (e.type) {
      case 'text':
        return literal(e.value);
      case 'number':
        return Number.isSafeInteger(Number(e.digits)) ? e.digits : `{kind:1,big:${e.digits}n}`;
      case 'element':
        return this.lookUp('E', 'D', e.name);
      case 'scanner':
        return this.scope.scanner(e.name).value;
      case 'path':
        return this.path(e.base, e.steps);
      case 'all':
        return this.chain(e.operands, '===');
      case 'any':
        return this.chain(e.operands, '!==');
      case 'call':
        return e.fn.gives === 'flag' ? `(${this.flag(e)}?"YES":null)` : emitCall(this, e);
    }
  }

  /** Most values stand under the very key: one property access and one test. */
  private lookUp(entries: string, dictionary: string, key: string): string {
    return `(${member(entries, key)}??${lookCode(this.scope, dictionary, key)})`;
  }

  private path(base: Expression, steps: readonly Step[]): string {
    const first = steps[0];
    let code: string;
    let from = 0;
    const loop = base.type === 'scanner' ? this.scope.scanner(base.name).loop : null;
    if (loop !== null && first?.type === 'key') {
      loop.usesEntries = true;
      code = this.lookUp(`e${loop.level}`, `x${loop.level}`, first.key);
      from = 1;
    } else {
      code = this.value(base);
    }
    for (const step of steps.slice(from)) code = this.step(code, step);
    return code;
  }

  private step(base: string, step: Step): string {
    switch (step.type) {
      case 'key':
        return lookCode(this.scope, base, step.key);
      case 'computed-key':
        return `${this.scope.lib('lookComputed')}(${base},${this.value(step.key)})`;
      case 'index':
        return `${this.scope.lib('at')}(${base},${this.value(step.index)})`;
    }
  }

  private chain(operands: readonly Expression[], stop: '===' | '!=='): string {
    const u = this.scope.local('u');
    const parts = operands.map(o => `(${u}=${this.value(o)})${stop}null`);
    return `(${parts.join('||')},${u})`;
  }

  private flag(e: Extract<Expression, { type: 'call' }>): string {
    return emitFlag(this, e);
  }
}
