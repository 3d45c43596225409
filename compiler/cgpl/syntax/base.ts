/**
 * What the grammar stands on: error reports and how the parser goes on after one. Every error of a file is found in
 * one pass: a statement or section that fails is left, and the parser looks for the place where the next one begins.
 */
import { EmbeddedActionsParser, type IToken, isRecognitionException, type TokenType } from 'chevrotain';
import type { CgplCode } from '../../diagnostics/cgpl.js';
import { LineTable } from '../../text/linetable.js';
import { isBadToken } from '../lexer/lex.js';
import * as t from '../lexer/tokens.js';
import { MAX_NESTING, MAX_PROBLEMS } from '../limits.js';
import type { Problem } from '../problem.js';
import { MESSAGES } from './messages.js';

/** What is open around the parser: closed with `end` and the word, or with a brace. */
export interface Open {
  readonly word: TokenType | null;
  readonly brace: boolean;
  /** Where it begins. */
  readonly at: number;
}

const SECTION_WORDS: ReadonlySet<TokenType> = new Set([t.Entry, t.Procedure, t.FunctionWord]);
export const STATEMENT_WORDS: ReadonlySet<TokenType> = new Set([
  t.If,
  t.For,
  t.While,
  t.Loop,
  t.Return,
  t.Stop,
  t.Exitif,
  t.Var,
]);
const BLOCK_ENDS: ReadonlySet<TokenType> = new Set([t.End, t.RightBrace, t.Elif]);
const HEADER_ENDS: ReadonlySet<TokenType> = new Set([
  t.Then,
  t.Loop,
  t.LeftBrace,
  t.RightBrace,
  t.Semicolon,
  t.End,
  t.Elif,
  t.By,
]);
const AFTER_NAME: ReadonlySet<TokenType> = new Set([t.LeftParen, t.Dot, t.LeftBracket, t.DoubleColon]);
export const END_WORDS: ReadonlySet<TokenType> = new Set([...SECTION_WORDS, t.If, t.Loop]);

export class BaseParser extends EmbeddedActionsParser {
  problems: Problem[] = [];
  /** True when a section heading was lost, so that its name may be missing. */
  lostSection = false;
  /** Variables that are declared outside of sections: lower-case name to the name as it was declared. */
  protected readonly shared = new Map<string, string>();
  /** Lower-case names of the parameters and declared variables of the section, which hide those. */
  protected readonly own = new Set<string>();
  protected readonly open: Open[] = [];
  protected depth = 0;
  #source = '';
  #lines: LineTable | null = null;
  #pending: Problem | null = null;
  #lastAt = -1;
  #stopped = false;

  constructor() {
    super(t.ALL_TOKENS, {
      maxLookahead: 1,
      recoveryEnabled: false,
      skipValidations: true,
      errorMessageProvider: MESSAGES,
    });
  }

  /** Makes the parser ready for another file. */
  prepare(tokens: IToken[], source: string): void {
    this.input = tokens;
    this.problems = [];
    this.lostSection = false;
    this.shared.clear();
    this.own.clear();
    this.open.length = 0;
    this.depth = 0;
    this.#source = source;
    this.#lines = null;
    this.#pending = null;
    this.#lastAt = -1;
    this.#stopped = false;
  }

  /** Of the file; made when a message names a line. */
  get lines(): LineTable {
    this.#lines ??= new LineTable(this.#source);
    return this.#lines;
  }

  protected startOf(token: IToken): number {
    return Number.isNaN(token.startOffset) ? this.#source.length : token.startOffset;
  }

  /** Where the last lexeme that was read ends. */
  protected endOfLast(): number {
    const last = this.LA(0);
    return this.startOf(last) + last.image.length;
  }

  protected isAt(type: TokenType): boolean {
    return this.LA(1).tokenType === type;
  }

  /** Reports an error at a lexeme and goes on. One error for one lexeme is enough. */
  protected problemAt(token: IToken, code: CgplCode, ...args: (string | number)[]): void {
    const at = this.startOf(token);
    if (at === this.#lastAt || this.#stopped) return;
    this.#lastAt = at;
    if (isBadToken(token)) return;
    this.problems.push({ code, args, at, end: at + Math.max(1, token.image.length) });
  }

  /** Reports that the next lexeme cannot stand where it stands. */
  protected unexpected(expected: string): void {
    const token = this.LA(1);
    if (Number.isNaN(token.startOffset))
      this.problemAt(token, 'unexpected-end', expected + this.#stillOpen());
    else this.problemAt(token, 'unexpected-lexeme', `"${shorten(token.image)}"`, expected);
  }

  /** What the file does not close. */
  #stillOpen(): string {
    const open = this.open.at(-1);
    return open ? ` (the ${this.openedAt(open)} is still open)` : '';
  }

  /** `"if" in line 3` */
  protected openedAt({ word, at }: Open): string {
    return `"${word?.name ?? '{'}" in line ${this.lines.positionAt(at).line}`;
  }

  /** Gives up the statement: its guard finds the next one. With a code the error is reported first. */
  protected giveUp(token: IToken | null = null, code?: CgplCode, ...args: (string | number)[]): never {
    if (token !== null && code !== undefined) this.problemAt(token, code, ...args);
    const at = this.LA(1);
    this.#pending = { code: 'unexpected-lexeme', args: [], at: -1, end: -1 };
    const error = new Error('given up');
    error.name = 'MismatchedTokenException';
    throw Object.assign(error, {
      token: at,
      resyncedTokens: [],
      context: { ruleStack: [], ruleOccurrenceStack: [] },
    });
  }

  /** Counts nesting; leave it with `this.depth--`. */
  protected enter(): void {
    if (++this.depth <= MAX_NESTING || this.RECORDING_PHASE) return;
    this.problemAt(this.LA(1), 'nested-too-deep', MAX_NESTING);
    this.#stop();
    this.giveUp();
  }

  /** Leaves out the rest of the file, and all errors in it. */
  #stop(): void {
    this.#stopped = true;
    while (!this.isAtEnd()) this.SKIP_TOKEN();
  }

