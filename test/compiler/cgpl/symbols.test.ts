/** What editors get of a file. */
import { describe, expect, it } from 'vitest';
import { analyseModule, lexemes, symbolTable } from '../../../compiler/cgpl/index.js';

const options = { file: 'main.wcgp', environment: 'web' as const };

describe('symbols', () => {
  const source = `function f(a) forward;
function m::g() external;
entry Main {
  Count = f(m::g());
  count += Length(count);
}
function f(A) { return a; }
`;
  const table = symbolTable(analyseModule(source, options));
  const shown = table.map(({ name, kind, external, section, definitions, references }) => {
    const places = (list: typeof definitions): string =>
      list.map(({ start, end }) => `${start.line}:${start.column}-${end.column}`).join(' ');
    return [external ? `external ${kind}` : kind, section, name, places(definitions), places(references)];
  });

  it('have all their places', () => {
    expect(shown).toEqual([
      ['external function', null, 'm::g', '2:10-14', '4:13-17'],
      ['entry', null, 'Main', '3:7-11', ''],
      ['function', null, 'f', '1:10-11 7:10-11', '4:11-12'],
      ['variable', 'Main', 'Count', '4:3-8 5:3-8', '5:19-24'],
      ['parameter', 'f', 'A', '7:12-13', '7:24-25'],
      ['builtin', null, 'Length', '', '5:12-18'],
    ]);
  });

  it('are there in files with errors', () => {
    const analysis = analyseModule('entry Main { x = ; count = 1; Void(count) }', options);
    expect(analysis.module).toBeNull();
    expect(symbolTable(analysis).map(({ name }) => name)).toContain('count');
  });
});

describe('lexemes', () => {
  it('cover the text, comments included', () => {
    const source = 'entry Main { // note\n x = "a" + 12; /* b */ @ }';
    const list = lexemes(analyseModule(source, options)).map(({ kind, start, end }) => [
      kind,
      source.slice(start, end),
    ]);
    expect(list).toEqual([
      ['keyword', 'entry'],
      ['name', 'Main'],
      ['sign', '{'],
      ['comment', '// note'],
      ['name', 'x'],
      ['operator', '='],
      ['string', '"a"'],
      ['operator', '+'],
      ['number', '12'],
      ['sign', ';'],
      ['comment', '/* b */'],
      ['error', '@'],
      ['sign', '}'],
    ]);
  });
});
