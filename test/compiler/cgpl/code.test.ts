/** What the compiler makes of types: operations of the engine, and exact results where they are not enough. */
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { generateProgram } from './generate.js';
import { link, results } from './harness.js';

/** The generated code of the sections, without the lines around them. */
function code(source: string): string {
  const lines = link({ 'main.wcgp': source }).js.split('\n');
  return lines.slice(2, -2).join('\n');
}

describe('known types', () => {
  it.each([
    [
      'counters need no check',
      'entry Main { for (i = 0; i < 10; i += 1) { x = i * 3 % 7; Void(x); } }',
      /\$(add|mul|rem|lt)\(|9007/,
    ],
    [
      'neither do lengths',
      'entry Main { a = NewArray(); for (i = 0; i < Length(a); i += 1) { Void(i + Length(a)); } }',
      /\$(add|lt|b_length)\(|9007/,
    ],
    [
      'strings are joined',
      'entry Main { s = ""; for (i = 0; i < 9; i += 1) { s += "x" + String(i); } Void(s); }',
      /\$(add|b_string)\(/,
    ],
    [
      'conditions make no true-value',
      'entry Main { a = Vars().a; if (IsString(a) && a == "x" || not (a < 5)) { Void(a); } }',
      /"YES"/,
    ],
    [
      'recursion is typed',
      'function fac(n) { return n < 2 ? 1 : n * fac(n - 1); } entry Main { Void(fac(5)); }',
      /\$(sub|lt)\(/,
    ],
    ['tests of classes count', 'entry Main { x = Vars().x; if (IsNumber(x)) { Void(x + 1); } }', /\+x===x\?/],
    ['elements of known arrays', 'entry Main { a = NewArray(); a[0] = 1; Void(a[0]); }', /\$index\(/],
    [
      'text is searched by the engine',
      'entry Main { s = String(5); p = FindSubstring(s, "="); if (p >= 0) { Void(Substring(s, p + 1, 5)); } }',
      /\$b_(findsubstring|substring)\(/,
    ],
    [
      'null is excluded',
      'entry Main { s = GetHTTPParameter("a"); if (s == null) { return; } t = s + "x"; Void(t); }',
      /\$add\(|===null\?null/,
    ],
  ])('%s', (_, source, unwanted) => {
    expect(code(source)).not.toMatch(unwanted);
  });

  it('are not assumed where anything can come in', () => {
    expect(code('function f(x) { return x + x; } entry Main { Void(f(Vars().a)); }')).toContain('$add(x,x)');
  });
});

describe('exact numbers', () => {
  const MAX = 'Number("9223372036854775807")';

  it.each([
    [
      'a sum that leaves the safe range',
      'x = 9007199254740991; for (i = 0; i < 3; i += 1) { x += 1; } Result(String(x));',
      '9007199254740994',
    ],
    ['and comes back', 'x = 9007199254740991; x += 5; x -= 10; Result(String(x));', '9007199254740986'],
    ['a sum that wraps', `x = ${MAX}; x += 1; Result(String(x));`, '-9223372036854775808'],
    ['a product that wraps', `x = ${MAX}; x *= 3; Result(String(x));`, '9223372036854775805'],
    ['powers', 'x = 1; for (i = 0; i < 70; i += 1) { x = x * 3; } Result(String(x));', '2293070008301402073'],
    [
      'a difference that wraps',
      `x = 0 - ${MAX}; x = x - 1; x = x - 1; Result(String(x));`,
      '9223372036854775807',
    ],
    ['the smallest number by -1', `x = 0 - ${MAX} - 1; Result(String(x / -1)); `, '-9223372036854775808'],
    ['its remainder', `x = 0 - ${MAX} - 1; Result(String(x % -1));`, '0'],
    ['no minus zero', 'x = 0; y = -5; Result(String(x * y)); ', '0'],
    ['no minus zero by division', 'x = 1; y = -5; Result(String(x / y)); ', '0'],
    ['no minus zero by remainder', 'x = -5; Result(String(x % 5));', '0'],
    ['negation', 'x = 0; Result(String(-x));', '0'],
    ['comparison beyond the safe range', `x = ${MAX}; Result(x > x - 1 ? "larger" : "not");`, 'larger'],
    [
      'equality beyond the safe range',
      `x = ${MAX}; y = x - 1; Result(x == y + 1 ? "equal" : "not");`,
      'equal',
    ],
    ['a literal beyond the safe range', 'Result(String(9223372036854775807 - 9223372036854775806));', '1'],
    [
      'counting on from far out',
      'x = 4503599627370496; for (i = 0; i < 10; i += 1) { x += 64; } z = x + 4503599627370495; Result(String(z));',
      '9007199254741631',
    ],
    [
      'counting on from nearer',
      'x = 35184372088832; for (i = 0; i < 10; i += 1) { x += 1; } z = x * 255 + x + 70368744177664; Result(String(z));',
      '9077567998921216',
    ],
    [
      'counting down',
      'x = -2251799813685248; for (i = 0; i < 9; i += 1) { x -= 64; } Result(String(x * 4));',
      '-9007199254743296',
    ],
    [
      'division of large numbers',
      'x = 9007199254740991; for (i = 1; i < 4; i += 1) { Void(x); } Result(String(x / 2 + x / -3));',
      '1501199875790165',
    ],
    [
      'fibonacci',
      'a = 0; b = 1; for (i = 0; i < 93; i += 1) { c = a + b; a = b; b = c; } Result(String(a));',
      '-6246583658587674878',
    ],
  ])('%s', (_, text, expected) => {
    expect(results(`entry Main { ${text} }`)).toEqual([expected]);
  });
});

describe('long and deep programs', () => {
  const chain = (part: string, count: number): string => part.repeat(count);

  it.each([
    ['sums', `x = 1${chain(' + 1', 3000)};`, 3001],
    ['joined strings', `x = Length("a"${chain(' + "b"', 3000)});`, 3001],
    ['unknown operands', `y = Vars().none; x = y${chain(' + y', 3000)};`, null],
    ['mixed signs', `x = 0${chain(' + 3 - 1', 2000)};`, 4000],
    ['logic', `x = null${chain(' || null', 3000)} || 5;`, 5],
    ['xor', `x = true${chain(' xor true', 3000)} ? 1 : 2;`, 1],
    ['or with xor', `x = null${chain(' or null xor true', 1001)} ? 1 : 2;`, 1],
    ['comparisons', `x = 1${chain(' == 1', 3000)};`, null],
    [
      'elif',
      `y = 7; if y == 0 then x = 0; ${Array.from({ length: 500 }, (_, i) => `elif y == ${i + 1000} then x = ${i};`).join(' ')} elif y == 7 then x = "found"; else x = 1; end if;`,
      'found',
    ],
    [
      'elif that ends in else',
      `y = 7; if y == 0 then x = 0; ${Array.from({ length: 500 }, (_, i) => `elif y == ${i + 1000} then x = ${i};`).join(' ')} else x = "else"; end if;`,
      'else',
    ],
    [
      'exitif in a long if',
      `x = 0; loop x += 1; if x == 0 then x = 0; ${Array.from({ length: 60 }, (_, i) => `elif x == ${i + 5} then exitif true;`).join(' ')} end if; end loop;`,
      5,
    ],
  ])('%s', (_, text, expected) => {
    expect(results(`entry Main { ${text} Result(x); }`)).toEqual([expected]);
  });

  it('large ones compile without a remark', () => {
    const source = generateProgram(3000);
    expect(source.split('\n').length).toBeGreaterThanOrEqual(3000);
    expect(compileModule(source, { file: 'main.wcgp', environment: 'web' }).diagnostics).toEqual([]);
    expect(link({ 'main.wcgp': source }).entries.main?.waits).toBe(true);
  });
});

describe('order of evaluation', () => {
  const trace = 'function t(x, v) { Result(x); return v; }';

  it.each([
    ['operands from the left', 'Void(t(1, 5) + t(2, null) * t(3, "a"));', [1, 2, 3]],
    [
      'both operands of every operator',
      'Void(t(1, null) & t(2, null) | t(3, true) xor t(4, 1));',
      [1, 2, 3, 4],
    ],
    [
      'of joined strings too',
      'Void(t(1, null) + t(2, "x")); s = null; s = s + t(3, null); Void(s);',
      [1, 2, 3],
    ],
    [
      'not behind a decided one',
      'Void(t(1, null) && t(2, 1)); Void(t(3, 1) || t(4, 1)); Void(true ? t(5, 1) : t(6, 1));',
      [1, 3, 5],
    ],
    ['container, key, value', 'd = NewDictionary(); t(1, d).(t(2, "k")) = t(3, 4);', [1, 2, 3]],
    ['container, index, value', 'a = NewArray(); a[0] = 1; t(1, a)[t(2, 0)] = t(3, 4);', [1, 2, 3]],
    [
      'the old value before the new one',
      'd = NewDictionary(); d.k = 1; t(1, d).(t(2, "k")) += t(3, 4); Result(d.k);',
      [1, 2, 3, 5],
    ],
    ['the old value of a variable', 'x = 1; x += t(1, 2); Result(x);', [1, 3]],
    ['arguments from the left', 'Void(Max(t(1, 1), t(2, 2)));', [1, 2]],
    ['the receiver of a method first', 'Void(t(1, "abc").Substring(t(2, 0), t(3, 1)));', [1, 2, 3]],
    [
      'by is not executed by exitif',
      'for i = 0 by i += t("by", 1) loop exitif i == 2; end loop; Result(i);',
      ['by', 'by', 2],
    ],
    ['trailing while after the body', 'i = 5; loop { Result(i); i += 1; } while i < 3;', [5]],
  ])('%s', (_, text, expected) => {
    expect(results(`${trace} entry Main { ${text} }`)).toEqual(expected);
  });
});

describe('new dictionaries and their keys', () => {
  it.each([
    ['are one', 'd = NewDictionary(); d.a = 1; d.b = "x"; Result(d.a); Result(d.b);', [1, 'x']],
    [
      'the last of two equal keys wins',
      'd = NewDictionary(); d.a = 1; d.a = 2; Result(d.a); Result(Length(d));',
      [2, 1],
    ],
    [
      'null stores nothing',
      'd = NewDictionary(); d.a = 1; d.a = null; d.b = Vars().no; Result(Length(d));',
      [0],
    ],
    [
      'values that look at it',
      'd = NewDictionary(); d.a = 1; d.b = d.a + 1; d.c = Length(d); Result(d.b); Result(d.c);',
      [2, 2],
    ],
    ['values that are what it was', 'd = 5; e = d; d = NewDictionary(); d.a = e; Result(d.a);', [5]],
    [
      'names that mean something in literals',
      'd = NewDictionary(); d.constructor = 1; d.a = 2; Result(Length(d));',
      [2],
    ],
    [
      'anew in each turn',
      'a = NewArray(); for i = 0 while i < 3 by i += 1 loop d = NewDictionary(); d.i = i; a[i] = d; end loop; Result(a[0].i + a[2].i * 10);',
      [20],
    ],
  ])('%s', (_, text, expected) => {
    expect(results(`entry Main { ${text} }`)).toEqual(expected);
  });
});

describe('stores that need not ask the library', () => {
  it.each([
    [
      'behind the end of an array',
      'a = NewArray(); for i = 0 while i < 3 by i += 1 loop a[i] = i; end loop; Result(Length(a)); Result(a[2]);',
      [3, 2],
    ],
    [
      'under keys of unknown class',
      'k = NewArray(); k[0] = "x"; d = NewDictionary(); d.(k[0]) = 1; Result(d.x);',
      [1],
    ],
    [
      'Substring from anywhere',
      's = "abcdef"; i = 0; i += Vars().no == null ? 2 : 3; Result(Substring(s, i, 2)); Result(Substring(s, 0 - i, 1));',
      ['cd', 'e'],
    ],
  ])('%s', (_, text, expected) => {
    expect(results(`entry Main { ${text} }`)).toEqual(expected);
  });
});
