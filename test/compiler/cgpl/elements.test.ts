/** Elements that are read, changed and stored: the quick ways, and what takes them away. */
import { describe, expect, it } from 'vitest';
import { link, results } from './harness.js';

/** The generated code of the sections, without the lines around them. */
function code(source: string): string {
  return link({ 'main.wcgp': source }).js.split('\n').slice(2, -2).join('\n');
}

/** How often the code looks into `entries` of dictionaries. */
const looks = (text: string): number => code(`entry Main { ${text} }`).split(/entries\??\./).length - 1;

describe('what is read twice is read once', () => {
  it.each([
    ['in one expression', 'd = Vars(); Void(d.a + d.a);', 1],
    ['in a condition and behind it', 'd = Vars(); if (d.a == null) { return; } Void(d.a);', 1],
    ['in the other branch', 'd = Vars(); if (d.a == null) { Void(1); } else { Void(d.a); }', 1],
    ['behind both branches', 'd = Vars(); if (d.a == 1) { Void(1); } else { Void(2); } Void(d.a);', 1],
    ['under a condition that went on', 'd = Vars(); if (IsString(d.a) && d.a != "") { Void(d.a); }', 1],
    ['of a path', 'd = Vars(); Void(d.a.b); Void(d.a.b);', 2],
    ['in a loop that tests it', 'd = Vars(); while d.a != null loop Void(d.a); end loop;', 1],
    ['but not when the variable changed', 'd = Vars(); Void(d.a); d = d.b; Void(d.a);', 3],
    ['nor the key', 'd = Vars(); k = "a"; Void(d.(k)); k = "b"; Void(d.(k));', 0],
    [
      'nor when a branch may not have read it',
      'd = Vars(); if (Vars() == null) { Void(d.a); } Void(d.a);',
      2,
    ],
    ['nor behind a call', 'd = Vars(); Void(d.a); e = Copy(d); Void(d.a);', 2],
    ['nor at the head of a loop', 'd = Vars(); Void(d.a); loop Void(d.a); e = Copy(d); end loop;', 2],
  ])('%s', (_, text, wanted) => {
    if (wanted > 0) expect(looks(text)).toBe(wanted);
    else expect(code(`entry Main { ${text} }`)).not.toContain('$e0');
  });

  it.each([
    ['a call changes it', 'd.a = 1; Result(d.a); f(d); Result(d.a);', [1, 2]],
    ['another name of the container', 'd.a = 1; e = d; Result(d.a); e.a = 3; Result(d.a);', [1, 3]],
    [
      'another case of the key',
      'd.a = 1; SetCaseSensitive(d, null); Result(d.a); d.A = 4; Result(d.a);',
      [1, 4],
    ],
    ['a computed key', 'd.a = 1; k = "a"; Result(d.a); d.(k) = 5; Result(d.a);', [1, 5]],
    ['removal', 'd.a = 1; Result(d.a); d.a = null; Result(d.a);', [1, null]],
    [
      'a key before it in order',
      'd.b = 1; Result(d[0]); d.a = 1; Result(d[0]); d.a = null; Result(d[0]);',
      ['b', 'a', 'b'],
    ],
    ['an element added', 'x = NewArray(); Result(x[0]); AddElement(x, 7); Result(x[0]);', [null, 7]],
    [
      'an element stored through another name',
      'x = NewArray(); x[0] = 1; y = x; Result(x[0]); y[0] = 2; Result(x[0]);',
      [1, 2],
    ],
    ['the value of a store', 'd.a = 1; Result(d.a + d.a); d.a += d.a; Result(d.a);', [2, 2]],
    ['a loop', 'd.n = 3; while d.n > 0 loop Result(d.n); d.n = d.n - 1; end loop;', [3, 2, 1]],
    ['a store in a branch', 'd.a = 1; if (d.a == 1) { d.a = 2; } Result(d.a);', [2]],
    [
      'a store in one branch only',
      'd.a = 1; d.b = 0; if (d.a == 2) { d.b = 1; } else { e = d; e.a = 3; } Result(d.a);',
      [3],
    ],
  ])('unless something changed: %s', (_, text, wanted) => {
    const source = `procedure f(d) { d.a = 2; } entry Main { d = NewDictionary(); ${text} }`;
    expect(results(source)).toEqual(wanted);
  });
});

