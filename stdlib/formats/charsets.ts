/** Encodings inside lines of vCard 2.1 and vCalendar 1.0. */
import { decodeBase64 } from '../data/base64.js';
import type { Bytes } from '../values/types.js';
import { encodeUtf8, firstBadByte } from '../values/utf8.js';
import { decodeText, isCharset, isUtf8Name } from '../wssp/response/charset.js';
import { type ContentLine, parameterOf } from './lines.js';

/** The value of a line without transfer encoding, as UTF-8 bytes. */
export function plainValue(line: ContentLine): Bytes {
  const charset = parameterOf(line, 'CHARSET') ?? '';
  if (!isQuotedPrintable(line)) return asUtf8(line.value, charset);
  const value = line.value
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, '\n');
  // whatever the text around went through, these bytes are as they were written
  return named(charset) ? decodeText(value, charset) : asUtf8(value);
}

/** Does a line name a character set, and not UTF-8, which is looked for anyway? */
const named = (charset: Bytes): boolean => isCharset(charset.toLowerCase()) && !isUtf8Name(charset);

/** True for a value whose bytes are written as `=C3=A9`. */
export function isQuotedPrintable(line: ContentLine): boolean {
  return (parameterOf(line, 'ENCODING') ?? bareEncoding(line)).toUpperCase() === 'QUOTED-PRINTABLE';
}

/** True for a value in base64. */
export function isBase64(line: ContentLine): boolean {
  const encoding = (parameterOf(line, 'ENCODING') ?? bareEncoding(line)).toUpperCase();
  return encoding === 'B' || encoding === 'BASE64';
}

function bareEncoding(line: ContentLine): Bytes {
  const found = line.parameters.find(
    ({ name, values }) => name === '' && /^(?:QUOTED-PRINTABLE|BASE64)$/i.test(values[0] ?? ''),
  );
  return found?.values[0] ?? '';
}

/** Bytes that are not UTF-8 are of the charset that the line names, else of ISO-8859-1. */
export function asUtf8(text: Bytes, charset: Bytes = ''): Bytes {
  if (firstBadByte(text) < 0) return text;
  return named(charset) ? decodeText(text, charset) : encodeUtf8(text);
}

/** Base64 without white space; null for anything else. */
export function cleanBase64(text: Bytes): Bytes | null {
  const clean = text.replace(/[ \t\r\n]+/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(clean) && (clean === '' || decodeBase64(clean) !== '') ? clean : null;
}
