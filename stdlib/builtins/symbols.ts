/** What looks at symbols instead of bytes: `Range` and letter case (spec: cgpl.md section 14.2). */
import { isData, isNumber } from '../values/is.js';
import { makeData } from '../values/make.js';
import { toDouble } from '../values/numbers.js';
import type { Bytes, Value } from '../values/types.js';
import { codePointAt, encodeCodePoint, firstNonAscii, symbolLength } from '../values/utf8.js';
import { piece } from './piece.js';

/** `Range(s, from, len)`: as Substring, by symbols; by bytes for a datablock. */
export function range(s: Value, from: Value, len: Value): Value {
  if (!isNumber(from) || !isNumber(len)) return null;
  const first = toDouble(from);
  const count = toDouble(len);
  if (typeof s === 'string') return firstNonAscii(s) < 0 ? piece(s, first, count) : symbols(s, first, count);
  if (!isData(s)) return null;
  const bytes = piece(s.bytes, first, count);
  return bytes === null ? null : makeData(bytes);
}

/** A byte that belongs to no symbol counts as one. */
function symbols(s: Bytes, from: number, len: number): Bytes | null {
  if (len < 0) return null;
  const starts: number[] = [];
  for (let at = 0; at < s.length; at += symbolLength(s, at) || 1) starts.push(at);
  const total = starts.length;
  starts.push(s.length);
  const end = from >= 0 ? Math.min(from + len, total) : total + 1 + from;
  const start = from >= 0 ? from : Math.max(end - len, 0);
  if (start >= total || end <= 0) return '';
  return s.slice(starts[start], starts[end]);
}

/** Letters in capitals: the simple Unicode mapping, symbol by symbol. */
export function toUpper(s: Bytes): Bytes {
  const at = firstNonAscii(s);
  return at < 0 ? s.toUpperCase() : mapped(s, at, upperCode, upperAscii);
}

/** Small letters. */
export function toLower(s: Bytes): Bytes {
  const at = firstNonAscii(s);
  return at < 0 ? s.toLowerCase() : mapped(s, at, lowerCode, lowerAscii);
}

const upperAscii = (s: string): string => s.toUpperCase();
const lowerAscii = (s: string): string => s.toLowerCase();

/** ASCII runs are mapped as a whole, other symbols one by one: what stands around must not matter. */
function mapped(s: Bytes, at: number, code: (c: number) => number, ascii: (s: string) => string): Bytes {
  let text = ascii(s.slice(0, at));
  let run = at;
  while (at < s.length) {
    const length = s.charCodeAt(at) < 0x80 ? 0 : symbolLength(s, at);
    if (s.charCodeAt(at) < 0x80) {
      at++;
      continue;
    }
    text += ascii(s.slice(run, at));
    text += length === 0 ? s.charAt(at) : encodeCodePoint(code(codePointAt(s, at, length)));
    at += length || 1;
    run = at;
  }
  return text + ascii(s.slice(run));
}

/** The engine maps some symbols to two, where the simple mapping has one symbol or none. */
function upperCode(code: number): number {
  const upper = String.fromCodePoint(code).toUpperCase();
  const mapped = upper.codePointAt(0) as number;
  if (upper.length === (mapped > 0xffff ? 2 : 1)) return mapped;
  if ((code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0) || isIotaVowel(code)) {
    return code < 0x1fb0 ? code + 8 : code + 9;
  }
  return code;
}

/** Vowels with a iota below and no accent. */
function isIotaVowel(code: number): boolean {
  return code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3;
}

function lowerCode(code: number): number {
  const lower = String.fromCodePoint(code).toLowerCase();
  const mapped = lower.codePointAt(0) as number;
  return lower.length === (mapped > 0xffff ? 2 : 1) || code === 0x130 ? mapped : code;
}
