/** Folding of dictionary keys: ASCII capitals become small letters, every other byte stays (spec: data.md section 6). */
import type { Bytes } from './types.js';

/** Folded forms of short keys met before: looking one up is ten times faster than making it. */
let known: Record<Bytes, Bytes> = { __proto__: null } as unknown as Record<Bytes, Bytes>;
let count = 0;
const MOST = 2000;
const LONGEST = 64;

/** The folded form of a key. */
export function foldKey(key: Bytes): Bytes {
  const found = known[key];
  if (found !== undefined) return found;
  const folded = fold(key);
  if (key.length <= LONGEST) {
    if (++count > MOST) {
      known = { __proto__: null } as unknown as Record<Bytes, Bytes>;
      count = 1;
    }
    known[key] = folded;
  }
  return folded;
}

/**
 * The engine's own lower-casing is used where it agrees: it would also change the bytes 192 to 222, which are parts
 * of UTF-8 symbols here.
 */
function fold(key: Bytes): Bytes {
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
