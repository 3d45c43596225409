/**
 * The grammar of cgpl.md section 3, walked down by hand and by nothing but lexemes: where a program stops being one.
 * Nothing of the parser under test is used.
 */

const KEYWORDS = new Set(
  (
    'and by elif else end entry exitif external false for forward function if is loop not null or procedure return ' +
    'spawn stop then true var while xor'
  ).split(' '),
);
const ASSIGNS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=']);
const UNARY = new Set(['+', '-', '!', 'not']);
const BINARY = new Set([
  '*',
  '/',
  '%',
  '+',
  '-',
  '<',
  '<=',
  '==',
  '!=',
  '>=',
  '>',
  '&',
  '|',
  'xor',
  '&&',
  '||',
]);
const VALUES = new Set(['NAME', 'NUMBER', 'STRING', 'null', 'true', 'false', 'spawn', '(']);
const NO_HEADING = new Set(['if', 'for', 'while', 'loop', 'return', 'stop', 'exitif']);

class Stop extends Error {
  constructor(readonly index: number) {
    super(`stopped at ${index}`);
  }
}

function kindOf(lexeme: string | undefined): string {
  if (lexeme === undefined) return 'END';
  if (/^[a-z]/i.test(lexeme)) return KEYWORDS.has(lexeme.toLowerCase()) ? lexeme.toLowerCase() : 'NAME';
  if (/^\d/.test(lexeme)) return 'NUMBER';
  return lexeme.startsWith('"') ? 'STRING' : lexeme;
}

/**
 * @param lexemes keywords, names, numbers, strings and signs of a module
 * @returns the number of the first lexeme that cannot go on, null for a program; 'unclear' where an `else` may belong
 * to two statements
 */
export function firstWrong(lexemes: readonly string[]): number | null | 'unclear' {
  try {
    new Recogniser(lexemes).module();
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return error.index < 0 ? 'unclear' : error.index;
  }
}

class Recogniser {
  #at = 0;
  /** Statements around: `if ... then`, or a block. */
  readonly #around: ('then' | 'block')[] = [];

  constructor(readonly lexemes: readonly string[]) {}

