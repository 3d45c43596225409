/** A growing buffer. */
import { ValueCodecError } from '../errors.js';

/** Strings up to this size are copied here, longer ones by the buffer: a call costs as much as 40 units. */
const SHORT = 48;

const wide = /[^\0-\xff]/;

export class Writer {
  #bytes: Buffer;
  #size = 0;

  constructor(room = 1024) {
    this.#bytes = Buffer.allocUnsafe(room);
  }

  reset(): void {
    this.#size = 0;
  }

  get room(): number {
    return this.#bytes.length;
  }

  /** A copy of what was written. */
  done(): Uint8Array {
    const out = new Uint8Array(this.#size);
    out.set(this.#bytes.subarray(0, this.#size));
    return out;
  }

  byte(value: number): void {
    if (this.#size === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#size++] = value;
  }

  varint(value: number): void {
    this.#need(8);
    const bytes = this.#bytes;
    let at = this.#size;
    while (value >= 0x80) {
      bytes[at++] = (value % 0x80) | 0x80;
      value = value < 0x80000000 ? value >>> 7 : Math.floor(value / 0x80);
    }
    bytes[at++] = value;
    this.#size = at;
  }

  float(value: number): void {
    this.#need(8);
    this.#size = this.#bytes.writeDoubleBE(value, this.#size);
  }

  big(value: bigint): void {
    this.#need(8);
    this.#size = this.#bytes.writeBigInt64BE(value, this.#size);
  }

  /** The units of a byte string. */
  units(text: string): void {
    const size = text.length;
    this.#need(size);
    let at = this.#size;
    if (size <= SHORT) {
      const bytes = this.#bytes;
      let all = 0;
      for (let i = 0; i < size; i++) {
        const unit = text.charCodeAt(i);
        all |= unit;
        bytes[at++] = unit;
      }
      if (all > 0xff) throw notBytes();
    } else {
      if (wide.test(text)) throw notBytes();
      at += this.#bytes.write(text, at, 'latin1');
    }
    this.#size = at;
  }

  /** Size and units. */
  text(text: string): void {
    this.varint(text.length);
    this.units(text);
  }

  #need(more: number): void {
    if (this.#size + more > this.#bytes.length) this.#grow(more);
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + more));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}

function notBytes(): ValueCodecError {
  return new ValueCodecError('not-storable', 'a string is text, not bytes (unit above 255)');
}
