/** Bounds-checked input of the decoders. Every error is `not-a-value`. */
import { ProgramException } from '../errors/failure.js';
import { ByteStrings } from './bytes.js';

export const bad = (what: string): never => {
  throw new ProgramException('not-a-value', what);
};

export class Reader {
  private readonly strings: ByteStrings;
  private readonly view: DataView;
  at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.strings = new ByteStrings(bytes);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    return this.bytes[this.at++] ?? bad('it ends early');
  }

  leb(): number {
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
    const text = this.strings.read(this.at, this.at + length);
    this.at += length;
    return text;
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

  private need(count: number): void {
    if (count > this.left) bad('it ends early');
  }
}