  module(): void {
    while (this.#kind() !== 'END') {
      if (this.#take(';')) continue;
      if (this.#take('var')) this.#shared();
      else this.#section();
    }
  }

  /** `var` outside of sections is no part of the specification: names alone. */
  #shared(): void {
    do this.#need('NAME');
    while (this.#take(','));
    this.#need(';');
  }

  #kind(ahead = 0): string {
    return kindOf(this.lexemes[this.#at + ahead]);
  }

  #fail(): never {
    throw new Stop(this.#at);
  }

  #need(kind: string): void {
    if (!this.#take(kind)) this.#fail();
  }

  #take(kind: string): boolean {
    if (this.#kind() !== kind) return false;
    this.#at++;
    return true;
  }

  #section(): void {
    const word = this.#kind();
    if (word !== 'entry' && word !== 'procedure' && word !== 'function') this.#fail();
    this.#at++;
    this.#need('NAME');
    if (word !== 'entry') {
      if (this.#take('::')) this.#need('NAME');
      this.#need('(');
      if (this.#kind() !== ')') {
        do this.#need('NAME');
        while (this.#take(','));
      }
      this.#need(')');
    }
    if (this.#take('is')) {
      this.#statements();
      this.#end(word);
    } else if (this.#kind() === '{') this.#block();
    else if (this.#take('forward') || (word !== 'entry' && this.#take('external'))) this.#need(';');
    else this.#fail();
  }

  #end(word: string): void {
    this.#need('end');
    this.#take(word);
    this.#need(';');
  }

  #block(): void {
    this.#need('{');
    this.#around.push('block');
    this.#statements();
    this.#around.pop();
    this.#need('}');
  }

  #statements(): void {
    for (;;) {
      const kind = this.#kind();
      if (kind === 'if') this.#if();
      else if (kind === 'for' || kind === 'while' || kind === 'by' || kind === 'loop') this.#loop();
      else if (this.#take(';')) continue;
      else if (this.#plain(kind)) this.#need(';');
      else return;
    }
  }

  /** A statement that ends with a semicolon; false when there is none. */
  #plain(kind: string): boolean {
    if (VALUES.has(kind)) {
      if (kind === 'null' && this.#kind(1) === ';') this.#at++;
      else this.#simple();
      return true;
    }
    if (kind !== 'return' && kind !== 'stop' && kind !== 'exitif' && kind !== 'var') return false;
    this.#at++;
    if (kind === 'var') this.#variables();
    if (kind === 'exitif' || (kind === 'return' && this.#kind() !== ';')) this.#expression();
    return true;
  }

  #variables(): void {
    do {
      this.#need('NAME');
      if (this.#take('=')) this.#expression();
    } while (this.#take(','));
  }

  #simple(): void {
    const what = this.#postfix();
    if (ASSIGNS.has(this.#kind())) {
      if (what !== 'target') this.#fail();
      this.#at++;
      this.#expression();
    } else if (what !== 'call') this.#fail();
  }

  #postfix(): 'target' | 'call' | 'value' {
    let what = this.#primary();
    for (;;) {
      if (this.#take('[')) {
        this.#expression();
        this.#need(']');
        what = 'target';
      } else if (!this.#take('.')) return what;
      else if (this.#take('(')) {
        this.#expression();
        this.#need(')');
        what = 'target';
      } else if (KEYWORDS.has(this.#kind())) {
        this.#at++;
        what = 'target';
      } else what = this.#named();
    }
  }

  #primary(): 'target' | 'call' | 'value' {
    const kind = this.#kind();
    if (kind === 'NAME') return this.#named();
    if (!VALUES.has(kind)) this.#fail();
    this.#at++;
    if (kind === 'STRING') while (this.#take('STRING'));
    if (kind === 'spawn') {
      this.#need('NAME');
      if (this.#take('(')) {
        if (this.#kind() !== ')') this.#expression();
        this.#need(')');
      }
    }
    if (kind === '(') {
      this.#expression();
      this.#need(')');
    }
    return 'value';
  }

  /** A name, or a call of a simple or qualified one. */
  #named(): 'target' | 'call' {
    this.#need('NAME');
    const qualified = this.#take('::');
    if (qualified) this.#need('NAME');
    if (!qualified && this.#kind() !== '(') return 'target';
    this.#need('(');
    if (this.#kind() !== ')') {
      do this.#expression();
      while (this.#take(','));
    }
    this.#need(')');
    return 'call';
  }

  #expression(): void {
    for (;;) {
      while (UNARY.has(this.#kind())) this.#at++;
      this.#postfix();
      if (this.#take('and')) this.#take('then');
      else if (this.#take('or')) this.#take('else');
      else if (BINARY.has(this.#kind())) this.#at++;
      else break;
    }
    if (!this.#take('?')) return;
    this.#expression();
    this.#need(':');
    this.#expression();
  }

  #if(): void {
    this.#at++;
    this.#expression();
    if (!this.#take('then')) {
      this.#block();
      this.#arms();
      return;
    }
    this.#around.push('then');
    this.#statements();
    while (this.#take('elif')) {
      this.#expression();
      this.#need('then');
      this.#statements();
    }
    if (this.#take('else')) this.#statements();
    this.#around.pop();
    this.#end('if');
  }

  #arms(): void {
    for (;;) {
      const kind = this.#kind();
      if (kind !== 'elif' && kind !== 'else') return;
      if (this.#around.at(-1) === 'then') throw new Stop(-1);
      this.#at++;
      if (kind === 'elif' || this.#take('if')) {
        this.#expression();
        this.#block();
      } else {
        this.#block();
        return;
      }
    }
  }

  #loop(): void {
    if (this.#kind() === 'for' && this.#isBraceFor()) {
      this.#at += 2;
      if (this.#take('var')) this.#variables();
      else if (this.#kind() !== ';') this.#simple();
      this.#need(';');
      if (this.#kind() !== ';') this.#expression();
      this.#need(';');
      if (this.#kind() !== ')') this.#simple();
      this.#need(')');
      this.#block();
      return;
    }
    const isFor = this.#take('for');
    if (isFor) this.#simple();
    const isWhile = this.#take('while');
    if (isWhile) {
      this.#expression();
      if (!isFor && this.#kind() === '{') {
        this.#block();
        return;
      }
    }
    const isBy = this.#take('by');
    if (isBy) this.#simple();
    this.#need('loop');
    if (isFor || isWhile || isBy || this.#kind() !== '{') {
      this.#rest();
      return;
    }
    this.#block();
    if (this.#kind() !== 'while') return;
    this.#at++;
    this.#expression();
    if (this.#take(';')) return;
    if (this.#kind() === '{') {
      this.#block();
      return;
    }
    if (this.#take('by')) this.#simple();
    this.#need('loop');
    this.#rest();
  }

  #rest(): void {
    this.#statements();
    this.#end('loop');
  }

  #isBraceFor(): boolean {
    if (this.#kind(1) !== '(') return false;
    for (let ahead = 1, depth = 0; ; ahead++) {
      const kind = this.#kind(ahead);
      if (kind === 'END' || NO_HEADING.has(kind)) return false;
      if (kind === '(') depth++;
      if (kind === ')' && --depth === 0) return this.#kind(ahead + 1) === '{';
      if (kind === ';' || ASSIGNS.has(kind)) return true;
    }
  }
}
