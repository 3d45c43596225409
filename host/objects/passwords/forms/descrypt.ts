/** Traditional Unix crypt (DES, two characters of salt), for password files of old systems; only to check. */
import { FP, IP, P, PC1, PC2, ROTATIONS, S } from '../../../../stdlib/crypto/destables.js';
import type { Bytes } from '../../../../stdlib/values/types.js';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The expansion of half a block, bits counted from 1. */
const EXPAND: readonly number[] = [
  32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18, 19, 20, 21,
  20, 21, 22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1,
];

/** The 13 characters of the text. */
export function desCrypt(password: Bytes, salt: Bytes): Bytes {
  const keys = keySchedule(password);
  const expand = salted(salt);
  let block: number[] = Array<number>(64).fill(0);
  for (let round = 0; round < 25; round++) block = encrypt(block, keys, expand);
  let text = salt.slice(0, 2);
  for (let at = 0; at < 66; at += 6) {
    let value = 0;
    for (let bit = at; bit < at + 6; bit++) value = (value << 1) | (block[bit] ?? 0);
    text += ALPHABET[value];
  }
  return text;
}

/** The expansion with the bits swapped that the salt names. */
function salted(salt: Bytes): readonly number[] {
  const expand = [...EXPAND];
  for (let character = 0; character < 2; character++) {
    const value = ALPHABET.indexOf(salt.charAt(character));
    for (let bit = 0; bit < 6; bit++) {
      if (((value >> bit) & 1) === 0) continue;
      const at = character * 6 + bit;
      [expand[at], expand[at + 24]] = [expand[at + 24] as number, expand[at] as number];
    }
  }
  return expand;
}

function keySchedule(password: Bytes): readonly (readonly number[])[] {
  const bits: number[] = [];
  for (let i = 0; i < 8; i++) {
    const code = i < password.length ? password.charCodeAt(i) : 0;
    for (let bit = 6; bit >= 0; bit--) bits.push((code >> bit) & 1);
    bits.push(0);
  }
  let c = PC1.slice(0, 28).map(at => bits[at - 1] as number);
  let d = PC1.slice(28).map(at => bits[at - 1] as number);
  return ROTATIONS.map(shift => {
    c = [...c.slice(shift), ...c.slice(0, shift)];
    d = [...d.slice(shift), ...d.slice(0, shift)];
    const both = [...c, ...d];
    return PC2.map(at => both[at - 1] as number);
  });
}

/** One encryption of a block of 64 bits. */
function encrypt(
  block: readonly number[],
  keys: readonly (readonly number[])[],
  expand: readonly number[],
): number[] {
  const input = IP.map(at => block[at - 1] as number);
  let left = input.slice(0, 32);
  let right = input.slice(32);
  for (const key of keys) {
    const mixed = expand.map((at, i) => (right[at - 1] as number) ^ (key[i] as number));
    const out: number[] = [];
    for (const [index, box] of BOX_VALUES.entries()) {
      const at = index * 6;
      const row = ((mixed[at] as number) << 1) | (mixed[at + 5] as number);
      let column = 0;
      for (let bit = 1; bit < 5; bit++) column = (column << 1) | (mixed[at + bit] as number);
      const value = box[row * 16 + column] as number;
      for (let bit = 3; bit >= 0; bit--) out.push((value >> bit) & 1);
    }
    const next = P.map((at, i) => (out[at - 1] as number) ^ (left[i] as number));
    left = right;
    right = next;
  }
  const both = [...right, ...left];
  return FP.map(at => both[at - 1] as number);
}

const BOX_VALUES = S.map(box => [...box].map(digit => Number.parseInt(digit, 16)));
