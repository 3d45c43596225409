/** The `ucs-2` formats of `Convert` (spec: cgpl.md section 14.10): UTF-16 of either byte order. */
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Bytes, Value } from '../values/types.js';
import { decodeUtf8, encodeUtf8 } from '../values/utf8.js';

const NAME = /^ucs-2(\+?)(le|be)?$/;
const MARK = 0xfeff;

function encode(text: string, little: boolean, mark: boolean): Bytes {
  const units = mark ? String.fromCharCode(MARK) + text : text;
  let bytes = '';
  for (let i = 0; i < units.length; i++) {
    const unit = units.charCodeAt(i);
    const [high, low] = [String.fromCharCode(unit >> 8), String.fromCharCode(unit & 255)];
    bytes += little ? low + high : high + low;
  }
  return bytes;
}

function decode(bytes: Bytes, little: boolean): string {
  const [first, second] = [bytes.charCodeAt(0), bytes.charCodeAt(1)];
  const marked = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  const isLittle = marked ? first === 0xff : little;
  let text = '';
  for (let i = marked ? 2 : 0; i + 1 < bytes.length; i += 2) {
    const [a, b] = [bytes.charCodeAt(i), bytes.charCodeAt(i + 1)];
    text += String.fromCharCode(isLittle ? (b << 8) | a : (a << 8) | b);
  }
  // Half a unit at the end is no symbol; strings hold no zero symbol.
  return (bytes.length % 2 === 1 ? `${text}\ufffd` : text).replace(/\0/g, '');
}

/** Undefined when the format (in small letters) is none of these. */
export function convertUcs2(x: Value, format: Bytes): Value | undefined {
  const match = NAME.exec(format);
  if (match === null) return undefined;
  const little = match[2] === 'le';
  if (typeof x === 'string') return makeData(encode(decodeUtf8(x), little, match[1] === '+'));
  return isData(x) ? encodeUtf8(decode(x.bytes, little)) : null;
}
