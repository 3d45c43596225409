/** The grammar: what is accepted, how it groups, and what is reported when several things are wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { decodeString } from '../../../compiler/cgpl/lexer/strings.js';
import { parse } from '../../../compiler/cgpl/syntax/parse.js';
import type { Expr } from '../../../compiler/cgpl/syntax/tree.js';
import { LineTable } from '../../../compiler/text/index.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { RandomProgram } from './random.js';

/** An expression with all its parentheses. */
function show(e: Expr): string {
  switch (e.kind) {
    case 'number':
      return String(e.value);
    case 'string':
      return JSON.stringify(e.value);
    case 'variable':
      return e.name;
    case 'call':
      return `${e.module === null ? '' : `${e.module}::`}${e.name}(${e.args.map(show).join(',')})`;
    case 'spawn':
      return `spawn ${e.name}(${e.argument === null ? '' : show(e.argument)})`;
    case 'key':
      return `${show(e.object)}.${e.name}`;
    case 'keyof':
      return `${show(e.object)}.(${show(e.key)})`;
    case 'index':
      return `${show(e.object)}[${show(e.index)}]`;
    case 'unary':
      return `(${e.op} ${show(e.operand)})`;
    case 'binary':
      return `(${show(e.left)} ${e.op} ${show(e.right)})`;
    case 'ternary':
      return `(${show(e.condition)} ? ${show(e.yes)} : ${show(e.no)})`;
    default:
      return e.kind;
  }
}

function expression(text: string): string {
  const { sections, problems } = parse(`entry Main { x = ${text}; }`);
  expect(problems).toEqual([]);
  const [statement] = sections[0]?.body ?? [];
  return statement?.kind === 'assign' ? show(statement.value) : '';
}

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['a - b - c', '((a - b) - c)'],
    ['a < b == c', '((a < b) == c)'],
    ['a & b | c xor d && e || f', '(((((a and b) or c) xor d) && e) || f)'],
    ['a || b && c | d & e == f + g * h', '(a || (b && (c or (d and (e == (f + (g * h)))))))'],
    ['a and then b or else c', '((a && b) || c)'],
    ['a AND b Or c', '((a and b) or c)'],
    ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
    ['a ? b ? c : d : e', '(a ? (b ? c : d) : e)'],
    ['a || b ? c : d', '((a || b) ? c : d)'],
    ['- a * b', '((- a) * b)'],
    ['not a == b', '((not a) == b)'],
    ['!-+a.b', '(not (- (+ a.b)))'],
    ['a.b.c[1].(d).e(f)', 'e(a.b.c[1].(d),f)'],
    ['a.if.End', 'a.if.End'],
    ['a.m::f(b).c', 'm::f(a,b).c'],
    ['m::f(a)[0]', 'm::f(a)[0]'],
    ['(a).f().g(1)', 'g(f(a),1)'],
    ['"a" "b" // c\n "c"', '"abc"'],
    ['"a" + "b" "c"', '("a" + "bc")'],
    ['spawn e', 'spawn e()'],
    ['spawn e(1).b', 'spawn e(1).b'],
    ['spawn e()', 'spawn e()'],
    ['0x1F + 0O17 + 0b11 + 007', '(((31 + 15) + 3) + 7)'],
    ['9223372036854775807', '9223372036854775807'],
    ['a/**/+/* * / */b', '(a + b)'],
    ['null.b', 'null.b'],
  ])('%s', (text, tree) => {
    expect(expression(text)).toBe(tree);
  });
});

