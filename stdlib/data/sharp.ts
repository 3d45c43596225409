/** Objects that begin with `#`: numbers, timestamps, addresses, null and opaque ones (spec: data.md sections 5 and 9). */
import { makeIp, makeOpaque } from '../values/make.js';
import { fromDigits, normalise } from '../values/numbers.js';
import type { Value } from '../values/types.js';
import { canonicalAddress } from './address.js';
import { type Cursor, classAt, refuseHere, SPACE } from './cursor.js';
import { refuse } from './error.js';
import { parseTimeText } from './timestamp.js';

/** Reads the object whose `#` is at the cursor. */
export function readSharp(cursor: Cursor): Value {
  const { text, at } = cursor;
  const next = text[at + 1];
  if (next === '(') return readOpaque(cursor);
  let value: Value;
  if (next === 'T') value = readTime(cursor);
  else if (next === 'I') value = readAddress(cursor);
  else if (next === 'N' || next === 'n') value = readNull(cursor);
  else value = readNumber(cursor);
  checkFollower(cursor);
  return value;
}

/** These objects must be followed by the end, white space, a comment, or punctuation. */
function checkFollower(cursor: Cursor): void {
  const { text, at } = cursor;
  if (at >= text.length || ',;)}='.indexOf(text[at] as string) >= 0) return;
  if (cursor.singleLine ? text[at] === ' ' : (classAt(text, at) & SPACE) !== 0) return;
  const next = text[at + 1];
  if (!cursor.singleLine && text[at] === '/' && (next === '/' || next === '*')) return;
  refuse('unexpected-character', at);
}

const radixes: Readonly<Record<string, { digits: RegExp; prefix: string; longest: number }>> = {
  x: { digits: /[0-9A-Fa-f]+/y, prefix: '0x', longest: 16 },
  o: { digits: /[0-7]+/y, prefix: '0o', longest: 22 },
  b: { digits: /[01]+/y, prefix: '0b', longest: 64 },
};
const decimal = { digits: /[0-9]+/y, prefix: '', longest: 19 };

function readNumber(cursor: Cursor): Value {
  const { text, at: sharp } = cursor;
  cursor.at = sharp + 1;
  const negative = text[cursor.at] === '-';
  if (negative) cursor.at++;
  const letter = text[cursor.at] === '0' ? text[cursor.at + 1]?.toLowerCase() : undefined;
  const radix = letter === 'x' || letter === 'o' || letter === 'b' ? radixes[letter] : undefined;
  const { digits, prefix, longest } = radix ?? decimal;
  cursor.at += prefix.length;
  digits.lastIndex = cursor.at;
  const run = digits.exec(text)?.[0];
  if (run === undefined) return refuseHere(cursor);
  cursor.at += run.length;
  const significant = run.replace(/^0+(?=.)/s, '');
  if (significant.length > longest) refuse('out-of-range', sharp);
  if (prefix === '' && significant.length <= 15) return fromDigits(significant, negative);
  const magnitude = BigInt(prefix + significant);
  const value = negative ? -magnitude : magnitude;
  if (value !== BigInt.asIntN(64, value)) refuse('out-of-range', sharp);
  return normalise(value);
}

function readTime(cursor: Cursor): Value {
  // A year or a second of too many digits makes the timestamp malformed; it is not followed by a digit.
  const form = /#T(?:[0-9]{2}-[0-9]{2}-[0-9]{4}(?:_[0-9]{2}:[0-9]{2}:[0-9]{2})?|past|future)(?![0-9_])/iy;
  form.lastIndex = cursor.at;
  const written = form.exec(cursor.text)?.[0];
  const time = written === undefined ? null : parseTimeText(written.slice(2));
  if (written === undefined || time === null) return refuse('bad-timestamp', cursor.at);
  cursor.at += written.length;
  return time;
}

function readAddress(cursor: Cursor): Value {
  const form = /#I\[([0-9A-Fa-f.:]{2,45})\](?::([0-9]+)|(?!:))/y;
  form.lastIndex = cursor.at;
  const match = form.exec(cursor.text);
  const address = match === null ? null : canonicalAddress(match[1] as string);
  const port = (match?.[2] ?? '0').replace(/^0+(?=.)/, '');
  if (match === null || address === null || port.length > 5 || +port > 65535) {
    return refuse('bad-address', cursor.at);
  }
  cursor.at += match[0].length;
  return makeIp(address, +port);
}

function readNull(cursor: Cursor): null {
  const word = '#NULL#';
  for (let i = 1; i < word.length; i++) {
    cursor.at++;
    if (cursor.text[cursor.at]?.toUpperCase() !== word[i]) refuseHere(cursor);
  }
  cursor.at++;
  return null;
}

/** `#(Class)` or `#(Class:data)`. */
function readOpaque(cursor: Cursor): Value {
  const { text, at } = cursor;
  let end = at + 2;
  while (end < text.length && text[end] !== ')') {
    if (text[end] === '(' || text[end] === '\r' || text[end] === '\n' || text[end] === '\0') {
      refuse('bad-object', at);
    }
    end++;
  }
  if (end >= text.length) refuse('unterminated', at);
  const inner = text.slice(at + 2, end);
  const colon = inner.indexOf(':');
  const name = colon < 0 ? inner : inner.slice(0, colon);
  if (!isClassName(name)) refuse('bad-object', at);
  cursor.at = end + 1;
  return makeOpaque(name, colon < 0 ? null : inner.slice(colon + 1));
}

/** The class names that may be written. */
export function isClassName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(name);
}
