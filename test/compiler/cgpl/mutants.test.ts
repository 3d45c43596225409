/** Programs with a few lexemes lost, doubled or changed: the compiler stops where a plain reading of the grammar does. */
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { firstWrong } from './recogniser.js';

const PROGRAMS = [
  'entry Main is a = 1 ; if a == 1 then b = 2 ; elif b then b = 3 ; else b = 4 ; end if ; Void ( a ) ; end entry ;',
  'entry Main { if ( a ) { b = 1 ; } elif b { c = 2 ; } else if ( c ) { d = 3 ; } else { d = 4 ; } }',
  'function f ( a , b ) is return a + b * 2 ; end function ; procedure p ( x ) { x . k [ 1 ] += "s" ; return ; } ' +
    'entry Main is p ( f ( 1 , 2 ) ) ; end ;',
  'entry Main is for i = 0 while i < 3 by i += 1 loop exitif i == 2 ; a [ i ] = d . ( "k" ) ; end loop ; ' +
    'while a < 2 loop a += 1 ; end loop ; loop stop ; exitif a ; end loop ; end entry ;',
  'entry Main { for ( i = 0 ; i < 3 ; i += 1 ) { a = i ; } while ( a ) { exitif a ; } ' +
    'loop { exitif b ; } while a ; loop { a = 1 ; } while ( b ) { c = 1 ; } }',
  'entry Main is x = a ? b : c ? d : - e . f . g ( 1 ) [ 2 ] ; y = not a and then b or else c xor d ; null ; ; ' +
    'd . k = spawn Main ( 5 ) ; d . if = 1 ; end entry ;',
  'entry Main is var a , b = 5 ; a . Void ( ) ; "x" . Void ( ) ; ( a ) . k = b ; a . f ( 1 ) . g ( 2 ) ; ' +
    'if ( a ) && ( b ) then null ; end if ; end entry ;',
  'function m :: f ( x ) external ; procedure q ( ) forward ; procedure q ( ) is null ; end procedure ; ' +
    'entry Main is a = m :: f ( 1 ) ; a . m :: p ( 2 ) ; end entry ;',
  'entry Main is if a then if b { c = 1 ; } end if ; while a by b += 1 loop end loop ; ' +
    'by a += 1 loop exitif a ; end loop ; for a = 1 loop exitif a ; end loop ; end entry ;',
].map(text => text.split(' '));

const LEXEMES = (
  'and by elif else end entry exitif external false for forward function if is loop not null or procedure return ' +
  'spawn stop then true var while xor a b Void Length 5 "s" + - * / % += = == != < ! & && | || ? ; , : :: . ' +
  '( ) [ ] { }'
).split(' ');

/** Errors of the grammar; what names mean is another matter. */
const GRAMMAR = new Set([
  'unexpected-lexeme',
  'unexpected-end',
  'value-as-statement',
  'not-assignable',
  'wrong-end-word',
  'keyword-as-name',
  'statement-outside',
  'entry-parameters',
  'entry-external',
]);

/** Numbers below a limit, the same ones for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
}

function mutant(next: (limit: number) => number): string[] {
  const lexemes = [...(PROGRAMS[next(PROGRAMS.length)] ?? [])];
  for (let changes = 1 + next(4); changes > 0; changes--) {
    const at = next(lexemes.length + 1);
    const word = LEXEMES[next(LEXEMES.length)] ?? ';';
    const way = next(4);
    if (way === 0) lexemes.splice(at, 1);
    else if (way === 1) lexemes.splice(at, 0, word);
    else if (way === 2) lexemes.splice(at, 1, word);
    else lexemes.splice(at, 0, ...lexemes.slice(at, at + 1 + next(4)));
  }
  return lexemes;
}

/** The number of the lexeme that the compiler complains about, null when it does not: every lexeme has its own line. */
function complaint(lexemes: readonly string[]): number | null {
  const { diagnostics } = compileModule(`${lexemes.join('\n')}\n`, {
    file: 'mutant.wcgp',
    environment: 'plain',
  });
  const found = diagnostics.find(({ severity, code }) => severity === 'error' && GRAMMAR.has(code));
  return found ? found.range.start.line - 1 : null;
}

describe('mutants', () => {
  it('are none as long as nothing is changed', () => {
    for (const program of PROGRAMS) expect([firstWrong(program), complaint(program)]).toEqual([null, null]);
  });

  it.each([1, 2, 3, 4])('stop at the same lexeme: %i', seed => {
    const next = numbers(seed * 7919);
    for (let count = 0; count < 600; count++) {
      const lexemes = mutant(next);
      const wrong = firstWrong(lexemes);
      if (wrong !== 'unclear')
        expect([complaint(lexemes), lexemes.join(' ')]).toEqual([wrong, lexemes.join(' ')]);
    }
  });
});
