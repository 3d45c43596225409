/** Numbers as bytes, seven bits each, low ones first; signed numbers with the sign in the lowest bit. */
export class VarintWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  unsigned(value: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? (-value << 1) | 1 : value << 1);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

export class VarintReader {
  #at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#at >= this.bytes.length;
  }

  unsigned(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.bytes[this.#at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value & 1 ? -(value >>> 1) : value >>> 1;
  }
}
