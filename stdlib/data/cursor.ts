/** The place in a text that is being read, and what all readers of the text share. */
import type { Bytes, Xml } from '../values/types.js';
import { refuse } from './error.js';

/** Classes of bytes, one bit each. */
export const ATOM = 1;
export const DIGIT = 2;
/** A quoted string holds such a byte as it is. */
export const PLAIN = 4;
/** White space of multi-line texts. */
export const SPACE = 8;

const classes = new Uint8Array(256);
const mark = (symbols: string, bit: number): void => {
  for (let i = 0; i < symbols.length; i++)
    classes[symbols.charCodeAt(i)] = (classes[symbols.charCodeAt(i)] ?? 0) | bit;
};
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@', ATOM);
mark('0123456789', DIGIT);
mark(' \t\r\n', SPACE);
for (let code = 0; code < 256; code++) {
  if (code >= 128) mark(String.fromCharCode(code), ATOM | PLAIN);
  else if ((code >= 32 || code === 9) && code !== 34 && code !== 92 && code !== 127) {
    mark(String.fromCharCode(code), PLAIN);
  }
}

/** The classes of the byte at a place, 0 behind the end. */
export function classAt(text: Bytes, at: number): number {
  return at < text.length ? (classes[text.charCodeAt(at)] as number) : 0;
}

/** Reads the element that begins at `at` and leaves `cursor.at` behind it. */
export type XmlReader = (cursor: Cursor) => Xml;

export interface Cursor {
  readonly text: Bytes;
  at: number;
  readonly singleLine: boolean;
  /** Open arrays, dictionaries and elements. */
  depth: number;
  readonly maxDepth: number;
  /** How many more containers and attributes are allowed. */
  nodes: number;
  /** Keep pairs with a null value. */
  readonly keepNulls: boolean;
  readonly readXml: XmlReader;
  /** Most attributes of one element. */
  readonly maxAttributes: number;
  /** Instructions other than the XML declaration are an error. */
  readonly noInstructions: boolean;
}

/** Counts a container that begins at `at` and is inside all that are open. */
export function enter(cursor: Cursor, at: number): void {
  if (++cursor.depth > cursor.maxDepth) refuse('too-deep', at);
  if (--cursor.nodes < 0) refuse('too-large', at);
}

/** Skips white space and, in multi-line texts, comments. */
export function skipSpace(cursor: Cursor): void {
  const text = cursor.text;
  let at = cursor.at;
  if (cursor.singleLine) {
    while (text.charCodeAt(at) === 32) at++;
    cursor.at = at;
    return;
  }
  for (;;) {
    while ((classAt(text, at) & SPACE) !== 0) at++;
    if (text.charCodeAt(at) !== 47) break;
    const next = text.charCodeAt(at + 1);
    if (next === 47) at = lineEnd(text, at);
    else if (next === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) refuse('unterminated', at);
      at = end + 2;
    } else break;
  }
  cursor.at = at;
}

function lineEnd(text: Bytes, at: number): number {
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
    at++;
  }
  return at;
}

/** Refuses what is at the cursor: a symbol, or the end of the text. */
export function refuseHere(cursor: Cursor): never {
  refuse(cursor.at < cursor.text.length ? 'unexpected-character' : 'unexpected-end', cursor.at);
}
