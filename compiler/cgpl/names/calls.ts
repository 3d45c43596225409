/** What a call calls, and whether it may (cgpl.md section 3.1). */
import {
  BUILTINS,
  type Environment,
  findBuiltin,
  isCallable,
  isNative,
} from '../../../stdlib/declarations/index.js';
import { type ExtraSection, type SectionSymbol, sectionKey } from '../module.js';
import type { Problem } from '../problem.js';
import type { CallExpr, SpawnExpr } from '../syntax/tree.js';
import { nearest } from './nearest.js';
import { countOf, rangeOf } from './words.js';

/** Looking for the nearest name is slow, and nobody reads a hundred proposals. */
const MAX_PROPOSALS = 50;

export class CallResolver {
  #proposals = 0;

  constructor(
    readonly symbols: ReadonlyMap<string, SectionSymbol>,
    readonly environment: Environment,
    readonly extra: ReadonlyMap<string, ExtraSection>,
    /** False when sections are missing because of syntax errors. */
    readonly complete: boolean,
    readonly report: (problem: Problem) => void,
  ) {}

  /** @param asStatement procedures are statements, functions are values */
  resolve(call: CallExpr, asStatement: boolean): void {
    const symbol = this.symbols.get(sectionKey(call.module, call.name));
    if (symbol !== undefined) {
      symbol.references.push(call.nameAt);
      call.target = { kind: symbol.external ? 'external' : 'section', section: symbol };
      if (symbol.kind === 'entry') this.#fail(call, 'entry-called', symbol.name);
      else this.#check(call, symbol.kind, symbol.params.length, symbol.params.length, asStatement);
      return;
    }
    if (call.module === null && this.#builtin(call, asStatement)) return;
    if (!this.complete) return;
    const shown = call.module === null ? call.name : `${call.module}::${call.name}`;
    this.#fail(call, 'unknown-section', shown, this.#proposal(shown));
  }

  spawn(spawn: SpawnExpr): void {
    const symbol = this.symbols.get(spawn.name.toLowerCase());
    symbol?.references.push(spawn.nameAt);
    if (symbol?.kind === 'entry' || (symbol === undefined && !this.complete)) return;
    const { nameAt: at } = spawn;
    this.report({ code: 'spawn-not-entry', args: [spawn.name], at, end: at + spawn.name.length });
  }

  /** `: did you mean x?`, what a qualified name needs, or nothing. */
  #proposal(name: string): string {
    if (++this.#proposals > MAX_PROPOSALS) return '';
    const found = nearest(name, this.#names());
    if (found !== null) return `: did you mean ${found}?`;
    return name.includes('::') ? ': it must be declared external' : '';
  }

  *#names(): Generator<string> {
    for (const { module, name } of this.symbols.values()) yield module === null ? name : `${module}::${name}`;
    for (const { name } of this.extra.values()) yield name;
    for (const builtin of BUILTINS) if (isNative(builtin, this.environment)) yield builtin.name;
  }

  #builtin(call: CallExpr, asStatement: boolean): boolean {
    const lowerName = call.name.toLowerCase();
    const extra = this.extra.get(lowerName);
    if (extra !== undefined) {
      call.target = { kind: 'extra', lowerName };
      this.#check(call, extra.kind, extra.minArgs, extra.maxArgs, asStatement);
      return true;
    }
    const builtin = findBuiltin(lowerName);
    if (builtin === undefined) return false;
    call.target = { kind: 'builtin', lowerName };
    if (!isCallable(builtin, this.environment)) this.#fail(call, 'wrong-environment', builtin.name);
    else this.#check(call, builtin.kind, builtin.minArgs, builtin.maxArgs, asStatement);
    return true;
  }

  #check(
    call: CallExpr,
    kind: 'function' | 'procedure',
    least: number,
    most: number | null,
    asStatement: boolean,
  ): void {
    if (kind === 'function' && asStatement) this.#fail(call, 'function-as-statement', call.name);
    else if (kind === 'procedure' && !asStatement) this.#fail(call, 'procedure-as-value', call.name);
    const count = call.args.length;
    if (count >= least && (most === null || count <= most)) return;
    this.#fail(call, 'wrong-argument-count', call.name, rangeOf(least, most), countOf(count));
  }

  #fail(call: CallExpr, code: Problem['code'], ...args: (string | number)[]): void {
    const width = call.name.length + (call.module === null ? 0 : call.module.length + 2);
    this.report({ code, args, at: call.nameAt, end: call.nameAt + width });
  }
}
