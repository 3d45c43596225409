/** Reads one element whose opening mark the scanner found: its end, its tokens, its tree. */
import { createTokenInstance, EOF, type IToken } from 'chevrotain';
import { PAGE_ELEMENTS } from '../tables/elements.js';
import { UnexpectedToken } from './checks.js';
import { ElementParser } from './parser.js';
import { PageProblem } from './problem.js';
import { decodeText } from './strings.js';
import { End, Name, OpenText, Stray, Text, tokenize } from './tokens.js';
import type { Element } from './tree.js';

export const TEXT_MARK = '%%';
export const STRUCTURE_MARK = '<!--%%';
export const STRUCTURE_END = '-->';

/** What was read, or why it could not be; `end` is where the scan goes on (after an error: a guess). */
export type ElementResult =
  | { readonly element: Element; readonly end: number }
  | { readonly problem: PageProblem; readonly end: number };

let parser: ElementParser | null = null;

/** The text element that opens at `at`. */
export function parseText(source: string, at: number): ElementResult {
  const inside = insideOf(source, at, TEXT_MARK, TEXT_MARK);
  return run(source, at, inside, p => {
    p.begin(source, inside.tokens);
    return p.textElement();
  });
}

/**
 * The structural element that opens at `at`.
 * @param fits is asked about the keyword before the rest is read; the problem that it gives comes first.
 */
export function parseStructure(
  source: string,
  at: number,
  fits: (keyword: string) => PageProblem | null,
): ElementResult {
  const comment = skipComment(source, at);
  if (comment !== null) return comment;
  const inside = insideOf(source, at, STRUCTURE_MARK, STRUCTURE_END);
  return run(source, at, inside, p => {
    const [first, ...rest] = inside.tokens;
    if (first === undefined || !isName(first)) throw new UnexpectedToken(first ?? endOfFile(source));
    const keyword = first.image.toUpperCase();
    const form = PAGE_ELEMENTS.get(keyword);
    if (form === undefined)
      throw new PageProblem('unknown-element', first.startOffset, endOf(first), first.image);
    const misplaced = fits(keyword);
    if (misplaced !== null) throw misplaced;
    p.begin(source, rest);
    return readForm(p, keyword as Element['type'], form);
  });
}

function readForm(p: ElementParser, keyword: Element['type'], form: string): Element | undefined {
  switch (form) {
    case 'condition': {
      const condition = p.condition();
      return condition === undefined ? undefined : ({ type: keyword, condition } as Element);
    }
    case 'bare':
      p.bare();
      return { type: keyword } as Element;
    case 'loop':
      return p.loop();
    case 'loop-end':
      return p.loopEnd();
    default:
      return p.include();
  }
}

export interface Inside {
  readonly tokens: IToken[];
  /** After the closing mark, or null when there is none. */
  readonly end: number | null;
}

/** Parses, and turns whatever stopped the parser into a positioned problem. */
function run(
  source: string,
  at: number,
  inside: Inside,
  read: (parser: ElementParser) => Element | undefined,
): ElementResult {
  parser ??= new ElementParser();
  const end = inside.end ?? source.length;
  try {
    const element = read(parser);
    const error = parser.errors[0];
    if (error !== undefined) throw new UnexpectedToken(error.token);
    if (element !== undefined) return { element, end };
    throw new UnexpectedToken(endOfFile(source));
  } catch (error) {
    if (error instanceof PageProblem) return { problem: error, end };
    if (error instanceof UnexpectedToken) return { problem: explain(source, at, error.token), end };
    throw error;
  }
}

/** Which error an unexpected token is (the table in wssp.md section 8). */
function explain(source: string, at: number, token: IToken): PageProblem {
  const mark = source.startsWith(TEXT_MARK, at) ? TEXT_MARK : STRUCTURE_MARK;
  const opening = (detail: string): PageProblem =>
    new PageProblem('unterminated', at, at + mark.length, detail);
  if (token.tokenType === EOF) return opening('the file ends inside the element');
  const start = token.startOffset;
  if (token.tokenType === OpenText) {
    return (
      readText(source, start, endOf(token)) ??
      new PageProblem('unterminated', start, start + 1, 'the line ends')
    );
  }
  const broken = token.tokenType === Text ? readText(source, start, endOf(token) - 1) : null;
  if (broken !== null) return broken;
  if (/[\r\n]/.test(source.slice(at, start))) return opening(`${quote(token)} on a later line does not fit`);
  return new PageProblem('syntax', start, endOf(token), quote(token));
}

function readText(source: string, start: number, end: number): PageProblem | null {
  try {
    decodeText(source, start + 1, end);
    return null;
  } catch (error) {
    if (error instanceof PageProblem) return error;
    throw error;
  }
}

/** Tokens up to the closing mark. Marks inside string constants do not count. */
export function insideOf(source: string, at: number, opening: string, closing: string): Inside {
  const from = at + opening.length;
  const to = findEnd(source, from, closing);
  const tokens = tokenize(source, from, to ?? source.length);
  if (to !== null) {
    tokens.push(createTokenInstance(End, closing, to, to, Number.NaN, Number.NaN, Number.NaN, Number.NaN));
  }
  return { tokens, end: to === null ? null : to + closing.length };
}

const STEP: Readonly<Record<string, RegExp>> = {
  [TEXT_MARK]: /%%|"(?:[^"\\\r\n]|\\[^\r\n])*"?|[^%"]+|%/y,
  [STRUCTURE_END]: /-->|"(?:[^"\\\r\n]|\\[^\r\n])*"?|[^-"]+|-/y,
};

function findEnd(source: string, from: number, closing: string): number | null {
  const step = STEP[closing];
  if (step === undefined) return null;
  step.lastIndex = from;
  for (let at = from; ; at = step.lastIndex) {
    const found = step.exec(source)?.[0];
    if (found === undefined) return null;
    if (found === closing) return at;
  }
}

const COMMENT = /[ \t\r\n]*COMMENT(?![A-Za-z0-9_])/iy;

export function skipComment(source: string, at: number): ElementResult | null {
  COMMENT.lastIndex = at + STRUCTURE_MARK.length;
  if (!COMMENT.test(source)) return null;
  const to = source.indexOf(STRUCTURE_END, COMMENT.lastIndex);
  if (to >= 0) return { element: { type: 'COMMENT' }, end: to + STRUCTURE_END.length };
  const detail = 'the file ends inside the comment';
  return {
    problem: new PageProblem('unterminated', at, at + STRUCTURE_MARK.length, detail),
    end: source.length,
  };
}

const isName = (token: IToken): boolean =>
  token.tokenType === Name || token.tokenType.CATEGORIES?.includes(Name) === true;

const endOf = (token: IToken): number => token.startOffset + token.image.length;

const endOfFile = (source: string): IToken =>
  createTokenInstance(EOF, '', source.length, source.length, Number.NaN, Number.NaN, Number.NaN, Number.NaN);

const quote = (token: IToken): string =>
  token.tokenType === Stray && /[\0-\x1f\x7f]/.test(token.image)
    ? 'a control code'
    : `"${token.image.slice(0, 40)}"`;
