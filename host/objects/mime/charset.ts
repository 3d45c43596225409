/** Text of mail in any charset becomes UTF-8 bytes. An unknown charset is read as what the bytes look like. */
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import libmime from 'libmime';
import { decode as decodeCharset, normalizeCharset } from 'libmime/lib/charset.js';
import { firstNonAscii } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';

/** Names for text that may be anything. */
const PLAIN = new Set(['', 'us-ascii', 'ascii', 'unknown', 'unknown-8bit', 'x-unknown', 'default', '8bit']);
/** Charsets whose ASCII looks like ASCII and that the charset library decodes itself. */
const JAPANESE = /^(?:iso-2022-jp|euc-jp|shift_jis|jis)/i;

/** The UTF-8 bytes of a JavaScript string, without zero bytes. */
export function utf8Of(text: string): Bytes {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return firstNonAscii(clean) < 0 ? clean : Buffer.from(clean, 'utf8').toString('latin1');
}

/** The JavaScript string of UTF-8 bytes. */
export const unicodeOf = (text: Bytes): string =>
  firstNonAscii(text) < 0 ? text : Buffer.from(text, 'latin1').toString('utf8');

/** 8-bit text of unknown charset: UTF-8 when it is that, else what Western writers mean. */
export function guess(bytes: Buffer): Bytes {
  if (isUtf8(bytes)) return withoutZero(bytes.toString('latin1'));
  return utf8Of(iconv.decode(bytes, 'windows-1252'));
}

const withoutZero = (text: Bytes): Bytes => (text.includes('\0') ? text.replaceAll('\0', '') : text);

/** Text in a charset as UTF-8. */
export function decodeText(bytes: Buffer, charset: Bytes): Bytes {
  const name = charset.trim().toLowerCase();
  if (PLAIN.has(name)) return guess(bytes);
  if (name === 'utf-8' || name === 'utf8') {
    return isUtf8(bytes) ? withoutZero(bytes.toString('latin1')) : utf8Of(bytes.toString('utf8'));
  }
  const normal = name.length > 64 ? '' : normalizeCharset(name);
  const isKnown = JAPANESE.test(normal) || (normal !== '' && isTextCharset(normal));
  if (!isKnown) return guess(bytes);
  try {
    return utf8Of(decodeCharset(bytes, normal));
  } catch {
    return guess(bytes);
  }
}

/** What the charset library knows beyond charsets is refused. */
const isTextCharset = (name: string) =>
  !/^(?:base64|hex|utf-?7|utf-?7-imap|binary|ucs2)$/i.test(name) && iconv.encodingExists(name);

/** A header value as clean UTF-8: encoded words decoded, control bytes as spaces. */
export function decodeField(raw: Bytes): Bytes {
  const isAscii = firstNonAscii(raw) < 0;
  if (isAscii && !raw.includes('=?')) return clean(raw);
  const text = isAscii ? raw : guess(Buffer.from(raw, 'latin1'));
  if (!text.includes('=?')) return clean(text);
  return clean(utf8Of(libmime.decodeWords(unicodeOf(text))));
}

function clean(text: Bytes): Bytes {
  return /[\0-\x1f\x7f]/.test(text) ? text.replace(/[\0-\x1f\x7f]+/g, ' ').trim() : text.trim();
}
