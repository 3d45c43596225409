/**
 * Charsets by the decoders that every browser has, in place of half a megabyte of tables. Encoders are made of the
 * decoders when they are needed: of all single bytes and pairs. Injected by the build in place of `iconv-lite`.
 */

const decoders = new Map<string, TextDecoder | null>();
const encoders = new Map<string, Map<string, number[]>>();

const ALIASES: Readonly<Record<string, string>> = {
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  latin1: 'windows-1252',
  binary: 'windows-1252',
};

function decoderOf(name: string): TextDecoder | null {
  const key = name.toLowerCase().replace(/_/g, '-');
  let decoder = decoders.get(key);
  if (decoder === undefined) {
    try {
      decoder = new TextDecoder(ALIASES[key] ?? key, { ignoreBOM: true });
    } catch {
      decoder = null;
    }
    decoders.set(key, decoder);
  }
  return decoder;
}

function encoderOf(name: string): Map<string, number[]> {
  let table = encoders.get(name);
  if (table !== undefined) return table;
  encoders.set(name, (table = new Map()));
  const decoder = decoderOf(name);
  const add = (...bytes: number[]): void => {
    const symbol = decoder?.decode(Uint8Array.from(bytes)) ?? '';
    const isOne = [...symbol].length === 1 && symbol !== '\ufffd';
    if (isOne && !table?.has(symbol)) table?.set(symbol, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (table.size > 250) return table;
  for (let lead = 128; lead < 256; lead++) for (let trail = 48; trail < 256; trail++) add(lead, trail);
  return table;
}

const isUtf8 = (name: string): boolean => /^utf-?8$/i.test(name);

export default {
  encodingExists: (name: string): boolean => decoderOf(name) !== null,
  decode: (bytes: Uint8Array, name: string): string => decoderOf(name)?.decode(bytes) ?? '',
  encode(text: string, name: string): Uint8Array {
    if (isUtf8(name)) return new TextEncoder().encode(text);
    const table = encoderOf(name);
    return Uint8Array.from([...text].flatMap(symbol => table.get(symbol) ?? [63]));
  },
};
