/** Lines that a helper writes: cut, checked for their length, and read (admin.md 12.2). */
import type { Bytes } from '../../../stdlib/values/types.js';

/** Longest line of a helper in bytes. */
export const MAX_ANSWER = 4096;

/** Cuts a stream into lines; CR before LF is dropped. */
export class LineCutter {
  #rest: Bytes = '';

  /**
   * The lines that are complete with this chunk; null when one is too long, and nothing more can be read from this
   * helper.
   */
  add(chunk: Buffer): Bytes[] | null {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    const cut = lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
    return this.#rest.length > MAX_ANSWER || cut.some(line => line.length > MAX_ANSWER) ? null : cut;
  }
}

/** One line: for the log, an answer, or neither. */
export type HelperLine =
  | { readonly kind: 'note'; readonly text: Bytes }
  | { readonly kind: 'answer'; readonly number: number; readonly word: string; readonly text: Bytes }
  | { readonly kind: 'garbage' };

/** Reads a line. The word of an answer is in capital letters. */
export function readLine(line: Bytes): HelperLine {
  if (line.startsWith('*')) return { kind: 'note', text: line.slice(1).trim() };
  const match = /^\s*(\d{1,15})\s+([!-~]+)(?:\s(.*))?$/s.exec(line);
  if (match === null) return { kind: 'garbage' };
  const [, number = '', word = '', text = ''] = match;
  return { kind: 'answer', number: Number(number), word: word.toUpperCase(), text: text.trim() };
}

/** Letters that need no quotes in a parameter. */
const BARE = /^[A-Za-z0-9_.@+%:/()-][A-Za-z0-9_.@+%:/()*!~=-]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\e',
  '\r': '',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/** A parameter as one word: quoted when it must be. */
export function parameter(value: Bytes): Bytes {
  if (BARE.test(value)) return value;
  return `"${value.replace(/[\n\r\t"\\]/g, symbol => ESCAPES[symbol] ?? '')}"`;
}

/** What an escape of a quoted text stands for; other symbols stand for themselves. */
const UNESCAPES: Readonly<Record<string, string>> = { e: '\n', n: '\n', r: '\r', t: '\t' };

/** A quoted or bare word at the beginning, and what follows it; null when a quote is not closed. */
export function takeWord(text: Bytes): { readonly word: Bytes; readonly rest: Bytes } | null {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*(.*)$/s.exec(text);
  if (match === null) return null;
  const [, quoted, bare = '', rest = ''] = match;
  return { word: quoted === undefined ? bare : unescaped(quoted), rest };
}

/** A whole text: a quoted string, or everything. */
export function wholeText(text: Bytes): Bytes {
  if (!text.startsWith('"')) return text;
  const taken = takeWord(text);
  return taken === null || taken.rest !== '' ? text : taken.word;
}

const unescaped = (text: Bytes): Bytes =>
  text.replace(/\\(.)/gs, (_, symbol: string) => UNESCAPES[symbol] ?? symbol);
