/**
 * The content of a file: a list of blobs. A plain write makes one blob; appending adds a blob, so that a log that
 * grows costs what is appended, until there are many small ones, which are then joined.
 */
import type { Blobs, Tx } from '../../storage/index.js';
import type { Entry } from './types.js';

type Parts = Entry['parts'];

/** A last blob below this size is joined with what is appended. */
const SMALL = 64 * 1024;
/** A content of more blobs than this is joined into one. */
const MANY = 64;

export const sizeOf = (parts: Parts): number => parts.reduce((sum, [, size]) => sum + size, 0);

/** The bytes from `start` up to, but without, `end`. */
export async function readParts(blobs: Blobs, parts: Parts, start: number, end: number): Promise<Uint8Array> {
  const out = new Uint8Array(Math.max(0, end - start));
  let offset = 0;
  let at = 0;
  for (const [blob, size] of parts) {
    const from = Math.max(0, start - offset);
    const till = Math.min(size, end - offset);
    offset += size;
    if (from >= till) continue;
    for await (const chunk of blobs.stream(blob, from, till)) {
      out.set(chunk, at);
      at += chunk.length;
    }
  }
  return at === out.length ? out : out.subarray(0, at);
}

async function* joined(blobs: Blobs, parts: Parts, start: number, end: number): AsyncIterable<Uint8Array> {
  let offset = 0;
  for (const [blob, size] of parts) {
    const from = Math.max(0, start - offset);
    const till = Math.min(size, end - offset);
    offset += size;
    if (from < till) yield* blobs.stream(blob, from, till);
  }
}

async function store(blobs: Blobs, source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Parts> {
  const { id, size } = await blobs.put(source);
  return size === 0 ? [] : [[id, size]];
}

/** One whole content. */
export function replaceContent(blobs: Blobs, data: Uint8Array): Promise<Parts> {
  return store(blobs, data);
}

/** `data` at the end. */
export async function appendContent(blobs: Blobs, parts: Parts, data: Uint8Array): Promise<Parts> {
  if (data.length === 0) return parts;
  const last = parts[parts.length - 1];
  if (parts.length >= MANY) return overwriteContent(blobs, parts, sizeOf(parts), data);
  if (last === undefined || last[1] + data.length > SMALL) return [...parts, ...(await store(blobs, data))];
  const head = parts.slice(0, -1);
  const tail = await readParts(blobs, [last], 0, last[1]);
  const whole = new Uint8Array(tail.length + data.length);
  whole.set(tail);
  whole.set(data, tail.length);
  return [...head, ...(await store(blobs, whole))];
}

/** `data` in place of what stands at `position`; what lies behind it stays. */
export function overwriteContent(
  blobs: Blobs,
  parts: Parts,
  position: number,
  data: Uint8Array,
): Promise<Parts> {
  const size = sizeOf(parts);
  async function* source(): AsyncIterable<Uint8Array> {
    yield* joined(blobs, parts, 0, position);
    if (data.length > 0) yield data;
    yield* joined(blobs, parts, position + data.length, size);
  }
  return store(blobs, source());
}

/** Counts the references to blobs when a content takes the place of another. */
export function countReferences(tx: Tx, before: Parts, after: Parts): void {
  const delta = new Map<string, number>();
  for (const [blob] of before) delta.set(blob, (delta.get(blob) ?? 0) - 1);
  for (const [blob] of after) delta.set(blob, (delta.get(blob) ?? 0) + 1);
  for (const [blob, count] of delta) if (count !== 0) tx.blobRef(blob, count);
}
