/** Search filters of the directory, as LDAP writes them (RFC 4515): `(&(cn=Bo*)(!(mail=x)))`. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** Attribute in small letters -> values. */
export type DirectoryRecord = ReadonlyMap<string, readonly Bytes[]>;
export type DirectoryFilter = (record: DirectoryRecord) => boolean;

const MAX_TEXT = 4096;
const MAX_DEPTH = 32;

/** Reads a filter; refuses with `illegal-value`. */
export function parseFilter(text: Bytes): DirectoryFilter {
  if (text.length > MAX_TEXT) throw illegal();
  const wrapped = text.startsWith('(') ? text : `(${text})`;
  const reader = { text: wrapped, at: 0 };
  const filter = readFilter(reader, 0);
  if (reader.at !== wrapped.length) throw illegal();
  return filter;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readFilter(reader: Reader, depth: number): DirectoryFilter {
  if (depth > MAX_DEPTH || reader.text[reader.at] !== '(') throw illegal();
  reader.at++;
  const operator = reader.text[reader.at] ?? '';
  let filter: DirectoryFilter;
  if ('&|!'.includes(operator) && operator !== '') {
    reader.at++;
    const parts: DirectoryFilter[] = [];
    while (reader.text[reader.at] === '(') parts.push(readFilter(reader, depth + 1));
    filter = combined(operator, parts);
  } else {
    const end = reader.text.indexOf(')', reader.at);
    if (end < 0) throw illegal();
    filter = readItem(reader.text.slice(reader.at, end));
    reader.at = end;
  }
  if (reader.text[reader.at] !== ')') throw illegal();
  reader.at++;
  return filter;
}

function combined(operator: string, parts: readonly DirectoryFilter[]): DirectoryFilter {
  if (operator === '&') return record => parts.every(part => part(record));
  if (operator === '|') return record => parts.some(part => part(record));
  const [only, ...more] = parts;
  if (only === undefined || more.length > 0) throw illegal();
  return record => !only(record);
}

function readItem(item: string): DirectoryFilter {
  const match = /^\s*([A-Za-z][A-Za-z0-9;_-]*)\s*(>=|<=|~=|=)(.*)$/.exec(item);
  if (match === null) throw illegal();
  const attribute = (match[1] as string).toLowerCase();
  const operator = match[2] as string;
  const test =
    operator === '>=' || operator === '<='
      ? ordered(operator, match[3] as string)
      : matching(match[3] as string);
  return record => (record.get(attribute) ?? []).some(test);
}

function ordered(operator: string, raw: string): (value: Bytes) => boolean {
  const wanted = unescaped(raw).toLowerCase();
  return value => (operator === '>=' ? value.toLowerCase() >= wanted : value.toLowerCase() <= wanted);
}

/** Equality, presence (`*`) and pieces between `*`, letter case aside. */
function matching(raw: string): (value: Bytes) => boolean {
  const pieces = raw.split('*').map(piece => unescaped(piece).toLowerCase());
  const [first, ...rest] = pieces;
  if (first === undefined || rest.length === 0) return value => value.toLowerCase() === (first ?? '');
  const last = rest.pop() ?? '';
  return value => {
    const text = value.toLowerCase();
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length > text.length - last.length) return false;
      at = found + piece.length;
    }
    return true;
  };
}

function unescaped(text: string): string {
  return text.replace(/\\([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const illegal = (): PosternError => new PosternError('illegal-value', { args: ['filter'] });
