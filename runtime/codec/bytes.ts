/** Byte strings (one unit per byte) to and from memory, by the fastest way the platform has. */

interface FastBytes {
  latin1Write(text: string, offset: number, length: number): number;
  latin1Slice(start: number, end: number): string;
}

interface BufferMaker {
  from(buffer: ArrayBufferLike, offset: number, length: number): unknown;
}

const maker: BufferMaker | undefined = (globalThis as { Buffer?: BufferMaker }).Buffer;

const isFast = (x: unknown): x is FastBytes =>
  typeof x === 'object' && x !== null && 'latin1Write' in x && 'latin1Slice' in x;

/** Below these lengths a loop beats the call into native code. */
const SHORT_READ = 10;
const SHORT_WRITE = 24;
/** Arguments of one `String.fromCharCode` call. */
const CHUNK = 4096;

/** A view of memory that reads and writes byte strings. Make a new one when the memory grew. */
export class ByteStrings {
  private readonly fast: FastBytes | null;

  constructor(readonly bytes: Uint8Array) {
    const made = maker?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.fast = isFast(made) ? made : null;
  }

  /** Writes a string whose units are all below 256 (the upper halves of others are lost). There must be room. */
  write(text: string, offset: number): void {
    const { length } = text;
    if (length >= SHORT_WRITE && this.fast) this.fast.latin1Write(text, offset, length);
    else for (let i = 0; i < length; i++) this.bytes[offset + i] = text.charCodeAt(i);
  }

  read(start: number, end: number): string {
    if (end - start >= SHORT_READ) return this.fast?.latin1Slice(start, end) ?? this.chunks(start, end);
    let text = '';
    for (let i = start; i < end; i++) text += String.fromCharCode(this.bytes[i] ?? 0);
    return text;
  }

  private chunks(start: number, end: number): string {
    const parts: string[] = [];
    for (let i = start; i < end; i += CHUNK) {
      parts.push(String.fromCharCode(...this.bytes.subarray(i, Math.min(i + CHUNK, end))));
    }
    return parts.join('');
  }
}

/** True when a unit is not a byte. */
export function isWide(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return true;
  return false;
}

/** Bytes of a byte string. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  new ByteStrings(bytes).write(text, 0);
  return bytes;
}

/** Byte string of bytes. */
export function textOf(bytes: Uint8Array): string {
  return new ByteStrings(bytes).read(0, bytes.length);
}
