/** Headers of messages on their way: fields added, replaced, counted; the body is never touched. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { readHeader } from '../mime/fields.js';
import { headerLine } from '../mime/headerline.js';
import { bufferOf, type ComposeField, defaultMimeLimits } from '../mime/index.js';

/** The text with fields in front of its header. */
export function withFields(text: Uint8Array, fields: readonly ComposeField[]): Buffer {
  const lines = fields.map(([name, value]) => headerLine(name, value)).join('');
  return Buffer.concat([Buffer.from(lines, 'latin1'), bufferOf(text)]);
}

/** Bytes that are stored at once. */
const PIECE = 1 << 20;

/** The text with fields in front of its header and without those of these names, in pieces: a large one is not copied. */
export async function* changedText(
  text: Uint8Array,
  fields: readonly ComposeField[],
  without: ReadonlySet<Bytes>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = bufferOf(text);
  const { bodyStart } = readHeader(buffer, 0, buffer.length, defaultMimeLimits);
  yield withFields(withoutFields(buffer.subarray(0, bodyStart), without), fields);
  for (let at = bodyStart; at < buffer.length; at += PIECE)
    yield buffer.subarray(at, Math.min(at + PIECE, buffer.length));
}

/** The text without the fields of these names (small letters). */
export function withoutFields(text: Uint8Array, names: ReadonlySet<Bytes>): Buffer {
  const buffer = bufferOf(text);
  const { bodyStart } = readHeader(buffer, 0, buffer.length, defaultMimeLimits);
  const lines = buffer.toString('latin1', 0, bodyStart).split(/(?<=\n)/);
  let isDropped = false;
  const kept = lines.filter(line => {
    if (!/^[ \t]/.test(line))
      isDropped = names.has((/^([!-9;-~]+)[ \t]*:/.exec(line)?.[1] ?? '').toLowerCase());
    return !isDropped;
  });
  return Buffer.concat([Buffer.from(kept.join(''), 'latin1'), buffer.subarray(bodyStart)]);
}

/** The header alone, with its empty line. */
export function headerOf(text: Uint8Array): Buffer {
  const buffer = bufferOf(text);
  return buffer.subarray(0, readHeader(buffer, 0, buffer.length, defaultMimeLimits).bodyStart);
}

/** How many servers the message went through. */
export function hopsOf(text: Uint8Array): number {
  const buffer = bufferOf(text);
  const { fields } = readHeader(buffer, 0, buffer.length, defaultMimeLimits);
  return fields.filter(({ name }) => /^(?:received|delivered-to)$/i.test(name)).length;
}
