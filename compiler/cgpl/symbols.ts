/** What an editor shows of a file: its names with all their places, and its lexemes with their kinds. */
import { findBuiltin } from '../../stdlib/declarations/index.js';
import { LineTable } from '../text/linetable.js';
import type { Range } from '../text/position.js';
import type { Analysis } from './compile.js';
import { isBadToken } from './lexer/lex.js';
import {
  AssignOperator,
  BinaryOperator,
  KEYWORDS,
  Name,
  NumberLiteral,
  StringLiteral,
  UnaryOperator,
} from './lexer/tokens.js';

export type SymbolKind = 'entry' | 'procedure' | 'function' | 'variable' | 'parameter' | 'builtin';

export interface SymbolEntry {
  /** As it is spelled where it is declared, or first. */
  readonly name: string;
  readonly kind: SymbolKind;
  /** Lives in another file. */
  readonly external: boolean;
  /** The section that a variable belongs to, null for all other names. */
  readonly section: string | null;
  /** Declarations, parameter lists, assignments. */
  readonly definitions: readonly Range[];
  /** Calls, reads. */
  readonly references: readonly Range[];
}

/** All names of a file, sections first. */
export function symbolTable(analysis: Analysis): SymbolEntry[] {
  const lines = new LineTable(analysis.source);
  const ranges = (offsets: readonly number[], length: number): Range[] =>
    [...new Set(offsets)].sort((a, b) => a - b).map(at => lines.rangeAt(at, at + length));
  const entries: SymbolEntry[] = [];
  for (const { kind, name, module, external, node, forwardAt, references } of analysis.symbols.values()) {
    const shown = module === null ? name : `${module}::${name}`;
    const definitions = ranges(forwardAt < 0 ? [node.nameAt] : [forwardAt, node.nameAt], shown.length);
    entries.push({
      name: shown,
      kind,
      external,
      section: null,
      definitions,
      references: ranges(references, shown.length),
    });
  }
  for (const { symbol, variables } of analysis.bodies) {
    for (const { name, parameter, declaredAt, assigned, read } of variables) {
      const declared = declaredAt < 0 ? assigned : [declaredAt, ...assigned];
      entries.push({
        name,
        kind: parameter ? 'parameter' : 'variable',
        external: false,
        section: symbol.name,
        definitions: ranges(declared, name.length),
        references: ranges(read, name.length),
      });
    }
  }
  for (const [lowerName, offsets] of builtinCalls(analysis)) {
    const name = findBuiltin(lowerName)?.name ?? lowerName;
    const references = ranges(offsets, name.length);
    entries.push({ name, kind: 'builtin', external: false, section: null, definitions: [], references });
  }
  return entries;
}

function builtinCalls(analysis: Analysis): Map<string, number[]> {
  const calls = new Map<string, number[]>();
  for (const { calls: list } of analysis.bodies) {
    for (const { target, nameAt } of list) {
      if (target?.kind !== 'builtin') continue;
      const offsets = calls.get(target.lowerName);
      if (offsets === undefined) calls.set(target.lowerName, [nameAt]);
      else offsets.push(nameAt);
    }
  }
  return calls;
}

export type LexemeKind = 'keyword' | 'name' | 'number' | 'string' | 'operator' | 'sign' | 'comment' | 'error';

/** A piece of the text, in UTF-16 units. */
export interface Lexeme {
  readonly kind: LexemeKind;
  readonly start: number;
  readonly end: number;
}

/** All lexemes and comments in the order of the text: for colouring. */
export function lexemes(analysis: Analysis): Lexeme[] {
  const found: Lexeme[] = [];
  for (const token of analysis.tokens) {
    const { startOffset: start, image } = token;
    found.push({ kind: kindOf(token), start, end: start + image.length });
  }
  for (const { startOffset: start, image } of analysis.comments) {
    found.push({ kind: 'comment', start, end: start + image.length });
  }
  return found.sort((a, b) => a.start - b.start);
}

const OPERATORS: readonly unknown[] = [BinaryOperator, AssignOperator, UnaryOperator];

function kindOf(token: Analysis['tokens'][number]): LexemeKind {
  const type = token.tokenType;
  if (isBadToken(token)) return 'error';
  if (type === Name) return 'name';
  if (type === NumberLiteral) return 'number';
  if (type === StringLiteral) return 'string';
  if (KEYWORDS.has(type.name)) return 'keyword';
  return (type.CATEGORIES ?? []).some(category => OPERATORS.includes(category)) ? 'operator' : 'sign';
}
