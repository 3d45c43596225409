/** Editors hold Unicode text, values and readers hold UTF-8 bytes, one unit each. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const CHUNK = 8192;

/** The UTF-8 bytes of a text as a byte string. */
export function toUtf8(text: string): string {
  return latin1(encoder.encode(text));
}

/** The text of UTF-8 bytes; what is not UTF-8 becomes replacement symbols. */
export function fromUtf8(bytes: string): string {
  return decoder.decode(byteArray(bytes));
}

/** A byte string of bytes. */
export function latin1(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += CHUNK) out += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return out;
}

/** The bytes of a byte string. */
export function byteArray(bytes: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes.charCodeAt(i);
  return out;
}
