/** Mistakes that authors make, and what they are told: the first message, its place, and how many errors there are. */
import { describe, expect, it } from 'vitest';
import { linkProgram } from '../../../compiler/cgpl/index.js';

type Row = readonly [mistake: string, body: string, at: string, message: string, errors: number];

/** Bodies of an entry, from line 2 on. */
const ROWS: readonly Row[] = [
  [
    'a forgotten semicolon',
    'x = Vars().a\n  SysLog(x);',
    '3:3',
    '"SysLog" cannot stand here: ";" is expected at the end of line 2',
    1,
  ],
  [
    'a forgotten semicolon before the end',
    'SysLog(1)',
    '3:1',
    '"end" cannot stand here: ";" is expected at the end of line 2',
    1,
  ],
  [
    '= for ==',
    'if x = 1 then x = 2; end if;',
    '2:8',
    '"=" cannot stand here: "then" is expected (values are compared with "==")',
    1,
  ],
  [
    '= for == in a block form',
    'if (x = 1) { x = 2; }',
    '2:9',
    '"=" cannot stand here: ")" is expected (values are compared with "==")',
    1,
  ],
  [
    '=>',
    'if x => 1 then x = 2; end if;',
    '2:8',
    '"=" cannot stand here: "then" is expected (did you mean ">="?)',
    1,
  ],
  [
    '===',
    'if x === 1 then x = 2; end if;',
    '2:10',
    '"=" cannot stand here: a value is expected (did you mean "=="?)',
    1,
  ],
  [
    '<>',
    'if x <> 1 then x = 2; end if;',
    '2:9',
    '">" cannot stand here: a value is expected (did you mean "!="?)',
    1,
  ],
  ['++', 'i++;', '2:4', '"+" cannot stand here: "=" is expected (did you mean "+= 1"?)', 1],
  [
    'a fraction',
    'x = 1.5;',
    '2:9',
    '"5" cannot stand here: a name or "(" is expected (numbers have no fractions)',
    1,
  ],
  [
    'a dot between strings',
    'x = "a" . "b";',
    '2:13',
    '""b"" cannot stand here: a name or "(" is expected (strings are joined with "+")',
    1,
  ],
  [
    'an array literal',
    'x = [1, 2];',
    '2:7',
    '"[" cannot stand here: a value is expected (NewArray() makes an array)',
    1,
  ],
  [
    'a dictionary literal',
    'x = {a = 1};',
    '2:7',
    '"{" cannot stand here: a value is expected (NewDictionary() makes a dictionary)',
    1,
  ],
  [
    'elseif',
    'if x == 1 then x = 2;\n  elseif x == 2 then x = 3; end if;',
    '3:10',
    '"x" cannot stand here: "=" is expected (did you mean "elif"?)',
    1,
  ],
  [
    'endif',
    'if x == 1 then x = 2;\n  endif;',
    '3:8',
    'a value is not a statement: it must be assigned, or given to Void() (did you mean "end if"?)',
    2,
  ],
  [
    'break',
    'loop break; end loop;',
    '2:13',
    'a value is not a statement: it must be assigned, or given to Void() (a loop is left with "exitif true;")',
    1,
  ],
  [
    'a call without parentheses',
    'CRLF;',
    '2:7',
    'a value is not a statement: it must be assigned, or given to Void() (a call needs parentheses: CRLF())',
    1,
  ],
  [
    'end while',
    'while x loop\n    x = null;\n  end while;',
    '4:7',
    'this is the end of "while", but the "loop" in line 2 is still open',
    1,
  ],
  [
    'a forgotten end if',
    'if x then\n    x = 1;',
    '4:5',
    'this is the end of "entry", but the "if" in line 2 is still open',
    1,
  ],
  [
    'else if, one end',
    'if x then x = 1;\n  else if y then x = 2; end if;',
    '4:5',
    'this is the end of "entry", but the "if" in line 2 is still open',
    1,
  ],
  [
    'a forgotten loop',
    'while x < 3\n    x += 1;\n  end loop;',
    '3:5',
    '"x" cannot stand here: "loop" is expected',
    1,
  ],
  [
    'for without parentheses',
    'for i = 0; i < 3; i += 1 loop SysLog(i); end loop;',
    '2:12',
    '";" cannot stand here: "loop" is expected (semicolons need parentheses: for (...; ...; ...) { })',
    1,
  ],
  [
    'elif behind else',
    'if x then x = 1; else x = 2; elif y then x = 3; end if;',
    '2:32',
    '"elif" cannot stand here: "end" is expected ("else" comes last)',
    3,
  ],
  [
    'a section inside',
    'x = 1;\n  function f(y) is return y; end function;',
    '3:3',
    '"function" cannot stand here: "end" is expected (the "entry" in line 1 is still open)',
    2,
  ],
  [
    'end as a variable',
    'end = 5;',
    '2:7',
    '"=" cannot stand here: ";" is expected ("end" is a keyword and cannot be a name)',
    1,
  ],
  [
    'single quotes',
    "x = 'a';",
    '2:7',
    "the symbol ''' starts nothing here: strings stand between quotation marks (\"text\")",
    1,
  ],
  [
    'printed quotes',
    'x = \u201ca\u201d;',
    '2:7',
    'the symbol \'\u201c\' starts nothing here: strings stand between quotation marks ("text")',
    1,
  ],
  [
    'a comment of a shell',
    '# text\n  x = 1;',
    '2:3',
    'the symbol \'#\' starts nothing here: comments begin with "//"',
    1,
  ],
  [
    'a module that is not declared',
    'x = util::f(1);',
    '2:7',
    'there is no section and no built-in util::f: it must be declared external',
    1,
  ],
];

const FILE = 'a.wcgp';

function errorsOf(source: string) {
  const { diagnostics } = linkProgram(FILE, file => (file === FILE ? source : null), { environment: 'web' });
  return diagnostics.filter(({ severity }) => severity === 'error');
}

describe('hints', () => {
  it.each(ROWS)('%s', (_mistake, body, at, message, count) => {
    const errors = errorsOf(`entry Main is\n  ${body}\nend entry;\n`);
    const [first] = errors;
    expect(first?.message).toBe(message);
    expect(`${first?.range.start.line}:${first?.range.start.column}`).toBe(at);
    expect(errors.map(error => error.message)).toHaveLength(count);
  });

  it('names the brace that is still open', () => {
    const [first] = errorsOf('entry Main {\n  if (x) {\n    x = 1;\n}\n');
    expect(first?.message).toBe('the file ends too early: "}" is expected (the "{" in line 1 is still open)');
  });

  it('counts lines of every kind of line end', () => {
    const [first] = errorsOf('entry Main is\r\r\n\n  x = 1\r  y = 2;\rend entry;');
    expect(first?.message).toBe('"y" cannot stand here: ";" is expected at the end of line 4');
  });
});
