/** Finds the pieces in which two stretches of memory differ, by the fastest way the platform has. */

interface Comparer {
  compare(target: Uint8Array, targetStart: number, targetEnd: number, start: number, end: number): number;
}

const maker = (
  globalThis as { Buffer?: { from(buffer: ArrayBufferLike, offset: number, length: number): unknown } }
).Buffer;

const isComparer = (x: unknown): x is Comparer => typeof x === 'object' && x !== null && 'compare' in x;

type Differ = (start: number, end: number) => boolean;

/** Large stretches are compared at once; only where they differ the pieces are looked at. */
const STRETCH = 16 * 1024;

/**
 * Calls `found` with the offset of each piece that differs.
 * @param image is compared with `memory` from `start` on; its length is a multiple of 4
 */
export function differences(
  memory: Uint8Array,
  start: number,
  image: Uint8Array,
  piece: number,
  found: (offset: number) => void,
): void {
  const differ = differFor(memory, start, image);
  for (let at = 0; at < image.length; at += STRETCH) {
    const end = Math.min(at + STRETCH, image.length);
    if (!differ(at, end)) continue;
    for (let from = at; from < end; from += piece) {
      if (differ(from, Math.min(from + piece, end))) found(from);
    }
  }
}

function differFor(memory: Uint8Array, start: number, image: Uint8Array): Differ {
  const fast = maker?.from(memory.buffer, start, image.length);
  if (isComparer(fast)) return (from, to) => fast.compare(image, from, to, from, to) !== 0;
  const now = new Int32Array(memory.buffer, start, image.length >> 2);
  const then = new Int32Array(image.buffer, image.byteOffset, image.length >> 2);
  return (from, to) => {
    for (let i = from >> 2; i < to >> 2; i++) if (now[i] !== then[i]) return true;
    return false;
  };
}
