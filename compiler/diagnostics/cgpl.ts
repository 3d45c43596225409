/** Compile errors (101 to 159) and warnings (160 to 199) of CG/PL. Numbers are never reused. */
import type { CatalogueEntry } from './diagnostic.js';

const error = (number: number, text: string): CatalogueEntry => ({ number, severity: 'error', text });
const warning = (number: number, text: string): CatalogueEntry => ({ number, severity: 'warning', text });

export const CGPL_CODES = {
  // text
  'source-too-large': error(101, 'the file is larger than {0} bytes'),
  'too-many-lexemes': error(102, 'the file has more than {0} lexemes'),
  'too-many-sections': error(103, 'the file has more than {0} code sections'),
  'nested-too-deep': error(104, 'nested deeper than {0} levels'),
  'bad-symbol': error(105, 'the symbol {0} starts nothing here{1}'),
  'unclosed-string': error(106, 'the string does not end on its line: a quotation mark is missing'),
  'unclosed-comment': error(107, 'the comment has no end: */ is missing'),
  'string-escape': error(108, 'a string has no escape {0}'),
  'string-code': error(109, 'the escape {0} stands for no symbol that a string can hold'),
  'control-in-string': error(110, 'a control code in a string must be written as an escape'),
  'number-too-large': error(111, 'the number {0} has more than 64 bits'),
  'number-and-letter': error(112, 'a letter follows a number: {0}'),
  // syntax
  'unexpected-lexeme': error(120, '{0} cannot stand here: {1}'),
  'unexpected-end': error(121, 'the file ends too early: {0}'),
  'statement-outside': error(122, '{0} cannot stand outside a code section: {1}'),
  'keyword-as-name': error(123, '{0} is a keyword and cannot be a name'),
  'wrong-end-word': error(124, 'this is the end of {0}, but the {1} is still open'),
  'not-assignable': error(125, 'only variables and elements can be assigned'),
  'value-as-statement': error(126, 'a value is not a statement: it must be assigned, or given to Void(){0}'),
  'qualified-body': error(127, 'the qualified name {0} needs "external": only another file can hold it'),
  'entry-parameters': error(128, 'an entry has no parameters'),
  'entry-external': error(129, 'an entry cannot be external'),
  // names
  'unknown-section': error(130, 'there is no section and no built-in {0}{1}'),
  'function-as-statement': error(131, '{0} is a function: its value must be used, or given to Void()'),
  'procedure-as-value': error(132, '{0} is a procedure: it has no value'),
  'entry-called': error(133, '{0} is an entry: it cannot be called'),
  'wrong-argument-count': error(134, '{0} takes {1}, here are {2}'),
  'section-twice': error(135, 'the section {0} is declared twice'),
  'section-is-builtin': error(136, '{0} is the name of a built-in'),
  'forward-mismatch': error(137, '{0} was announced as {1}'),
  'forward-without-body': error(138, '{0} is announced, but has no body'),
  'name-as-variable': error(139, '{0} is the name of {1}, it cannot be a variable'),
  'undeclared-variable': error(140, 'the variable {0} is not declared{1}'),
  'variable-twice': error(141, 'the variable {0} is declared twice'),
  'parameter-twice': error(142, 'the parameter {0} is declared twice'),
  'exitif-outside': error(143, 'exitif can stand only inside a loop'),
  'return-value-in-procedure': error(144, '{0} is {1}: it cannot return a value'),
  'spawn-not-entry': error(145, '{0} is no entry of this file: spawn needs one'),
  'wrong-environment': error(146, 'the built-in {0} does not exist in this environment'),
  'use-before-declaration': error(147, 'the variable {0} is used before its declaration'),
  'missing-file': error(148, 'there is no file {0}'),
  'too-many-files': error(149, 'the program consists of more than {0} files'),
  // warnings
  'unused-variable': warning(160, 'the value of {0} is never used'),
  'never-assigned': warning(161, '{0} is never assigned, its value is always null{1}'),
  'unreachable-code': warning(162, 'this is never executed'),
  'external-count': warning(165, 'the external {0} is announced with {1}, its file has {2}'),
  'missing-external-file': warning(166, 'the file {0} with the external {1} is not there'),
  'external-has-errors': warning(167, 'the file {0} with the external {1} does not compile'),
} as const satisfies Record<string, CatalogueEntry>;

export type CgplCode = keyof typeof CGPL_CODES;
