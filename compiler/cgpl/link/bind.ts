/** Turns loaded files into a program: sections get their names in the code, calls of externals their targets. */
import type { Environment } from '../../../stdlib/declarations/index.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { describeProblems } from '../compile.js';
import { sharedReads } from '../emit/reads.js';
import type { SectionSymbol } from '../module.js';
import { heading } from '../names/words.js';
import type { CallExpr, SectionKind } from '../syntax/tree.js';
import { ANY, NEVER } from '../types/type.js';
import { externalFile, isCallByName, type LoadedFiles, literalName } from './files.js';
import type { Binding, LinkedSection, Program, SourceFile } from './program.js';

export function bindProgram(
  loaded: LoadedFiles,
  environment: Environment,
  diagnostics: Diagnostic[],
): Program {
  const sections: LinkedSection[] = [];
  const bySymbol = new Map<SectionSymbol, LinkedSection>();
  for (const file of loaded.files) {
    for (const bound of file.module.bodies) {
      const { symbol } = bound;
      const section: LinkedSection = {
        bound,
        file,
        code: `${symbol.name}$${file.index}`,
        open: symbol.kind === 'entry',
        waits: false,
        params: symbol.params.map(() => NEVER),
        result: NEVER,
        untyped: false,
        reads: sharedReads(bound.statements, bound.variables.length),
      };
      sections.push(section);
      bySymbol.set(symbol, section);
    }
  }
  const calls = new CallBinder(loaded, environment, bySymbol);
  for (const file of loaded.files) {
    for (const { calls: list } of file.module.bodies) for (const call of list) calls.bind(call);
    diagnostics.push(...doubtful(file, loaded, environment));
  }
  const open = calls.computedNames || loaded.unavailable.length > 0;
  const first = loaded.files[0]?.name ?? '';
  for (const section of sections) {
    const { name } = section.file;
    // an external file that is loaded by itself was asked for by a call that is not part of this program
    const isExternal = /\.(wcgi|sppi)$/.test(name);
    if (isExternal && (open || name === first)) section.open = true;
    if (section.open) section.params.fill(ANY);
  }
  return {
    environment,
    files: loaded.files,
    sections,
    bySymbol,
    bindings: calls.bindings,
    externals: loaded.unavailable,
    pages: [...calls.pages],
    open,
    dynamic: calls.computedNames || calls.computedPages,
  };
}

class CallBinder {
  readonly bindings = new Map<CallExpr, Binding>();
  readonly pages = new Set<string>();
  computedNames = false;
  computedPages = false;

  constructor(
    readonly loaded: LoadedFiles,
    readonly environment: Environment,
    readonly bySymbol: ReadonlyMap<SectionSymbol, LinkedSection>,
  ) {}

  bind(call: CallExpr): void {
    const { target } = call;
    if (target?.kind === 'external') {
      const { module, name, kind, params } = target.section;
      this.bindings.set(call, this.#find(module, name, kind, params.length));
    } else if (isCallByName(call)) {
      const literal = literalName(call);
      if (literal === null) this.computedNames = true;
      else {
        const kind = call.name.toLowerCase() === 'funccall' ? 'function' : 'procedure';
        this.bindings.set(call, this.#find(literal.module, literal.name, kind, call.args.length - 1));
      }
    } else if (target?.kind === 'builtin' && target.lowerName === 'processwssp') {
      const page = call.args[0];
      if (page?.kind === 'string') this.pages.add(page.value);
      else this.computedPages = true;
    }
  }

  #find(module: string | null, name: string, kind: SectionKind, count: number): Binding {
    const file = externalFile(module, name, this.environment);
    const source = this.loaded.byName.get(file);
    if (source === undefined) return { kind: 'dynamic', file, name: name.toLowerCase() };
    const symbol = source.module.symbols.get(name.toLowerCase());
    const section = symbol === undefined ? undefined : this.bySymbol.get(symbol);
    const fits = symbol?.kind === kind && symbol.params.length === count;
    if (section !== undefined && fits) return { kind: 'linked', section };
    return { kind: 'mismatch', name, section: kind, count };
  }
}

/** Warnings for externals whose real heading differs from the declaration. */
function doubtful(file: SourceFile, loaded: LoadedFiles, environment: Environment): Diagnostic[] {
  const problems = [];
  for (const symbol of file.module.symbols.values()) {
    if (!symbol.external) continue;
    const other = loaded.byName.get(externalFile(symbol.module, symbol.name, environment));
    const real = other?.module.symbols.get(symbol.lowerName);
    if (other === undefined) continue;
    const declared = heading(symbol.kind, symbol.params.length);
    const found =
      real === undefined || real.external ? 'no such section' : heading(real.kind, real.params.length);
    if (found === declared) continue;
    const at = symbol.node.nameAt;
    problems.push({
      code: 'external-count' as const,
      args: [symbol.name, declared, found],
      at,
      end: at + symbol.name.length,
    });
  }
  return describeProblems(problems, file.module.file, file.module.source);
}
