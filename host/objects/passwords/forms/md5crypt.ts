/** MD5-crypt (`$1$salt$hash`), as old Unix password files have it. */
import { createHash } from 'node:crypto';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { toBuffer } from '../../bytes.js';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ORDER: readonly (readonly [number, number, number])[] = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
];

/** The whole text with its head. */
export function md5Crypt(password: Bytes, salt: Bytes): Bytes {
  const word = toBuffer(password);
  const grain = toBuffer(salt.slice(0, 8));
  const other = md5(word, grain, word);
  const first = [word, Buffer.from('$1$'), grain];
  for (let left = word.length; left > 0; left -= 16) first.push(other.subarray(0, Math.min(16, left)));
  for (let bits = word.length; bits > 0; bits >>= 1) {
    first.push((bits & 1) === 1 ? Buffer.alloc(1) : word.subarray(0, 1));
  }
  let digest = md5(...first);
  for (let round = 0; round < 1000; round++) {
    const isOdd = (round & 1) === 1;
    const parts = [isOdd ? word : digest];
    if (round % 3 !== 0) parts.push(grain);
    if (round % 7 !== 0) parts.push(word);
    parts.push(isOdd ? digest : word);
    digest = md5(...parts);
  }
  let text = '';
  for (const [a, b, c] of ORDER) {
    text += to64(((digest[a] as number) << 16) | ((digest[b] as number) << 8) | (digest[c] as number), 4);
  }
  return `$1$${grain.toString('latin1')}$${text}${to64(digest[11] as number, 2)}`;
}

function md5(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function to64(value: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++, value >>= 6) text += ALPHABET[value & 63];
  return text;
}
