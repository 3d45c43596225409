/** Grammar of statements (spec: cgpl.md sections 3 and 11). Both syntaxes may be mixed freely. */
import * as t from '../lexer/tokens.js';
import { LoopParser } from './loops.js';
import { assignOpOf, isTarget, variable } from './make.js';
import type { Expr, Simple, Statement, VariableExpr } from './tree.js';

type VarItem = { variable: VariableExpr; value: Expr | null };
type Arm = { condition: Expr; body: Statement[] };

export class StatementParser extends LoopParser {
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
    const bare = !this.RECORDING_PHASE && left.end === this.endOfLast();
    let result: Simple | null = null;
    this.OPTION(() => {
      const sign = this.CONSUME(t.AssignOperator);
      // What stands in parentheses is a value, even a variable.
      if (!this.RECORDING_PHASE && !(bare && isTarget(left))) this.problemAt(sign, 'not-assignable');
      const value = this.SUBRULE(this.expression);
      const target = isTarget(left) ? left : variable('', at);
      result = { kind: 'assign', target, op: assignOpOf(sign.image), value, at, end: value.end };
    });
    if (result !== null || this.RECORDING_PHASE) return result;
    if (bare && left.kind === 'call') return { kind: 'do', call: left, at, end: left.end };
    if (bare && left.kind === 'null' && this.isAt(t.Semicolon)) return null;
    if (this.isAt(t.Semicolon)) return this.giveUp(this.LA(1), 'value-as-statement', '');
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
    this.own.add(name.image.toLowerCase());
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
          const elseIf = this.isAt(t.Else) && this.LA(2).tokenType === t.If;
          const elif = elseIf || this.isAt(t.Elif);
          this.OR([{ ALT: () => this.CONSUME(t.Elif) }, { ALT: () => this.CONSUME(t.Else) }]);
          this.OPTION({ GATE: () => elseIf, DEF: () => this.CONSUME1(t.If) });
          // No options: what must follow is an error when it does not.
          if (elif || this.RECORDING_PHASE) {
            const next = this.header(() => this.SUBRULE1(this.expression));
            arms.push({ condition: next, body: this.SUBRULE1(this.block) });
          }
          if (!elif || this.RECORDING_PHASE) otherwise = this.SUBRULE2(this.block);
        },
      });
    }
    if (!brace || this.RECORDING_PHASE) {
      this.open.push({ word: t.If, brace: false, at: start.startOffset });
      this.expectWord(t.Then);
      arms.push({ condition, body: this.SUBRULE(this.statements) });
      this.MANY1(() => {
        this.CONSUME1(t.Elif);
        const next = this.header(() => this.SUBRULE2(this.expression));
        this.expectWord(t.Then);
        arms.push({ condition: next, body: this.SUBRULE1(this.statements) });
      });
      this.OPTION1(() => {
        this.CONSUME1(t.Else);
        otherwise = this.SUBRULE2(this.statements);
      });
      this.closing(t.If);
    }
    list.push({ kind: 'if', arms, otherwise, at: start.startOffset, end: this.endOfLast() });
  });
}
