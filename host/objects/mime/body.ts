/** Bodies of parts, decoded when somebody asks. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeText } from './charset.js';
import { decodeBytes } from './decode.js';
import { bufferOf } from './head.js';
import { defaultMimeLimits, type MimeLimits } from './limits.js';
import type { MimePart } from './part.js';

/** The bytes of a part as they were meant; of a multipart or message as they are stored. */
export function partBytes(text: Uint8Array, part: MimePart): Buffer {
  return decodeRange(bufferOf(text), part, part.bodyEnd);
}

function decodeRange(text: Buffer, part: MimePart, end: number): Buffer {
  return decodeBytes(text.subarray(part.bodyStart, end), part.encoding);
}

/**
 * The text of a part in UTF-8, lines ended by LF alone.
 * @param most decoded bytes at most; a longer text is cut
 */
export function partText(text: Uint8Array, part: MimePart, limits: MimeLimits = defaultMimeLimits): Bytes {
  const most = limits.textBytes;
  const end = Math.min(part.bodyEnd, part.bodyStart + most * 3);
  const bytes = decodeRange(bufferOf(text), part, end);
  const lastLine = bytes.length > most ? bytes.lastIndexOf(10, most) : bytes.length;
  const decoded = decodeText(bytes.subarray(0, lastLine > 0 ? lastLine : most), part.charset);
  return decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded;
}

/** The part with this ID, null when there is none. Numbers may lack the leading zero. */
export function findPart(root: MimePart, id: Bytes): MimePart | null {
  if (id === '') return root;
  if (!/^\d{1,6}(?:-\d{1,6}){0,200}$/.test(id)) return null;
  let part: MimePart | undefined = root;
  for (const number of id.split('-')) part = part?.parts[Number(number) - 1];
  return part ?? null;
}

/** Every part, the outer ones first. */
export function* allParts(root: MimePart): Generator<MimePart, void, undefined> {
  yield root;
  for (const part of root.parts) yield* allParts(part);
}
