/** What the service knows of Data and JSON texts. */
import { parse } from '../../../stdlib/data/index.js';
import { isMultiline, markLength } from '../lines.js';
import { fromUtf8, toUtf8 } from '../text.js';
import type { Fold, Formatted, LanguageTools, OutlineItem, Problem, Token } from '../types.js';
import { layout, type Signs } from './format.js';
import { checkJson } from './json.js';
import { isClosing, isOpening, type Lexeme, lexData, lexJson } from './lex.js';

type Lex = (text: string) => Lexeme[];
/** What is wrong in a text without byte order mark, and where. */
type Check = (
  text: string,
) => { readonly code: string; readonly message: string; readonly at: number } | null;

const checkData: Check = text => {
  const bytes = toUtf8(text);
  const result = parse(bytes);
  if (result.ok) return null;
  const { code, message, offset } = result.error;
  return { code, message, at: fromUtf8(bytes.slice(0, offset)).length };
};

function problemsOf(check: Check, text: string): Problem[] {
  const shift = markLength(text);
  const found = check(text.slice(shift));
  if (found === null) return [];
  const { code, message } = found;
  const start = Math.min(shift + found.at, Math.max(0, text.length - 1));
  return [{ start, end: Math.min(text.length, start + 1), severity: 'error', code, number: 0, message }];
}

function foldsOf(lex: Lex, text: string): Fold[] {
  const open: Lexeme[] = [];
  const found: Fold[] = [];
  for (const lexeme of lex(text)) {
    if (lexeme.type === 'comment' && isMultiline(text, lexeme.start, lexeme.end)) {
      found.push({ start: lexeme.start, end: lexeme.end, kind: 'comment' });
    }
    if (isOpening(lexeme.text)) open.push(lexeme);
    else if (isClosing(lexeme.text)) {
      const start = open.pop()?.start ?? lexeme.start;
      if (isMultiline(text, start, lexeme.end)) found.push({ start, end: lexeme.end, kind: 'region' });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Keys as a tree; a key lasts to its separator. */
function outlineOf(lex: Lex, text: string): OutlineItem[] {
  interface Open {
    readonly children: OutlineItem[];
    key: Lexeme | null;
    inner: OutlineItem[];
  }
  const root: Open = { children: [], key: null, inner: [] };
  const stack = [root];
  const finish = (level: Open, end: number): void => {
    const { key, inner } = level;
    if (key !== null) {
      const span = { start: key.start, end: key.end };
      level.children.push({
        name: key.text,
        kind: 'key',
        detail: '',
        start: key.start,
        end,
        nameSpan: span,
        children: inner,
      });
    } else level.children.push(...inner);
    level.key = null;
    level.inner = [];
  };
  for (const lexeme of lex(text)) {
    const top = stack.at(-1) ?? root;
    if (isOpening(lexeme.text)) stack.push({ children: [], key: null, inner: [] });
    else if (isClosing(lexeme.text) && stack.length > 1) {
      finish(top, lexeme.start);
      stack.pop();
      const outer = stack.at(-1) ?? root;
      outer.inner.push(...top.children);
    } else if (lexeme.type === 'property') {
      finish(top, lexeme.start);
      top.key = lexeme;
    } else if (lexeme.text === ';' || lexeme.text === ',') finish(top, lexeme.start);
  }
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    finish(top, text.length);
    stack.at(-1)?.inner.push(...top.children);
  }
  return root.children;
}

function make(lex: Lex, check: Check, signs: Signs): LanguageTools {
  return {
    problems: (_file, text) => problemsOf(check, text),
    complete: () => null,
    hover: () => null,
    definition: () => [],
    references: () => [],
    rename: () => ({ refused: 'Names of data have no definition that could be followed.' }),
    outline: (_file, text) => outlineOf(lex, text),
    folds: (_file, text) => foldsOf(lex, text),
    tokens: (_file, text): Token[] => lex(text).map(({ start, end, type }) => ({ start, end, type })),
    format(_file, text): Formatted {
      if (problemsOf(check, text).length > 0)
        return { refused: 'Only a text without errors can be formatted.' };
      return layout(lex(text), signs, text);
    },
  };
}

export const dataTools: LanguageTools = make(lexData, checkData, {
  pair: ' = ',
  pairSign: '=',
  separators: ';,',
});
export const jsonTools: LanguageTools = make(lexJson, checkJson, {
  pair: ': ',
  pairSign: ':',
  separators: ',',
});
