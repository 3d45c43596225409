/**
 * JSON as values (spec: data.md section 11). An own reader, since the one of the engine knows neither 64-bit numbers
 * nor the spelling of fractions, and works on text instead of bytes.
 */
import { dictSet, newDict } from '../values/dict.js';
import { fromDigits, normalise } from '../values/numbers.js';
import { type Bytes, type Value, YES } from '../values/types.js';
import { encodeCodePoint } from '../values/utf8.js';
import { MAX_LEVELS } from './output.js';
import { MAX_NODES } from './parse.js';

/** Thrown for malformed text; never leaves this file. */
const MALFORMED = { malformed: true };

interface Reader {
  readonly text: Bytes;
  at: number;
  depth: number;
  nodes: number;
}

/** The value of a JSON text, null for malformed text (and for the text `null`). */
export function parseJson(text: Bytes): Value {
  const reader: Reader = { text, at: text.startsWith('\xef\xbb\xbf') ? 3 : 0, depth: 0, nodes: MAX_NODES };
  try {
    const value = readValue(reader);
    skipBlanks(reader);
    return reader.at === text.length ? value : null;
  } catch (error) {
    if (error === MALFORMED) return null;
    throw error;
  }
}

function skipBlanks(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    reader.at++;
  }
}

const words: readonly [string, Value][] = [
  ['true', YES],
  ['false', null],
  ['null', null],
];

function readValue(reader: Reader): Value {
  skipBlanks(reader);
  const symbol = reader.text[reader.at];
  if (symbol === '"') return readString(reader);
  if (symbol === '{') return readObject(reader);
  if (symbol === '[') return readArray(reader);
  for (const [word, value] of words) {
    if (!reader.text.startsWith(word, reader.at)) continue;
    reader.at += word.length;
    return value;
  }
  return readNumber(reader);
}

const literal = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Integers within 64 bits are numbers, all others strings with their spelling. */
function readNumber(reader: Reader): Value {
  literal.lastIndex = reader.at;
  const spelled = literal.exec(reader.text)?.[0];
  if (spelled === undefined) throw MALFORMED;
  reader.at += spelled.length;
  const negative = spelled[0] === '-';
  const digits = negative ? spelled.slice(1) : spelled;
  if (digits.length > 19 || /[.eE]/.test(digits)) return spelled;
  if (digits.length <= 15) return fromDigits(digits, negative);
  const value = BigInt(spelled);
  return value === BigInt.asIntN(64, value) ? normalise(value) : spelled;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(reader: Reader): Bytes {
  const { text } = reader;
  let value = '';
  let from = reader.at + 1;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    // past the end the code is NaN, which is no less than 32 and no larger either
    if (!(code >= 32)) throw MALFORMED;
    if (code === 34) {
      reader.at = at + 1;
      return value + text.slice(from, at);
    }
    if (code !== 92) continue;
    value += text.slice(from, at);
    const symbol = text[at + 1] ?? '';
    if (symbol === 'u') {
      reader.at = at;
      value += readUnicode(reader);
      from = reader.at;
    } else {
      const plain = escapes[symbol];
      if (plain === undefined) throw MALFORMED;
      value += plain;
      from = at + 2;
    }
    at = from - 1;
  }
}

/** `\uXXXX`, or two of them that make one symbol. A zero symbol is dropped, half a pair becomes U+FFFD. */
function readUnicode(reader: Reader): Bytes {
  const code = unitAt(reader.text, reader.at);
  if (code === null) throw MALFORMED;
  reader.at += 6;
  if (code === 0) return '';
  if (code < 0xd800 || code > 0xdfff) return encodeCodePoint(code);
  const second = code < 0xdc00 ? unitAt(reader.text, reader.at) : null;
  if (second === null || second < 0xdc00 || second > 0xdfff) return encodeCodePoint(0xfffd);
  reader.at += 6;
  return encodeCodePoint(0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00));
}

function unitAt(text: Bytes, at: number): number | null {
  const spelled = text.slice(at, at + 6);
  return /^\\u[0-9A-Fa-f]{4}$/.test(spelled) ? Number.parseInt(spelled.slice(2), 16) : null;
}

function enter(reader: Reader): void {
  if (++reader.depth > MAX_LEVELS || --reader.nodes < 0) throw MALFORMED;
  reader.at++;
  skipBlanks(reader);
}

/** True and behind the comma if there is one, false and behind the bracket if that is there. */
function more(reader: Reader, bracket: string): boolean {
  skipBlanks(reader);
  const symbol = reader.text[reader.at];
  if (symbol !== ',' && symbol !== bracket) throw MALFORMED;
  reader.at++;
  return symbol === ',';
}

function readArray(reader: Reader): Value[] {
  enter(reader);
  const items: Value[] = [];
  if (reader.text[reader.at] === ']') reader.at++;
  else {
    do items.push(readValue(reader));
    while (more(reader, ']'));
  }
  reader.depth--;
  return items;
}

function readObject(reader: Reader): Value {
  enter(reader);
  const dict = newDict();
  if (reader.text[reader.at] === '}') reader.at++;
  else {
    do {
      skipBlanks(reader);
      if (reader.text[reader.at] !== '"') throw MALFORMED;
      const key = readString(reader);
      skipBlanks(reader);
      if (reader.text[reader.at] !== ':') throw MALFORMED;
      reader.at++;
      dictSet(dict, key, readValue(reader));
    } while (more(reader, '}'));
  }
  reader.depth--;
  return dict;
}
