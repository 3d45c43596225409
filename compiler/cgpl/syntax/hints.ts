/**
 * What the author of a program most likely meant, added to the message of a syntax error. Hints look at the lexemes
 * around the place only; they change no code and no position.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { LineTable } from '../../text/linetable.js';
import * as t from '../lexer/tokens.js';
import type { Problem } from '../problem.js';

/** A lexeme that cannot stand where it stands, and what is around it. */
interface Sight {
  readonly lines: LineTable;
  readonly tokens: readonly IToken[];
  /** Number of the lexeme. */
  readonly index: number;
  readonly token: IToken;
  readonly before: IToken | undefined;
  readonly after: IToken | undefined;
  readonly expected: string;
}

type Rule = readonly [fits: (sight: Sight) => boolean, hint: string | ((sight: Sight) => string)];

const SECTIONS: ReadonlySet<TokenType> = new Set([t.Entry, t.Procedure, t.FunctionWord]);

const endOf = (token: IToken): number => token.startOffset + token.image.length;
const touch = (a: IToken | undefined, b: IToken | undefined): boolean =>
  a !== undefined && b !== undefined && endOf(a) === b.startOffset;
const is = (token: IToken | undefined, image: string): boolean => token?.image === image;

/** The section that is open at a lexeme. */
function openSection({ tokens, index }: Sight): IToken | undefined {
  for (let i = index - 1; i >= 0; i--) {
    const token = tokens[i];
    if (token && SECTIONS.has(token.tokenType) && tokens[i - 1]?.tokenType !== t.End) return token;
  }
  return undefined;
}

/** Wrong words at the beginning of a statement, with what they are called here. */
const WORDS: Readonly<Record<string, string>> = {
  elseif: 'did you mean "elif"?',
  elsif: 'did you mean "elif"?',
  endif: 'did you mean "end if"?',
  endloop: 'did you mean "end loop"?',
  endwhile: 'did you mean "end loop"?',
  endfor: 'did you mean "end loop"?',
  break: 'a loop is left with "exitif true;"',
  exit: 'a loop is left with "exitif", a section with "return", a program with "stop"',
};

const wordHint = (token: IToken | undefined): string | undefined => {
  const word = token?.image.toLowerCase() ?? '';
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
};

const RULES: readonly Rule[] = [
  [
    ({ token, before }) => is(token, '=') && before?.tokenType === t.End,
    '"end" is a keyword and cannot be a name',
  ],
  [
    ({ token, before }) => is(token, '=') && touch(before, token) && /^[=!]=$/.test(before?.image ?? ''),
    s => `did you mean "${s.before?.image}"?`,
  ],
  [({ token, after }) => is(token, '=') && touch(token, after) && is(after, '>'), 'did you mean ">="?'],
  [({ token, after }) => is(token, '=') && touch(token, after) && is(after, '<'), 'did you mean "<="?'],
  [({ token }) => is(token, '='), 'values are compared with "=="'],
  [({ token, before }) => is(token, '>') && is(before, '<') && touch(before, token), 'did you mean "!="?'],
  [
    ({ token, after, expected }) =>
      /^[-+]$/.test(token.image) &&
      is(after, token.image) &&
      touch(token, after) &&
      expected.startsWith('"="'),
    s => `did you mean "${s.token.image}= 1"?`,
  ],
  [
    ({ tokens, index, token, before }) =>
      token.tokenType === t.NumberLiteral &&
      is(before, '.') &&
      tokens[index - 2]?.tokenType === t.NumberLiteral,
    'numbers have no fractions',
  ],
  [
    ({ token, before }) => token.tokenType === t.StringLiteral && is(before, '.'),
    'strings are joined with "+"',
  ],
  [({ token, expected }) => is(token, '[') && expected.startsWith('a value'), 'NewArray() makes an array'],
  [
    ({ token, expected }) => is(token, '{') && expected.startsWith('a value'),
    'NewDictionary() makes a dictionary',
  ],
  [
    ({ before, expected }) => wordHint(before) !== undefined && expected.startsWith('"="'),
    s => wordHint(s.before) ?? '',
  ],
  [({ token, expected }) => token.tokenType === t.Elif && expected.startsWith('"end"'), '"else" comes last'],
  [
    ({ token, tokens, index, expected }) =>
      is(token, ';') &&
      expected.startsWith('"loop"') &&
      tokens.slice(0, index).findLast(({ tokenType }) => tokenType === t.For || tokenType === t.Semicolon)
        ?.tokenType === t.For,
    'semicolons need parentheses: for (...; ...; ...) { }',
  ],
  [
    s => SECTIONS.has(s.token.tokenType) && s.expected.startsWith('"end"'),
    s => {
      const open = openSection(s);
      return open
        ? `the "${open.image}" in line ${s.lines.positionAt(open.startOffset).line} is still open`
        : '';
    },
  ],
];

/** ` at the end of line N` when a lexeme is missing there, else what fits first, in parentheses. */
function hintFor(sight: Sight): string {
  const { lines, token, before, expected } = sight;
  if (expected === '";" is expected' && before) {
    const { line } = lines.positionAt(endOf(before));
    if (line < lines.positionAt(token.startOffset).line) return ` at the end of line ${line}`;
  }
  for (const [fits, hint] of RULES) {
    if (!fits(sight)) continue;
    const text = typeof hint === 'string' ? hint : hint(sight);
    return text === '' ? '' : ` (${text})`;
  }
  return '';
}

/** The number of the lexeme at an offset, -1 when none begins there. */
function find(tokens: readonly IToken[], at: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return tokens[low]?.startOffset === at ? low : -1;
}

/** The same problems, with hints. */
export function withHints(
  problems: readonly Problem[],
  tokens: readonly IToken[],
  lines: LineTable,
): Problem[] {
  return problems.map(problem => {
    const index = find(tokens, problem.at);
    const token = tokens[index];
    if (!token) return problem;
    const before = tokens[index - 1];
    const [shown = '', expected = ''] = problem.args;
    if (problem.code === 'unexpected-lexeme') {
      const sight = {
        lines,
        tokens,
        index,
        token,
        before,
        after: tokens[index + 1],
        expected: String(expected),
      };
      return { ...problem, args: [shown, `${expected}${hintFor(sight)}`] };
    }
    if (problem.code === 'value-as-statement' && before?.tokenType === t.Name) {
      return {
        ...problem,
        args: [` (${wordHint(before) ?? `a call needs parentheses: ${before.image}()`})`],
      };
    }
    return problem;
  });
}
