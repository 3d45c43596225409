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

/** Base64 in lines of 76. */
export function wrapBase64(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 57) lines.push(bytes.toString('base64', at, at + 57));
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
}
