/** Growing output of the encoders. */
import { ByteStrings, isWide } from './bytes.js';

const START = 1024;
/** Texts below this length are written in one pass; their doubled length fits one byte. */
const SHORT = 40;

export class Writer {
  private strings = new ByteStrings(new Uint8Array(START));
  private view = new DataView(this.strings.bytes.buffer);
  length = 0;

  /** Makes room for `count` more bytes. */
  private room(count: number): void {
    const { bytes } = this.strings;
    if (this.length + count <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, this.length + count));
    larger.set(bytes.subarray(0, this.length));
    this.strings = new ByteStrings(larger);
    this.view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.strings.bytes[this.length++] = value;
  }

  /** Unsigned, below 2^32. */
  leb(value: number): void {
    this.room(5);
    let rest = value;
    while (rest > 0x7f) {
      this.strings.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.strings.bytes[this.length++] = rest;
  }

  double(value: number): void {
    this.room(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.strings.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Length and units; units beyond a byte make the whole text two bytes a unit. */
  text(text: string): void {
    if (text.length < SHORT ? !this.short(text) : isWide(text)) this.wide(text);
    else if (text.length >= SHORT) this.long(text);
  }

  /** False, with nothing written, when a unit is no byte. */
  private short(text: string): boolean {
    const { length } = text;
    this.room(length + 1);
    const { bytes } = this.strings;
    let at = this.length;
    bytes[at++] = length * 2;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0xff) return false;
      bytes[at++] = unit;
    }
    this.length = at;
    return true;
  }

  private long(text: string): void {
    const { length } = text;
    this.leb(length * 2);
    this.room(length);
    this.strings.write(text, this.length);
    this.length += length;
  }

  private wide(text: string): void {
    const { length } = text;
    this.leb(length * 2 + 1);
    this.room(length * 2);
    for (let i = 0; i < length; i++, this.length += 2)
      this.view.setUint16(this.length, text.charCodeAt(i), true);
  }

  /** Start again, keeping the room. */
  reset(): void {
    this.length = 0;
  }

  /** What was written, valid until the next write. */
  get written(): Uint8Array {
    return this.strings.bytes.subarray(0, this.length);
  }
}
