/** MD4 (RFC 1320), for NT password hashes from elsewhere; nothing new is made with it. */

const ROUNDS: readonly {
  readonly order: readonly number[];
  readonly shifts: readonly [number, number, number, number];
  readonly add: number;
  readonly mix: (x: number, y: number, z: number) => number;
}[] = [
  {
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
    add: 0,
    mix: (x, y, z) => (x & y) | (~x & z),
  },
  {
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
    add: 0x5a827999,
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
  },
  {
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
    add: 0x6ed9eba1,
    mix: (x, y, z) => x ^ y ^ z,
  },
];

/** The digest of 16 bytes. */
export function md4(message: Uint8Array): Buffer {
  const size = (((message.length + 8) >> 6) + 1) << 6;
  const padded = Buffer.alloc(size);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeUInt32LE((message.length << 3) >>> 0, size - 8);
  padded.writeUInt32LE(Math.floor(message.length / 2 ** 29), size - 4);
  const state: [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < size; at += 64) {
    let [a, b, c, d] = state;
    for (const { order, shifts, add, mix } of ROUNDS) {
      for (const [step, word] of order.entries()) {
        const sum = (a + mix(b, c, d) + padded.readUInt32LE(at + word * 4) + add) | 0;
        const shift = shifts[step & 3] ?? 0;
        [a, d, c, b] = [d, c, b, (sum << shift) | (sum >>> (32 - shift))];
      }
    }
    state[0] = (state[0] + a) | 0;
    state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0;
    state[3] = (state[3] + d) | 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeInt32LE(word, index * 4);
  return digest;
}
