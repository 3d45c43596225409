/** Bounds-checked input of the decoders. Every error is `not-a-value`. */
import { ProgramException } from '../errors/failure.js';
import { ByteStrings } from './bytes.js';

export const bad = (what: string): never => {
  throw new ProgramException('not-a-value', what);
};

/** Texts are pieces of windows of this many bytes: one read of memory for many of them. */
const WINDOW = 512;
/** Longer texts are read on their own. What a shorter one may hold on to, its window, is small in any case. */
const PIECE = 128;

export class Reader {
  private readonly strings: ByteStrings;
  private window = '';
  private windowStart = 0;
  private windowEnd = 0;
  /** Where the next zero byte is, seen from the place where it was last looked for. */
  private zero = -1;
  private seen: DataView | null = null;
  at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.strings = new ByteStrings(bytes);
  }

  /** Made when the first number with a fraction's form, or wide text, is met: few messages have any. */
  private get view(): DataView {
    const { bytes } = this;
    this.seen ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.seen;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    return this.bytes[this.at++] ?? bad('it ends early');
  }

  leb(): number {
    const first = this.bytes[this.at] ?? 0x80;
    if (first < 0x80) {
      this.at++;
      return first;
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return bad('a length is out of range');
  }

  /** A count of things that take at least one byte each. */
  count(): number {
    const count = this.leb();
    return count <= this.left ? count : bad('it ends early');
  }

  double(): number {
    this.need(8);
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  raw(length: number): Uint8Array {
    this.need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A text of bytes; `null` for one with wider units, which is skipped. */
  byteText(): string | null {
    const size = this.leb();
    const length = size >>> 1;
    if (size & 1) {
      this.raw(length * 2);
      return null;
    }
    this.need(length);
    const start = this.at;
    this.at += length;
    return length < PIECE ? this.piece(start, this.at) : this.strings.read(start, this.at);
  }

  /** True when the text of bytes that was just read has a zero byte. Asks memory once for all texts up to the next one. */
  hasZero(length: number): boolean {
    const start = this.at - length;
    if (this.zero < start) {
      const next = this.bytes.indexOf(0, start);
      this.zero = next < 0 ? this.bytes.length : next;
    }
    return this.zero < this.at;
  }

  /** Any text. */
  text(): string {
    const start = this.at;
    const narrow = this.byteText();
    if (narrow !== null) return narrow;
    this.at = start;
    const length = this.leb() >>> 1;
    const parts: string[] = [];
    for (let i = 0; i < length; i++, this.at += 2)
      parts.push(String.fromCharCode(this.view.getUint16(this.at, true)));
    return parts.join('');
  }

  private piece(start: number, end: number): string {
    if (start < this.windowStart || end > this.windowEnd) {
      this.windowStart = start;
      this.windowEnd = Math.min(start + WINDOW, this.bytes.length);
      this.window = this.strings.read(start, this.windowEnd);
    }
    return this.window.substring(start - this.windowStart, end - this.windowStart);
  }

  private need(count: number): void {
    if (count > this.left) bad('it ends early');
  }
}
