/** String built-ins that count bytes (spec: cgpl.md section 14.2). */
import { toText } from '../data/text.js';
import { isNumber } from '../values/is.js';
import { toDouble } from '../values/numbers.js';
import { type Bytes, type Value, YES } from '../values/types.js';
import { piece } from './piece.js';
import { range, toLower, toUpper } from './symbols.js';
import { type Argument, type BuiltinTable, yes } from './types.js';

/** `Substring(s, from, len)` */
export function substring(s: Value, from: Value, len: Value): Bytes | null {
  if (typeof s !== 'string') return null;
  if (typeof from === 'number' && typeof len === 'number') {
    return from >= 0 && len >= 0 ? s.substring(from, from + len) : piece(s, from, len);
  }
  return isNumber(from) && isNumber(len) ? piece(s, toDouble(from), toDouble(len)) : null;
}

/** `FindSubstring(s, what[, offset])`: -1 if there is none. */
export function findSubstring(s: Value, what: Value, offset?: Argument): number {
  if (typeof s !== 'string' || typeof what !== 'string') return -1;
  if (offset === undefined || offset === null) return s.indexOf(what);
  if (!isNumber(offset)) return -1;
  const from = toDouble(offset);
  if (from >= 0) return from > s.length ? -1 : s.indexOf(what, from);
  const last = s.length + 1 + from - what.length;
  return last < 0 ? -1 : s.lastIndexOf(what, last);
}

function isDigit(s: Value): boolean {
  if (typeof s !== 'string' || s.length !== 1) return false;
  const code = s.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function isWhiteSpaces(s: Value): boolean {
  if (typeof s !== 'string' || s === '') return false;
  for (let i = 0; i < s.length; i++) {
    const code = s.charCodeAt(i);
    if (code !== 32 && code !== 9 && code !== 13 && code !== 10) return false;
  }
  return true;
}

function emailUserPart(s: Value): Bytes | null {
  if (typeof s !== 'string') return null;
  const at = s.indexOf('@');
  return at < 0 ? s : s.slice(0, at);
}

function emailDomainPart(s: Value): Bytes | null {
  if (typeof s !== 'string') return null;
  const at = s.indexOf('@');
  return at < 0 ? null : s.slice(at + 1);
}

export const strings: BuiltinTable = {
  isstring: x => (typeof x === 'string' ? YES : null),
  string: toText,
  substring: substring as BuiltinTable[string],
  findsubstring: findSubstring as BuiltinTable[string],
  range: range as BuiltinTable[string],
  eol: () => '\n',
  crlf: () => '\r\n',
  touppercase: s => (typeof s === 'string' ? toUpper(s) : null),
  tolowercase: s => (typeof s === 'string' ? toLower(s) : null),
  isdigit: s => yes(isDigit(s)),
  iswhitespaces: s => yes(isWhiteSpaces(s)),
  emaildomainpart: emailDomainPart,
  emailuserpart: emailUserPart,
};
