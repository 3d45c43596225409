/**
 * Grammar of the inside of elements (wssp.md sections 3 to 6). One token of look-ahead, so that the token of an error
 * is the first one that does not fit. Parser objects are stateful and expensive: `parse.ts` keeps one.
 */
import { EMPTY_ALT, EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import type { PageFunction } from '../tables/functions.js';
import { PREFIXES, type Prefix } from '../tables/prefixes.js';
import { checkNumber, checkParameters, functionOf, problem, UnexpectedToken } from './checks.js';
import { decodeText } from './strings.js';
import * as T from './tokens.js';
import type { Argument, Element, Expression, Step } from './tree.js';

/** Parentheses, brackets, calls and steps of a path together. */
export const MAX_EXPRESSION_DEPTH = 100;
/** Operands of one operator, arguments of one INCLUDE. */
export const MAX_OPERANDS = 1000;

type Value = Extract<Element, { type: 'value' }>;

export class ElementParser extends EmbeddedActionsParser {
  private source = '';
  private depth = 0;

  constructor() {
    super(T.ALL_TOKENS, { maxLookahead: 1, recoveryEnabled: false });
    this.performSelfAnalysis();
  }

  /** Prepares for the tokens of one element; the last one is `End` unless the file ends before it. */
  begin(source: string, tokens: IToken[]): void {
    this.source = source;
    this.depth = 0;
    this.input = tokens;
  }

  readonly textElement: ParserMethod<[], Value> = this.RULE('textElement', (): Value => {
    let prefix: Prefix | null = null;
    let parameters: Expression[] = [];
    this.OPTION({
      GATE: () => this.startsPrefix(),
      DEF: () => {
        const name = this.CONSUME(T.Name);
        prefix = this.ACTION(() => this.prefixOf(name));
        this.OPTION1(() => {
          this.CONSUME(T.LParen);
          parameters = this.SUBRULE(this.expressionList);
          this.CONSUME(T.RParen);
        });
        this.ACTION(() => checkParameters(prefix, parameters.length, name));
        this.CONSUME(T.Colon);
      },
    });
    const expression = this.SUBRULE1(this.expression, { ARGS: [true] });
    this.CONSUME(T.End);
    return { type: 'value', prefix, parameters, expression };
  });

  readonly condition: ParserMethod<[], Expression> = this.RULE('condition', () => {
    const expression = this.SUBRULE(this.expression, { ARGS: [true] });
    this.CONSUME(T.End);
    return expression;
  });

  readonly bare: ParserMethod<[], void> = this.RULE('bare', () => {
    this.CONSUME(T.End);
  });

  readonly loop: ParserMethod<[], Element> = this.RULE('loop', (): Element => {
    const scanner = this.CONSUME(T.Name).image;
    this.CONSUME(T.In);
    const list = this.SUBRULE(this.expression, { ARGS: [true] });
    this.CONSUME(T.End);
    return { type: 'FOREACH', scanner, list };
  });

  readonly loopEnd: ParserMethod<[], Element> = this.RULE('loopEnd', (): Element => {
    const name = this.OPTION(() => this.CONSUME(T.Name));
    this.CONSUME(T.End);
    return { type: 'ENDFOR', scanner: name?.image ?? null, nameAt: name?.startOffset ?? 0 };
  });

  readonly include: ParserMethod<[], Element> = this.RULE('include', (): Element => {
    const file = this.SUBRULE(this.expression, { ARGS: [true] });
    let args: Expression[] = [];
    this.OPTION(() => {
      this.CONSUME(T.IncludeWord);
      args = this.SUBRULE(this.expressionList);
    });
    this.CONSUME(T.End);
    return { type: 'INCLUDE', file, args };
  });

  private readonly expressionList: ParserMethod<[], Expression[]> = this.RULE('expressionList', () => {
    const list: Expression[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        const expression = this.SUBRULE(this.expression, { ARGS: [true] });
        this.ACTION(() => this.add(list, expression));
      },
    });
    return list;
  });

  /** `words`: AND and OR are operators here (not directly inside the parentheses of a function). */
  private readonly expression: ParserMethod<[boolean], Expression> = this.RULE(
    'expression',
    (words: boolean): Expression => {
      this.ACTION(() => this.enter());
      const operands: Expression[] = [];
      const first = this.SUBRULE(this.conjunction, { ARGS: [words] });
      this.MANY({
        GATE: () => words || this.LA(1).tokenType !== T.Or,
        DEF: () => {
          this.CONSUME(T.AnyOperator);
          const operand = this.SUBRULE1(this.conjunction, { ARGS: [words] });
          this.ACTION(() => this.add(operands, operand));
        },
      });
      this.ACTION(() => this.depth--);
      return operands.length === 0 ? first : { type: 'any', at: first?.at, operands: [first, ...operands] };
    },
  );

  private readonly conjunction: ParserMethod<[boolean], Expression> = this.RULE(
    'conjunction',
    (words: boolean): Expression => {
      const operands: Expression[] = [];
      const first = this.SUBRULE(this.primary);
      this.MANY({
        GATE: () => words || this.LA(1).tokenType !== T.And,
        DEF: () => {
          this.CONSUME(T.AllOperator);
          const operand = this.SUBRULE1(this.primary);
          this.ACTION(() => this.add(operands, operand));
        },
      });
      return operands.length === 0 ? first : { type: 'all', at: first?.at, operands: [first, ...operands] };
    },
  );

  private readonly primary: ParserMethod<[], Expression> = this.RULE('primary', (): Expression => {
    const base = this.SUBRULE(this.base);
    const steps: Step[] = [];
    const outer = this.depth;
    this.MANY(() => {
      this.ACTION(() => this.enter());
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Dot);
            steps.push(this.SUBRULE(this.key));
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.LBracket);
            const index = this.SUBRULE(this.expression, { ARGS: [true] });
            steps.push({ type: 'index', index });
            this.CONSUME(T.RBracket);
          },
        },
      ]);
    });
    this.ACTION(() => {
      this.depth = outer;
    });
    return steps.length === 0 ? base : { type: 'path', at: base?.at, base, steps };
  });

  private readonly key: ParserMethod<[], Step> = this.RULE('key', () =>
    this.OR<Step>([
      { ALT: () => ({ type: 'key', key: this.CONSUME(T.Name).image }) },
      { ALT: () => ({ type: 'key', key: this.text(this.CONSUME(T.Text)) }) },
      {
        ALT: () => {
          this.CONSUME(T.LParen);
          const key = this.SUBRULE(this.expression, { ARGS: [true] });
          this.CONSUME(T.RParen);
          return { type: 'computed-key', key };
        },
      },
    ]),
  );

  private readonly base: ParserMethod<[], Expression> = this.RULE('base', () =>
    this.OR<Expression>([
      {
        ALT: () => {
          const token = this.CONSUME(T.Text);
          return { type: 'text', at: token.startOffset, value: this.text(token) };
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(T.Integer);
          return { type: 'number', at: token.startOffset, digits: this.ACTION(() => checkNumber(token)) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.LParen);
          const inner = this.SUBRULE(this.expression, { ARGS: [true] });
          this.CONSUME(T.RParen);
          return inner;
        },
      },
      { ALT: () => this.SUBRULE(this.named) },
    ]),
  );

  /** A call, a scanner, or an element of the dataset: the next symbol decides. */
  private readonly named: ParserMethod<[], Expression> = this.RULE('named', () => {
    const token = this.CONSUME(T.Name);
    const { startOffset: at, image: name } = token;
    return this.OR<Expression>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(T.LParen);
            const fn = this.ACTION(() => functionOf(token));
            const args = this.SUBRULE(this.callArguments, { ARGS: [fn] });
            this.CONSUME(T.RParen);
            return { type: 'call', at, fn, args };
          },
        },
        {
          GATE: () => this.LA(2).tokenType === T.RBracket,
          ALT: () => {
            this.CONSUME(T.LBracket);
            this.CONSUME(T.RBracket);
            return { type: 'scanner', at, name };
          },
        },
        { ALT: EMPTY_ALT<Expression>({ type: 'element', at, name }) },
      ],
    });
  });

  private readonly callArguments: ParserMethod<[PageFunction], Argument[]> = this.RULE(
    'callArguments',
    (fn: PageFunction) => {
      const args: Argument[] = [];
      const first = this.OR<Argument | null>({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            GATE: () => fn.first === 'expression',
            ALT: () => ({ type: 'expression', expression: this.SUBRULE(this.expression, { ARGS: [false] }) }),
          },
          {
            GATE: () => fn.first !== null && fn.first !== 'expression',
            ALT: () => this.SUBRULE(this.plainArgument, { ARGS: [fn] }),
          },
          { GATE: () => fn.first === null || fn.optional === true, ALT: EMPTY_ALT<null>(null) },
        ],
      });
      let second: Expression | null = null;
      this.OPTION({
        GATE: () => this.LA(1).image?.toUpperCase() === fn.second?.word,
        DEF: () => {
          this.CONSUME(T.Separator);
          second = this.SUBRULE1(this.expression, { ARGS: [false] });
        },
      });
      this.ACTION(() => {
        if (first !== null) args.push(first);
        if (second !== null) args.push({ type: 'expression', expression: second });
        else if (fn.second !== undefined && fn.second.optional !== true) this.unexpected();
      });
      return args;
    },
  );

  /** A name, a string constant or a number that is not evaluated; a scanner with or without brackets. */
  private readonly plainArgument: ParserMethod<[PageFunction], Argument> = this.RULE(
    'plainArgument',
    (fn: PageFunction) =>
      this.OR<Argument>([
        {
          ALT: () => {
            const name = this.CONSUME(T.Name).image;
            this.OPTION({
              GATE: () => fn.first === 'scanner',
              DEF: () => {
                this.CONSUME(T.LBracket);
                this.CONSUME(T.RBracket);
              },
            });
            return { type: 'name', name };
          },
        },
        {
          GATE: () => fn.first !== 'scanner',
          ALT: () => ({ type: 'name', name: this.text(this.CONSUME(T.Text)) }),
        },
        {
          GATE: () => fn.first === 'index-or-name',
          ALT: () => {
            const token = this.CONSUME(T.Integer);
            return { type: 'ordinal', value: this.ACTION(() => Number(checkNumber(token))) };
          },
        },
      ]),
  );

  private startsPrefix(): boolean {
    if (this.LA(1).tokenType !== T.Name && !this.LA(1).tokenType.CATEGORIES?.includes(T.Name)) return false;
    if (this.LA(2).tokenType === T.Colon) return true;
    const prefix = PREFIXES.get(this.LA(1).image.toUpperCase());
    return prefix !== undefined && this.LA(2).tokenType === T.LParen;
  }

  private prefixOf(name: IToken): Prefix {
    const prefix = PREFIXES.get(name.image.toUpperCase());
    if (prefix === undefined) throw problem('unknown-prefix', name);
    // With no place for arguments the parenthesis already is one too many.
    if (prefix.max === 0 && this.LA(1).tokenType === T.LParen) throw problem('arguments', name);
    return prefix;
  }

  private text(token: IToken): string {
    return this.ACTION(() =>
      decodeText(this.source, token.startOffset + 1, token.startOffset + token.image.length - 1),
    );
  }

  private add(list: Expression[], operand: Expression): void {
    if (list.length >= MAX_OPERANDS) throw problem('too-deep', this.LA(1));
    list.push(operand);
  }

  private enter(): void {
    if (++this.depth > MAX_EXPRESSION_DEPTH) throw problem('too-deep', this.LA(1));
  }

  private unexpected(): never {
    throw new UnexpectedToken(this.LA(1));
  }
}
