/** SHA512-crypt (`$6$`), as the C library and the password files of Unix systems have it. */
import { createHash } from 'node:crypto';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { toBuffer } from '../../bytes.js';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DEFAULT_ROUNDS = 5000;
/** Rounds between two pauses, so that other work of this thread goes on. */
const SLICE = 2000;

/** Bytes of the digest in the order in which the text has them. */
const ORDER: readonly (readonly [number, number, number])[] = Array.from({ length: 21 }, (_, i) => {
  const a = i;
  const b = i + 21;
  const c = i + 42;
  const turn = i % 3;
  return turn === 0 ? [a, b, c] : turn === 1 ? [b, c, a] : [c, a, b];
});

/** Characters of a salt. */
export function cryptSalt(random: Uint8Array): string {
  return [...random].map(byte => ALPHABET[byte & 63]).join('');
}

/** `$6$[rounds=n$]salt$hash`; null rounds is the default, which is not written. */
export async function sha512Crypt(password: Bytes, salt: string, rounds: number | null): Promise<Bytes> {
  const word = toBuffer(password);
  const grain = toBuffer(salt.slice(0, 16));
  const count = Math.min(999_999_999, Math.max(1000, rounds ?? DEFAULT_ROUNDS));
  const other = sha(word, grain, word);
  const first = createHash('sha512').update(word).update(grain).update(repeat(other, word.length));
  for (let bits = word.length; bits > 0; bits >>= 1) first.update((bits & 1) === 1 ? other : word);
  let digest = first.digest();
  const p = repeat(sha(...Array<Buffer>(word.length).fill(word)), word.length);
  const s = repeat(sha(...Array<Buffer>(16 + (digest[0] as number)).fill(grain)), grain.length);
  for (let round = 0; round < count; round++) {
    const hash = createHash('sha512').update((round & 1) === 1 ? p : digest);
    if (round % 3 !== 0) hash.update(s);
    if (round % 7 !== 0) hash.update(p);
    digest = hash.update((round & 1) === 1 ? digest : p).digest();
    if (round % SLICE === SLICE - 1) await new Promise(resolve => setImmediate(resolve));
  }
  let text = '';
  for (const [a, b, c] of ORDER) {
    text += to64(((digest[a] as number) << 16) | ((digest[b] as number) << 8) | (digest[c] as number), 4);
  }
  text += to64(digest[63] as number, 2);
  return `$6$${rounds === null ? '' : `rounds=${count}$`}${grain.toString('latin1')}$${text}`;
}

function sha(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function repeat(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

function to64(value: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++, value >>= 6) text += ALPHABET[value & 63];
  return text;
}
