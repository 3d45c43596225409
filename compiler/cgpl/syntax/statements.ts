/** Grammar of statements (spec: cgpl.md sections 3 and 11). Both syntaxes may be mixed freely. */
import { EMPTY_ALT, type IToken, type TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.js';
import { END_WORDS, STATEMENT_WORDS } from './base.js';
import { ExpressionParser } from './expressions.js';
import { assignOpOf, constant, isTarget, variable } from './make.js';
import type { Expr, Simple, Statement, VariableExpr } from './tree.js';

/** Lexemes in the heading of a brace `for`, or in a condition. */
const MAX_HEADING = 4000;

/** What a heading can go on with after a condition that failed. */
const HEADINGS: ReadonlySet<TokenType> = new Set([t.Then, t.Loop, t.By, t.LeftBrace]);

type VarItem = { variable: VariableExpr; value: Expr | null };
type Arm = { condition: Expr; body: Statement[] };

export class StatementParser extends ExpressionParser {
  /** Any number of statements; after an error the next one goes on. */
  statements = this.RULE('statements', (): Statement[] => {
    const list: Statement[] = [];
    this.enter();
    for (;;) {
      this.MANY(() =>
        this.guard(
          () => this.SUBRULE(this.statement, { ARGS: [list] }),
          () => this.skipStatement(),
        ),
      );
      if (this.RECORDING_PHASE || this.atTerminator()) break;
      this.unexpected('a statement is expected');
      this.SKIP_TOKEN();
      this.skipStatement();
    }
    this.depth--;
    return list;
  });

  statement = this.RULE('statement', (list: Statement[] = []): void => {
    const at = this.startOf(this.LA(1));
    this.OR([
      {
        ALT: () => {
          const simple = this.SUBRULE(this.simple);
          this.semicolon();
          if (simple !== null && !this.RECORDING_PHASE) list.push(simple);
        },
      },
      { ALT: () => this.SUBRULE(this.ifStatement, { ARGS: [list] }) },
      { ALT: () => this.SUBRULE(this.loop, { ARGS: [list] }) },
      {
        ALT: () => {
          this.CONSUME(t.Return);
          let value: Expr | null = null;
          this.OPTION(() => {
            value = this.SUBRULE(this.expression);
          });
          this.semicolon();
          list.push({ kind: 'return', value, at, end: this.endOfLast() });
        },
      },
      { ALT: () => this.SUBRULE(this.declaration, { ARGS: [list] }) },
      {
        ALT: () => {
          this.CONSUME(t.Exitif);
          const condition = this.SUBRULE1(this.expression);
          this.semicolon();
          list.push({ kind: 'exitif', condition, at, end: this.endOfLast() });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Stop);
          this.semicolon();
          list.push({ kind: 'stop', at, end: this.endOfLast() });
        },
      },
      { ALT: () => this.CONSUME(t.Semicolon) },
    ]);
  });

  /** An assignment or a procedure call; null for `null`. */
  simple = this.RULE('simple', (): Simple | null => {
    const at = this.startOf(this.LA(1));
    if (!this.RECORDING_PHASE && (this.LA(1).tokenType.CATEGORIES ?? []).includes(t.UnaryOperator)) {
      this.unexpected('a statement is expected');
      this.giveUp();
    }
    const left = this.SUBRULE(this.operand);
    let result: Simple | null = null;
    this.OPTION(() => {
      const sign = this.CONSUME(t.AssignOperator);
      if (!this.RECORDING_PHASE && !isTarget(left)) this.problemAt(sign, 'not-assignable');
      const value = this.SUBRULE(this.expression);
      const target = isTarget(left) ? left : variable('', at);
      result = { kind: 'assign', target, op: assignOpOf(sign.image), value, at, end: value.end };
    });
    if (result !== null || this.RECORDING_PHASE) return result;
    if (left.kind === 'call') return { kind: 'do', call: left, at, end: left.end };
    if (left.kind === 'null' && this.isAt(t.Semicolon)) return null;
    if (this.isAt(t.Semicolon)) return this.giveUp(this.LA(1), 'value-as-statement');
    this.unexpected(isTarget(left) ? '"=" is expected' : 'a value is not a statement');
    return this.giveUp();
  });

  declaration = this.RULE('declaration', (list: Statement[] = []): void => {
    const start = this.CONSUME(t.Var);
    const items: VarItem[] = [];
    this.SUBRULE(this.declared, { ARGS: [items] });
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE1(this.declared, { ARGS: [items] });
    });
    this.semicolon();
    list.push({ kind: 'var', items, at: start.startOffset, end: this.endOfLast() });
  });

  /** One name of a `var` statement. */
  declared = this.RULE('declared', (items: VarItem[] = []): void => {
    const name = this.CONSUME(t.Name);
    let value: Expr | null = null;
    this.OPTION(() => {
      this.CONSUME(t.Assign);
      value = this.SUBRULE(this.expression);
    });
    items.push({ variable: variable(name.image, name.startOffset), value });
  });

  ifStatement = this.RULE('ifStatement', (list: Statement[] = []): void => {
    const start = this.CONSUME(t.If);
    const arms: Arm[] = [];
    let otherwise: Statement[] | null = null;
    const condition = this.header(() => this.SUBRULE(this.expression));
    const brace = this.isAt(t.LeftBrace);
    if (brace || this.RECORDING_PHASE) {
      arms.push({ condition, body: this.SUBRULE(this.block) });
      this.MANY({
        GATE: () => otherwise === null && !this.isOuterArm(),
        DEF: () => {
          const elif = this.isAt(t.Elif) || (this.isAt(t.Else) && this.LA(2).tokenType === t.If);
          this.OR([{ ALT: () => this.CONSUME(t.Elif) }, { ALT: () => this.CONSUME(t.Else) }]);
          this.OPTION({ GATE: () => elif && this.isAt(t.If), DEF: () => this.CONSUME1(t.If) });
          this.OPTION1({
            GATE: () => elif,
            DEF: () => {
              const next = this.header(() => this.SUBRULE1(this.expression));
              arms.push({ condition: next, body: this.SUBRULE1(this.block) });
            },
          });
          this.OPTION2({
            GATE: () => !elif,
            DEF: () => {
              otherwise = this.SUBRULE2(this.block);
            },
          });
        },
      });
    }
    if (!brace || this.RECORDING_PHASE) {
      this.open.push({ word: t.If, brace: false });
      this.expectWord(t.Then);
      arms.push({ condition, body: this.SUBRULE(this.statements) });
      this.MANY1(() => {
        this.CONSUME1(t.Elif);
        const next = this.header(() => this.SUBRULE2(this.expression));
        this.expectWord(t.Then);
        arms.push({ condition: next, body: this.SUBRULE1(this.statements) });
      });
      this.OPTION3(() => {
        this.CONSUME1(t.Else);
        otherwise = this.SUBRULE2(this.statements);
      });
      this.closing(t.If);
    }
    list.push({ kind: 'if', arms, otherwise, at: start.startOffset, end: this.endOfLast() });
  });

  loop = this.RULE('loop', (list: Statement[] = []): void => {
    this.OR([
      { GATE: () => this.isBraceFor(), ALT: () => this.SUBRULE(this.braceFor, { ARGS: [list] }) },
      { ALT: () => this.SUBRULE(this.plainLoop, { ARGS: [list] }) },
    ]);
  });

  /** `for ( ; ; ) { }` */
  braceFor = this.RULE('braceFor', (list: Statement[] = []): void => {
    const start = this.CONSUME(t.For);
    let first: Simple | null = null;
    let condition: Expr | null = null;
    let step: Simple | null = null;
    const heading = (): void => {
      this.CONSUME(t.LeftParen);
      this.OPTION(() => {
        first = this.SUBRULE(this.simple);
      });
      this.CONSUME(t.Semicolon);
      this.OPTION1(() => {
        condition = this.SUBRULE(this.expression);
      });
      this.CONSUME1(t.Semicolon);
      this.OPTION2(() => {
        step = this.SUBRULE1(this.simple);
      });
      this.CONSUME(t.RightParen);
    };
    this.guard(heading, () => this.skipToBlock());
    const body = this.SUBRULE(this.block);
    const end = this.endOfLast();
    list.push({
      kind: 'loop',
      first,
      condition,
      step,
      body,
      trailing: null,
      head: null,
      at: start.startOffset,
      end,
    });
  });

  /** Every other loop: `for`, `while` and `by` are optional before `loop`; `while` and `loop` also take blocks. */
  plainLoop = this.RULE('plainLoop', (list: Statement[] = []): void => {
    const at = this.startOf(this.LA(1));
    let first: Simple | null = null;
    let condition: Expr | null = null;
    this.OPTION(() => {
      this.CONSUME(t.For);
      first = this.SUBRULE(this.simple);
    });
    let done = false;
    this.OPTION1(() => {
      this.CONSUME(t.While);
      const given = this.header(() => this.SUBRULE(this.expression));
      condition = given;
      this.OPTION2({
        GATE: () => first === null,
        DEF: () => {
          const body = this.SUBRULE(this.block);
          this.finish(list, { at, first: null, condition: given, step: null, body, trailing: null });
          done = true;
        },
      });
    });
    this.OR([
      { GATE: () => done, ALT: EMPTY_ALT() },
      { ALT: () => this.SUBRULE(this.loopRest, { ARGS: [list, at, first, condition] }) },
    ]);
  });

  loopRest = this.RULE(
    'loopRest',
    (list: Statement[] = [], at = 0, first: Simple | null = null, condition: Expr | null = null): void => {
      let step: Simple | null = null;
      this.OPTION(() => {
        this.CONSUME(t.By);
        step = this.SUBRULE(this.simple);
      });
      this.expectWord(t.Loop);
      const bare = first === null && condition === null && step === null;
      this.OR([
        {
          GATE: () => this.isAt(t.LeftBrace) && bare,
          ALT: () => {
            const body = this.SUBRULE(this.block);
            const end = this.endOfLast();
            let trailing: Expr | null = null;
            let whileAt = 0;
            this.OPTION1(() => {
              whileAt = this.startOf(this.CONSUME(t.While));
              trailing = this.header(() => this.SUBRULE(this.expression));
            });
            const given: Expr | null = trailing;
            this.ACTION(() => this.afterBraceLoop(list, at, end, body, given, whileAt));
          },
        },
        {
          ALT: () => {
            this.open.push({ word: t.Loop, brace: false });
            const body = this.SUBRULE(this.statements);
            this.closing(t.Loop);
            this.finish(list, { at, first, condition, step, body, trailing: null });
          },
        },
      ]);
    },
  );

  block = this.RULE('block', (): Statement[] => {
    this.open.push({ word: null, brace: true });
    this.CONSUME(t.LeftBrace);
    const body = this.SUBRULE(this.statements);
    this.CONSUME(t.RightBrace);
    this.open.pop();
    return body;
  });

  /** A `while` behind a brace loop belongs to it only when a semicolon follows the condition. */
  protected afterBraceLoop(
    list: Statement[],
    at: number,
    end: number,
    body: Statement[],
    trailing: Expr | null,
    whileAt: number,
  ): void {
    const own = trailing !== null && this.isAt(t.Semicolon);
    const loopEnd = own ? this.endOfLast() : end;
    if (own) this.SKIP_TOKEN();
    list.push({
      kind: 'loop',
      first: null,
      condition: null,
      step: null,
      body,
      trailing: own ? trailing : null,
      head: null,
      at,
      end: loopEnd,
    });
    if (own || trailing === null) return;
    if (this.isAt(t.LeftBrace)) {
      const next = this.block();
      this.finish(list, {
        at: whileAt,
        first: null,
        condition: trailing,
        step: null,
        body: next,
        trailing: null,
      });
    } else this.loopRest(list, whileAt, null, trailing);
  }

  protected finish(
    list: Statement[],
    loop: {
      at: number;
      first: Simple | null;
      condition: Expr | null;
      step: Simple | null;
      body: Statement[];
      trailing: Expr | null;
    },
  ): void {
    list.push({ kind: 'loop', ...loop, head: null, end: this.endOfLast() });
  }

  /** Is this `for` followed by a heading in parentheses with semicolons? */
  protected isBraceFor(): boolean {
    if (!this.isAt(t.For) || this.LA(2).tokenType !== t.LeftParen) return false;
    let depth = 0;
    for (let i = 2; i < MAX_HEADING; i++) {
      const type = this.LA(i).tokenType;
      if (type === t.LeftParen) depth++;
      else if (type === t.RightParen && --depth === 0) return this.LA(i + 1).tokenType === t.LeftBrace;
      else if (type === t.Semicolon) return true;
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
      if (!this.beginsStatement()) this.giveUp();
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
    const wrong = this.isAt(t.End) && next.tokenType !== word && END_WORDS.has(next.tokenType);
    if (wrong && !this.RECORDING_PHASE) {
      this.problemAt(next, 'wrong-end-word', `"${next.image}"`, `"${word.name}"`);
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
