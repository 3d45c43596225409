/** The lexemes of CG/PL (spec: cgpl.md sections 2.2 to 2.5). */
import { createToken, type ITokenConfig, Lexer, type TokenType } from 'chevrotain';
import { scanBlockComment, scanString } from './patterns.js';

/** Names and keywords: what can stand behind a dot. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });
export const Name = createToken({ name: 'Name', pattern: /[A-Za-z][A-Za-z0-9_]*/, categories: [Word] });

/** Operators with two operands; `then` and `else` behind `and` and `or` belong to them. */
export const BinaryOperator = createToken({ name: 'BinaryOperator', pattern: Lexer.NA });
export const AssignOperator = createToken({ name: 'AssignOperator', pattern: Lexer.NA });
export const UnaryOperator = createToken({ name: 'UnaryOperator', pattern: Lexer.NA });

function keyword(name: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern: Lexer.NA, categories: [Word, ...categories] });
}

export const And = keyword('and', [BinaryOperator]);
export const By = keyword('by');
export const Elif = keyword('elif');
export const Else = keyword('else');
export const End = keyword('end');
export const Entry = keyword('entry');
export const Exitif = keyword('exitif');
export const External = keyword('external');
export const False = keyword('false');
export const For = keyword('for');
export const Forward = keyword('forward');
export const FunctionWord = keyword('function');
export const If = keyword('if');
export const Is = keyword('is');
export const Loop = keyword('loop');
export const Not = keyword('not', [UnaryOperator]);
export const Null = keyword('null');
export const Or = keyword('or', [BinaryOperator]);
export const Procedure = keyword('procedure');
export const Return = keyword('return');
export const Spawn = keyword('spawn');
export const Stop = keyword('stop');
export const Then = keyword('then');
export const True = keyword('true');
export const Var = keyword('var');
export const While = keyword('while');
export const Xor = keyword('xor', [BinaryOperator]);

// biome-ignore format: one keyword a line would be a page
const keywordTokens = [
  And, By, Elif, Else, End, Entry, Exitif, External, False, For, Forward, FunctionWord, If, Is, Loop, Not, Null, Or,
  Procedure, Return, Spawn, Stop, Then, True, Var, While, Xor,
];

/** Keywords by their lower-case spelling. */
export const KEYWORDS: ReadonlyMap<string, TokenType> = new Map(keywordTokens.map(t => [t.name, t]));

function sign(name: string, text: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern: text, categories, label: text });
}

export const Plus = sign('Plus', '+', [BinaryOperator, UnaryOperator]);
export const Minus = sign('Minus', '-', [BinaryOperator, UnaryOperator]);
export const Exclamation = sign('Exclamation', '!', [UnaryOperator]);
export const Assign = sign('Assign', '=', [AssignOperator]);
export const Question = sign('Question', '?');
export const Semicolon = sign('Semicolon', ';');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const DoubleColon = sign('DoubleColon', '::');
export const Dot = sign('Dot', '.');
export const LeftParen = sign('LeftParen', '(');
export const RightParen = sign('RightParen', ')');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');
export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}');

// biome-ignore format: signs of one symbol in few lines
/** Longer signs come before the shorter ones that they begin with. */
const signs = [
  DoubleColon,
  sign('OrElse', '||', [BinaryOperator]),
  sign('OrAssign', '|=', [AssignOperator]),
  sign('Bar', '|', [BinaryOperator]),
  sign('AndThen', '&&', [BinaryOperator]),
  sign('AndAssign', '&=', [AssignOperator]),
  sign('Ampersand', '&', [BinaryOperator]),
  sign('Equal', '==', [BinaryOperator]),
  sign('NotEqual', '!=', [BinaryOperator]),
  sign('LessEqual', '<=', [BinaryOperator]),
  sign('Less', '<', [BinaryOperator]),
  sign('GreaterEqual', '>=', [BinaryOperator]),
  sign('Greater', '>', [BinaryOperator]),
  sign('PlusAssign', '+=', [AssignOperator]),
  sign('MinusAssign', '-=', [AssignOperator]),
  sign('TimesAssign', '*=', [AssignOperator]),
  sign('Times', '*', [BinaryOperator]),
  sign('DivideAssign', '/=', [AssignOperator]),
  sign('Divide', '/', [BinaryOperator]),
  sign('RemainderAssign', '%=', [AssignOperator]),
  sign('Remainder', '%', [BinaryOperator]),
  Plus, Minus, Exclamation, Assign, Question, Semicolon, Comma, Colon, Dot,
  LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace,
];

const NumberPattern = /(?:0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)(?![A-Za-z0-9_])/;

const skipped = (config: ITokenConfig): TokenType => createToken({ ...config, line_breaks: true });

export const NumberLiteral = createToken({ name: 'NumberLiteral', pattern: NumberPattern });
export const StringLiteral = createToken({
  name: 'StringLiteral',
  pattern: (text, offset) => scanString(text, offset, true),
  start_chars_hint: ['"'],
  line_breaks: false,
});

/** What no program may hold: the grammar knows none of these, so that each of them is an error where it stands. */
export const BadNumber = createToken({ name: 'BadNumber', pattern: /[0-9][A-Za-z0-9_]*/ });
export const UnclosedString = createToken({
  name: 'UnclosedString',
  pattern: (text, offset) => scanString(text, offset, false),
  start_chars_hint: ['"'],
  line_breaks: false,
});
export const UnclosedComment = createToken({
  name: 'UnclosedComment',
  pattern: (text, offset) => scanBlockComment(text, offset, false),
  start_chars_hint: ['/'],
  line_breaks: true,
});
export const BadSymbol = createToken({ name: 'BadSymbol', pattern: /[\s\S]/u, line_breaks: true });

const Space = skipped({ name: 'Space', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });
const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: 'comments' });
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: (text, offset) => scanBlockComment(text, offset, true),
  start_chars_hint: ['/'],
  line_breaks: true,
  group: 'comments',
});

/** In the order in which they are tried. */
export const LEXEMES: TokenType[] = [
  Space,
  Name,
  LineComment,
  BlockComment,
  UnclosedComment,
  NumberLiteral,
  StringLiteral,
  UnclosedString,
  ...signs,
  BadNumber,
  BadSymbol,
];

export const ALL_TOKENS: TokenType[] = [
  Word,
  BinaryOperator,
  AssignOperator,
  UnaryOperator,
  ...LEXEMES,
  ...keywordTokens,
];
