/** One source file: text in, module and diagnostics out. */
import type { IToken } from 'chevrotain';
import { CGPL_CODES } from '../diagnostics/cgpl.js';
import { compareDiagnostics, type Diagnostic, makeDiagnostic } from '../diagnostics/diagnostic.js';
import { LineTable } from '../text/linetable.js';
import { MAX_PROBLEMS } from './limits.js';
import type { BoundSection, CompileOptions, Module, SectionSymbol } from './module.js';
import { bind } from './names/bind.js';
import type { Problem } from './problem.js';
import { parse } from './syntax/parse.js';

export interface CompiledModule {
  /** null when there are errors. */
  readonly module: Module | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What an editor can use of a file, with errors in it or without. */
export interface Analysis extends CompiledModule {
  readonly source: string;
  readonly symbols: ReadonlyMap<string, SectionSymbol>;
  readonly bodies: readonly BoundSection[];
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/** Compiles one file as far as it goes without other files. Finds every error in one pass. */
export function compileModule(source: string, options: CompileOptions): CompiledModule {
  const { module, diagnostics } = analyseModule(source, options);
  return { module, diagnostics };
}

/** As `compileModule`, and keeps lexemes and symbols when there are errors. */
export function analyseModule(text: string, options: CompileOptions): Analysis {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const parsed = parse(source);
  const { symbols, bodies, problems, warnings } = bind(parsed, options);
  const errors = [...parsed.problems, ...problems].slice(0, MAX_PROBLEMS);
  const told = errors.length > 0 ? errors : warnings.slice(0, MAX_PROBLEMS);
  const diagnostics = describeProblems(told, options.file, source);
  const { tokens, comments } = parsed;
  const rest = { source, symbols, bodies, tokens, comments };
  if (errors.length > 0) return { module: null, diagnostics, ...rest };
  return { module: { file: options.file, environment: options.environment, ...rest }, diagnostics, ...rest };
}

/** Problems as diagnostics, in the order of the text. */
export function describeProblems(problems: readonly Problem[], file: string, source: string): Diagnostic[] {
  if (problems.length === 0) return [];
  const lines = new LineTable(source);
  return problems
    .map(({ code, args, at, end }) => makeDiagnostic(CGPL_CODES, code, args, file, lines, at, end))
    .sort(compareDiagnostics);
}
