import type { Bytes } from './types.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const SIGMA = /\u03c2/g;

/**
 * A form that is equal for texts that differ in letter case only, letters of all scripts included (wssp.md section 4).
 * Bytes that are not UTF-8 count as replacement symbols.
 */
export function foldCase(text: Bytes): Bytes {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) {
      return encodeUtf8(decodeUtf8(text).toUpperCase().toLowerCase().replace(SIGMA, '\u03c3'));
    }
  }
  return text.toLowerCase();
}
