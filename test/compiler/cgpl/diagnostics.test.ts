/** Every row of the catalogue has a program that it stands for, with the place. */
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compileModule, linkProgram } from '../../../compiler/cgpl/index.js';
import { MAX_LEXEMES, MAX_NESTING, MAX_SECTIONS, MAX_SOURCE } from '../../../compiler/cgpl/limits.js';
import { MAX_FILES } from '../../../compiler/cgpl/link/files.js';
import { CGPL_CODES, type CgplCode } from '../../../compiler/diagnostics/cgpl.js';

interface Row {
  readonly code: CgplCode;
  readonly source: string | (() => string);
  /** Line and column. */
  readonly at: readonly [number, number];
  readonly message?: string;
  readonly environment?: CompileOptions['environment'];
}

const main = (body: string): string => `entry Main is\n  ${body}\nend entry;\n`;

const ROWS: readonly Row[] = [
  { code: 'source-too-large', source: () => ' '.repeat(MAX_SOURCE + 1), at: [1, 1] },
  { code: 'too-many-lexemes', source: () => ';'.repeat(MAX_LEXEMES + 1), at: [1, 1] },
  {
    code: 'too-many-sections',
    source: () => 'entry a {}\n'.repeat(MAX_SECTIONS + 1),
    at: [MAX_SECTIONS + 1, 1],
  },
  {
    code: 'nested-too-deep',
    source: () => main(`x = ${'('.repeat(1000)}1${')'.repeat(1000)};`),
    at: [2, 7 + MAX_NESTING - 1],
  },
  {
    code: 'nested-too-deep',
    source: () => main(`${'if x then '.repeat(1000)}${'end if;'.repeat(1000)}`),
    at: [2, 1996],
  },
  { code: 'nested-too-deep', source: () => main(`x = ${'-'.repeat(1000)}y;`), at: [2, 205] },
  {
    code: 'bad-symbol',
    source: main('x = 1 @ 2;'),
    at: [2, 9],
    message: "the symbol '@' starts nothing here",
  },
  {
    code: 'bad-symbol',
    source: main('x = \u0000;'),
    at: [2, 7],
    message: 'the symbol U+0000 starts nothing here',
  },
  { code: 'bad-symbol', source: main('x = "ž𝄞" ž;'), at: [2, 12] },
  { code: 'unclosed-string', source: main('x = "abc;'), at: [2, 7] },
  { code: 'unclosed-string', source: main('x = "abc\\";'), at: [2, 7] },
  { code: 'unclosed-comment', source: 'entry Main {}\n/* never', at: [2, 1] },
  { code: 'string-escape', source: main('x = "a\\qb";'), at: [2, 9], message: 'a string has no escape \\q' },
  { code: 'string-escape', source: main('x = "\\12";'), at: [2, 8] },
  { code: 'string-escape', source: main('x = "\\u\'xyz\'";'), at: [2, 8] },
  { code: 'string-code', source: main('x = "\\000";'), at: [2, 8] },
  { code: 'string-code', source: main('x = "\\256";'), at: [2, 8] },
  { code: 'string-code', source: main('x = "\\u\'d800\'";'), at: [2, 8] },
  { code: 'string-code', source: main('x = "\\u\'110000\'";'), at: [2, 8] },
  { code: 'control-in-string', source: main('x = "a\u0001b";'), at: [2, 9] },
  { code: 'number-too-large', source: main('x = 9223372036854775808;'), at: [2, 7] },
  { code: 'number-too-large', source: main('x = 0x10000000000000000;'), at: [2, 7] },
  {
    code: 'number-and-letter',
    source: main('x = 12ab;'),
    at: [2, 7],
    message: 'a letter follows a number: 12ab',
  },
  { code: 'number-and-letter', source: main('x = 0b12;'), at: [2, 7] },
  {
    code: 'unexpected-lexeme',
    source: main('x = 1\n  y = 2;'),
    at: [3, 3],
    message: '"y" cannot stand here: ";" is expected at the end of line 2',
  },
  {
    code: 'unexpected-lexeme',
    source: main('x = 1 + ;'),
    at: [2, 11],
    message: '";" cannot stand here: a value is expected',
  },
  {
    code: 'unexpected-lexeme',
    source: main('if x y = 1; end if;'),
    at: [2, 8],
    message: '"y" cannot stand here: "then" is expected',
  },
  { code: 'unexpected-lexeme', source: main('for i = 0 while i < 3 x = 1; end loop;'), at: [2, 25] },
  { code: 'unexpected-lexeme', source: main('else x = 1;'), at: [2, 3] },
  { code: 'unexpected-lexeme', source: main('- x = 1;'), at: [2, 3] },
  { code: 'unexpected-lexeme', source: main('x = f(1,);'), at: [2, 11] },
  { code: 'unexpected-lexeme', source: main('x = a.if(1);'), at: [2, 11] },
  { code: 'unexpected-lexeme', source: main('x = a::b;'), at: [2, 11] },
  { code: 'unexpected-end', source: 'entry Main is\n  x = 1;', at: [2, 9] },
  { code: 'unexpected-end', source: 'procedure p(', at: [1, 13] },
  { code: 'statement-outside', source: 'x = 1;\nentry Main {}', at: [1, 1] },
  {
    code: 'keyword-as-name',
    source: 'entry while is end;',
    at: [1, 7],
    message: 'while is a keyword and cannot be a name',
  },
  { code: 'keyword-as-name', source: 'procedure p(a, if) is end;', at: [1, 16] },
  { code: 'keyword-as-name', source: main('var loop;'), at: [2, 7] },
  { code: 'wrong-end-word', source: main('if x then y = 1; end loop;'), at: [2, 24] },
  { code: 'wrong-end-word', source: 'entry Main is\n  loop x = 1;\nend entry;', at: [3, 5] },
  { code: 'wrong-end-word', source: 'procedure p() is end function;', at: [1, 22] },
  { code: 'not-assignable', source: main('5 = x;'), at: [2, 5] },
  { code: 'not-assignable', source: main('Length(x) += 1;'), at: [2, 13] },
  { code: 'value-as-statement', source: main('x;'), at: [2, 4] },
  { code: 'value-as-statement', source: main('"text";'), at: [2, 9] },
  { code: 'qualified-body', source: 'function m::f() is return 1; end function;', at: [1, 17] },
  { code: 'qualified-body', source: 'function m::f() forward;', at: [1, 17] },
  { code: 'entry-parameters', source: 'entry Main(x) is end entry;', at: [1, 11] },
  { code: 'entry-external', source: 'entry Main external;', at: [1, 12] },
  {
    code: 'unknown-section',
    source: main('x = Lenght(y);'),
    at: [2, 7],
    message: 'there is no section and no built-in Lenght: did you mean Length?',
  },
  {
    code: 'unknown-section',
    source: `procedure doIt() is end;\n${main('doIf();')}`,
    at: [3, 3],
    message: 'there is no section and no built-in doIf: did you mean doIt?',
  },
  {
    code: 'unknown-section',
    source: main('x = qqqqqqqqq(1);'),
    at: [2, 7],
    message: 'there is no section and no built-in qqqqqqqqq',
  },
  { code: 'unknown-section', source: main('x = m::f(1);'), at: [2, 7] },
  { code: 'unknown-section', source: main('x = y.z.f(1);'), at: [2, 11] },
  { code: 'function-as-statement', source: main('Length("abc");'), at: [2, 3] },
  { code: 'function-as-statement', source: `function f() external;\n${main('f();')}`, at: [3, 3] },
  { code: 'procedure-as-value', source: main('x = Void(1);'), at: [2, 7] },
  { code: 'entry-called', source: `entry Other {}\n${main('Other();')}`, at: [3, 3] },
  {
    code: 'wrong-argument-count',
    source: main('x = Length();'),
    at: [2, 7],
    message: 'Length takes 1 argument, here are no arguments',
  },
  {
    code: 'wrong-argument-count',
    source: main('x = FindSubstring(1, 2, 3, 4);'),
    at: [2, 7],
    message: 'FindSubstring takes 2 to 3 arguments, here are 4 arguments',
  },
  {
    code: 'wrong-argument-count',
    source: `function f(a) is return a; end;\n${main('x = y.f(1);')}`,
    at: [3, 9],
  },
  {
    code: 'wrong-argument-count',
    source: main('x = FuncCall();'),
    at: [2, 7],
    message: 'FuncCall takes at least 1 argument, here are no arguments',
  },
  { code: 'section-twice', source: 'entry Main {}\nprocedure main() {}', at: [2, 11] },
  { code: 'section-twice', source: 'procedure p() external;\nprocedure P() external;', at: [2, 11] },
  { code: 'section-is-builtin', source: 'function LENGTH(x) is return x; end;', at: [1, 10] },
  { code: 'section-is-builtin', source: 'procedure Play(x) {}', at: [1, 11], environment: 'pbx' },
  {
    code: 'forward-mismatch',
    source: 'procedure p(a) forward;\nprocedure p(a, b) {}',
    at: [2, 11],
    message: 'p was announced as a procedure with 1 parameter',
  },
  { code: 'forward-mismatch', source: 'procedure p() forward;\nfunction p() {}', at: [2, 10] },
  {
    code: 'forward-without-body',
    source: 'function f(a) forward;\nentry Main { x = f(1); Void(x); }',
    at: [1, 10],
  },
  {
    code: 'name-as-variable',
    source: main('x = Length + 1;'),
    at: [2, 7],
    message: 'Length is the name of a built-in, it cannot be a variable',
  },
  {
    code: 'name-as-variable',
    source: 'procedure p(main) {}\nentry Main {}',
    at: [1, 13],
    message: 'main is the name of a section, it cannot be a variable',
  },
  {
    code: 'undeclared-variable',
    source: main('var count = 1; cuont = 2; Void(count);'),
    at: [2, 18],
    message: 'the variable cuont is not declared: did you mean count?',
  },
  { code: 'variable-twice', source: main('var a, A;'), at: [2, 10] },
  { code: 'variable-twice', source: 'procedure p(a) { var a; }', at: [1, 22] },
  { code: 'parameter-twice', source: 'procedure p(a, A) {}', at: [1, 16] },
  { code: 'exitif-outside', source: main('exitif true;'), at: [2, 3] },
  {
    code: 'return-value-in-procedure',
    source: 'procedure p() { return 1; }',
    at: [1, 24],
    message: 'p is a procedure: it cannot return a value',
  },
  { code: 'return-value-in-procedure', source: main('return null;'), at: [2, 10] },
  { code: 'spawn-not-entry', source: main('x = spawn nobody; Void(x);'), at: [2, 13] },
  { code: 'spawn-not-entry', source: `procedure p() {}\n${main('x = spawn p; Void(x);')}`, at: [3, 13] },
  { code: 'wrong-environment', source: main('x = GetHTTPMethod();'), at: [2, 7], environment: 'plain' },
  { code: 'wrong-environment', source: main('PlayFile("x");'), at: [2, 3], environment: 'plain' },
  { code: 'wrong-environment', source: main('SetHTTPResponseData("x");'), at: [2, 3], environment: 'pbx' },
  { code: 'use-before-declaration', source: main('a = 1; var a; Void(a);'), at: [2, 3] },
  { code: 'unused-variable', source: main('x = 1;'), at: [2, 3] },
  {
    code: 'never-assigned',
    source: main('Void(conut); count = 1; Void(count);'),
    at: [2, 8],
    message: 'conut is never assigned, its value is always null: did you mean count?',
  },
  { code: 'unreachable-code', source: main('return; Void(1);'), at: [2, 11] },
  { code: 'unreachable-code', source: main('loop Void(1); end loop; Void(2);'), at: [2, 27] },
  {
    code: 'unreachable-code',
    source: main('if SystemInfo("x") then stop; else return; end if; Void(2); Void(3);'),
    at: [2, 54],
  },
];

