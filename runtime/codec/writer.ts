/** Growing output of the encoders. */
import { ByteStrings, isWide } from './bytes.js';

const START = 1024;
/** Texts below this length are written in one pass; their doubled length fits one byte. */
const SHORT = 40;

export class Writer {
  private bytes = new Uint8Array(START);
  private strings = new ByteStrings(this.bytes);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  /** Makes room for `count` more bytes. */
  private room(count: number): void {
    if (this.length + count > this.bytes.length) this.grow(count);
  }

  private grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.strings = new ByteStrings(larger);
    this.view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  /** Unsigned, below 2^32. */
  leb(value: number): void {
    this.room(5);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Keeps a byte free for a count that is known later (`setCount`); gives its place. */
  countLater(): number {
    this.room(1);
    return this.length++;
  }

  setCount(place: number, count: number): void {
    if (count <= 0x7f) {
      this.bytes[place] = count;
      return;
    }
    const { length } = this;
    this.length = place;
    const rest = this.bytes.slice(place + 1, length);
    this.leb(count);
    this.raw(rest);
  }

  double(value: number): void {
    this.room(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  few(bytes: readonly number[]): void {
    const { length } = bytes;
    this.room(length);
    for (let i = 0; i < length; i++) this.bytes[this.length + i] = bytes[i] ?? 0;
    this.length += length;
  }

  /** Two small numbers and a text, for what is most frequent. False, with nothing written, when one of them is not small. */
  shortField(first: number, second: number, text: string): boolean {
    if (text.length >= SHORT || (first | second) > 0x7f) return false;
    this.room(SHORT + 2);
    const { length } = this;
    this.bytes[length] = first;
    this.bytes[length + 1] = second;
    this.length = length + 2;
    if (this.short(text)) return true;
    this.length = length;
    return false;
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
    const { bytes } = this;
    let at = this.length;
    let all = 0;
    bytes[at++] = length * 2;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      all |= unit;
      bytes[at++] = unit;
    }
    if (all > 0xff) return false;
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
    return this.bytes.subarray(0, this.length);
  }
}
