/** Lexemes of Data and JSON texts, for colours, folds, keys and layout. Readers of values are `stdlib/data`. */
import type { Span, TokenType } from '../types.js';

export interface Lexeme extends Span {
  readonly type: TokenType;
  readonly text: string;
}

const DATA =
  /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\r\n]|\\.)*"?|\[[A-Za-z0-9+/=\s]*\]|#I\[[^\]]*\](?::\d+)?|#NULL#|#\([^)]*\)|#T[\w:-]+|#-?\w+|[A-Za-z0-9._@\u0080-\uffff-]+|[{}()=;,]|<|[^\s]/g;
const JSON_TEXT = /"(?:[^"\\]|\\[\s\S])*"?|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]|[^\s]/g;

/** XML inside Data is one lexeme up to the end of its element. */
function xmlEnd(text: string, start: number): number {
  let depth = 0;
  const tag = /<!--[\s\S]*?-->|<\/[^>]*>|<(?:[^<>"']|"[^"]*"|'[^']*')*>/g;
  tag.lastIndex = start;
  for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
    const [whole] = found;
    if (whole.startsWith('</')) depth--;
    else if (!whole.startsWith('<!') && !whole.endsWith('/>')) depth++;
    if (depth <= 0) return tag.lastIndex;
  }
  return text.length;
}

/** All lexemes and comments of a Data text. */
export function lexData(text: string): Lexeme[] {
  const found: Lexeme[] = [];
  DATA.lastIndex = 0;
  for (let match = DATA.exec(text); match !== null; match = DATA.exec(text)) {
    const start = match.index;
    if (match[0] === '<') DATA.lastIndex = xmlEnd(text, start);
    const end = DATA.lastIndex;
    const image = text.slice(start, end);
    found.push({ start, end, text: image, type: dataType(image) });
  }
  return withKeys(found, '=');
}

/** All lexemes of a JSON text. */
export function lexJson(text: string): Lexeme[] {
  const found = [...text.matchAll(JSON_TEXT)].map(match => {
    const [image] = match;
    const start = match.index;
    const type: TokenType = image.startsWith('"')
      ? 'string'
      : /^[-\d]/.test(image)
        ? 'number'
        : /^(?:true|false|null)$/.test(image)
          ? 'keyword'
          : /^[{}[\]:,]$/.test(image)
            ? 'punctuation'
            : 'error';
    return { start, end: start + image.length, text: image, type };
  });
  return withKeys(found, ':');
}

function dataType(image: string): TokenType {
  const first = image[0] ?? '';
  if (image.startsWith('//') || image.startsWith('/*')) return 'comment';
  if (first === '"') return image.length > 1 && image.endsWith('"') ? 'string' : 'error';
  if (first === '#') return image === '#NULL#' || image.startsWith('#(') ? 'keyword' : 'number';
  if (first === '[') return 'number';
  if (first === '<') return 'tag';
  if (/^[{}()=;,]$/.test(image)) return 'punctuation';
  return /^[A-Za-z0-9._@\u0080-\uffff-]/.test(first) ? 'string' : 'error';
}

function withKeys(list: readonly Lexeme[], sign: string): Lexeme[] {
  return list.map((lexeme, i) => {
    const next = list.slice(i + 1, i + 4).find(({ type }) => type !== 'comment');
    return lexeme.type === 'string' && next?.text === sign ? { ...lexeme, type: 'property' } : lexeme;
  });
}

export const isOpening = (text: string): boolean => text === '{' || text === '(' || text === '[';
export const isClosing = (text: string): boolean => text === '}' || text === ')' || text === ']';
