/** `CryEncrypt`, `CryDecrypt` (spec: cgpl.md section 14.11). Block ciphers: CBC, initial vector zero, PKCS#7 padding. */
import { cbc } from '@noble/ciphers/aes.js';
import { raise } from '../errors.js';
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Value } from '../values/types.js';
import { fromArray, toArray } from './bytes.js';
import { des } from './des.js';
import { rc4 } from './rc4.js';

type Direction = 'encrypt' | 'decrypt';

/** Null when the key does not fit the cipher or the data cannot be deciphered. */
type Cipher = (direction: Direction, key: Uint8Array, data: Uint8Array) => Uint8Array | null;

const BLOCK = 8;

/** Bytes that DES may be asked for at once: three bytes a microsecond. */
export const MOST_DES = 2 * 1024 * 1024;

function aes(direction: Direction, key: Uint8Array, data: Uint8Array): Uint8Array | null {
  if (key.length !== 16 && key.length !== 24 && key.length !== 32) return null;
  return guarded(() => cbc(key, new Uint8Array(16))[direction](data));
}

/** The library throws for data of a wrong length and for wrong padding. */
function guarded(work: () => Uint8Array): Uint8Array | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function xor(data: Uint8Array, at: number, previous: Uint8Array): void {
  for (let i = 0; i < BLOCK; i++) data[at + i] = (data[at + i] ?? 0) ^ (previous[i] ?? 0);
}

function desCbc(direction: Direction, key: Uint8Array, data: Uint8Array): Uint8Array | null {
  const cipher = des(key);
  if (cipher === null) return null;
  if (data.length > MOST_DES) raise('too-much-work', direction === 'encrypt' ? 'CryEncrypt' : 'CryDecrypt');
  let previous = new Uint8Array(BLOCK);
  if (direction === 'encrypt') {
    const fill = BLOCK - (data.length % BLOCK);
    const padded = new Uint8Array(data.length + fill).fill(fill);
    padded.set(data);
    const view = new DataView(padded.buffer);
    for (let at = 0; at < padded.length; at += BLOCK) {
      xor(padded, at, previous);
      cipher.encrypt(view, at);
      previous = padded.slice(at, at + BLOCK);
    }
    return padded;
  }
  if (data.length === 0 || data.length % BLOCK !== 0) return null;
  const plain = data.slice();
  const view = new DataView(plain.buffer);
  for (let at = 0; at < plain.length; at += BLOCK) {
    const block = plain.slice(at, at + BLOCK);
    cipher.decrypt(view, at);
    xor(plain, at, previous);
    previous = block;
  }
  const fill = plain[plain.length - 1] ?? 0;
  const right = fill >= 1 && fill <= BLOCK && plain.subarray(-fill).every(byte => byte === fill);
  return right ? plain.slice(0, -fill) : null;
}

/** By name in small letters, without hyphens. */
const CIPHERS: Readonly<Record<string, Cipher>> = {
  rc4: (_direction, key, data) => rc4(key, data),
  aes,
  des: (direction, key, data) => (key.length === 8 ? desCbc(direction, key, data) : null),
  des3: (direction, key, data) => (key.length === 8 ? null : desCbc(direction, key, data)),
};

function run(direction: Direction, algorithm: Value, key: Value, data: Value): Value {
  if (typeof algorithm !== 'string' || !isData(key) || !isData(data)) return null;
  const name = algorithm.toLowerCase().replaceAll('-', '');
  const cipher = Object.hasOwn(CIPHERS, name) ? CIPHERS[name] : undefined;
  const result = cipher?.(direction, toArray(key.bytes), toArray(data.bytes)) ?? null;
  return result === null ? null : makeData(fromArray(result));
}

/** The enciphered datablock; null for an unknown algorithm, a key that does not fit, other classes. */
export const cryEncrypt = (algorithm: Value, key: Value, data: Value): Value =>
  run('encrypt', algorithm, key, data);

/** The deciphered datablock; null also for data that this key did not encipher. */
export const cryDecrypt = (algorithm: Value, key: Value, data: Value): Value =>
  run('decrypt', algorithm, key, data);
