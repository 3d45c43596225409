/**
 * Messages that are read part by part. A large one is never held whole: its headers and texts are read, and the bodies of
 * its other parts come from the store in pieces when somebody asks for them.
 */
import { PosternError } from '../../errors/index.js';
import { BlobMissing, type Blobs } from '../../storage/index.js';
import { decodeStream } from '../mime/decode.js';
import { bufferOf, defaultMimeLimits, type MimePart, parseStructure, partBytes } from '../mime/index.js';
import { parseSparse } from '../mime/sparse.js';

/** Bytes of a message that is held whole. */
const SMALL = 4 << 20;
/** Bytes of a body that is held together with the headers whatever its type is. */
const SMALL_BODY = 64 * 1024;

/** A message that is open. */
export interface OpenedMessage {
  /** The whole text; of a large message its headers and texts, to which the offsets of the parts belong. */
  readonly text: Uint8Array;
  readonly root: MimePart;
  /** The stored content; empty when `text` is all there is. */
  readonly blob: string;
}

/** Opens a text that is at hand. */
export function openedText(text: Uint8Array): OpenedMessage {
  return { text, root: parseStructure(text), blob: '' };
}

/** Opens a stored message. Throws `message-unknown` when its content is gone. */
export async function openStored(blobs: Blobs, blob: string, size: number): Promise<OpenedMessage> {
  try {
    if (size > SMALL) return await openLarge(blobs, blob);
    const text = blob === '' ? new Uint8Array() : await blobs.get(blob);
    if (text === undefined) throw new PosternError('message-unknown');
    return openedText(text);
  } catch (error) {
    throw gone(error);
  }
}

function gone(error: unknown): unknown {
  return error instanceof BlobMissing ? new PosternError('message-unknown') : error;
}

async function openLarge(blobs: Blobs, blob: string): Promise<OpenedMessage> {
  const whole = await parseSparse(blobs.stream(blob));
  const pieces: Uint8Array[] = [];
  let length = 0;
  const take = async (from: number, to: number): Promise<number> => {
    if (to > from) {
      for await (const piece of blobs.stream(blob, from, to)) {
        pieces.push(piece);
        length += piece.length;
      }
    }
    return length;
  };
  const reduced = async (part: MimePart): Promise<MimePart> => {
    const { bodyStart, bodyEnd } = part;
    const headerStart = length;
    const body = await take(part.headerStart, bodyStart);
    const parts: MimePart[] = [];
    for (const inner of part.parts) parts.push(await reduced(inner));
    if (part.parts.length === 0) await take(bodyStart, Math.min(bodyEnd, bodyStart + heldBytes(part)));
    const stored = { headerStart: part.headerStart, bodyStart, bodyEnd };
    return { ...part, headerStart, bodyStart: body, bodyEnd: length, parts, stored };
  };
  const root = await reduced(whole);
  return { text: Buffer.concat(pieces), root, blob };
}

/** Bytes of the body of a part without parts that are held: texts are shown, and small bodies cost nothing. */
function heldBytes({ type, bodyStart, bodyEnd }: MimePart): number {
  const isShown = type === 'text' || type === 'message';
  if (isShown) return defaultMimeLimits.textBytes * 3;
  return bodyEnd - bodyStart <= SMALL_BODY ? SMALL_BODY : 0;
}

/** The body of a part, decoded, in pieces. Throws `message-unknown` when the content is gone. */
export async function* decodedBody(blobs: Blobs, { text, blob }: OpenedMessage, part: MimePart) {
  if (part.stored === undefined) yield partBytes(text, part);
  else {
    const { bodyStart, bodyEnd } = part.stored;
    yield* pieces(decodeStream(blobs.stream(blob, bodyStart, bodyEnd), part.encoding));
  }
}

/** A part as it is stored, its header included or not, in pieces. Throws `message-unknown` when the content is gone. */
export async function* storedPart(
  blobs: Blobs,
  { text, blob }: OpenedMessage,
  part: MimePart,
  withHeader = true,
) {
  const { headerStart, bodyStart, bodyEnd } = part.stored ?? part;
  const from = withHeader ? headerStart : bodyStart;
  if (part.stored === undefined) yield bufferOf(text).subarray(from, bodyEnd);
  else yield* pieces(blobs.stream(blob, from, bodyEnd));
}

async function* pieces<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    throw gone(error);
  }
}

/** Everything of a body at once. */
export async function collected(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return pieces.length === 1 ? bufferOf(pieces[0] as Uint8Array) : Buffer.concat(pieces);
}
