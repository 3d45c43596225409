/** Conversions that need no tables (spec: cgpl.md section 14.10). */
import { decodeBase64, encodeBase64 } from '../data/base64.js';
import { printJson } from '../data/jsonprint.js';
import { printCompact } from '../data/print.js';
import { objectToXml } from '../data/xml/objectform.js';
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Bytes, Value } from '../values/types.js';
import { codePointAt, encodeCodePoint, symbolLength } from '../values/utf8.js';
import { type BuiltinTable, wrongArgument } from './types.js';

function base64Encode(x: Value): Value {
  if (typeof x === 'string') return encodeBase64(x);
  return isData(x) ? encodeBase64(x.bytes) : wrongArgument('Base64Encode', 1, x);
}

function base64Decode(s: Value): Value {
  return typeof s === 'string' ? makeData(decodeBase64(s)) : wrongArgument('Base64Decode', 1, s);
}

function encodeHex(bytes: Bytes): Bytes {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += bytes.charCodeAt(i).toString(16).padStart(2, '0');
  return text;
}

/** Null for an odd number of digits, and for anything that is no digit. */
function decodeHex(text: Bytes): Value {
  if (text.length % 2 !== 0 || /[^0-9A-Fa-f]/.test(text)) return null;
  let bytes = '';
  for (let i = 0; i < text.length; i += 2)
    bytes += String.fromCharCode(Number.parseInt(text.slice(i, i + 2), 16));
  return makeData(bytes);
}

/** The code of the first symbol (of a byte that belongs to none: the byte), or the symbol with a code. */
function utfCode(x: Value): Value {
  if (typeof x === 'string') return x === '' ? null : codePointAt(x, 0, symbolLength(x, 0) || 1);
  if (typeof x !== 'number' || !(x > 0 && x <= 0x10ffff) || (x >= 0xd800 && x <= 0xdfff)) return null;
  return encodeCodePoint(x);
}

function hex(x: Value, capitals: boolean): Value {
  if (typeof x === 'string') return decodeHex(x);
  if (!isData(x)) return null;
  const digits = encodeHex(x.bytes);
  return capitals ? digits.toUpperCase() : digits;
}

function base64(x: Value): Value {
  if (typeof x === 'string') return makeData(decodeBase64(x));
  return isData(x) ? encodeBase64(x.bytes) : null;
}

function words(x: Value): Value {
  return typeof x === 'string' ? (x.match(/[^ \t\r\n]+/g)?.slice() ?? []) : null;
}

/**
 * `Convert` for the formats `base64`, `hex`, `HEX`, `utfcode` and `words`; undefined for every other format.
 * Null if the format does not take the class of `x`.
 */
export function convertSimple(x: Value, format: Bytes): Value | undefined {
  if (format === 'HEX') return hex(x, true);
  const name = format.toLowerCase();
  if (name === 'hex') return hex(x, false);
  if (name === 'base64') return base64(x);
  if (name === 'utfcode') return utfCode(x);
  return name === 'words' ? words(x) : undefined;
}

export const conversions: BuiltinTable = {
  objecttostring: x => (x === null ? '#null#' : printCompact(x as Value)),
  objecttoxml: objectToXml as BuiltinTable[string],
  objecttojson: printJson as BuiltinTable[string],
  base64encode: base64Encode,
  base64decode: base64Decode,
};
