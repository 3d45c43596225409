/** Turns a POSIX extended regular expression into the syntax of RE2: nothing of RE2's own syntax gets through. */
import { readBracket } from './bracket.js';

/** RE_DUP_MAX of POSIX. */
const MOST_REPEATS = 255;
const MOST_NESTING = 200;

/** What an escaped letter stands for; `\d`, `\s`, `\w` and their opposites are beyond POSIX, programs use them. */
const ESCAPES: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
  w: '[\\p{L}\\p{Nd}_]',
  W: '[^\\p{L}\\p{Nd}_]',
  t: '\\t',
  n: '\\n',
  r: '\\r',
};

const PLAIN = /^[A-Za-z0-9 _\u0080-\u{10ffff}]$/u;
const SUFFIX = /^(?:\*|\+|\?)$/;

class Translator {
  private at = 0;

  constructor(private readonly symbols: readonly string[]) {}

  /** The whole expression, or null when it is malformed. */
  whole(): string | null {
    const text = this.alternatives(0);
    return text !== null && this.at === this.symbols.length ? text : null;
  }

  private alternatives(depth: number): string | null {
    if (depth > MOST_NESTING) return null;
    let text = '';
    for (;;) {
      const branch = this.branch(depth);
      if (branch === null) return null;
      text += branch;
      if (this.symbols[this.at] !== '|') return text;
      text += '|';
      this.at++;
    }
  }

  private branch(depth: number): string | null {
    let text = '';
    for (;;) {
      const symbol = this.symbols[this.at];
      if (symbol === undefined || symbol === '|' || (symbol === ')' && depth > 0)) return text;
      const atom = this.atom(symbol, depth);
      if (atom === null) return null;
      const suffixes = this.suffixes();
      if (suffixes === null) return null;
      // A group of its own keeps `a*?` and `a**` from meaning something else.
      text += suffixes.reduce((inside, suffix) => `(?:${inside}${suffix})`, atom);
    }
  }

  private atom(symbol: string, depth: number): string | null {
    this.at++;
    if (symbol === '(') {
      const inside = this.alternatives(depth + 1);
      if (inside === null || this.symbols[this.at] !== ')') return null;
      this.at++;
      return `(${inside})`;
    }
    if (symbol === '[') {
      const bracket = readBracket(this.symbols, this.at);
      if (bracket === null) return null;
      this.at = bracket.end;
      return bracket.text;
    }
    if (symbol === '.') return '.';
    if (symbol === '^') return '(?:\\A)';
    if (symbol === '$') return '(?:\\z)';
    if (SUFFIX.test(symbol)) return null;
    if (symbol === '{') return /^[0-9]$/.test(this.symbols[this.at] ?? '') ? null : literal(symbol);
    return symbol === '\\' ? this.escaped() : literal(symbol);
  }

  private escaped(): string | null {
    const symbol = this.symbols[this.at++];
    if (symbol === undefined) return null;
    if (Object.hasOwn(ESCAPES, symbol)) return ESCAPES[symbol] ?? null;
    // A letter or digit might mean something elsewhere (a back reference, a boundary): never here.
    return /^[A-Za-z0-9]$/.test(symbol) ? null : literal(symbol);
  }

  /** Repetitions behind an atom. A brace that is no interval is a plain symbol. */
  private suffixes(): string[] | null {
    const found: string[] = [];
    for (;;) {
      const symbol = this.symbols[this.at];
      if (symbol !== undefined && SUFFIX.test(symbol)) {
        this.at++;
        found.push(symbol);
        continue;
      }
      if (symbol !== '{' || !/^[0-9,]$/.test(this.symbols[this.at + 1] ?? '')) return found;
      const interval = this.interval();
      if (interval === null) return null;
      found.push(interval);
    }
  }

  private interval(): string | null {
    const end = this.symbols.indexOf('}', this.at);
    if (end < 0 || end - this.at > 10) return null;
    const match = /^\{(\d+)(?:(,)(\d*))?\}$/.exec(this.symbols.slice(this.at, end + 1).join(''));
    if (match === null) return null;
    const [text, from = '', comma, to = ''] = match;
    if (Number(from) > MOST_REPEATS || Number(to) > MOST_REPEATS) return null;
    if (comma !== undefined && to !== '' && Number(to) < Number(from)) return null;
    this.at = end + 1;
    return text;
  }
}

const literal = (symbol: string): string =>
  PLAIN.test(symbol) ? symbol : `\\x{${(symbol.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * @param pattern Unicode text
 * @returns null when the expression is malformed
 */
export function translatePosix(pattern: string): string | null {
  return new Translator([...pattern]).whole();
}
