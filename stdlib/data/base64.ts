/** Base64 with the standard alphabet. Hosts have it built in, the engine of the sandbox has not. */
import type { Bytes } from '../values/types.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Code of a symbol to its six bits, -1 for everything else. */
const VALUES: readonly number[] = Array.from({ length: 256 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
);

/** True for a code of the alphabet, without the padding. */
export function isBase64Code(code: number): boolean {
  return code < 256 && (VALUES[code] as number) >= 0;
}

/** Base64 text without line breaks. */
export function encodeBase64(bytes: Bytes): string {
  return typeof btoa === 'function' ? btoa(bytes) : encodeSlowly(bytes);
}

/** The bytes of base64 text; symbols outside the alphabet are skipped, an incomplete last byte is dropped. */
export function decodeBase64(text: string): Bytes {
  const clean = text.search(/[^A-Za-z0-9+/]/) < 0 ? text : text.replace(/[^A-Za-z0-9+/]+/g, '');
  if (typeof atob !== 'function') return decodeSlowly(clean);
  return atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
}

/** What `encodeBase64` does without help of the host. */
export function encodeSlowly(bytes: Bytes): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const n = (bytes.charCodeAt(i) << 16) | (bytes.charCodeAt(i + 1) << 8) | bytes.charCodeAt(i + 2);
    text += quad(n);
  }
  if (whole === bytes.length) return text;
  const rest = bytes.length - whole;
  const n = (bytes.charCodeAt(whole) << 16) | (rest === 2 ? bytes.charCodeAt(whole + 1) << 8 : 0);
  return text + (rest === 1 ? `${quad(n).slice(0, 2)}==` : `${quad(n).slice(0, 3)}=`);
}

function quad(n: number): string {
  return (
    (ALPHABET[n >> 18] as string) +
    (ALPHABET[(n >> 12) & 63] as string) +
    (ALPHABET[(n >> 6) & 63] as string) +
    (ALPHABET[n & 63] as string)
  );
}

/** What `decodeBase64` does without help of the host; the text holds symbols of the alphabet only. */
export function decodeSlowly(text: string): Bytes {
  let bytes = '';
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    bits = ((bits << 6) | (VALUES[text.charCodeAt(i)] as number)) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += String.fromCharCode((bits >> count) & 255);
  }
  return bytes;
}
