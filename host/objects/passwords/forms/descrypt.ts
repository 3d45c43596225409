/** Traditional Unix crypt (DES, two characters of salt), for password files of old systems; only to check. */
import type { Bytes } from '../../../../stdlib/values/types.js';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Tables of FIPS 46, bits counted from 1. */
const table = (text: string): readonly number[] => text.split(' ').map(Number);
const PC1 = table(
  '57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 27 19 11 3 60 52 44 36 63 55 47 39 31 23 15 7 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 28 20 12 4',
);
const PC2 = table(
  '14 17 11 24 1 5 3 28 15 6 21 10 23 19 12 4 26 8 16 7 27 20 13 2 41 52 31 37 47 55 30 40 51 45 33 48 44 49 39 56 34 53 46 42 50 36 29 32',
);
const SHIFTS = table('1 1 2 2 2 2 2 2 1 2 2 2 2 2 2 1');
const EXPAND = table(
  '32 1 2 3 4 5 4 5 6 7 8 9 8 9 10 11 12 13 12 13 14 15 16 17 16 17 18 19 20 21 20 21 22 23 24 25 24 25 26 27 28 29 28 29 30 31 32 1',
);
const PERMUTE = table(
  '16 7 20 21 29 12 28 17 1 15 23 26 5 18 31 10 2 8 24 14 32 27 3 9 19 13 30 6 22 11 4 25',
);
const FINAL = table(
  '40 8 48 16 56 24 64 32 39 7 47 15 55 23 63 31 38 6 46 14 54 22 62 30 37 5 45 13 53 21 61 29 36 4 44 12 52 20 60 28 35 3 43 11 51 19 59 27 34 2 42 10 50 18 58 26 33 1 41 9 49 17 57 25',
);
/** One hexadecimal digit for each input of a box, row by row. */
const BOXES: readonly string[] = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
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
  return SHIFTS.map(shift => {
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
  const input = initial(block);
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
    const next = PERMUTE.map((at, i) => (out[at - 1] as number) ^ (left[i] as number));
    left = right;
    right = next;
  }
  const both = [...right, ...left];
  return FINAL.map(at => both[at - 1] as number);
}

/** The inverse of the final permutation. */
function initial(block: readonly number[]): number[] {
  const out = Array<number>(64).fill(0);
  for (const [i, at] of FINAL.entries()) out[at - 1] = block[i] as number;
  return out;
}

const BOX_VALUES = BOXES.map(box => [...box].map(digit => Number.parseInt(digit, 16)));
