import { describe, expect, test } from 'vitest';
import { compilePage } from '../../../compiler/wssp/compile.js';

/** Code, line and column of all diagnostics. */
function places(source: string, editor = false): string[] {
  return compilePage(source, { file: 'a.wssp', editor }).diagnostics.map(
    d => `${d.code} ${d.range.start.line}:${d.range.start.column}`,
  );
}

const FIRST: [source: string, place: string][] = [
  ['50%% off today', 'syntax 1:10'],
  ['50%% off', 'unterminated 1:3'],
  ['a\r%%x', 'unterminated 2:1'],
  ['%%x "a', 'unterminated 1:5'],
  ['%%"a\nb"%%', 'unterminated 1:3'],
  ['%%"a\\qb"%%', 'bad-escape 1:5'],
  ['%%"\\000"%%', 'bad-escape 1:4'],
  ['%%"\\256"%%', 'bad-escape 1:4'],
  ['%%"\\u\'D800\'"%%', 'bad-escape 1:4'],
  ['%%"\\u\'110000\'"%%', 'bad-escape 1:4'],
  ['%%a "\\q"%%', 'bad-escape 1:6'],
  ['%%"a\\q', 'bad-escape 1:5'],
  ['%%"\0"%%', 'syntax 1:4'],
  ['%%%%%%', 'unterminated 1:5'],
  ['%% %%', 'syntax 1:4'],
  ['%%\n%%', 'unterminated 1:1'],
  ['%%a.b[]%%', 'syntax 1:7'],
  ['%%a[b%%', 'syntax 1:6'],
  ['%%a;b%%', 'syntax 1:4'],
  ['%%ä%%', 'syntax 1:3'],
  ['%%a--%%', 'syntax 1:4'],
  ['%%-%%', 'syntax 1:3'],
  ['%%99999999999999999999%%', 'out-of-range 1:3'],
  ['%%FOO(a b)%%', 'unknown-function 1:3'],
  ['%%\nFOO(a)%%', 'unknown-function 2:1'],
  ['%%FOO:a b%%', 'unknown-prefix 1:3'],
  ['%%HTML(a):b%%', 'arguments 1:3'],
  ['%%HTMLSUBST:b%%', 'arguments 1:3'],
  ['%%HTMLSUBST():b%%', 'syntax 1:13'],
  ['%%HTMLSUBST(1,2,3,4,5,6,7,8,9,10,11):b%%', 'arguments 1:3'],
  ['%%DATEAS("a","b"):b%%', 'arguments 1:3'],
  ['%%DATEAS("a") b%%', 'syntax 1:15'],
  ['%%EXISTS()%%', 'syntax 1:10'],
  ['%%EXISTS(a AND b)%%', 'syntax 1:12'],
  ['%%EXISTS(a OR b)%%', 'syntax 1:12'],
  ['%%EQUALS(a IN b)%%', 'syntax 1:12'],
  ['%%EQUALS(a AND b AND c)%%', 'syntax 1:18'],
  ['%%NULL(x)%%', 'syntax 1:8'],
  ['%%SESSION(a.b)%%', 'syntax 1:12'],
  ['%%SESSION(5)%%', 'syntax 1:11'],
  ['%%SESSION()%%', 'syntax 1:11'],
  ['%%INCLUDEARG(a.b)%%', 'syntax 1:15'],
  ['%%ISFIRST(x[0])%%', 'syntax 1:13'],
  ['%%ISFIRST("x")%%', 'syntax 1:11'],
  ['%%STRING("a)%%', 'unterminated 1:10'],
  ['<!--%%-->', 'syntax 1:7'],
  ['<!--%% 5-->', 'syntax 1:8'],
  ['<!--%%IF-->', 'syntax 1:9'],
  ['<!--%%IF a %%-->', 'syntax 1:12'],
  ['<!--%%IF a--->', 'syntax 1:11'],
  ['<!--%%ELSE-->', 'unbalanced 1:1'],
  ['<!--%%ELSE x y-->', 'unbalanced 1:1'],
  ['<!--%%IF a--><!--%%ELSE x--><!--%%ENDIF-->', 'syntax 1:25'],
  ['<!--%%COMMENT', 'unterminated 1:1'],
  ['<!--%%COMMENTS-->', 'unknown-element 1:7'],
  ['<!--%%INCLUDE-->', 'syntax 1:14'],
  ['<!--%%INCLUDE "a" USING-->', 'syntax 1:24'],
  ['<!--%%INCLUDE "a" AND-->', 'syntax 1:22'],
  ['<!--%%FOREACH "x" IN a-->', 'syntax 1:15'],
  ['<!--%%FOREACH x[] IN a-->', 'syntax 1:16'],
  ['<!--%%FOREACH x IN a--><!--%%ENDFOR y z-->', 'syntax 1:39'],
  ['<!--%%IF a--><!--%%IF b-->', 'unclosed 1:14'],
  ['<!--%%IF a--><!--%%IF b--><!--%%ENDIF-->', 'unclosed 1:1'],
  ['𝒳%%FOO(a)%%', 'unknown-function 1:4'],
  [`%%${'('.repeat(101)}a${')'.repeat(101)}%%`, 'too-deep 1:103'],
  [`%%a${'.b'.repeat(200)}%%`, 'too-deep 1:202'],
  [`%%a${'|b'.repeat(2000)}%%`, 'too-deep 1:2006'],
  [`${'<!--%%IF a-->'.repeat(101)}`, 'too-deep 1:1301'],
];

