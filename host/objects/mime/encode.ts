/** Bodies in their transfer form. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** True when every byte is ASCII. */
export const isText7 = (text: Bytes): boolean => !/[\x80-\xff]/.test(text);

/** Length of the longest line. */
export function longestLine(text: Bytes): number {
  let longest = 0;
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf('\n', from);
    const stop = end < 0 ? text.length : end;
    longest = Math.max(longest, stop - from);
    from = stop + 1;
  }
  return longest;
}

/** Bytes of a line of base64, before and after. */
const LINE = 57;
const ENCODED = 76;
/** Lines that are encoded at once. */
const LINES = 4096;

/** Base64 in lines of 76. */
export function wrapBase64(bytes: Buffer): Buffer {
  const length = Math.ceil(bytes.length / 3) * 4;
  const wrapped = Buffer.allocUnsafe(length + Math.ceil(length / ENCODED) * 2);
  let end = 0;
  for (let at = 0; at < bytes.length; at += LINE * LINES) {
    const encoded = bytes.toString('base64', at, at + LINE * LINES);
    for (let from = 0; from < encoded.length; from += ENCODED) {
      end += wrapped.write(encoded.slice(from, from + ENCODED), end, 'latin1');
      wrapped[end++] = 13;
      wrapped[end++] = 10;
    }
  }
  return wrapped;
}
