/** DES and triple DES (FIPS 46-3), one block at a time. Old, but programs have data that was enciphered with it. */

const IP = [
  58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40,
  32, 24, 16, 8, 57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21, 13, 5,
  63, 55, 47, 39, 31, 23, 15, 7,
];
const FP = [
  40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45, 13,
  53, 21, 61, 29, 36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27, 34, 2, 42, 10, 50, 18, 58, 26,
  33, 1, 41, 9, 49, 17, 57, 25,
];
const P = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22,
  11, 4, 25,
];
const PC1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const PC2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47,
  55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const ROTATIONS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
/** The eight boxes, 64 hexadecimal digits each, row by row. */
const S = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

/** Bits of `bits` picked by a table of positions from 1. */
const pick = (bits: readonly number[], table: readonly number[]): number[] =>
  table.map(i => bits[i - 1] ?? 0);

const bitsOf = (n: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (n >>> (count - 1 - i)) & 1);

const numberOf = (bits: readonly number[]): number => bits.reduce((n, bit) => ((n << 1) | bit) >>> 0, 0);

/** What each box gives for six bits, already permuted. */
const BOXES: readonly Uint32Array[] = S.map((rows, box) =>
  Uint32Array.from({ length: 64 }, (_, six) => {
    const row = ((six >> 4) & 2) | (six & 1);
    const value = Number.parseInt(rows.charAt(row * 16 + ((six >> 1) & 15)), 16);
    return numberOf(pick(bitsOf((value << (28 - 4 * box)) >>> 0, 32), P));
  }),
);

/** The sixteen round keys, each as eight groups of six bits. */
type Schedule = readonly Uint8Array[];

function schedule(key: Uint8Array): Schedule {
  let half = pick(
    [...key].flatMap(byte => bitsOf(byte, 8)),
    PC1,
  );
  return ROTATIONS.map(count => {
    const [left, right] = [half.slice(0, 28), half.slice(28)];
    half = [...left.slice(count), ...left.slice(0, count), ...right.slice(count), ...right.slice(0, count)];
    const bits = pick(half, PC2);
    return Uint8Array.from({ length: 8 }, (_, i) => numberOf(bits.slice(i * 6, i * 6 + 6)));
  });
}

/** One round function: expansion, key, boxes, permutation. */
function mix(right: number, key: Uint8Array): number {
  let result = 0;
  for (let box = 0; box < 8; box++) {
    // Six bits around the four of this box; the word is a ring.
    const turn = (4 * box + 5) & 31;
    const six = ((right << turn) | (right >>> ((32 - turn) & 31))) & 63;
    result |= BOXES[box]?.[six ^ (key[box] ?? 0)] ?? 0;
  }
  return result >>> 0;
}

function rounds(block: [number, number], keys: Schedule, decrypt: boolean): [number, number] {
  let [left, right] = block;
  for (let i = 0; i < 16; i++) {
    const key = keys[decrypt ? 15 - i : i] as Uint8Array;
    [left, right] = [right, (left ^ mix(right, key)) >>> 0];
  }
  return [right, left];
}

function permute([left, right]: [number, number], table: readonly number[]): [number, number] {
  const bit = (i: number): number => (i <= 32 ? left >>> (32 - i) : right >>> (64 - i)) & 1;
  let [a, b] = [0, 0];
  for (let i = 0; i < 32; i++) {
    a = ((a << 1) | bit(table[i] ?? 0)) >>> 0;
    b = ((b << 1) | bit(table[i + 32] ?? 0)) >>> 0;
  }
  return [a, b];
}

/** A cipher of blocks of eight bytes, in place. */
export interface BlockCipher {
  encrypt(view: DataView, at: number): void;
  decrypt(view: DataView, at: number): void;
}

/** Single DES for a key of 8 bytes, triple DES for 16 or 24; null for other lengths. */
export function des(key: Uint8Array): BlockCipher | null {
  if (key.length !== 8 && key.length !== 16 && key.length !== 24) return null;
  const parts = key.length === 8 ? [0] : key.length === 16 ? [0, 8, 0] : [0, 8, 16];
  const keys = parts.map(at => schedule(key.subarray(at, at + 8)));
  const run = (view: DataView, at: number, order: readonly Schedule[], decrypt: boolean): void => {
    let block = permute([view.getUint32(at), view.getUint32(at + 4)], IP);
    order.forEach((part, i) => {
      block = rounds(block, part, decrypt !== (i % 2 === 1));
    });
    const [left, right] = permute(block, FP);
    view.setUint32(at, left);
    view.setUint32(at + 4, right);
  };
  return {
    encrypt: (view, at) => run(view, at, keys, false),
    decrypt: (view, at) => run(view, at, [...keys].reverse(), true),
  };
}
