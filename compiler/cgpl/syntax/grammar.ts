/** Grammar of modules and code sections (spec: cgpl.md sections 3 and 10). */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.js';
import { nameAt } from './make.js';
import { StatementParser } from './statements.js';
import type { NameAt, SectionKind, SectionNode, Statement } from './tree.js';

interface Body {
  readonly body: Statement[] | null;
  readonly declared: SectionNode['declared'];
  readonly bodyAt: number;
}

interface Heading {
  readonly start: IToken;
  readonly kind: SectionKind;
  readonly names: readonly IToken[];
  readonly params: readonly NameAt[];
}

export class CgplParser extends StatementParser {
  #sections: SectionNode[] = [];
  #heading: Heading | null = null;

  module = this.RULE('module', (): void => {
    for (;;) {
      this.MANY(() =>
        this.OR([
          { ALT: () => this.#guardSection() },
          { ALT: () => this.#guardVariables() },
          { ALT: () => this.CONSUME(t.Semicolon) },
        ]),
      );
      if (this.RECORDING_PHASE || this.isAtEnd()) return;
      const expected = '"entry", "procedure" or "function" is expected';
      this.problemAt(this.LA(1), 'statement-outside', `"${this.LA(1).image.slice(0, 40)}"`, expected);
      this.SKIP_TOKEN();
      this.lostSection = true;
      this.skipToSection();
    }
  });

  /**
   * `var` outside of sections, as programs in the wild have it: names of variables of the task, which are the elements
   * of `Vars()`, in all sections below.
   */
  taskVariables = this.RULE('taskVariables', (): void => {
    this.CONSUME(t.Var);
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        const name = this.CONSUME(t.Name);
        this.shared.set(name.image.toLowerCase(), name.image);
      },
    });
    this.semicolon();
  });

  section = this.RULE('section', (): void => {
    const start = this.LA(1);
    let kind: SectionKind = 'entry';
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Entry);
          const name = this.CONSUME(t.Name);
          if (this.isAt(t.LeftParen)) this.giveUp(this.LA(1), 'entry-parameters');
          if (this.isAt(t.External)) this.giveUp(this.LA(1), 'entry-external');
          this.#heading = { start, kind: 'entry', names: [name], params: [] };
          this.#add(this.SUBRULE(this.body, { ARGS: [t.Entry] }));
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(t.Procedure) }, { ALT: () => this.CONSUME(t.FunctionWord) }]);
          kind = start.tokenType === t.FunctionWord ? 'function' : 'procedure';
          const word = kind === 'function' ? t.FunctionWord : t.Procedure;
          const names = [this.CONSUME1(t.Name)];
          this.OPTION(() => {
            this.CONSUME(t.DoubleColon);
            names.push(this.CONSUME2(t.Name));
          });
          const params: NameAt[] = [];
          this.CONSUME(t.LeftParen);
          this.OPTION1(() => {
            this.MANY_SEP({
              SEP: t.Comma,
              DEF: () => {
                const name = this.CONSUME3(t.Name);
                this.own.add(name.image.toLowerCase());
                params.push(nameAt(name));
              },
            });
          });
          this.CONSUME(t.RightParen);
          this.#heading = { start, kind, names, params };
          this.#add(this.SUBRULE(this.sectionBody, { ARGS: [word] }));
        },
      },
    ]);
  });

  /** What follows the name of an entry. */
  body = this.RULE('body', (word: TokenType = t.Entry): Body => {
    const bodyAt = this.startOf(this.LA(1));
    let body: Statement[] | null = null;
    let declared: SectionNode['declared'] = 'body';
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Is);
          this.open.push({
            word: word,
            brace: false,
            at: this.#heading ? this.startOf(this.#heading.start) : bodyAt,
          });
          body = this.SUBRULE(this.statements);
          this.closing(word);
        },
      },
      {
        ALT: () => {
          body = this.SUBRULE(this.block);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Forward);
          declared = 'forward';
          this.semicolon();
        },
      },
    ]);
    return { body, declared, bodyAt };
  });

  /** What follows the parameters of a procedure or function. */
  sectionBody = this.RULE('sectionBody', (word: TokenType = t.Entry): Body => {
    let result: Body = { body: null, declared: 'external', bodyAt: this.startOf(this.LA(1)) };
    this.OR([
      {
        ALT: () => {
          result = this.SUBRULE(this.body, { ARGS: [word] });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.External);
          this.semicolon();
        },
      },
    ]);
    return result;
  });

  constructor() {
    super();
    this.performSelfAnalysis();
  }

  parse(tokens: IToken[], source: string): readonly SectionNode[] {
    this.prepare(tokens, source);
    this.#sections = [];
    this.module();
    return this.#sections;
  }

  /** A section whose heading was read stays known, whatever happens in its body. */
  #guardSection(): void {
    this.#heading = null;
    this.own.clear();
    this.guard(
      () => this.SUBRULE(this.section),
      () => {
        if (this.#heading === null) this.lostSection = true;
        else this.#add({ body: [], declared: 'body', bodyAt: this.endOfLast() });
        this.skipToSection();
      },
    );
  }

  #guardVariables(): void {
    this.guard(
      () => this.SUBRULE(this.taskVariables),
      () => this.skipToSection(),
    );
  }

  #add(body: Body): void {
    const heading = this.#heading;
    if (this.RECORDING_PHASE || heading === null) return;
    const { start, kind, names, params } = heading;
    const first = names[0] as IToken;
    this.#heading = null;
    this.#sections.push({
      kind,
      module: names.length > 1 ? first.image : null,
      name: (names.at(-1) as IToken).image,
      nameAt: first.startOffset,
      params,
      ...body,
      at: start.startOffset,
      end: this.endOfLast(),
    });
  }
}
