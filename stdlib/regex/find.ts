/** `FindRegEx` (spec: cgpl.md section 14.2): POSIX extended expressions in time proportional to the string. */
import { RE2JS } from 're2js';
import { raise } from '../errors.js';
import type { Bytes, Value } from '../values/types.js';
import { decodeUtf8, encodeUtf8, firstNonAscii } from '../values/utf8.js';
import { Automaton } from './automaton.js';
import { Division } from './groups.js';
import { isPlain, type Part, readPosix } from './read.js';
import { toRe2 } from './translate.js';

/** Longest expression, in bytes. */
export const MOST_PATTERN = 8192;

/** Steps that one search may take at the worst: instructions of the compiled expression times symbols of the string. */
export const MOST_STEPS = 100_000_000;

const KEPT = 200;

interface Expression {
  readonly re: RE2JS;
  readonly part: Part;
  /** The engine's own groups are those of POSIX. */
  readonly isPlain: boolean;
  /** Made when groups are first asked for. */
  automaton: Automaton | null;
}

/** Compiled expressions, the last used one at the end. */
const compiled = new Map<Bytes, Expression | null>();

/** Bytes that belong to no symbol are taken to these lone surrogates and back: they match like a symbol. */
const BAD = 0xdc00;

function toSymbols(bytes: Bytes): string {
  return decodeUtf8(bytes, byte => String.fromCharCode(BAD + byte));
}

function toBytes(text: string): Bytes {
  if (firstNonAscii(text) < 0) return text;
  return text
    .split(/([\udc80-\udcff])(?<![\ud800-\udbff].)/)
    .map((part, i) => (i % 2 === 1 ? String.fromCharCode(part.charCodeAt(0) - BAD) : encodeUtf8(part)))
    .join('');
}

function read(pattern: Bytes): Expression | null {
  const part = readPosix(toSymbols(pattern));
  if (part === null) return null;
  try {
    const re = RE2JS.compile(toRe2(part), RE2JS.LONGEST_MATCH | RE2JS.DOTALL);
    return { re, part, isPlain: re.groupCount() === 0 || isPlain(part), automaton: null };
  } catch {
    return null;
  }
}

function compile(pattern: Bytes): Expression | null {
  let expression = compiled.get(pattern);
  if (expression === undefined) expression = read(pattern);
  else compiled.delete(pattern);
  compiled.set(pattern, expression);
  if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value ?? '');
  return expression;
}

/** What the groups of an expression matched, in that part of the text which the whole matched, as POSIX divides it. */
function divided(expression: Expression, text: string, start: number, end: number): string[] {
  expression.automaton ??= new Automaton(expression.part);
  const symbols = [...text.slice(start, end)];
  const edges = { begins: start === 0, ends: end === text.length };
  const groups = expression.re.groupCount();
  const { found } = new Division(expression.automaton, symbols, edges, groups);
  return Array.from({ length: groups }, (_, i) => {
    const [from = -1, to = -1] = found.subarray(2 * i + 2, 2 * i + 4);
    return from < 0 ? '' : symbols.slice(from, to).join('');
  });
}

/**
 * What the expression matches in the string, then what each of its groups matched ('' if it took no part); null if
 * it does not match or is malformed. Stops the program when the search could take too long.
 */
export function findRegEx(s: Value, pattern: Value): Value {
  if (typeof s !== 'string' || typeof pattern !== 'string') return null;
  if (pattern.length > MOST_PATTERN) raise('bad-range', 'FindRegEx', 2);
  const expression = compile(pattern);
  if (expression === null) return null;
  const { re } = expression;
  if (re.programSize() * s.length > MOST_STEPS) raise('too-much-work', 'FindRegEx');
  const text = toSymbols(s);
  const matcher = re.matcher(text);
  if (!matcher.find()) return null;
  const [start, end] = [matcher.start(), matcher.end()];
  const groups = expression.isPlain
    ? Array.from({ length: re.groupCount() }, (_, i) => matcher.group(i + 1) ?? '')
    : divided(expression, text, start, end);
  return [text.slice(start, end), ...groups].map(toBytes);
}
