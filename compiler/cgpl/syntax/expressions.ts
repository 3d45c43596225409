/** Grammar of expressions (spec: cgpl.md section 3, from `expr` on). */
import type { IToken } from 'chevrotain';
import { readNumber } from '../lexer/numbers.js';
import { decodeString } from '../lexer/strings.js';
import * as t from '../lexer/tokens.js';
import { MAX_NESTING } from '../limits.js';
import { NEVER } from '../types/type.js';
import { BaseParser } from './base.js';
import { call, constant, taskVariable, ternary, variable } from './make.js';
import { buildBinary, operatorOf } from './operators.js';
import type { BinaryOp, Expr } from './tree.js';

const NOTHING: Expr = constant('null', 0, 0);

export class ExpressionParser extends BaseParser {
  /** A key part behind a dot, an index, or a method call, applied to what stands before it. */
  #base: Expr = NOTHING;

  expression = this.RULE('expression', (): Expr => {
    this.enter();
    const operands = [this.SUBRULE(this.operand)];
    const operators: BinaryOp[] = [];
    this.MANY(() => {
      const token = this.CONSUME(t.BinaryOperator);
      let op = operatorOf(token.image);
      this.OPTION({
        GATE: () => op === 'and' && token.tokenType === t.And,
        DEF: () => {
          this.CONSUME(t.Then);
          op = '&&';
        },
      });
      this.OPTION1({
        GATE: () => op === 'or' && token.tokenType === t.Or,
        DEF: () => {
          this.CONSUME(t.Else);
          op = '||';
        },
      });
      operators.push(op);
      operands.push(this.SUBRULE1(this.operand));
    });
    let result =
      operators.length === 0 ? (operands[0] as Expr) : this.ACTION(() => buildBinary(operands, operators));
    this.OPTION2(() => {
      this.CONSUME(t.Question);
      const yes = this.SUBRULE(this.expression);
      this.CONSUME(t.Colon);
      const no = this.SUBRULE1(this.expression);
      result = this.ACTION(() => ternary(result, yes, no));
    });
    this.depth--;
    return result;
  });

