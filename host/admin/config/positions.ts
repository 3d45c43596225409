/**
 * Where the pairs of a settings file stand. The Data parser gives values without places; a wrong setting is
 * reported at its own line and column. Works on text that has already been parsed without error.
 */

/** A place in a text: line and column from 1, columns in code points. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Places of the name and of the value of one pair. */
export interface PairPlaces {
  readonly key: Place;
  readonly value: Place;
}

/** Line and column of an offset in a text. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = before[before.length - 1] ?? '';
  return { line: before.length, column: Array.from(last.replace(/^\uFEFF/, '')).length + 1 };
}

const blank = /(?:[\s\uFEFF]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)+/y;
const quoted = /"(?:[^"\\]|\\[\s\S])*"/y;

/** Offset behind white space and comments. */
function skipBlank(source: string, at: number): number {
  blank.lastIndex = at;
  return blank.test(source) ? blank.lastIndex : at;
}

/** Offset of the first of the stop characters at depth 0, from `at`. */
function skipTo(source: string, at: number, stop: string): number {
  let depth = 0;
  let i = at;
  while (i < source.length) {
    const c = source.charAt(i);
    if (depth === 0 && c === stop) return i;
    quoted.lastIndex = i;
    if (c === '"' && quoted.test(source)) {
      i = quoted.lastIndex;
      continue;
    }
    const next = c === '/' ? skipBlank(source, i) : i;
    if (next > i) {
      i = next;
      continue;
    }
    if (c === '{' || c === '(' || c === '[') depth++;
    else if (c === '}' || c === ')' || c === ']') depth--;
    i++;
  }
  return i;
}

/** The places of the pairs of the outermost dictionary, in the order of the text. */
export function pairPlaces(source: string): PairPlaces[] {
  const places: PairPlaces[] = [];
  let at = skipBlank(source, 0);
  if (source.charAt(at) !== '{') return places;
  at = skipBlank(source, at + 1);
  while (at < source.length && source.charAt(at) !== '}') {
    const key = placeOf(source, at);
    at = skipBlank(source, skipTo(source, at, '=') + 1);
    places.push({ key, value: placeOf(source, at) });
    at = skipBlank(source, skipTo(source, at, ';') + 1);
  }
  return places;
}

/** The text of each key as written, quotes removed, in the same order. */
export function pairKeys(source: string): string[] {
  const keys: string[] = [];
  let at = skipBlank(source, 0);
  if (source.charAt(at) !== '{') return keys;
  at = skipBlank(source, at + 1);
  while (at < source.length && source.charAt(at) !== '}') {
    const end = skipTo(source, at, '=');
    keys.push(source.slice(at, end).trim().replace(/^"|"$/g, ''));
    at = skipBlank(source, end + 1);
    at = skipBlank(source, skipTo(source, at, ';') + 1);
  }
  return keys;
}