  protected isAtEnd(): boolean {
    return Number.isNaN(this.LA(1).startOffset);
  }

  /** Runs a part of the grammar; when it fails, reports that and lets `skip` find the place to go on. */
  protected guard(part: () => void, skip: () => void): void {
    const { depth } = this;
    const opened = this.open.length;
    const before = this.LA(1);
    try {
      part();
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
      this.#report(error as Error & { token: IToken });
      this.depth = depth;
      this.open.length = opened;
      if (this.problems.length >= MAX_PROBLEMS) this.#stop();
      if (this.LA(1) === before && !this.isAtEnd()) this.SKIP_TOKEN();
      skip();
    }
  }

  #report(error: Error & { token: IToken }): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) return;
    const { token, message } = error;
    if (message === 'a name is expected' && t.KEYWORDS.has(token.image.toLowerCase())) {
      this.problemAt(token, 'keyword-as-name', token.image);
      if (this.LA(1) === token) this.SKIP_TOKEN();
    } else if (Number.isNaN(token.startOffset))
      this.problemAt(token, 'unexpected-end', message + this.#stillOpen());
    else this.problemAt(token, 'unexpected-lexeme', `"${shorten(token.image)}"`, message);
  }

  /** To the end of the statement: behind its semicolon, or before something that only another statement begins with. */
  protected skipStatement(): void {
    while (!this.isAtEnd()) {
      const type = this.LA(1).tokenType;
      if (type === t.Semicolon) {
        this.SKIP_TOKEN();
        return;
      }
      if (BLOCK_ENDS.has(type) || STATEMENT_WORDS.has(type) || SECTION_WORDS.has(type)) return;
      if (type === t.Name && this.beginsStatement() && this.#isFirstOnLine()) return;
      if (type === t.Else && this.LA(0).tokenType !== t.Or) return;
      if (type === t.LeftBrace) this.#skipBlock();
      else this.SKIP_TOKEN();
    }
  }

  #isFirstOnLine(): boolean {
    return /[\r\n]/.test(this.#source.slice(this.endOfLast(), this.startOf(this.LA(1))));
  }

  /** A block behind something that is no heading is left out as a whole. */
  #skipBlock(): void {
    let depth = 0;
    do {
      const type = this.LA(1).tokenType;
      if (type === t.LeftBrace) depth++;
      else if (type === t.RightBrace) depth--;
      this.SKIP_TOKEN();
    } while (depth > 0 && !this.isAtEnd());
  }

  /** To a lexeme further on in the same line; false when there is none. */
  protected skipWithinLine(type: TokenType): boolean {
    const last = this.endOfLast();
    for (let i = 1; ; i++) {
      const token = this.LA(i);
      const at = this.startOf(token);
      if (Number.isNaN(token.startOffset) || /[\r\n]/.test(this.#source.slice(last, at))) return false;
      if (token.tokenType !== type) continue;
      while (--i > 0) this.SKIP_TOKEN();
      return true;
    }
  }

  /** Behind a condition that failed: to what ends the heading of its statement. */
  protected skipHeader(): void {
    while (!this.isAtEnd() && !HEADER_ENDS.has(this.LA(1).tokenType)) {
      const type = this.LA(1).tokenType;
      if (SECTION_WORDS.has(type) || (type === t.Else && this.LA(0).tokenType !== t.Or)) return;
      this.SKIP_TOKEN();
    }
  }

  /** To the heading of the next section: `end entry` is none. */
  protected skipToSection(): void {
    while (!this.isAtEnd()) {
      const type = this.LA(1).tokenType;
      if (SECTION_WORDS.has(type)) {
        if (this.LA(0).tokenType !== t.End && this.LA(2).tokenType === t.Name) return;
      }
      this.SKIP_TOKEN();
    }
  }

  /** Does the next lexeme end a list of statements, or does it only stand there by mistake? */
  protected atTerminator(): boolean {
    const type = this.LA(1).tokenType;
    if (this.isAtEnd() || SECTION_WORDS.has(type)) return true;
    if (type === t.Else || type === t.Elif) return this.open.at(-1)?.word === t.If;
    if (type === t.End) return this.open.some(open => !open.brace);
    return type === t.RightBrace && this.open.some(open => open.brace);
  }

  /** Would the next lexeme be a good beginning of a statement, so that only a semicolon is missing? */
  protected beginsStatement(): boolean {
    const type = this.LA(1).tokenType;
    if (STATEMENT_WORDS.has(type) || this.atTerminator()) return true;
    if (type !== t.Name) return false;
    const next = this.LA(2).tokenType;
    return AFTER_NAME.has(next) || (next.CATEGORIES ?? []).includes(t.AssignOperator);
  }
}

function shorten(image: string): string {
  return image.length > 40 ? `${image.slice(0, 39)}…` : image;
}
