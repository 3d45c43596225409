/** Outline, folds and colours of CG/PL programs. */

import type { Statement } from '../../../compiler/cgpl/syntax/tree.js';
import { lexemes } from '../../../compiler/index.js';
import { isMultiline, markLength } from '../lines.js';
import type { Fold, OutlineItem, Token, TokenType } from '../types.js';
import { analyse } from './analysis.js';
import { occurrences } from './occurrences.js';
import { headingOf } from './parts.js';

/** The sections in the order of the text. */
export function outline(file: string, text: string): OutlineItem[] {
  const shift = markLength(text);
  return [...analyse(file, text).symbols.values()]
    .map(symbol => {
      const { node, name, kind, external, module } = symbol;
      const at = node.nameAt + shift;
      const shown = module === null ? name : `${module}::${name}`;
      return {
        name: shown,
        kind: external ? ('external' as const) : kind,
        detail: headingOf(symbol),
        start: node.at + shift,
        end: Math.max(node.end, node.nameAt + name.length) + shift,
        nameSpan: { start: at, end: at + name.length },
        children: [],
      };
    })
    .sort((a, b) => a.start - b.start);
}

/** Sections, blocks of statements, comments of several lines. */
export function folds(file: string, text: string): Fold[] {
  const shift = markLength(text);
  const analysis = analyse(file, text);
  const found: Fold[] = [];
  const add = (start: number, end: number, kind: Fold['kind'] = 'region'): void => {
    if (isMultiline(text, start + shift, end + shift))
      found.push({ start: start + shift, end: end + shift, kind });
  };
  const walk = (list: readonly Statement[]): void => {
    for (const statement of list) {
      if (statement.kind === 'if') {
        add(statement.at, statement.end);
        for (const { body } of statement.arms) walk(body);
        walk(statement.otherwise ?? []);
      } else if (statement.kind === 'loop') {
        add(statement.at, statement.end);
        walk(statement.body);
      }
    }
  };
  for (const { symbol, statements } of analysis.bodies) {
    add(symbol.node.at, symbol.node.end);
    walk(statements);
  }
  let first: { at: number; end: number } | null = null;
  for (const { startOffset: at, image } of analysis.comments) {
    const end = at + image.length;
    const goesOn = first !== null && /^\r?\n[ \t]*$/.test(analysis.source.slice(first.end, at));
    if (goesOn && first !== null) first = { at: first.at, end };
    else {
      if (first !== null) add(first.at, first.end, 'comment');
      first = { at, end };
    }
  }
  if (first !== null) add(first.at, first.end, 'comment');
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

const PLAIN: Readonly<Record<string, TokenType>> = {
  keyword: 'keyword',
  name: 'variable',
  number: 'number',
  string: 'string',
  operator: 'operator',
  sign: 'punctuation',
  comment: 'comment',
  error: 'error',
};

/** Lexemes with what their names mean. */
export function tokens(file: string, text: string): Token[] {
  const shift = markLength(text);
  const analysis = analyse(file, text);
  const meaning = new Map<number, TokenType>();
  for (const { start, key } of occurrences(analysis, file, text)) {
    meaning.set(start, key.startsWith('b:') ? 'builtin' : key.startsWith('s:') ? 'function' : 'variable');
  }
  for (const { variables } of analysis.bodies) {
    for (const { parameter, declaredAt, assigned, read } of variables) {
      if (parameter)
        for (const at of [declaredAt, ...assigned, ...read]) meaning.set(at + shift, 'parameter');
    }
  }
  let before = '';
  return lexemes(analysis).map(({ kind, start, end }) => {
    const image = analysis.source.slice(start, end);
    const isKey = before === '.' && /^[A-Za-z]/.test(image);
    if (kind !== 'comment') before = image;
    const known = kind === 'name' || kind === 'keyword' ? meaning.get(start + shift) : undefined;
    const type = known ?? (isKey ? 'property' : (PLAIN[kind] ?? 'punctuation'));
    return { start: start + shift, end: end + shift, type };
  });
}