describe('changes of an element in place', () => {
  it.each([
    ['counting', 'd.n = 1; d.n = d.n + 1; d.n += 1; Result(d.n);', [3]],
    ['under a key that is not there', 'd.n += 1; Result(d.n); d.n = d.n + 1; Result(d.n);', [null, null]],
    ['joining', 'd.s = "a"; d.s += "b"; k = "s"; d.(k) = d.(k) + "c"; Result(d.s);', ['abc']],
    ['a value that is of another class now', 'd.v = 1; d.v += 1; d.v = "x"; d.v += 1; Result(d.v);', [null]],
    [
      'leaving the safe range',
      'd.v = 9007199254740991; d.v += 1; Result(String(d.v));',
      ['9007199254740992'],
    ],
    ['and back', 'd.v = 9007199254740991; d.v += 1; d.v -= 1; Result(d.v);', [9007199254740991]],
    ['no minus zero', 'd.v = 0; d.v *= -1; Result(String(d.v));', ['0']],
    ['a key that is no string', 'k = 5; d.("5") = 1; Result(d.(k)); Result(d.(null));', [null, null]],
    [
      'keys that look like numbers',
      'd.("10") = 1; d.("9") = 2; d.("10") += 1; Result(d[0]); Result(d.("10"));',
      ['10', 2],
    ],
    [
      'a key of prototypes',
      'd.("__proto__") = 1; d.("__proto__") += 1; Result(d.("__proto__")); Result(Length(d)); Result(d.constructor);',
      [2, 1, null],
    ],
    ['keys that differ by case', 'd.a = 1; d.A = 5; d.a += 1; Result(d.a); Result(d.A);', [2, 5]],
    [
      'in a dictionary where case does not matter',
      'SetCaseSensitive(d, null); d.Abc = 1; d.ABC += 1; if (d.abc != null) { d.aBC = d.aBC + 1; } Result(d.abc); Result(d[0]); Result(Length(d));',
      [3, 'Abc', 1],
    ],
    [
      'in order',
      'd.b = 1; d.a = 1; Result(d[0]); d.b += 1; d.c = 1; Result(d[2]); Result(d[0]); d.a = null; Result(d[0]);',
      ['a', 'c', 'a', 'b'],
    ],
    ['in an array', 'x = NewArray(); x[0] = 1; x[0] += 2; x[0] = x[0] * 5; Result(x[0]);', [15]],
    ['that can be anything', 'Vars().c = NewArray(); x = Vars().c; x[0] = 1; x[0] += 2; Result(x[0]);', [3]],
    [
      'found before, of a text',
      'x = NewArray(); AddElement(x, "s"); if (x[0] != null) { x[0] = x[0] + "t"; } Result(x[0]);',
      ['st'],
    ],
  ])('%s', (_, text, wanted) => {
    expect(results(`entry Main { d = NewDictionary(); ${text} }`)).toEqual(wanted);
  });

  it.each([
    ['behind an array', 'x = NewArray(); x[0] = 1; x[2] += 1;', 'x[2]'],
    ['of nothing', 'x = Vars().none; x.a += 1;', 'null'],
    ['of a string', 'x = "abc"; x.a += "x";', 'string'],
  ])('fail as they must: %s', (_, text) => {
    expect(() => results(`entry Main { ${text} }`)).toThrow();
  });

  it.each([
    ['numbers', 'd = NewDictionary(); k = String(Vars()); d.(k) += 1;', /d\.entries\[k\]=\$\d/],
    ['of unknown containers', 'd = Vars().d; d.k += 1;', /\.k=\$\d/],
    ['of arrays', 'a = NewArray(); i = 0; a[i] = a[i] + 1;', /a\[i\]=\$\d/],
  ])('need one look: %s', (_, text, wanted) => {
    expect(code(`entry Main { ${text} }`)).toMatch(wanted);
  });
});

describe('what conditions tell of elements', () => {
  it.each([
    ['they are no null', 'd = Vars(); if (IsString(d.a)) { x = d.a + "x"; Void(x); }', /\$add\(/],
    ['they are strings', 'd = Vars(); if (d.a == "x") { Void(Substring(d.a, 0, 1)); }', /\$b_substring\(/],
    ['of every operand', 'd = Vars(); if (IsString(d.a) && IsString(d.b)) { Void(d.a + d.b); }', /\$add\(/],
    ['behind an exit', 'd = Vars(); if (!IsString(d.a)) { return; } Void(d.a + "x");', /\$add\(/],
  ])('%s', (_, text, unwanted) => {
    expect(code(`entry Main { ${text} }`)).not.toMatch(unwanted);
  });

  it.each([
    ['only while they are the same', 'd.a = "s"; if (IsString(d.a)) { d.a = 5; Result(d.a + 1); }', [6]],
    [
      'not of another element',
      'd.a = "s"; d.b = 7; if (IsString(d.a)) { Result(d.b + 1); Result(d.a + "t"); }',
      [8, 'st'],
    ],
    [
      'not in the other branch',
      'd.a = 1; if (IsString(d.a)) { Result(d.a + "s"); } else { Result(d.a + 1); }',
      [2],
    ],
    [
      'not the next time',
      'for i = 0 while i < 2 by i += 1 loop if i == 0 then d.a = "s"; else d.a = 4; end if; if IsString(d.a) then Result(d.a + "t"); else Result(d.a + 1); end if; end loop;',
      ['st', 5],
    ],
  ])('%s', (_, text, wanted) => {
    expect(results(`entry Main { d = NewDictionary(); i = 0; ${text} }`)).toEqual(wanted);
  });
});

describe('sums of products', () => {
  it.each([
    ['of numbers', 't = 1; d.n = 3; t += d.n * 2; t = t - d.n * d.n; Result(t);', [-2]],
    ['with nothing', 't = 1; t += d.n * 2; Result(t);', [null]],
    ['with a text', 't = "a"; d.n = 3; Result(t + d.n * 2); d.s = "b"; Result(1 + d.s * 2);', [null, null]],
    [
      'that are too large',
      't = 5; d.n = 4503599627370497; Result(String(t + d.n * 2));',
      ['9007199254740999'],
    ],
    [
      'that come back',
      't = -9007199254740991; d.n = 9007199254740991; Result(t + d.n * 1); Result(String(t + d.n * 3));',
      [0, '18014398509481982'],
    ],
    [
      'without minus zero',
      't = 0; d.n = 0; Result(String(t - d.n * -1)); Result(String(t + d.n * -1));',
      ['0', '0'],
    ],
    [
      'of differences',
      't = 10; d.n = 3; d.m = 1; Result(t - (d.n - d.m)); Result(t + (d.n + d.m));',
      [8, 14],
    ],
    ['of times', 'd.t = Date(100); d.n = 5; Result(IsDate(d.t + d.n * 2));', ['YES']],
  ])('%s', (_, text, wanted) => {
    expect(results(`entry Main { d = NewDictionary(); ${text} }`)).toEqual(wanted);
  });
});
