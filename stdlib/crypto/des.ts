/** DES and triple DES (FIPS 46-3), one block at a time. Old, but programs have data that was enciphered with it. */

import { FP, IP, P, PC1, PC2, ROTATIONS, S } from './destables.js';

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
