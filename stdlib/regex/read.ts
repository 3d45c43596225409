/** Reads POSIX extended regular expressions (spec: cgpl.md section 14.2). */
import { readBracket } from './bracket.js';

/** A part of an expression. */
export type Part =
  /** One symbol of a class, which is written as RE2 does. */
  | { readonly kind: 'symbol'; readonly text: string }
  /** The beginning or the end of the string. */
  | { readonly kind: 'begin' | 'end' }
  /** What is in parentheses; they are counted from 1 on. */
  | { readonly kind: 'group'; readonly number: number; readonly inside: Part }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  /** So many times; `most` may be Infinity. */
  | { readonly kind: 'repeat'; readonly inside: Part; readonly least: number; readonly most: number };

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

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const SUFFIXES: Readonly<Record<string, Bounds>> = {
  '*': { least: 0, most: Number.POSITIVE_INFINITY },
  '+': { least: 1, most: Number.POSITIVE_INFINITY },
  '?': { least: 0, most: 1 },
};

class Reader {
  private at = 0;
  private groups = 0;

  constructor(private readonly symbols: readonly string[]) {}

  /** The whole expression, or null when it is malformed. */
  whole(): Part | null {
    const part = this.choice(0);
    return part !== null && this.at === this.symbols.length ? part : null;
  }

  private choice(depth: number): Part | null {
    if (depth > MOST_NESTING) return null;
    const parts: Part[] = [];
    for (;;) {
      const branch = this.sequence(depth);
      if (branch === null) return null;
      parts.push(branch);
      if (this.symbols[this.at] !== '|') return parts.length > 1 ? { kind: 'choice', parts } : branch;
      this.at++;
    }
  }

  private sequence(depth: number): Part | null {
    const parts: Part[] = [];
    for (;;) {
      const symbol = this.symbols[this.at];
      if (symbol === undefined || symbol === '|' || (symbol === ')' && depth > 0))
        return { kind: 'sequence', parts };
      const atom = this.atom(symbol, depth);
      const part = atom && this.repeated(atom);
      if (part === null) return null;
      parts.push(part);
    }
  }

  private atom(symbol: string, depth: number): Part | null {
    this.at++;
    if (symbol === '(') {
      const number = ++this.groups;
      const inside = this.choice(depth + 1);
      if (inside === null || this.symbols[this.at] !== ')') return null;
      this.at++;
      return { kind: 'group', number, inside };
    }
    if (symbol === '[') {
      const bracket = readBracket(this.symbols, this.at);
      if (bracket === null) return null;
      this.at = bracket.end;
      return { kind: 'symbol', text: bracket.text };
    }
    if (symbol === '.') return { kind: 'symbol', text: '.' };
    if (symbol === '^') return { kind: 'begin' };
    if (symbol === '$') return { kind: 'end' };
    if (Object.hasOwn(SUFFIXES, symbol)) return null;
    if (symbol === '{') return /^[0-9]$/.test(this.symbols[this.at] ?? '') ? null : literal(symbol);
    return symbol === '\\' ? this.escaped() : literal(symbol);
  }

  private escaped(): Part | null {
    const symbol = this.symbols[this.at++];
    if (symbol === undefined) return null;
    const text = Object.hasOwn(ESCAPES, symbol) ? ESCAPES[symbol] : undefined;
    if (text !== undefined) return { kind: 'symbol', text };
    // A letter or digit might mean something elsewhere (a back reference, a boundary): never here.
    return /^[A-Za-z0-9]$/.test(symbol) ? null : literal(symbol);
  }

  /** An atom with the repetitions behind it. A brace that is no interval is a plain symbol. */
  private repeated(atom: Part): Part | null {
    let part = atom;
    for (;;) {
      const symbol = this.symbols[this.at] ?? '';
      const bounds = Object.hasOwn(SUFFIXES, symbol) ? SUFFIXES[symbol] : undefined;
      if (bounds !== undefined) {
        this.at++;
        part = { kind: 'repeat', inside: part, ...bounds };
        continue;
      }
      if (symbol !== '{' || !/^[0-9,]$/.test(this.symbols[this.at + 1] ?? '')) return part;
      const interval = this.interval();
      if (interval === null) return null;
      part = { kind: 'repeat', inside: part, ...interval };
    }
  }

  private interval(): Bounds | null {
    const end = this.symbols.indexOf('}', this.at);
    if (end < 0 || end - this.at > 10) return null;
    const match = /^\{(\d+)(?:(,)(\d*))?\}$/.exec(this.symbols.slice(this.at, end + 1).join(''));
    if (match === null) return null;
    const [, from = '', comma, to = ''] = match;
    const least = Number(from);
    const most = comma === undefined ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to);
    if (least > MOST_REPEATS || (most > MOST_REPEATS && to !== '') || most < least) return null;
    this.at = end + 1;
    return { least, most };
  }
}

const literal = (symbol: string): Part => ({
  kind: 'symbol',
  text: PLAIN.test(symbol) ? symbol : `\\x{${(symbol.codePointAt(0) ?? 0).toString(16)}}`,
});

/**
 * @param pattern Unicode text
 * @returns null when the expression is malformed
 */
export function readPosix(pattern: string): Part | null {
  return new Reader([...pattern]).whole();
}

/**
 * Whether there is only one way to divide a match so that each part is as long as possible, for an engine that tries longer
 * repetitions first: without choices, and with nothing but single symbols repeated.
 */
export function isPlain(part: Part): boolean {
  if (part.kind === 'choice') return false;
  if (part.kind === 'repeat') return part.inside.kind === 'symbol';
  if (part.kind === 'sequence') return part.parts.every(isPlain);
  return part.kind !== 'group' || isPlain(part.inside);
}
