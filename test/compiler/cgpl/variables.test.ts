/** Variables of the task (`var` outside of sections) and those that the heading of a brace `for` declares. */
import { expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { results } from './harness.js';

const errors = (source: string) =>
  compileModule(source, { file: 'main.wcgp', environment: 'web' })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, range }) => `${range.start.line} ${code}`);

it('variables outside of sections are elements of Vars(), spelled as they were declared', () => {
  const source = `var Total, second;
    procedure add(n) { total += n; second = Total; }
    entry Main { Total = 1; add(4); add(5); Result(TOTAL); Result(Vars().Total); Result(Vars().second); }`;
  expect(results(source)).toEqual([10, 10, 10]);
});

it('what the starter gave is read from there', () => {
  const source = `var startParameter;
    entry Main { Vars().startParameter = ToObject("(a, b)"); Result(startParameter[1]); Result(startParameter.Length()); }`;
  expect(results(source)).toEqual(['b', 2]);
});

it('parameters and variables of a section hide them', () => {
  const source = `var x;
    function parameter(x) { x += 1; return x; }
    function own() { var x = 5; x += 1; return x; }
    entry Main { x = 1; Result(parameter(7)); Result(own()); Result(x); }`;
  expect(results(source)).toEqual([8, 6, 1]);
});

it('a section with a var may use them without declaring them again', () => {
  expect(errors('var shared; entry Main { var own = 1; shared = own; Void(shared); }')).toEqual([]);
  expect(errors('var shared; entry Main { var own = 1; other = own; Void(other); }')).toEqual([
    '1 undeclared-variable',
  ]);
  expect(errors('entry Main { var own = 1; below = own; }\nvar below;')).toEqual(['1 undeclared-variable']);
});

it.each([
  ['a value', 'var a = 5;\nentry Main {}', ['1 unexpected-lexeme']],
  ['no name', 'var ;\nentry Main {}', ['1 unexpected-lexeme']],
  ['no semicolon', 'var a\nentry Main {}', ['2 unexpected-lexeme']],
])('%s is an error there, and what follows is still read', (_, source, expected) => {
  expect(errors(source)).toEqual(expected);
});

it.each([
  ['entry Main { for (var i = 0, n = 3; i < n; i += 1) { Result(i); } Result(i); }', [0, 1, 2, 3]],
  ['entry Main { for (var i; i != 2; i = i == null ? 1 : 2) { Result(i); } }', [null, 1]],
  ['entry Main { var s = 0; for (var i = 0; i < 4; i += 1) { s += i; } Result(s); }', [6]],
])('%s', (source, expected) => {
  expect(results(source)).toEqual(expected);
});

it('a variable in the heading of a for is declared, too', () => {
  expect(errors('entry Main { for (var i = 0; i < 2; i += 1) { j = i; } Void(j); }')).toEqual([
    '1 undeclared-variable',
  ]);
  expect(errors('entry Main { for (var = 0; i < 2; i += 1) { Void(i); } Void(; }')).toEqual([
    '1 unexpected-lexeme',
    '1 unexpected-lexeme',
  ]);
});

it.each([
  ['result = DeleteStorageFile("a"); result = own();', 0],
  ['var result = DeleteStorageFile("a"), other = own();', 0],
  ['result = GetHTTPParameter("a");', 1],
  ['result = own(); result = 1;', 1],
  ['var result;', 1],
])('a result that is thrown away: %s', (code, count) => {
  const source = `function own() { return 1; } entry Main { ${code} }`;
  const { diagnostics } = compileModule(source, { file: 'main.wcgp', environment: 'web' });
  expect(diagnostics.map(d => d.code)).toEqual(Array(count).fill('unused-variable'));
});
