/** Number literals (spec: cgpl.md section 2.3). */

/** The value as a JavaScript number inside the safe range, as a bigint outside; null beyond 64 bits. */
export function readNumber(image: string): number | bigint | null {
  if (image.length <= 15) return Number(image);
  const value = BigInt(trimmed(image));
  if (value > 0x7fffffffffffffffn) return null;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Making a bigint of a million digits takes long, and more than 64 (binary) are too large anyway. */
function trimmed(image: string): string {
  const prefix = /^0[xXoObB]/.exec(image)?.[0] ?? '';
  const digits = image.slice(prefix.length).replace(/^0+(?=.)/, '');
  return prefix.toLowerCase() + (digits.length > 64 ? '9223372036854775808'.padEnd(65, '1') : digits);
}
