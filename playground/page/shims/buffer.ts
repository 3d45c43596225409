/** The two things that the standard library does with Node's Buffer, for the browser. Injected by the build. */

class Bytes extends Uint8Array {
  /** Latin-1 only: that is all that is asked for. */
  override toString(): string {
    let out = '';
    for (let i = 0; i < this.length; i += 8192) out += String.fromCharCode(...this.subarray(i, i + 8192));
    return out;
  }
}

export const Buffer = {
  from(source: string | ArrayBufferLike, offset?: number | string, length?: number): Bytes {
    if (typeof source !== 'string') return new Bytes(source as ArrayBuffer, Number(offset ?? 0), length);
    const bytes = new Bytes(source.length);
    for (let i = 0; i < source.length; i++) bytes[i] = source.charCodeAt(i);
    return bytes;
  },
};
