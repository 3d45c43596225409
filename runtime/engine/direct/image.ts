/** Images and differences of the direct engine: copies of the used parts of memory. */
import type { Delta, Image } from '../types.js';
import type { Layout } from './layout.js';

/** Size of the pieces that differences are made of. */
const PIECE = 1024;

export class DirectImage implements Image {
  constructor(
    readonly low: Uint8Array,
    readonly heap: Uint8Array,
    /** Program break. */
    readonly end: number,
  ) {}

  get size(): number {
    return this.low.length + this.heap.length;
  }

  get used(): number {
    return this.heap.length;
  }
}

/** Pieces that changed, one after the other, and everything behind the image's end. */
export class DirectDelta implements Delta {
  constructor(
    readonly offsets: Uint32Array,
    readonly pieces: Uint8Array,
    readonly tail: Uint8Array,
    readonly end: number,
  ) {}

  get size(): number {
    return this.offsets.byteLength + this.pieces.length + this.tail.length;
  }
}

export function breakOf(layout: Layout, memory: ArrayBufferLike): number {
  return new Uint32Array(memory, layout.breakWord * 4, 1)[0] ?? 0;
}

export function captureImage(layout: Layout, memory: Uint8Array): DirectImage {
  const end = breakOf(layout, memory.buffer);
  return new DirectImage(memory.slice(0, layout.lowEnd), memory.slice(layout.heapStart, end), end);
}

/** Copies the image in; what is behind it becomes zero, as in fresh memory. */
export function restoreImage(layout: Layout, memory: Uint8Array, image: DirectImage): void {
  const end = breakOf(layout, memory.buffer);
  memory.set(image.low, 0);
  memory.set(image.heap, layout.heapStart);
  if (end > image.end) memory.fill(0, image.end, end);
}

export function captureDelta(layout: Layout, memory: Uint8Array, image: DirectImage): DirectDelta {
  const offsets: number[] = [];
  changed(memory, 0, image.low, offsets);
  changed(memory, layout.heapStart, image.heap, offsets);
  const pieces = new Uint8Array(offsets.length * PIECE);
  offsets.forEach((offset, i) => {
    pieces.set(memory.subarray(offset, offset + PIECE), i * PIECE);
  });
  const end = breakOf(layout, memory.buffer);
  const tail = end > image.end ? memory.slice(image.end, end) : new Uint8Array(0);
  return new DirectDelta(Uint32Array.from(offsets), pieces, tail, end);
}

/** After `restoreImage`. */
export function applyDelta(memory: Uint8Array, image: DirectImage, delta: DirectDelta): void {
  delta.offsets.forEach((offset, i) => {
    memory.set(delta.pieces.subarray(i * PIECE, (i + 1) * PIECE), offset);
  });
  memory.set(delta.tail, image.end);
}

/** Adds the offsets of all pieces that differ. Both sides are whole words; a last piece may be short. */
function changed(memory: Uint8Array, start: number, image: Uint8Array, offsets: number[]): void {
  const now = new Int32Array(memory.buffer, start, image.length >> 2);
  const then = new Int32Array(image.buffer, image.byteOffset, image.length >> 2);
  const step = PIECE >> 2;
  for (let from = 0; from < then.length; from += step) {
    const to = Math.min(from + step, then.length);
    for (let i = from; i < to; i++) {
      if (now[i] !== then[i]) {
        offsets.push(start + from * 4);
        break;
      }
    }
  }
}
