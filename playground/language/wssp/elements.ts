/** Elements of a page with what editors ask about them: keyword, scanner, blocks. Offsets count a byte order mark. */
import type { IToken } from 'chevrotain';
import { type PageElement, pageElements } from '../../../compiler/index.js';
import { markLength } from '../lines.js';
import type { Span } from '../types.js';

export interface Word extends Span {
  readonly text: string;
  readonly type: string;
}

export interface Element extends Span {
  readonly form: PageElement['form'];
  readonly closed: boolean;
  /** In capitals, `''` for text elements. */
  readonly keyword: string;
  readonly words: readonly Word[];
}

/** A FOREACH or IF with its end; `end` is the length of the text when it is missing. */
export interface Block extends Span {
  readonly kind: 'IF' | 'FOREACH';
  readonly opening: Element;
  /** Name of a FOREACH, null for others. */
  readonly scanner: Word | null;
  readonly children: readonly (Block | Element)[];
}

const cache = new Map<string, Element[]>();
const KEPT = 16;

/** All elements of a text. */
export function elementsOf(text: string): Element[] {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const shift = markLength(text);
  const found = pageElements(text.slice(shift)).map(({ at, end, form, closed, tokens }): Element => {
    const words = tokens.map((token: IToken): Word => {
      const start = token.startOffset + shift;
      return { start, end: start + token.image.length, text: token.image, type: token.tokenType.name };
    });
    const keyword = form === 'structure' ? (words[0]?.text.toUpperCase() ?? '') : '';
    return { start: at + shift, end: end + shift, form, closed, keyword, words };
  });
  if (cache.size >= KEPT) cache.delete(cache.keys().next().value ?? '');
  cache.set(text, found);
  return found;
}

/** IF and FOREACH blocks as a tree; elements that open no block are leaves. */
export function blocksOf(text: string): (Block | Element)[] {
  const root: (Block | Element)[] = [];
  const open: { kind: Block['kind']; opening: Element; children: (Block | Element)[] }[] = [];
  const current = (): (Block | Element)[] => open.at(-1)?.children ?? root;
  const close = (end: number): void => {
    const block = open.pop();
    if (block === undefined) return;
    const { kind, opening, children } = block;
    const scanner = kind === 'FOREACH' ? (opening.words[1] ?? null) : null;
    current().push({ kind, opening, scanner, children, start: opening.start, end });
  };
  for (const element of elementsOf(text)) {
    const { keyword } = element;
    if (keyword === 'IF' || keyword === 'FOREACH')
      open.push({ kind: keyword, opening: element, children: [] });
    else if (keyword === 'ENDIF' || keyword === 'ENDFOR') {
      if (open.at(-1)?.kind === (keyword === 'ENDIF' ? 'IF' : 'FOREACH')) close(element.end);
    } else current().push(element);
  }
  while (open.length > 0) close(text.length);
  return root;
}

export const isBlock = (item: Block | Element): item is Block => 'opening' in item;

/** The loops around an offset, the innermost first. */
export function loopsAround(text: string, offset: number): Block[] {
  const found: Block[] = [];
  const walk = (items: readonly (Block | Element)[]): void => {
    for (const item of items) {
      if (!isBlock(item) || offset < item.start || offset > item.end) continue;
      if (item.kind === 'FOREACH' && offset > item.opening.start) found.unshift(item);
      walk(item.children);
    }
  };
  walk(blocksOf(text));
  return found;
}
