/** Outline, folds, colours and layout of pages. */
import { parsePage } from '../../../compiler/wssp/syntax/page.js';
import { isMultiline, markLength } from '../lines.js';
import type { Fold, Formatted, OutlineItem, Token, TokenType } from '../types.js';
import { type Block, blocksOf, type Element, elementsOf, isBlock, type Word } from './elements.js';
import { pageNames } from './names.js';

/** Conditions, loops and included parts as a tree. */
export function outline(_file: string, text: string): OutlineItem[] {
  const items = (list: readonly (Block | Element)[]): OutlineItem[] => list.flatMap(item => itemOf(item));
  const itemOf = (item: Block | Element): OutlineItem[] => {
    const opening = isBlock(item) ? item.opening : item;
    const name = text
      .slice(opening.start, opening.end)
      .replace(/^<!--%%\s*|\s*-->$/g, '')
      .replace(/\s+/g, ' ');
    const span = { start: item.start, end: item.end, nameSpan: { start: opening.start, end: opening.end } };
    if (isBlock(item)) {
      const kind = item.kind === 'IF' ? ('condition' as const) : ('loop' as const);
      return [{ name, kind, detail: '', ...span, children: items(item.children) }];
    }
    return item.keyword === 'INCLUDE' ? [{ name, kind: 'include', detail: '', ...span, children: [] }] : [];
  };
  return items(blocksOf(text));
}

/** Blocks and comments of several lines. */
export function folds(_file: string, text: string): Fold[] {
  const found: Fold[] = [];
  const walk = (list: readonly (Block | Element)[]): void => {
    for (const item of list) {
      const kind = !isBlock(item) && item.form === 'comment' ? 'comment' : 'region';
      const isFold = isBlock(item) || kind === 'comment';
      if (isFold && isMultiline(text, item.start, item.end))
        found.push({ start: item.start, end: item.end, kind });
      if (isBlock(item)) walk(item.children);
    }
  };
  walk(blocksOf(text));
  return found.sort((a, b) => a.start - b.start);
}

const BY_KEY: Readonly<Record<string, TokenType>> = {
  keyword: 'keyword',
  prefix: 'keyword',
  function: 'builtin',
  scanner: 'variable',
  element: 'property',
};

/** Tokens of the elements; what is between them is text of the page and has none. */
export function tokens(_file: string, text: string): Token[] {
  const meaning = new Map<number, TokenType>();
  for (const { start, key } of pageNames(text))
    meaning.set(start, BY_KEY[key.slice(0, key.indexOf(':'))] ?? 'string');
  return elementsOf(text).flatMap((element): Token[] => {
    const { start, end, form, closed, words } = element;
    if (form === 'comment') return [{ start, end, type: 'comment' }];
    if (form === 'doubled') return [{ start, end, type: 'string' }];
    if (!closed) return [{ start, end, type: 'error' }];
    const open = form === 'structure' ? 6 : 2;
    const close = form === 'structure' ? 3 : 2;
    return [
      { start, end: start + open, type: 'tag' },
      ...words.map(word => ({
        start: word.start,
        end: word.end,
        type: meaning.get(word.start) ?? typeOf(word),
      })),
      { start: end - close, end, type: 'tag' },
    ];
  });
}

function typeOf({ type }: Word): TokenType {
  if (type === 'Text') return 'string';
  if (type === 'Integer') return 'number';
  if (type === 'Stray' || type === 'OpenText') return 'error';
  if (type === 'Name') return 'property';
  return /^[A-Z]/.test(type) && /^(?:And|Or|In|Using|With|Arg|Both|Either)$/.test(type)
    ? 'operator'
    : 'punctuation';
}

/**
 * Lays out the inside of elements: single blanks, keywords in capitals. The text of the page is never touched, because
 * visitors get every blank of it.
 */
export function format(_file: string, text: string): Formatted {
  const shift = markLength(text);
  if (parsePage(text.slice(shift), true).problems.length > 0)
    return { refused: 'Only a page without errors can be formatted.' };
  const capitals = new Set(
    pageNames(text)
      .filter(({ key }) => /^(?:keyword|prefix|function):/.test(key))
      .map(({ start }) => start),
  );
  let out = '';
  let at = 0;
  for (const element of elementsOf(text)) {
    if (element.form === 'comment' || element.form === 'doubled') continue;
    const isStructure = element.form === 'structure';
    out +=
      text.slice(at, element.start) +
      (isStructure ? '<!--%%' : '%%') +
      inside(element.words, capitals) +
      (isStructure ? '-->' : '%%');
    at = element.end;
  }
  return { text: out + text.slice(at) };
}

function inside(words: readonly Word[], capitals: ReadonlySet<number>): string {
  let out = '';
  words.forEach((word, i) => {
    const last = words[i - 1];
    const isOperator =
      /^(?:And|Or|In|Using|With|Arg)$/.test(word.type) &&
      i > 0 &&
      last !== undefined &&
      /[\w\])"]$/.test(last.text);
    const isCapital =
      capitals.has(word.start) || (isOperator && !capitals.has(word.start) && isBetween(words, i));
    if (last !== undefined && isApart(last, word)) out += ' ';
    out += isCapital ? word.text.toUpperCase() : word.text;
  });
  return out;
}

/** An operator word has an operand on both sides; a name behind a dot or in front of a bracket has not. */
function isBetween(words: readonly Word[], i: number): boolean {
  const next = words[i + 1]?.text ?? '';
  return words[i - 1]?.text !== '.' && next !== '' && /^[\w"(]/.test(next);
}

function isApart(a: Word, b: Word): boolean {
  if (/^[.:,)\]]$/.test(b.text) || /^[.:([]$/.test(a.text)) return false;
  if (/^[[(]$/.test(b.text))
    return (
      !/^[\w\])]+$/.test(a.text) ||
      /^(?:And|Or|In|Using|With|Arg)$/.test(a.type) ||
      /^(?:IF|ELIF|INCLUDE)$/i.test(a.text)
    );
  return true;
}
