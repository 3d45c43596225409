/** Tokens inside an element (wssp.md section 2). Words are names everywhere unless the grammar wants the word. */
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });
/** Operators `&`, `&&`, `AND` and `|`, `||`, `OR`. */
export const AllOperator = createToken({ name: 'AllOperator', pattern: Lexer.NA });
export const AnyOperator = createToken({ name: 'AnyOperator', pattern: Lexer.NA });
/** Words between the arguments of a function, and before the arguments of INCLUDE. */
export const Separator = createToken({ name: 'Separator', pattern: Lexer.NA });
export const IncludeWord = createToken({ name: 'IncludeWord', pattern: Lexer.NA });

const word = (name: string, pattern: RegExp, ...categories: TokenType[]): TokenType =>
  createToken({ name, pattern, longer_alt: Name, categories: [Name, ...categories] });

export const And = word('And', /AND/i, AllOperator, Separator);
export const Or = word('Or', /OR/i, AnyOperator);
export const In = word('In', /IN/i, Separator);
export const Using = word('Using', /USING/i, Separator, IncludeWord);
const With = word('With', /WITH/i, IncludeWord);
const Arg = word('Arg', /ARG/i, IncludeWord);

const Both = createToken({ name: 'Both', pattern: /&&?/, categories: [AllOperator] });
const Either = createToken({ name: 'Either', pattern: /\|\|?/, categories: [AnyOperator] });
export const Integer = createToken({ name: 'Integer', pattern: /-?[0-9]+/ });
export const Text = createToken({
  name: 'Text',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/,
  line_breaks: false,
  start_chars_hint: ['"'],
});
/** A string constant that does not end on its line. */
export const OpenText = createToken({
  name: 'OpenText',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
  line_breaks: false,
  start_chars_hint: ['"'],
});
export const Dot = createToken({ name: 'Dot', pattern: '.' });
export const LBracket = createToken({ name: 'LBracket', pattern: '[' });
export const RBracket = createToken({ name: 'RBracket', pattern: ']' });
export const LParen = createToken({ name: 'LParen', pattern: '(' });
export const RParen = createToken({ name: 'RParen', pattern: ')' });
export const Comma = createToken({ name: 'Comma', pattern: ',' });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
const Space = createToken({ name: 'Space', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED, line_breaks: true });
/** A symbol that no token starts with. */
export const Stray = createToken({ name: 'Stray', pattern: /[\0-\uffff]/, line_breaks: true });
/** The closing mark, added by the scanner. */
export const End = createToken({ name: 'End', pattern: Lexer.NA });

export const ALL_TOKENS: TokenType[] = [
  Space,
  And,
  Or,
  In,
  Using,
  With,
  Arg,
  Name,
  Integer,
  Text,
  OpenText,
  Both,
  Either,
  Dot,
  LBracket,
  RBracket,
  LParen,
  RParen,
  Comma,
  Colon,
  Stray,
  AllOperator,
  AnyOperator,
  Separator,
  IncludeWord,
  End,
];

let lexer: Lexer | null = null;

/** Tokens of one element's inside. Offsets are those of the whole source; `Stray` and `OpenText` mark what is wrong. */
export function tokenize(source: string, from: number, to: number): IToken[] {
  lexer ??= new Lexer(ALL_TOKENS, { positionTracking: 'onlyOffset', ensureOptimizations: false });
  const tokens = lexer.tokenize(source.slice(from, to)).tokens;
  for (const token of tokens) token.startOffset += from;
  return tokens;
}
