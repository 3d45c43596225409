/** Finds and compiles the files of a program: the first one, and every file that one of them names (cgpl.md section 10). */
import type { Environment } from '../../../stdlib/declarations/index.js';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { compileModule, describeProblems } from '../compile.js';
import type { Module, SectionSymbol } from '../module.js';
import type { Problem } from '../problem.js';
import type { CallExpr } from '../syntax/tree.js';
import type { LinkOptions, SourceFile } from './program.js';

/** Files of one program. */
export const MAX_FILES = 200;

export type Resolve = (file: string) => string | null;

/** `ProcCall` and `FuncCall` with a literal name, as if it were declared. */
export interface LiteralName {
  readonly module: string | null;
  readonly name: string;
}

const QUALIFIED = /^([A-Za-z][A-Za-z0-9_]*)(?:::([A-Za-z][A-Za-z0-9_]*))?$/;

/** The name in a `ProcCall("m::f", ...)`, null for a computed or impossible one. */
export function literalName(call: CallExpr): LiteralName | null {
  const first = call.args[0];
  const match = first?.kind === 'string' ? QUALIFIED.exec(first.value) : null;
  if (match === null) return null;
  const [, one = '', two] = match;
  return two === undefined ? { module: null, name: one } : { module: one, name: two };
}

export function isCallByName(call: CallExpr): boolean {
  const target = call.target;
  return target?.kind === 'builtin' && (target.lowerName === 'proccall' || target.lowerName === 'funccall');
}

/** The file that holds an external. */
export function externalFile(module: string | null, name: string, environment: Environment): string {
  return `${(module ?? name).toLowerCase()}${environment === 'pbx' ? '.sppi' : '.wcgi'}`;
}

export interface LoadedFiles {
  readonly files: SourceFile[];
  readonly byName: ReadonlyMap<string, SourceFile>;
  /** Files that are named, but are missing or wrong. */
  readonly unavailable: readonly string[];
}

/** Loads a file and all that it leads to. null when the first file is missing or has errors. */
export function loadFiles(
  entry: string,
  resolve: Resolve,
  options: LinkOptions,
  diagnostics: Diagnostic[],
): LoadedFiles | null {
  const files: SourceFile[] = [];
  const byName = new Map<string, SourceFile>();
  const unavailable = new Map<string, Problem['code']>();
  const add = (name: string, module: Module): void => {
    const file = { index: files.length, name, module };
    files.push(file);
    byName.set(name, file);
  };
  const source = resolve(entry);
  if (source === null) {
    diagnostics.push(
      ...describeProblems([{ code: 'missing-file', args: [entry], at: 0, end: 0 }], entry, ''),
    );
    return null;
  }
  const first = compileModule(source, { ...options, file: entry });
  diagnostics.push(...first.diagnostics);
  if (first.module === null) return null;
  add(entry, first.module);
  // the list grows while it is walked
  for (const { module } of files) {
    const problems: Problem[] = [];
    for (const { module: prefix, name, symbol, at } of namedExternals(module)) {
      const file = externalFile(prefix, name, options.environment);
      if (byName.has(file)) continue;
      if (files.length >= MAX_FILES) {
        const [problem] = describeProblems(
          [{ code: 'too-many-files', args: [MAX_FILES], at, end: at + 1 }],
          module.file,
          module.source,
        );
        if (problem !== undefined) diagnostics.push(problem);
        return null;
      }
      const code = unavailable.get(file) ?? load(file, resolve, options, add);
      if (code === null) continue;
      unavailable.set(file, code);
      if (symbol !== null) problems.push({ code, args: [file, name], at, end: at + name.length });
    }
    diagnostics.push(...describeProblems(problems, module.file, module.source));
  }
  return { files, byName, unavailable: [...unavailable.keys()] };
}

function load(
  file: string,
  resolve: Resolve,
  options: LinkOptions,
  add: (name: string, module: Module) => void,
): Problem['code'] | null {
  const source = resolve(file);
  if (source === null) return 'missing-external-file';
  const { module, diagnostics } = compileModule(source, { ...options, file });
  if (module === null || hasErrors(diagnostics)) return 'external-has-errors';
  add(file, module);
  return null;
}

interface NamedExternal extends LiteralName {
  readonly symbol: SectionSymbol | null;
  readonly at: number;
}

/** What a module names in other files: externals that it calls, and literal names in calls by name. */
function* namedExternals(module: Module): Generator<NamedExternal> {
  for (const symbol of module.symbols.values()) {
    if (symbol.external && symbol.references.length > 0) {
      yield { module: symbol.module, name: symbol.name, symbol, at: symbol.node.nameAt };
    }
  }
  for (const { calls } of module.bodies) {
    for (const call of calls) {
      const name = isCallByName(call) ? literalName(call) : null;
      if (name !== null) yield { ...name, symbol: null, at: call.nameAt };
    }
  }
}
