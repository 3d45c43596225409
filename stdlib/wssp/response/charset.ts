/** Charsets of pages (wssp.md sections 5 and 7). An unknown charset counts as UTF-8. */
import { decode, encode, encodingExists } from '../../charsets/index.js';
import type { Bytes } from '../../values/types.js';
import { decodeUtf8, encodeUtf8, firstNonAscii } from '../../values/utf8.js';

/** Names that the codec library knows but that are no charsets, or not one that a page may have. */
const NOT_A_CHARSET = /^(?:base64|hex|utf-?7(?:-?imap)?)$/;
const UTF8 = /^utf-?8$/;
const NAME = /^[a-z0-9][a-z0-9._:-]{0,39}$/;

export interface EncodedText {
  readonly body: Uint8Array;
  /** Name for the content type. */
  readonly charset: string;
}

/**
 * Converts a text from UTF-8.
 * @param missing what stands for a symbol (a code point) that the charset lacks; ASCII
 */
export function encodeText(text: Bytes, charset: Bytes, missing: (code: number) => string): EncodedText {
  const name = charset.toLowerCase();
  if (UTF8.test(name) || !isCharset(name)) return { body: Buffer.from(text, 'latin1'), charset: 'utf-8' };
  const unicode = decodeUtf8(text);
  const known = new Map<string, string>();
  const replace = (symbol: string): string => {
    let replacement = known.get(symbol);
    if (replacement === undefined) {
      const kept = decode(encode(symbol, name), name) === symbol;
      replacement = kept ? symbol : missing(symbol.codePointAt(0) ?? 0);
      known.set(symbol, replacement);
    }
    return replacement;
  };
  const kept = unicode.replace(/[^\0-\x7f]/gu, replace);
  return { body: encode(kept, name), charset: name };
}

/** Converts bytes of a text in this charset into UTF-8. */
export function decodeText(bytes: Bytes, charset: Bytes): Bytes {
  const name = charset.toLowerCase();
  if (UTF8.test(name) || !isCharset(name))
    return firstNonAscii(bytes) < 0 ? bytes : encodeUtf8(decodeUtf8(bytes));
  return encodeUtf8(decode(Buffer.from(bytes, 'latin1'), name));
}

/** Is it a name of UTF-8? */
export function isUtf8Name(name: Bytes): boolean {
  return name === 'utf-8' || UTF8.test(name.toLowerCase());
}

/** Is the name (in small letters) that of a character set? */
export function isCharset(name: string): boolean {
  return NAME.test(name) && !NOT_A_CHARSET.test(name) && encodingExists(name);
}
