/**
 * Keys: tuples as bytes, so that comparing the bytes compares the tuples part by part. Bytes sort before strings,
 * strings before numbers. The bytes of the first parts of a tuple are the first bytes of the whole, so that
 * everything below a tuple is one range. Any store that orders keys by their bytes can hold them.
 *
 * | part | bytes |
 * |---|---|
 * | Uint8Array | 01, the bytes with 00 written 00 FF, 00 |
 * | string (one unit per byte) | 02, the same |
 * | number | 14 + n, n bytes big-endian; for negative ones 14 - n, the complement of the n bytes |
 */
import { StorageDamaged, StorageMisuse } from './errors.js';

/** A part of a key. A string has one unit per byte, a number is a safe integer. */
export type KeyPart = string | number | Uint8Array;

/** Keys from `gte` up to, but without, `lt`. */
export interface KeyRange {
  readonly gte: Uint8Array;
  readonly lt: Uint8Array;
}

const BYTES = 0x01;
const STRING = 0x02;
const ZERO = 0x14;
/** A safe integer has at most 53 bits. */
const MAX_NUMBER_BYTES = 7;

/** A byte above every tag: ends the range below a tuple. */
const ABOVE = 0xff;

/** The bytes of a tuple. */
export function key(...parts: KeyPart[]): Uint8Array {
  return write(parts, 0);
}

/** All keys that begin with these parts, the tuple of exactly these parts included. */
export function prefixRange(...parts: KeyPart[]): KeyRange {
  const lt = write(parts, 1);
  lt[lt.length - 1] = ABOVE;
  return { gte: lt.subarray(0, lt.length - 1), lt };
}

/** The first key after this one: the start of the next page of a range. */
export function keyAfter(bytes: Uint8Array): Uint8Array {
  const after = new Uint8Array(bytes.length + 1);
  after.set(bytes);
  return after;
}

/** The parts of a key; StorageDamaged for bytes that `key` never makes. */
export function unkey(bytes: Uint8Array): KeyPart[] {
  const parts: KeyPart[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at++] as number;
    if (tag === BYTES || tag === STRING) {
      const end = endOfBytes(bytes, at);
      const raw = unescaped(bytes, at, end);
      parts.push(tag === STRING ? latin1(raw) : raw);
      at = end + 1;
    } else {
      const size = Math.abs(tag - ZERO);
      if (size > MAX_NUMBER_BYTES || at + size > bytes.length) throw damaged();
      parts.push(readNumber(bytes, at, size, tag < ZERO));
      at += size;
    }
  }
  return parts;
}

/**
 * The number that a key holds at a place: what `unkey` gives there, when everything before is known.
 * @param at length of the key of the parts before it
 */
export function numberAt(bytes: Uint8Array, at: number): number {
  const tag = bytes[at] ?? 0;
  const size = Math.abs(tag - ZERO);
  if (size > MAX_NUMBER_BYTES || at + 1 + size > bytes.length) throw damaged();
  return readNumber(bytes, at + 1, size, tag < ZERO);
}

/** What Node's Buffer.toString calls. It takes any Uint8Array: to make a Buffer of a key costs twice as much as this. */
const { latin1Slice } = Buffer.prototype as { latin1Slice?: (start: number, end: number) => string };

/** The bytes as a string with one unit each: a key of a Map that sorts as the bytes do. */
export function latin1(bytes: Uint8Array): string {
  if (latin1Slice !== undefined) return latin1Slice.call(bytes, 0, bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** The order of two keys. */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** Writes the parts and leaves `spare` bytes at the end. */
function write(parts: readonly KeyPart[], spare: number): Uint8Array {
  let size = spare;
  for (const part of parts) size += sizeOf(part);
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'number') at = writeNumber(out, at, part);
    else if (typeof part === 'string') at = writeString(out, at, part);
    else at = writeBytes(out, at, part);
  }
  return out;
}

function sizeOf(part: KeyPart): number {
  if (typeof part === 'number') {
    if (!Number.isSafeInteger(part))
      throw new StorageMisuse('wrong-key', `a key part is no safe integer: ${part}`);
    return 1 + numberBytes(Math.abs(part));
  }
  let size = part.length + 2;
  if (typeof part === 'string') {
    for (let i = 0; i < part.length; i++) {
      const unit = part.charCodeAt(i);
      if (unit === 0) size++;
      else if (unit > 255)
        throw new StorageMisuse('wrong-key', 'a key part is text, not bytes (unit above 255)');
    }
  } else {
    for (const byte of part) if (byte === 0) size++;
  }
  return size;
}

function numberBytes(magnitude: number): number {
  let count = 0;
  for (let rest = magnitude; rest > 0; rest = Math.floor(rest / 256)) count++;
  return count;
}

function writeNumber(out: Uint8Array, at: number, value: number): number {
  const magnitude = Math.abs(value);
  const size = numberBytes(magnitude);
  const flip = value < 0 ? 0xff : 0;
  out[at] = value < 0 ? ZERO - size : ZERO + size;
  let rest = magnitude;
  for (let i = size; i > 0; i--) {
    out[at + i] = (rest % 256) ^ flip;
    rest = Math.floor(rest / 256);
  }
  return at + 1 + size;
}

function readNumber(bytes: Uint8Array, at: number, size: number, negative: boolean): number {
  const flip = negative ? 0xff : 0;
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + ((bytes[at + i] as number) ^ flip);
  if (!Number.isSafeInteger(value) || (size > 0 && ((bytes[at] as number) ^ flip) === 0)) throw damaged();
  return negative ? -value : value;
}

function writeString(out: Uint8Array, at: number, text: string): number {
  out[at++] = STRING;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    out[at++] = byte;
    if (byte === 0) out[at++] = ABOVE;
  }
  return at + 1;
}

function writeBytes(out: Uint8Array, at: number, bytes: Uint8Array): number {
  out[at++] = BYTES;
  for (const byte of bytes) {
    out[at++] = byte;
    if (byte === 0) out[at++] = ABOVE;
  }
  return at + 1;
}

/** Where the closing zero is. */
function endOfBytes(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0, at);
    if (at < 0) throw damaged();
    if (bytes[at + 1] !== ABOVE) return at;
    at += 2;
  }
}

function unescaped(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const out = new Uint8Array(to - from);
  let size = 0;
  for (let at = from; at < to; at++) {
    out[size++] = bytes[at] as number;
    if (bytes[at] === 0) at++;
  }
  return out.subarray(0, size);
}

function damaged(): StorageDamaged {
  return new StorageDamaged('damaged-key', 'a stored key is damaged');
}