describe('statements', () => {
  it.each([
    ['empty ones', ';;; null; ;'],
    ['a basic if', 'if a then b = 1; elif c then d = 1; else e = 1; end if;'],
    ['an if without its word', 'if a then b = 1; end;'],
    ['a parenthesised condition that goes on', 'if (a == 1) && (b == 2) then c = 1; end if;'],
    ['a brace if', 'if (a) { b = 1; } elif c { d = 1; } else if (e) { f = 1; } else { g = 1; }'],
    ['and then in a condition', 'if a and then b then c = 1; end if;'],
    ['or else in a condition', 'if a or else b then c = 1; else d = 1; end if;'],
    ['a brace if inside a basic one', 'if a then if (b) { c = 1; } elif d then e = 1; end if;'],
    ['a brace if before else', 'if a then if (b) { c = 1; } else d = 1; end if;'],
    ['a brace if before else and if', 'if a then if (b) { c = 1; } else if d then e = 1; end if; end if;'],
    ['a brace if with its own else', 'if a then if (b) { c = 1; } else { d = 1; } end if;'],
    ['a plain loop', 'loop a = 1; exitif a; end loop;'],
    ['a loop without its word', 'loop exitif a; end;'],
    ['all parts of a loop', 'for i = 0 while i < 3 by i += 1 loop a = i; end loop;'],
    ['for alone', 'for i = 0 loop exitif i; end loop;'],
    ['by alone', 'by i += 1 loop exitif i; end loop;'],
    ['while with a block', 'while (a) { b = 1; }'],
    ['while with a block, no parentheses', 'while a.b { c = 1; }'],
    ['a brace loop', 'loop { exitif a; }'],
    ['a brace loop with its condition', 'loop { a = 1; } while a < 3;'],
    ['a brace loop and another loop', 'loop { exitif a; } while (b) { c = 1; }'],
    ['a brace loop and a basic one', 'loop { exitif a; } while b loop c = 1; end loop;'],
    ['a brace loop and one with by', 'loop { exitif a; } while b by c += 1 loop d = 1; end loop;'],
    ['a brace for', 'for (i = 0; i < 3; i += 1) { a = i; }'],
    ['an empty brace for', 'for (;;) { exitif a; }'],
    ['a brace for with calls', 'for (Void(1); f.(g); Void(2)) { a = 1; }'],
    ['a basic for with parentheses', 'for (a).b = 1 while a.b < 3 by a.b += 1 loop c = 1; end loop;'],
    ['calls', 'Void(1); x.Void(); (a + b).Void(); "s".Void();'],
    ['targets', 'a = 1; a.b = 1; a.(b) = 1; a[0] = 1; f.g[1].(h).i += 1; Vars().x = 1;'],
    ['op-assignments', 'a += 1; a -= 1; a *= 1; a /= 1; a %= 1; a &= 1; a |= 1;'],
    ['var', 'var a, b = 1, c;'],
    ['method calls on keywords as keys', 'a.loop.Void();'],
    ['return and stop', 'if a then return; end if; if b then stop; end if;'],
  ])('%s', (_, text) => {
    expect(parse(`entry Main is ${text} end entry;`).problems).toEqual([]);
    expect(parse(`entry Main { ${text} }`).problems).toEqual([]);
  });

  it.each([
    'entry Main is end;',
    'entry Main is end entry;',
    'entry Main {}',
    'entry Main {};',
    'entry Main forward; ENTRY main {}',
    'procedure p() forward; procedure p() is end procedure;',
    'function f(a, B, c1) external;',
    'function m::f(a) external; procedure m::g() external;',
    ';;entry Main {};;',
    '',
    '// only a comment',
    '\ufeffentry Main {}',
    'ENTRY Main IS END Entry;',
  ])('section %s', source => {
    const { diagnostics } = compileModule(source, { file: 'm', environment: 'web' });
    expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  });
});

