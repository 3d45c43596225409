/**
 * UTF-8 in byte strings. The engine of the sandbox has no text codecs, and most strings are ASCII: those are
 * recognised first and returned as they are.
 */
import type { Bytes } from './types.js';

/**
 * Bytes of the symbol that begins at `at`: 1 to 4, or 0 if the bytes there are not UTF-8 (overlong forms,
 * surrogates and codes above 10FFFF included).
 */
export function symbolLength(text: Bytes, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  const second = text.charCodeAt(at + 1);
  if (!((second & 0xc0) === 0x80)) return 0;
  if (first < 0xe0) return 2;
  if (!((text.charCodeAt(at + 2) & 0xc0) === 0x80)) return 0;
  if (first < 0xf0) {
    if (first === 0xe0 && second < 0xa0) return 0;
    return first === 0xed && second >= 0xa0 ? 0 : 3;
  }
  if (!((text.charCodeAt(at + 3) & 0xc0) === 0x80)) return 0;
  if (first === 0xf0) return second < 0x90 ? 0 : 4;
  if (first < 0xf4) return 4;
  return first === 0xf4 && second < 0x90 ? 4 : 0;
}

/** Symbols of a text; a byte that is part of none counts as one. */
export function symbolCount(text: Bytes): number {
  let count = 0;
  for (let at = 0; at < text.length; at += symbolLength(text, at) || 1) count++;
  return count;
}

/** The code point of a symbol whose length `symbolLength` gave. */
export function codePointAt(text: Bytes, at: number, length: number): number {
  const first = text.charCodeAt(at);
  if (length === 1) return first;
  const second = text.charCodeAt(at + 1) & 63;
  if (length === 2) return ((first & 31) << 6) | second;
  const third = text.charCodeAt(at + 2) & 63;
  if (length === 3) return ((first & 15) << 12) | (second << 6) | third;
  return ((first & 7) << 18) | (second << 12) | (third << 6) | (text.charCodeAt(at + 3) & 63);
}

/** The UTF-8 bytes of a code point. */
export function encodeCodePoint(code: number): Bytes {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
  if (code < 0x10000) {
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 63),
    0x80 | ((code >> 6) & 63),
    0x80 | (code & 63),
  );
}

const NON_ASCII = /[^\0-\x7f]/;

/** Position of the first unit of 128 or more, -1 if all are ASCII. */
export function firstNonAscii(text: string): number {
  return NON_ASCII.test(text) ? text.search(NON_ASCII) : -1;
}

/** Position of the first byte that is not part of a UTF-8 symbol, -1 if there is none. */
export function firstBadByte(text: Bytes): number {
  let at = firstNonAscii(text);
  if (at < 0) return -1;
  while (at < text.length) {
    const length = symbolLength(text, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** The bytes of a string of Unicode text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Bytes {
  let at = firstNonAscii(text);
  if (at < 0) return text;
  let bytes = text.slice(0, at);
  while (at < text.length) {
    const code = text.codePointAt(at) as number;
    const lone = code >= 0xd800 && code <= 0xdfff;
    bytes += encodeCodePoint(lone ? 0xfffd : code);
    at += code > 0xffff ? 2 : 1;
  }
  return bytes;
}

/** The Unicode text of bytes; a byte that belongs to no symbol becomes what `bad` makes of it, U+FFFD by default. */
export function decodeUtf8(bytes: Bytes, bad: (byte: number) => string = () => '\ufffd'): string {
  let at = firstNonAscii(bytes);
  if (at < 0) return bytes;
  let text = bytes.slice(0, at);
  while (at < bytes.length) {
    const length = symbolLength(bytes, at);
    if (length === 0) {
      text += bad(bytes.charCodeAt(at));
      at++;
    } else {
      text += String.fromCodePoint(codePointAt(bytes, at, length));
      at += length;
    }
  }
  return text;
}
