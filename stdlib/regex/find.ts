/** `FindRegEx` (spec: cgpl.md section 14.2): POSIX extended expressions in time proportional to the string. */
import { RE2JS } from 're2js';
import { raise } from '../errors.js';
import type { Bytes, Value } from '../values/types.js';
import { decodeUtf8, encodeUtf8, firstNonAscii } from '../values/utf8.js';
import { translatePosix } from './translate.js';

/** Longest expression, in bytes. */
export const MOST_PATTERN = 8192;

/** Steps that one search may take at the worst: instructions of the compiled expression times symbols of the string. */
export const MOST_STEPS = 100_000_000;

const KEPT = 200;

/** Compiled expressions, the last used one at the end. */
const compiled = new Map<Bytes, RE2JS | null>();

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

function compile(pattern: Bytes): RE2JS | null {
  let re = compiled.get(pattern);
  if (re === undefined) {
    const text = translatePosix(toSymbols(pattern));
    try {
      re = text === null ? null : RE2JS.compile(text, RE2JS.LONGEST_MATCH | RE2JS.DOTALL);
    } catch {
      re = null;
    }
  } else compiled.delete(pattern);
  compiled.set(pattern, re);
  if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value ?? '');
  return re;
}

/**
 * What the expression matches in the string, then what each of its groups matched ('' if it took no part); null if
 * it does not match or is malformed. Stops the program when the search could take too long.
 */
export function findRegEx(s: Value, pattern: Value): Value {
  if (typeof s !== 'string' || typeof pattern !== 'string') return null;
  if (pattern.length > MOST_PATTERN) raise('bad-range', 'FindRegEx', 2);
  const re = compile(pattern);
  if (re === null) return null;
  if (re.programSize() * s.length > MOST_STEPS) raise('too-much-work', 'FindRegEx');
  const text = toSymbols(s);
  const matcher = re.matcher(text);
  if (!matcher.find()) return null;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => {
    const start = matcher.start(group);
    return start < 0 ? '' : toBytes(text.slice(start, matcher.end(group)));
  });
}
