/** Bracket expressions of POSIX regular expressions: `[a-z]`, `[^[:space:]]`, `[[.-.]]`, `[[=a=]]`. */

/** Ranges of the POSIX classes in the syntax of RE2; letters of every script count, as in a UTF-8 locale. */
const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{Nd}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\t-\\r ',
  blank: '\\t ',
  punct: '\\p{P}\\p{S}',
  print: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}',
  cntrl: '\\p{Cc}',
  xdigit: '0-9A-Fa-f',
};

export interface Bracket {
  /** The expression as RE2 reads it. */
  readonly text: string;
  /** Where the pattern goes on. */
  readonly end: number;
}

/** One symbol in a class of RE2. */
const literal = (symbol: string): string => `\\x{${(symbol.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Reads the bracket expression that begins at `at` (behind the `[`). A backslash has no meaning in it (POSIX).
 * @param symbols the symbols of the pattern
 * @returns null when it is malformed
 */
export function readBracket(symbols: readonly string[], at: number): Bracket | null {
  const negated = symbols[at] === '^';
  let i = negated ? at + 1 : at;
  let text = '';
  for (let first = true; ; first = false) {
    const symbol = symbols[i];
    if (symbol === undefined) return null;
    if (symbol === ']' && !first) break;
    const mark = symbols[i + 1];
    if (symbol === '[' && mark === ':') {
      const name = inner(symbols, i, ':');
      if (name === null || !Object.hasOwn(CLASSES, name)) return null;
      text += CLASSES[name];
      i += name.length + 4;
      // A class is no end of a range.
      if (symbols[i] === '-' && symbols[i + 1] !== ']') return null;
      continue;
    }
    const from = element(symbols, i);
    if (from === null) return null;
    i = from.end;
    if (symbols[i] === '-' && symbols[i + 1] !== undefined && symbols[i + 1] !== ']') {
      const to = element(symbols, i + 1);
      if (to === null || (to.symbol.codePointAt(0) ?? 0) < (from.symbol.codePointAt(0) ?? 0)) return null;
      text += `${literal(from.symbol)}-${literal(to.symbol)}`;
      i = to.end;
    } else text += literal(from.symbol);
  }
  return { text: `[${negated ? '^' : ''}${text}]`, end: i + 1 };
}

/** The symbol at a place, which may be written `[.x.]` or `[=x=]`. */
function element(symbols: readonly string[], at: number): { symbol: string; end: number } | null {
  const symbol = symbols[at];
  if (symbol === undefined) return null;
  const mark = symbols[at + 1];
  if (symbol !== '[' || (mark !== '.' && mark !== '=')) {
    return symbol === '[' && mark === ':' ? null : { symbol, end: at + 1 };
  }
  const inside = symbols[at + 2];
  if (inside === undefined || symbols[at + 3] !== mark || symbols[at + 4] !== ']') return null;
  return { symbol: inside, end: at + 5 };
}

/** The name in `[:name:]`. */
function inner(symbols: readonly string[], at: number, mark: string): string | null {
  let name = '';
  for (let i = at + 2; i < at + 12; i++) {
    if (symbols[i] === mark) return symbols[i + 1] === ']' ? name : null;
    name += symbols[i] ?? '';
  }
  return null;
}