describe('the first error ends the compilation', () => {
  test.each(FIRST.map(([source, place]) => [source.slice(0, 60), source, place] as const))(
    '%j',
    (_, source, place) => {
      expect(places(source)).toEqual([place]);
      expect(compilePage(source, { file: 'a.wssp' }).page).toBeNull();
    },
  );
});

describe('editors get every error', () => {
  test.each([
    [
      '%%FOO(a)%% %%BAR:b%%\n<!--%%LOOP-->',
      ['unknown-function 1:3', 'unknown-prefix 1:14', 'unknown-element 2:7'],
    ],
    ['<!--%%IF FOO(a)-->x<!--%%ELSE-->y<!--%%ENDIF-->%%a b%%', ['unknown-function 1:10', 'syntax 1:52']],
    ['<!--%%FOREACH x L-->%%x[]%%<!--%%ENDFOR x-->', ['syntax 1:17']],
    ['50%% off\nnow %%HTML:"a"%% <!--%%ENDIF-->', ['unterminated 1:3', 'unbalanced 2:18']],
    ['<!--%%IF a-->\n<!--%%FOREACH x IN b-->', ['unclosed 1:1', 'unclosed 2:1']],
    ['<!--%%FOREACH x IN L--><!--%%ENDFOR y--><!--%%ENDFOR x-->', ['unbalanced 1:37', 'unbalanced 1:41']],
  ] as [string, string[]][])('%j', (source, expected) => {
    expect(places(source, true)).toEqual(expected);
  });

  test('at most a hundred of them', () => {
    expect(places('%%a b%%'.repeat(1000), true)).toHaveLength(100);
  });
});

describe('unescaped values', () => {
  test.each([
    ['%%HTML:a%% %%URL:a%% %%JAVASCRIPT:a%% %%HTMLSUBST(a):b%% %%HTMLUSING("x"):a%%', []],
    [
      '%%STRING("A")%% %%DICTIONARY("D").x%% %%"const"%% %%NOT(a)%% %%CHECKED(a)%% %%DATE:CURRENTTIME()%%',
      [],
    ],
    ['%%a%%', ['raw-value 1:1']],
    ['%%SIZE:a%%', ['raw-value 1:1']],
    ['%%TRANSLATE(a USING DICTIONARY("D"))%%', ['raw-value 1:1']],
    ['%%a | STRING("A")%% %%a & STRING("A")%%', ['raw-value 1:1']],
    ['<!--%%FOREACH c IN ARRAY("C")-->%%c[]%%%%C[]%%%%c%%<!--%%ENDFOR-->', ['raw-value 1:47']],
    ['<!--%%IF a-->%%SESSION(ID)%%<!--%%ELSE-->%%x.y%%<!--%%ENDIF-->', ['raw-value 1:14', 'raw-value 1:42']],
  ] as [string, string[]][])('%j', (source, expected) => {
    expect(places(source, true)).toEqual(expected);
    expect(places(source)).toEqual([]);
  });
});
