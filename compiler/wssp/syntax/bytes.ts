/** Pages are read as Unicode text; what they give to values and plans are byte strings (UTF-8, one unit per byte). */
const ASCII = /^[\0-\x7f]*$/;
const CHUNK = 8192;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The UTF-8 bytes of a text. A lone surrogate becomes the replacement symbol. */
export function toBytes(text: string): string {
  if (ASCII.test(text)) return text;
  const bytes = encoder.encode(text);
  let out = '';
  for (let i = 0; i < bytes.length; i += CHUNK) out += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return out;
}

/** The text of UTF-8 bytes. */
export function toText(bytes: string): string {
  return ASCII.test(bytes) ? bytes : decoder.decode(Uint8Array.from(bytes, unit => unit.charCodeAt(0)));
}

/** The name of an included file: capitals become small letters, as for every name in a request. */
export function fileName(bytes: string): string {
  return bytes.replace(/[A-Z]+/g, capitals => capitals.toLowerCase());
}
