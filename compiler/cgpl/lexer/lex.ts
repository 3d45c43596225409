/** Source text to lexemes. */
import { type IToken, Lexer } from 'chevrotain';
import { MAX_LEXEMES, MAX_SOURCE } from '../limits.js';
import type { Problem } from '../problem.js';
import { BadNumber, BadSymbol, KEYWORDS, LEXEMES, Name, UnclosedComment, UnclosedString } from './tokens.js';

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly problems: Problem[];
  /** False when a limit was exceeded: then there is nothing to parse. */
  readonly complete: boolean;
}

/** Quotation marks of other languages and scripts. */
const QUOTES = "'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e";

let lexer: Lexer | null = null;

/** @param source without a byte order mark */
export function lex(source: string): Lexed {
  if (source.length > MAX_SOURCE) return refused('source-too-large', MAX_SOURCE);
  lexer ??= new Lexer(LEXEMES, { positionTracking: 'onlyOffset', skipValidations: true });
  const { tokens, groups } = lexer.tokenize(source);
  if (tokens.length > MAX_LEXEMES) return refused('too-many-lexemes', MAX_LEXEMES);
  const problems: Problem[] = [];
  let quoteAt = -1;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === Name) classify(token);
    else if (
      type === BadSymbol ||
      type === BadNumber ||
      type === UnclosedString ||
      type === UnclosedComment
    ) {
      const { image, startOffset } = token;
      const isQuote = type === BadSymbol && QUOTES.includes(image);
      // the other end of what was meant as a string
      if (isQuote && quoteAt >= 0 && !/[\r\n]/.test(source.slice(quoteAt, startOffset))) continue;
      if (isQuote) quoteAt = startOffset;
      problems.push(describe(token));
    }
  }
  return { tokens, comments: groups.comments ?? [], problems, complete: true };
}

function refused(code: Problem['code'], limit: number): Lexed {
  return { tokens: [], comments: [], problems: [{ code, args: [limit], at: 0, end: 0 }], complete: false };
}

/** Keywords are names of two to nine letters until somebody looks at them. */
function classify(token: IToken): void {
  const { image } = token;
  if (image.length < 2 || image.length > 9) return;
  const keyword = KEYWORDS.get(image) ?? KEYWORDS.get(image.toLowerCase());
  if (keyword === undefined) return;
  token.tokenType = keyword;
  token.tokenTypeIdx = keyword.tokenTypeIdx ?? 0;
}

/** True for lexemes that are errors by themselves. */
export function isBadToken(token: IToken): boolean {
  const type = token.tokenType;
  return type === BadSymbol || type === BadNumber || type === UnclosedString || type === UnclosedComment;
}

function describe(token: IToken): Problem {
  const at = token.startOffset;
  const end = at + token.image.length;
  switch (token.tokenType) {
    case BadNumber:
      return { code: 'number-and-letter', args: [token.image.slice(0, 40)], at, end };
    case UnclosedString:
      return { code: 'unclosed-string', args: [], at, end };
    case UnclosedComment:
      return { code: 'unclosed-comment', args: [], at, end: at + 2 };
    default:
      return { code: 'bad-symbol', args: [showSymbol(token.image), symbolHint(token.image)], at, end };
  }
}

function symbolHint(symbol: string): string {
  if (QUOTES.includes(symbol)) return ': strings stand between quotation marks ("text")';
  return symbol === '#' ? ': comments begin with "//"' : '';
}

/** A symbol as a reader can see it: invisible ones by their number. */
function showSymbol(symbol: string): string {
  const code = symbol.codePointAt(0) ?? 0;
  const visible = code > 32 && code < 127 ? true : code > 160 && !(code >= 0xd800 && code <= 0xdfff);
  return visible ? `'${symbol}'` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
