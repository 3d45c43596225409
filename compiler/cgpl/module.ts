/** What is known of one source file after it was read: the input of linking, and what an editor asks for. */
import type { IToken } from 'chevrotain';
import type { Environment } from '../../stdlib/declarations/index.js';
import type { CallExpr, NameAt, SectionKind, SectionNode, SpawnExpr, Statement } from './syntax/tree.js';

/** A built-in beyond the table, for hosts with procedures of their own: called as `$.b.<lower-case name>(...)`. */
export interface ExtraSection {
  readonly name: string;
  readonly kind: 'procedure' | 'function';
  readonly minArgs: number;
  readonly maxArgs: number;
}

export interface CompileOptions {
  readonly file: string;
  readonly environment: Environment;
  readonly extra?: readonly ExtraSection[];
}

export interface VariableSymbol {
  /** As it is spelled first. */
  readonly name: string;
  readonly lowerName: string;
  readonly slot: number;
  readonly parameter: boolean;
  /** Where `var`, or the parameter list, declares it; -1 when nothing does. */
  declaredAt: number;
  /** Offsets of assignments. */
  readonly assigned: number[];
  /** Offsets of reads. */
  readonly read: number[];
  /** How many assignments take what a call gives that is made for what it does: `result = DeleteStorageFile(name);`. */
  done: number;
}

/** A code section with a body. */
export interface BoundSection {
  readonly symbol: SectionSymbol;
  readonly statements: readonly Statement[];
  /** By slot; parameters come first. */
  readonly variables: readonly VariableSymbol[];
  readonly calls: readonly CallExpr[];
  readonly spawns: readonly SpawnExpr[];
  /** Number of syntax nodes: what a pass over the section costs. */
  readonly size: number;
}

/** A name that calls can use: a section with a body, or an external. */
export interface SectionSymbol {
  readonly kind: SectionKind;
  readonly name: string;
  readonly lowerName: string;
  /** Module name of a qualified external. */
  readonly module: string | null;
  readonly params: readonly NameAt[];
  readonly external: boolean;
  readonly node: SectionNode;
  /** Offset of the forward declaration, -1 without one. */
  readonly forwardAt: number;
  readonly references: number[];
}

/** A file without errors. */
export interface Module {
  readonly file: string;
  readonly environment: Environment;
  readonly source: string;
  readonly symbols: ReadonlyMap<string, SectionSymbol>;
  readonly bodies: readonly BoundSection[];
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/** The key of a section in `Module.symbols`: lower-case, qualified names with `::`. */
export function sectionKey(module: string | null, name: string): string {
  const lowerName = name.toLowerCase();
  return module === null ? lowerName : `${module.toLowerCase()}::${lowerName}`;
}
