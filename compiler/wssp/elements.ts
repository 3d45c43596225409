/** The elements of a page with their lexemes, whether they are correct or not: for editors. */
import type { IToken } from 'chevrotain';
import { insideOf, STRUCTURE_END, STRUCTURE_MARK, skipComment, TEXT_MARK } from './syntax/parse.js';
import { End } from './syntax/tokens.js';

export interface PageElement {
  readonly at: number;
  /** Behind the closing mark, or where the text goes on when there is none. */
  readonly end: number;
  readonly form: 'text' | 'structure' | 'comment' | 'doubled';
  /** Without the closing mark. Offsets are those of the source. */
  readonly tokens: readonly IToken[];
  /** Has it a closing mark? */
  readonly closed: boolean;
}

const MARK = /<!--%%|%%%%|%%/g;

/** @param source without a byte order mark */
export function pageElements(source: string): PageElement[] {
  const found: PageElement[] = [];
  for (let at = 0; ; ) {
    MARK.lastIndex = at;
    const mark = MARK.exec(source);
    if (mark === null) return found;
    const element = elementAt(source, mark.index, mark[0]);
    found.push(element);
    at = element.end;
  }
}

function elementAt(source: string, at: number, mark: string): PageElement {
  if (mark === '%%%%') return { at, end: at + 4, form: 'doubled', tokens: [], closed: true };
  const isStructure = mark === STRUCTURE_MARK;
  const comment = isStructure ? skipComment(source, at) : null;
  if (comment !== null) {
    return { at, end: comment.end, form: 'comment', tokens: [], closed: 'element' in comment };
  }
  const { tokens, end } = insideOf(source, at, mark, isStructure ? STRUCTURE_END : TEXT_MARK);
  const own = tokens.filter(({ tokenType }) => tokenType !== End);
  const form = isStructure ? 'structure' : 'text';
  return { at, end: end ?? at + mark.length, form, tokens: end === null ? [] : own, closed: end !== null };
}
