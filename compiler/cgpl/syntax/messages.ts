/** How the parser words what it expected; `problems.ts` puts it into diagnostics. */
import type { IParserErrorMessageProvider, TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.js';

const NAMES: ReadonlyMap<TokenType, string> = new Map([
  [t.Name, 'a name'],
  [t.Word, 'a name'],
  [t.AssignOperator, '"="'],
  [t.BinaryOperator, 'an operator'],
  [t.StringLiteral, 'a string'],
]);

const CHOICES: Readonly<Record<string, string>> = {
  operand: 'a value is expected',
  section: '"entry", "procedure" or "function" is expected',
  body: '"is", "{" or "forward" is expected',
  sectionBody: '"is", "{", "forward" or "external" is expected',
  braceLoop: '";" or "loop" is expected',
  plainLoop: '"loop" is expected',
  loopRest: '"loop" is expected',
  statement: 'a statement is expected',
  keyPart: 'a name or "(" is expected',
};

function show(type: TokenType): string {
  return NAMES.get(type) ?? `"${type.LABEL ?? type.name}"`;
}

export const MESSAGES: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => `${show(expected)} is expected`,
  buildNotAllInputParsedMessage: () => 'the end of the file is expected',
  buildNoViableAltMessage: ({ ruleName }) => CHOICES[ruleName] ?? 'something else is expected',
  buildEarlyExitMessage: ({ ruleName }) => CHOICES[ruleName] ?? 'something else is expected',
};
