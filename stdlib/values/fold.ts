/** Folding of dictionary keys: ASCII capitals become small letters, every other byte stays (spec: data.md section 6). */
import type { Bytes } from './types.js';

/**
 * The folded form of a key. The engine's own lower-casing is used where it agrees: it would also change the
 * bytes 192 to 222, which are parts of UTF-8 symbols here.
 */
export function foldKey(key: Bytes): Bytes {
  const lower = key.toLowerCase();
  if (lower === key) return key;
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) >= 0xc0) return foldSlowly(key);
  return lower;
}

function foldSlowly(key: Bytes): Bytes {
  let folded = '';
  let from = 0;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code < 0x41 || code > 0x5a) continue;
    folded += key.slice(from, i) + String.fromCharCode(code + 32);
    from = i + 1;
  }
  return folded + key.slice(from);
}
