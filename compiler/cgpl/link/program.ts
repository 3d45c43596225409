/** A program while it is being linked: files, sections, and what every call leads to. */
import type { Environment } from '../../../stdlib/declarations/index.js';
import type { DebugTable } from '../../debug/table.js';
import type { PositionMap } from '../../text/positionmap.js';
import type { SharedReads } from '../emit/reads.js';
import type { BoundSection, ExtraSection, Module, SectionSymbol } from '../module.js';
import type { CallExpr, SectionKind } from '../syntax/tree.js';
import type { ExprType } from '../types/type.js';

export interface LinkOptions {
  readonly environment: Environment;
  readonly extra?: readonly ExtraSection[];
  /** Compile with probes for a debugger, and tell the table where they are. */
  readonly debug?: DebugTable;
}

/** A program with every file that it can name (docs/architecture.md section 3). Plain data. */
export interface LinkedProgram {
  /** Changes when anything of the program changes. */
  readonly id: string;
  /** `(function($){...})`: gives the sections of all files. */
  readonly js: string;
  /** From places in `js` to places in the files. */
  readonly map: PositionMap;
  /** The entries of the first file, by lower-case name. */
  readonly entries: Readonly<Record<string, { readonly waits: boolean }>>;
  /** All files of the program; the first is the one that was asked for. */
  readonly files: readonly string[];
  /** Files that are named, but missing or wrong: they are looked for again at the first call. */
  readonly externals: readonly string[];
  /** Some call or page has a computed name: a run may ask for further files. */
  readonly dynamic: boolean;
  /** Names of pages that the program renders, as it spells them. */
  readonly pages: readonly string[];
}

export interface SourceFile {
  readonly index: number;
  readonly name: string;
  readonly module: Module;
}

/** A section with a body, with what the whole program tells about it. */
export interface LinkedSection {
  readonly bound: BoundSection;
  readonly file: SourceFile;
  /** Name in the generated code. */
  readonly code: string;
  /** Anybody may call it, with anything. */
  open: boolean;
  /** Can suspend the task: becomes a generator. */
  waits: boolean;
  params: ExprType[];
  result: ExprType;
  /** Nothing is assumed about its variables. */
  untyped: boolean;
  /** Elements that are read once for several readings. */
  readonly reads: SharedReads;
}

/** What a call of an external leads to. */
export type Binding =
  | { readonly kind: 'linked'; readonly section: LinkedSection }
  | {
      readonly kind: 'mismatch';
      readonly name: string;
      readonly section: SectionKind;
      readonly count: number;
    }
  | { readonly kind: 'dynamic'; readonly file: string; readonly name: string };

export interface Program {
  readonly environment: Environment;
  readonly files: readonly SourceFile[];
  readonly sections: readonly LinkedSection[];
  readonly bySymbol: ReadonlyMap<SectionSymbol, LinkedSection>;
  /** Calls of externals, and `ProcCall` and `FuncCall` with a literal name. */
  readonly bindings: ReadonlyMap<CallExpr, Binding>;
  readonly externals: readonly string[];
  readonly pages: readonly string[];
  /** Sections may be called by computed names. */
  readonly open: boolean;
  readonly dynamic: boolean;
}

/** The section that a call leads to, when it is one of the program. */
export function calledSection(program: Program, call: CallExpr): LinkedSection | null {
  if (call.target?.kind === 'section') {
    return program.bySymbol.get(call.target.section as SectionSymbol) ?? null;
  }
  const binding = program.bindings.get(call);
  return binding?.kind === 'linked' ? binding.section : null;
}