const LINKED: readonly (Row & { readonly files: Readonly<Record<string, string>> })[] = [
  { code: 'missing-file', source: '', files: {}, at: [1, 1] },
  {
    code: 'too-many-files',
    source: '',
    files: Object.fromEntries([
      ['main.wcgp', 'procedure f0() external;\nentry Main { f0(); }'],
      ...Array.from({ length: MAX_FILES + 1 }, (_, i) => [
        `f${i}.wcgi`,
        `procedure f${i + 1}() external;\nprocedure f${i}() { f${i + 1}(); }`,
      ]),
    ]),
    at: [1, 11],
  },
  {
    code: 'external-count',
    source: '',
    files: {
      'main.wcgp': 'function f(a) external;\nentry Main { Void(f(1)); }',
      'f.wcgi': 'function f(a, b) { return a; }',
    },
    at: [1, 10],
    message:
      'the external f is announced with a function with 1 parameter, its file has a function with 2 parameters',
  },
  {
    code: 'missing-external-file',
    source: '',
    files: { 'main.wcgp': 'procedure m::f() external;\nentry Main { m::f(); }' },
    at: [1, 11],
    message: 'the file m.wcgi with the external f is not there',
  },
  {
    code: 'external-has-errors',
    source: '',
    files: {
      'main.wcgp': 'procedure f() external;\nentry Main { f(); }',
      'f.wcgi': 'procedure f() { x = ; }',
    },
    at: [1, 11],
  },
];

