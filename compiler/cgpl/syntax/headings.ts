/** What the grammar of statements looks at besides rules: headings, ends, lexemes that may have been forgotten. */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.js';
import { END_WORDS, STATEMENT_WORDS } from './base.js';
import { ExpressionParser } from './expressions.js';
import { constant } from './make.js';
import type { Expr } from './tree.js';

/** Lexemes in the heading of a brace `for`, or in a condition. */
const MAX_HEADING = 4000;

/** What a heading can go on with after a condition that failed. */
const HEADINGS: ReadonlySet<TokenType> = new Set([t.Then, t.Loop, t.By, t.LeftBrace]);

/** What authors put behind `end`: also words that end nothing. */
const WRONG_WORDS: ReadonlySet<TokenType> = new Set([...END_WORDS, t.While, t.For]);

export class HeadingParser extends ExpressionParser {
  /** Is this `for` followed by a heading in parentheses with semicolons? */
  protected isBraceFor(): boolean {
    if (!this.isAt(t.For) || this.LA(2).tokenType !== t.LeftParen) return false;
    let depth = 0;
    for (let i = 2; i < MAX_HEADING; i++) {
      const type = this.LA(i).tokenType;
      if (type === t.Var && i === 3) continue;
      if (type === t.LeftParen) depth++;
      else if (type === t.RightParen && --depth === 0) return this.LA(i + 1).tokenType === t.LeftBrace;
      // an assignment is no part of a value
      else if (type === t.Semicolon || (type.CATEGORIES ?? []).includes(t.AssignOperator)) return true;
      else if (STATEMENT_WORDS.has(type) || Number.isNaN(this.LA(i).startOffset)) return false;
    }
    return false;
  }

  /**
   * Behind a block: do `elif` and `else` go on with an `if ... then` around it? What follows their condition tells,
   * since the forms of one `if` do not mix.
   */
  protected isOuterArm(): boolean {
    if (this.open.at(-1)?.word !== t.If) return false;
    let i = 2;
    if (this.isAt(t.Else)) {
      const next = this.LA(2).tokenType;
      if (next !== t.If) return next !== t.LeftBrace;
      i = 3;
    }
    for (const end = i + MAX_HEADING; i < end; i++) {
      const type = this.LA(i).tokenType;
      if (type === t.LeftBrace) return false;
      if (type === t.Then && this.LA(i - 1).tokenType !== t.And) return true;
      if (type === t.Semicolon || STATEMENT_WORDS.has(type)) return false;
      if (Number.isNaN(this.LA(i).startOffset)) return false;
    }
    return false;
  }

  /** A condition: when it fails, what follows its heading is still read. */
  protected header(part: () => Expr): Expr {
    let result: Expr = constant('null', 0, 0);
    this.guard(
      () => {
        result = part();
      },
      () => {
        this.skipHeader();
        if (!HEADINGS.has(this.LA(1).tokenType)) this.giveUp();
      },
    );
    return result;
  }

  /** A keyword that may have been forgotten. */
  protected expectWord(type: TokenType): void {
    if (this.RECORDING_PHASE || this.isAt(type)) this.consume(type === t.Then ? 90 : 91, type);
    else {
      this.unexpected(`"${type.name}" is expected`);
      if (this.skipWithinLine(type)) this.SKIP_TOKEN();
      else if (!this.beginsStatement()) this.giveUp();
    }
  }

  /** A semicolon that may have been forgotten. */
  protected semicolon(): void {
    if (this.RECORDING_PHASE || this.isAt(t.Semicolon)) {
      this.consume(99, t.Semicolon);
      return;
    }
    this.unexpected('";" is expected');
    if (!this.beginsStatement()) this.giveUp();
  }

  /** `end`, its word and a semicolon. A wrong word is the end of something further out, or a mistake. */
  protected closing(word: TokenType): void {
    const next = this.LA(2);
    const wrong = this.isAt(t.End) && next.tokenType !== word && WRONG_WORDS.has(next.tokenType);
    if (wrong && !this.RECORDING_PHASE) {
      const open = this.open.at(-1);
      this.problemAt(
        next,
        'wrong-end-word',
        `"${next.image}"`,
        open ? this.openedAt(open) : `"${word.name}"`,
      );
      const outer = this.open.slice(0, -1).some(open => open.word === next.tokenType);
      this.open.pop();
      if (outer) return;
      this.SKIP_TOKEN();
      this.SKIP_TOKEN();
    } else {
      this.consume(97, t.End);
      this.open.pop();
      if (this.RECORDING_PHASE || this.isAt(word)) this.consume(98, word);
    }
    this.semicolon();
  }

  protected skipToBlock(): void {
    while (!this.isAtEnd() && !this.isAt(t.LeftBrace)) {
      const next: IToken = this.LA(1);
      if (next.tokenType === t.End || next.tokenType === t.RightBrace || END_WORDS.has(next.tokenType))
        return;
      this.SKIP_TOKEN();
    }
  }
}
