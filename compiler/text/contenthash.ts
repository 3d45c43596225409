import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * What units are known by: a hash of everything that their code is made of. Workers that serve several domains keep units
 * by it, so nobody may be able to write a program that is known as somebody else's: SHA-256.
 */
export function contentHash(parts: Iterable<string>): string {
  const hash = sha256.create();
  for (const text of parts) hash.update(utf8ToBytes(`${text.length}:${text}`));
  return bytesToHex(hash.digest());
}
