/** Grammar of loops (spec: cgpl.md section 3, `loop`). */
import type { ParserMethod } from 'chevrotain';
import * as t from '../lexer/tokens.js';
import { HeadingParser } from './headings.js';
import type { Expr, LoopStatement, Simple, Statement } from './tree.js';

interface LoopParts extends Pick<LoopStatement, 'at' | 'first' | 'condition' | 'step' | 'body' | 'trailing'> {
  /** Written already. */
  done?: boolean;
}

export abstract class LoopParser extends HeadingParser {
  abstract statements: ParserMethod<[], Statement[]>;
  abstract simple: ParserMethod<[], Simple | null>;
  abstract declaration: ParserMethod<[Statement[]?], void>;

  loop = this.RULE('loop', (list: Statement[] = []): void => {
    this.OR([
      { GATE: () => this.isBraceFor(), ALT: () => this.SUBRULE(this.braceFor, { ARGS: [list] }) },
      { ALT: () => this.SUBRULE(this.plainLoop, { ARGS: [list] }) },
    ]);
  });

  /** `for ( ; ; ) { }`; a `var` in its heading declares variables of the section, as it does in front of the loop. */
  braceFor = this.RULE('braceFor', (list: Statement[] = []): void => {
    const start = this.CONSUME(t.For);
    let first: Simple | null = null;
    let condition: Expr | null = null;
    let step: Simple | null = null;
    const heading = (): void => {
      this.CONSUME(t.LeftParen);
      this.OR([
        { ALT: () => this.SUBRULE(this.declaration, { ARGS: [list] }) },
        {
          ALT: () => {
            this.OPTION(() => {
              first = this.SUBRULE(this.simple);
            });
            this.CONSUME(t.Semicolon);
          },
        },
      ]);
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
    // No choice: a missing "loop" is a matter of `loopRest`, which can go on without it.
    if (!done || this.RECORDING_PHASE) this.SUBRULE(this.loopRest, { ARGS: [list, at, first, condition] });
  });

  /** From `by` on. */
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
          GATE: () => bare && this.isAt(t.LeftBrace),
          ALT: () => this.SUBRULE(this.braceLoop, { ARGS: [list, at] }),
        },
        {
          ALT: () => {
            this.open.push({ word: t.Loop, brace: false, at });
            const body = this.SUBRULE(this.statements);
            this.closing(t.Loop);
            this.finish(list, { at, first, condition, step, body, trailing: null });
          },
        },
      ]);
    },
  );

  /**
   * The block of a `loop` and what follows it: a `while` there belongs to the loop only when a semicolon follows its
   * condition, else it begins the next one.
   */
  braceLoop = this.RULE('braceLoop', (list: Statement[] = [], at = 0): void => {
    const body = this.SUBRULE(this.block);
    const loop: LoopParts = { at, first: null, condition: null, step: null, body, trailing: null };
    const end = this.endOfLast();
    this.OPTION({
      GATE: () => this.isAt(t.While),
      DEF: () => {
        const next = this.startOf(this.CONSUME(t.While));
        const condition = this.header(() => this.SUBRULE(this.expression));
        const own = this.isAt(t.Semicolon);
        this.finish(list, own ? { ...loop, trailing: condition } : loop, own ? this.endOfLast() : end);
        this.OR([
          { ALT: () => this.CONSUME(t.Semicolon) },
          { ALT: () => this.finish(list, { ...loop, at: next, condition, body: this.SUBRULE1(this.block) }) },
          { ALT: () => this.SUBRULE(this.loopRest, { ARGS: [list, next, null, condition] }) },
        ]);
        loop.done = true;
      },
    });
    if (!loop.done) this.finish(list, loop);
  });

  block = this.RULE('block', (): Statement[] => {
    this.open.push({ word: null, brace: true, at: this.startOf(this.LA(1)) });
    this.CONSUME(t.LeftBrace);
    const body = this.SUBRULE(this.statements);
    this.CONSUME(t.RightBrace);
    this.open.pop();
    return body;
  });

  protected finish(list: Statement[], loop: LoopParts, end = this.endOfLast()): void {
    const { at, first, condition, step, body, trailing } = loop;
    list.push({ kind: 'loop', first, condition, step, body, trailing, head: null, at, end });
  }
}