describe('several errors', () => {
  const errors = (source: string): string[] => {
    const { diagnostics } = compileModule(source, { file: 'm', environment: 'web' });
    return diagnostics.map(d => `${d.range.start.line} ${d.code}`);
  };

  it.each([
    [
      'in statements',
      'entry Main is\nx = ;\ny = 1;\nz = (2;\nq = 1 @ 2;\nend entry;',
      ['2 unexpected-lexeme', '4 unexpected-lexeme', '5 bad-symbol'],
    ],
    [
      'in conditions',
      'entry Main is\nif a == then\nb = ;\nend if;\nwhile ( {\nc = 1;\n}\nloop\nd = * 1;\nend loop;\nend entry;',
      ['2 unexpected-lexeme', '3 unexpected-lexeme', '5 unexpected-lexeme', '9 unexpected-lexeme'],
    ],
    [
      'in headings',
      'procedure p( {}\nentry Main is\nx = 1\ny = 2;\nend entry;\nfunction f(a is end;\nentry Other { z = ; }',
      ['1 unexpected-lexeme', '4 unexpected-lexeme', '6 unexpected-lexeme', '7 unexpected-lexeme'],
    ],
    [
      'strings',
      'entry Main {\na = "one;\nb = "two\\q";\nc = "three;\nd = 1;\n}',
      ['2 unclosed-string', '3 string-escape', '4 unclosed-string'],
    ],
    [
      'of names and of syntax',
      'entry Main {\na = nope(1);\nb = ;\nLength(1);\n}',
      ['2 unknown-section', '3 unexpected-lexeme', '4 function-as-statement'],
    ],
    [
      'missing ends',
      'entry Main is\nif a then\nloop\nb = 1;\nend if;\nend entry;\nentry Other is c = ; end entry;',
      ['5 wrong-end-word', '7 unexpected-lexeme'],
    ],
    [
      'stray ends',
      'entry Main {\na = 1;\nelse b = 2;\nc = ;\n}',
      ['3 unexpected-lexeme', '4 unexpected-lexeme'],
    ],
    [
      'a lost section',
      'procedure (a) {}\nentry Main { lost(1); x = ; }',
      ['1 unexpected-lexeme', '2 unexpected-lexeme'],
    ],
    [
      'a broken body keeps its name',
      'procedure p(a) { a = ; }\nentry Main { p(1); p(); }',
      ['1 unexpected-lexeme', '2 wrong-argument-count'],
    ],
    [
      'outside',
      'x = 1;\nentry Main {}\ny = 2;\nentry Other {}',
      ['1 statement-outside', '3 statement-outside'],
    ],
  ])('%s', (_, source, expected) => {
    expect(errors(source)).toEqual(expected);
  });

  it('never throws and never loops, whatever is damaged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(6)), { maxLength: 5 }),
        (seed, cuts) => {
          let source = new RandomProgram(seed).source();
          const words = ['', ';', '}', 'end', '(', '"', ' then '];
          for (const [at, word] of cuts) {
            const place = at % source.length;
            source = source.slice(0, place) + (words[word] ?? '') + source.slice(place + 3);
          }
          const lines = new LineTable(source);
          const { diagnostics } = compileModule(source, { file: 'm', environment: 'web' });
          for (const { range } of diagnostics) {
            expect(range.start.line).toBeLessThanOrEqual(lines.lineCount);
            expect(range.start.column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        compileModule(`entry Main { ${text} }`, { file: 'm', environment: 'web' });
        compileModule(text, { file: 'm', environment: 'web' });
      }),
    );
  });
});

describe('string literals', () => {
  const decode = (image: string): string => {
    const problems: string[] = [];
    const bytes = decodeString(image, 0, problem => problems.push(problem.code));
    return problems.length > 0 ? problems.join() : bytes;
  };

  it.each([
    ['"plain"', 'plain'],
    ['"\\"\\\\\\r\\n\\t\\e"', '"\\\r\n\t\n'],
    ['"\\001\\065\\255"', '\u0001A\u00ff'],
    ["\"\\u'41'\\u'20AC'\\u'1F600'\"", 'A\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080'],
    ['"tab\there"', 'tab\there'],
    ['"ž"', '\u00c5\u00be'],
    ['"\\0a"', 'string-escape'],
    ['"\\u41"', 'string-escape'],
    ['"\\u\'\'"', 'string-escape'],
    ['"\\u\'0\'"', 'string-code'],
    ['"\\u\'1234567\'"', 'string-code'],
    ['"\\999"', 'string-code'],
  ])('%s', (image, bytes) => {
    expect(decode(image)).toBe(bytes);
  });

  it('are the bytes of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        fc.pre(!/["\\\p{Cc}\p{Cs}]/u.test(text));
        expect(decode(`"${text}"`)).toBe(encodeUtf8(text));
      }),
    );
  });
});
