/** Character sets by name, in any letter case: those of the charset library, and ISO-2022-JP. */
import iconv from 'iconv-lite';
import { decodeIso2022Jp, encodeIso2022Jp, isIso2022Jp } from './iso2022jp.js';

/** Can this name be decoded and encoded? Some names of the library are no charsets: whoever calls refuses these. */
export const encodingExists = (name: string): boolean => isIso2022Jp(name) || iconv.encodingExists(name);

/** Text of bytes. The name must exist. */
export function decode(bytes: Uint8Array, name: string): string {
  return isIso2022Jp(name) ? decodeIso2022Jp(bytes) : iconv.decode(bytes, name);
}

/** Bytes of a text; what the charset lacks is a question mark. The name must exist. */
export function encode(text: string, name: string): Uint8Array {
  return isIso2022Jp(name) ? encodeIso2022Jp(text) : iconv.encode(text, name);
}
