/** A hash for names of units: 128 bits of four multiplying lanes. Tells versions apart; it is no protection. */
export function contentHash(parts: Iterable<string>): string {
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  let c = 0xc2b2ae3d;
  let d = 0x27d4eb2f;
  for (const text of parts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995) + a;
      c = Math.imul(c + unit, 0x2c1b3c6d) ^ (b >>> 13);
      d = (Math.imul(d ^ unit, 0x297a2d39) + c) | 0;
    }
    a = Math.imul(a ^ text.length, 0x85ebca6b);
    d ^= a >>> 15;
  }
  return [a ^ (b >>> 16), b ^ (c >>> 15), c ^ (d >>> 14), d ^ (a >>> 13)]
    .map(lane => (lane >>> 0).toString(16).padStart(8, '0'))
    .join('');
}