describe('diagnostics', () => {
  it.each(ROWS)('$code at $at', ({ code, source, at, message, environment = 'web' }) => {
    const text = typeof source === 'string' ? source : source();
    const { diagnostics, module } = compileModule(text, { file: 'main.wcgp', environment });
    const found = diagnostics.filter(d => d.code === code);
    expect(diagnostics.map(d => `${d.code} ${d.range.start.line}:${d.range.start.column}`)).toContain(
      `${code} ${at[0]}:${at[1]}`,
    );
    expect(found[0]?.severity).toBe(CGPL_CODES[code].severity);
    expect(module === null).toBe(CGPL_CODES[code].severity === 'error');
    if (message !== undefined) expect(found[0]?.message).toBe(message);
  });

  it.each(LINKED)('$code of linking', ({ code, files, at, message }) => {
    const { diagnostics } = linkProgram('main.wcgp', file => files[file] ?? null, { environment: 'web' });
    const found = diagnostics.find(d => d.code === code);
    if (code !== 'too-many-files') expect(found?.range.start).toEqual({ line: at[0], column: at[1] });
    expect(found).toBeDefined();
    if (message !== undefined) expect(found?.message).toBe(message);
  });

  it('has a test for every row', () => {
    const tested = new Set([...ROWS, ...LINKED].map(row => row.code));
    expect(Object.keys(CGPL_CODES).filter(code => !tested.has(code as CgplCode))).toEqual([]);
  });

  it('has numbers of its own', () => {
    const numbers = Object.values(CGPL_CODES).map(entry => entry.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every(number => number > 100 && number < 200)).toBe(true);
  });

  it('fills in all places of its texts', () => {
    for (const { source } of ROWS) {
      const text = typeof source === 'string' ? source : source();
      const { diagnostics } = compileModule(text, { file: 'main.wcgp', environment: 'web' });
      for (const { message } of diagnostics) expect(message).not.toMatch(/\{\d\}/);
    }
  });
});
