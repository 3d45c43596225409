/** `CryDigest` (spec: cgpl.md section 14.11). */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Value } from '../values/types.js';
import { fromArray, toArray } from './bytes.js';

/** By name in small letters, without hyphens. */
const DIGESTS: Readonly<Record<string, CHash>> = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha3256: sha3_256,
  sha3384: sha3_384,
  sha3512: sha3_512,
  ripemd160,
};

/** The digest of a datablock, with a key its HMAC; null for an unknown algorithm or other classes. */
export function cryDigest(algorithm: Value, data: Value, key?: Value): Value {
  if (typeof algorithm !== 'string' || !isData(data)) return null;
  const name = algorithm.toLowerCase().replaceAll('-', '');
  const digest = Object.hasOwn(DIGESTS, name) ? DIGESTS[name] : undefined;
  if (digest === undefined) return null;
  const input = toArray(data.bytes);
  if (key === undefined || key === null) return makeData(fromArray(digest(input)));
  return isData(key) ? makeData(fromArray(hmac(digest, toArray(key.bytes), input))) : null;
}
