/** Snappy decompression, for the index blocks of tables. */

const LITERAL = 0;
const COPY_1 = 1;
const COPY_2 = 2;

/** The plain bytes, null if the compressed ones are damaged or give more than `limit`. */
export function unsnappy(bytes: Uint8Array, limit: number): Uint8Array | null {
  let at = 0;
  let size = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++];
    if (byte === undefined || scale > 2 ** 28) return null;
    size += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (size > limit) return null;
  const out = new Uint8Array(size);
  let end = 0;
  /** Little-endian number of some bytes. */
  const number = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value += (bytes[at++] ?? 0) * 256 ** i;
    return value;
  };
  while (at < bytes.length) {
    const tag = bytes[at++] as number;
    const kind = tag & 3;
    let length = (tag >> 2) + 1;
    if (kind === LITERAL) {
      if (length > 60) length = number(length - 60) + 1;
      if (at + length > bytes.length || end + length > size) return null;
      out.set(bytes.subarray(at, at + length), end);
      at += length;
      end += length;
      continue;
    }
    let offset: number;
    if (kind === COPY_1) {
      length = ((tag >> 2) & 7) + 4;
      offset = (tag >> 5) * 256 + number(1);
    } else {
      offset = number(kind === COPY_2 ? 2 : 4);
    }
    if (offset === 0 || offset > end || end + length > size) return null;
    for (let i = 0; i < length; i++, end++) out[end] = out[end - offset] as number;
  }
  return end === size ? out : null;
}
