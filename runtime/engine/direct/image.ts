/** Images and differences of the direct engine: copies of the used parts of memory. */
import type { Delta, Image } from '../types.js';
import { differences } from './compare.js';
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
  differences(memory, 0, image.low, PIECE, offset => offsets.push(offset));
  differences(memory, layout.heapStart, image.heap, PIECE, offset => offsets.push(layout.heapStart + offset));
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