  /** Unary signs, or a primary with everything behind it. */
  operand = this.RULE('operand', (): Expr => {
    let result: Expr = NOTHING;
    let signed = false;
    this.OR([
      {
        ALT: () => {
          result = this.SUBRULE(this.call);
        },
      },
      {
        ALT: () => {
          result = this.#string(this.CONSUME(t.StringLiteral));
          this.MANY(() => {
            result = this.#joined(result, this.CONSUME1(t.StringLiteral));
          });
        },
      },
      {
        ALT: () => {
          result = this.#number(this.CONSUME(t.NumberLiteral));
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          result = this.SUBRULE(this.expression);
          this.CONSUME(t.RightParen);
        },
      },
      {
        ALT: () => {
          signed = true;
          result = this.SUBRULE(this.unary);
        },
      },
      { ALT: () => (result = this.#constant('null', this.CONSUME(t.Null))) },
      { ALT: () => (result = this.#constant('true', this.CONSUME(t.True))) },
      { ALT: () => (result = this.#constant('false', this.CONSUME(t.False))) },
      {
        ALT: () => {
          result = this.SUBRULE(this.spawn);
        },
      },
    ]);
    this.MANY1({
      GATE: () => !signed,
      DEF: () => {
        this.#base = result;
        this.OR1([
          { ALT: () => (result = this.SUBRULE(this.keyPart)) },
          { ALT: () => (result = this.SUBRULE(this.indexPart)) },
        ]);
        if (!this.RECORDING_PHASE && result.height > MAX_NESTING) this.tooHigh();
      },
    });
    return result;
  });

  unary = this.RULE('unary', (): Expr => {
    this.enter();
    const sign = this.CONSUME(t.UnaryOperator);
    const operand = this.SUBRULE(this.operand);
    this.depth--;
    const op = sign.image === '+' || sign.image === '-' ? sign.image : 'not';
    return {
      kind: 'unary',
      op,
      operand,
      at: sign.startOffset,
      end: operand.end,
      height: operand.height + 1,
      type: NEVER,
    };
  });

  /** A variable, or a call of a section or built-in. */
  call = this.RULE('call', (): Expr => {
    const names = [this.CONSUME(t.Name)];
    let args: Expr[] | null = null;
    this.OPTION(() => {
      this.CONSUME(t.DoubleColon);
      names.push(this.CONSUME1(t.Name));
      args = this.SUBRULE(this.arguments);
    });
    this.OPTION1({
      GATE: () => args === null,
      DEF: () => {
        args = this.SUBRULE1(this.arguments);
      },
    });
    const first = names[0] as IToken;
    if (args === null) return this.#named(first);
    const list: Expr[] = args;
    return this.ACTION(() => call(first.startOffset, this.endOfLast(), names, list, false));
  });

  /** A variable of the section, or of the task when only that is declared. */
  #named(token: IToken): Expr {
    const name = token.image.toLowerCase();
    const shared = this.own.has(name) ? undefined : this.shared.get(name);
    return shared === undefined ? variable(token.image, token.startOffset) : taskVariable(shared, token);
  }

  spawn = this.RULE('spawn', (): Expr => {
    const start = this.CONSUME(t.Spawn);
    const name = this.CONSUME(t.Name);
    let argument: Expr | null = null;
    this.OPTION(() => {
      this.CONSUME(t.LeftParen);
      this.OPTION1(() => {
        argument = this.SUBRULE(this.expression);
      });
      this.CONSUME(t.RightParen);
    });
    const given: Expr | null = argument;
    const height = 1 + ((given as Expr | null)?.height ?? 0);
    return {
      kind: 'spawn',
      name: name.image,
      nameAt: name.startOffset,
      argument: given,
      at: start.startOffset,
      end: this.endOfLast(),
      height,
      type: NEVER,
    };
  });

  arguments = this.RULE('arguments', (): Expr[] => {
    const list: Expr[] = [];
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      list.push(this.SUBRULE(this.expression));
      this.MANY(() => {
        this.CONSUME(t.Comma);
        list.push(this.SUBRULE1(this.expression));
      });
    });
    this.CONSUME(t.RightParen);
    return list;
  });

  keyPart = this.RULE('keyPart', (): Expr => {
    const object = this.#base;
    let result: Expr = NOTHING;
    this.CONSUME(t.Dot);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const key = this.SUBRULE(this.expression);
          this.CONSUME(t.RightParen);
          const height = 1 + Math.max(object.height, key.height);
          result = { kind: 'keyof', object, key, at: object.at, end: this.endOfLast(), height, type: NEVER };
        },
      },
      {
        ALT: () => {
          const names = [this.CONSUME(t.Word)];
          let args: Expr[] | null = null;
          const isName = (): boolean => names[0]?.tokenType === t.Name;
          this.OPTION({
            GATE: isName,
            DEF: () => {
              this.CONSUME(t.DoubleColon);
              names.push(this.CONSUME(t.Name));
              args = this.SUBRULE(this.arguments);
            },
          });
          this.OPTION1({
            GATE: () => args === null && isName(),
            DEF: () => {
              args = this.SUBRULE1(this.arguments);
            },
          });
          const list: Expr[] | null = args;
          result = this.ACTION((): Expr => {
            if (list !== null)
              return call(object.at, this.endOfLast(), names, [object, ...(list as Expr[])], true);
            const name = names[0] as IToken;
            const end = this.endOfLast();
            return {
              kind: 'key',
              object,
              name: name.image,
              at: object.at,
              end,
              height: object.height + 1,
              type: NEVER,
            };
          });
        },
      },
    ]);
    return result;
  });

  indexPart = this.RULE('indexPart', (): Expr => {
    const object = this.#base;
    this.CONSUME(t.LeftBracket);
    const index = this.SUBRULE(this.expression);
    this.CONSUME(t.RightBracket);
    const height = 1 + Math.max(object.height, index.height);
    return { kind: 'index', object, index, at: object.at, end: this.endOfLast(), height, type: NEVER };
  });

  /** A postfix chain or an operator tree that later passes could not walk. */
  protected tooHigh(): never {
    this.depth = MAX_NESTING;
    this.enter();
    return this.giveUp();
  }

  #constant(kind: 'null' | 'true' | 'false', token: IToken): Expr {
    return constant(kind, token.startOffset, token.startOffset + token.image.length);
  }

  #number(token: IToken): Expr {
    const at = token.startOffset;
    const value = this.RECORDING_PHASE ? 0 : readNumber(token.image);
    if (value === null) this.problemAt(token, 'number-too-large', token.image.slice(0, 40));
    return { kind: 'number', value: value ?? 0, at, end: at + token.image.length, height: 1, type: NEVER };
  }

  #string(token: IToken): Expr {
    const at = token.startOffset;
    const value = this.RECORDING_PHASE
      ? ''
      : decodeString(token.image, at, problem => this.problems.push(problem));
    return { kind: 'string', value, at, end: at + token.image.length, height: 1, type: NEVER };
  }

  #joined(before: Expr, token: IToken): Expr {
    const next = this.#string(token);
    if (before.kind !== 'string' || next.kind !== 'string') return before;
    return { ...before, value: before.value + next.value, end: next.end };
  }
}
