/** Single items of a command line: words and objects (cli.md 3). */

import { parseFirst, parseIp } from '../../../stdlib/data/index.js';
import { isArray, isData, isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { ItemKind, Slot } from './notation.js';

/** A command line that is being read. */
export interface Line {
  readonly text: Bytes;
  at: number;
}

/** Refuses the line (500). */
export function refuse(why: string): never {
  throw new PosternError('syntax', { args: [why] });
}

/** Skips blanks; false at the end of the line. */
export function skipBlanks(line: Line): boolean {
  const { text } = line;
  while (text.charCodeAt(line.at) === 32) line.at++;
  return line.at < text.length;
}

/** An item ends with a blank or the end of the line. */
function checkEnd(line: Line): void {
  const code = line.text.charCodeAt(line.at);
  if (Number.isNaN(code) || code === 32) return;
  if (isAtomByte(code)) refuse('a blank is missing');
  throw new PosternError('unquoted-string');
}

function isAtomByte(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 64 && code <= 90) || (code >= 97 && code <= 122) || code >= 128
  );
}

/** Bytes that may follow an unquoted string inside an object without being taken for a part of it. */
const PUNCTUATION = ' ,;)}=("';

/** Reads an object, null values of dictionaries included. */
export function readObject(line: Line): Value {
  const result = parseFirst(line.text, line.at, { keepNulls: true });
  if (!result.ok) {
    const { code, offset, message } = result.error;
    const symbol = line.text.charCodeAt(offset);
    if (
      code === 'unexpected-character' &&
      !isAtomByte(symbol) &&
      PUNCTUATION.indexOf(line.text[offset] ?? '') < 0
    ) {
      throw new PosternError('unquoted-string');
    }
    return refuse(message);
  }
  line.at = result.end;
  checkEnd(line);
  return result.value;
}

const CONTROL = /[\x00-\x1f\x7f]/;

/** The bytes up to the next blank; the cursor stays. */
export function peekWord(line: Line): Bytes {
  const end = line.text.indexOf(' ', line.at);
  return end < 0 ? line.text.slice(line.at) : line.text.slice(line.at, end);
}

/** Reads a quoted string, or the bytes up to the next blank. */
export function readWord(line: Line): Bytes {
  if (line.text.charCodeAt(line.at) === 34) return readQuoted(line);
  const { text, at } = line;
  const blank = text.indexOf(' ', at);
  const end = blank < 0 ? text.length : blank;
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 127) refuse('a control byte');
  }
  line.at = end;
  return text.slice(at, end);
}

/** One quoted string: two beside each other are two words. */
function readQuoted(line: Line): Bytes {
  const { text, at } = line;
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
  const piece = text.slice(at, end + 1);
  const result = parseFirst(piece, 0);
  if (!result.ok) return refuse(result.error.message);
  line.at = end + 1;
  checkEnd(line);
  return result.value as Bytes;
}

/** A network address: `1.2.3.4`, `[1.2.3.4]`, `[1.2.3.4]:567`, each also behind `#I`. */
export function ipOf(word: Bytes): Value {
  const text = word.startsWith('#I') ? word.slice(2) : word;
  return parseIp(text) ?? refuse('a network address is expected');
}

/** A decimal number, with or without `#`. */
export function numberOf(word: Bytes): number {
  const match = /^#?([0-9]{1,15})$/.exec(word);
  return match === null ? refuse('a number is expected') : Number(match[1]);
}

/** One of these words. */
function chosen(word: Bytes, words: readonly string[]): string {
  const found = words.find(each => each.toLowerCase() === word.toLowerCase());
  return found ?? refuse(`one of ${words.join(', ')} is expected`);
}

const OBJECTS: Readonly<Record<string, (value: Value) => boolean>> = {
  object: () => true,
  string: value => typeof value === 'string',
  dictionary: isDict,
  array: isArray,
  data: isData,
};

/** True if an item that begins with this byte can be of the kind: what decides whether an optional one is there. */
export function fits(kind: ItemKind, code: number): boolean {
  const opens = '{([<'.indexOf(String.fromCharCode(code)) >= 0;
  if (kind === 'dictionary') return code === 0x7b;
  if (kind === 'array') return code === 0x28;
  if (kind === 'data') return code === 0x5b;
  if (kind === 'ip') return !opens || code === 0x5b;
  if (kind === 'object' || kind === 'rest') return true;
  return kind === 'rules' ? code === 0x28 || !opens : !opens;
}

/** Reads the item of a placeholder. */
export function readItem(line: Line, slot: Slot): Value {
  const { kind } = slot;
  if (kind === 'word') return readWord(line);
  if (typeof kind !== 'string') return chosen(readWord(line), kind);
  const suits = OBJECTS[kind];
  if (suits !== undefined) {
    const value = readObject(line);
    return suits(value) ? value : refuse(`${slot.name} must be of class ${kind}`);
  }
  if (kind === 'number') return numberOf(readWord(line));
  if (kind === 'ip') return ipOf(readWord(line));
  if (kind === 'rules') return readRules(line);
  return readRest(line);
}

function readRules(line: Line): Value {
  if (line.text.charCodeAt(line.at) === 0x28) return readObject(line);
  return chosen(readWord(line), ['default']);
}

/** The rest of the line; a single quoted string is unquoted. */
function readRest(line: Line): Bytes {
  const rest = line.text.slice(line.at).trimEnd();
  const whole = rest.startsWith('"') ? parseFirst(rest, 0) : null;
  if (CONTROL.test(rest)) refuse('a control byte');
  line.at = line.text.length;
  return whole?.ok && whole.end === rest.length ? (whole.value as Bytes) : rest;
}
