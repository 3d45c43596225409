/** The compiler of CG/PL. */
export { type Analysis, analyseModule, type CompiledModule, compileModule } from './compile.js';
export type { Resolve } from './link/files.js';
export { compileUnit, type LinkResult, linkProgram } from './link/link.js';
export type { LinkedProgram, LinkOptions } from './link/program.js';
export type {
  BoundSection,
  CompileOptions,
  ExtraSection,
  Module,
  SectionSymbol,
  VariableSymbol,
} from './module.js';
export {
  type Lexeme,
  type LexemeKind,
  lexemes,
  type SymbolEntry,
  type SymbolKind,
  symbolTable,
} from './symbols.js';
