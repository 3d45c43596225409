import type { Bytes } from '../values/types.js';

/**
 * The piece of a byte string that `Substring` and `Range` give (spec: cgpl.md section 14.2). A negative `from` tells
 * where the piece ends, counted from the end of the string: -1 is the very end.
 */
export function piece(s: Bytes, from: number, len: number): Bytes | null {
  if (len < 0) return null;
  if (from >= 0) return s.substring(from, from + len);
  const end = s.length + 1 + from;
  return end <= 0 ? '' : s.substring(end - len, end);
}
