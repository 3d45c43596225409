/** Facts about the engine's memory that its WebAssembly module tells. */

export interface WasmFacts {
  /** First byte behind the initialised data. */
  readonly dataEnd: number;
  /** Where the stack begins; it grows down from here. The heap begins here too. */
  readonly stackTop: number;
}

const GLOBALS = 6;
const DATA = 11;
const HEADER = 8;

/** Reads the first global (the stack pointer) and the data segments. Throws when the module looks different. */
export function wasmFacts(bytes: Uint8Array): WasmFacts {
  let at = HEADER;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new Error('the module ends early');
    return value;
  };
  const leb = (signed: boolean): number => {
    let value = 0;
    let shift = 0;
    let last: number;
    do {
      last = byte();
      value |= (last & 0x7f) << shift;
      shift += 7;
    } while (last & 0x80);
    if (!signed) return value >>> 0;
    return shift < 32 && last & 0x40 ? value | (-1 << shift) : value;
  };
  const constant = (): number => {
    if (byte() !== 0x41) throw new Error('an offset is not constant');
    const value = leb(true);
    if (byte() !== 0x0b) throw new Error('an offset is not simple');
    return value;
  };
  let dataEnd = 0;
  let stackTop = 0;
  while (at < bytes.length) {
    const section = byte();
    const end = leb(false) + at;
    if (section === GLOBALS) {
      leb(false);
      at += 2;
      stackTop = constant();
    } else if (section === DATA) {
      for (let left = leb(false); left > 0; left--) {
        if (leb(false) !== 0) throw new Error('a data segment is not active');
        const offset = constant();
        const length = leb(false);
        dataEnd = Math.max(dataEnd, offset + length);
        at += length;
      }
    }
    at = end;
  }
  if (dataEnd === 0 || stackTop <= dataEnd) throw new Error('the stack is not behind the data');
  return { dataEnd, stackTop };
}
