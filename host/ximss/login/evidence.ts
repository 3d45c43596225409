/** What a client brings to show who it is. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase64 } from '../../../stdlib/data/base64.js';
import type { Bytes } from '../../../stdlib/values/types.js';

export type Evidence =
  /** `method` is absent for the form without a mechanism. */
  | { readonly kind: 'password'; readonly name: Bytes; readonly password: Bytes; readonly method?: string }
  /** Something only the owner of the password can make; `check` gets the stored password. */
  | {
      readonly kind: 'proof';
      readonly method: string;
      readonly name: Bytes;
      readonly check: (secret: Bytes) => boolean;
    }
  | { readonly kind: 'session'; readonly name: Bytes; readonly sessionId: Bytes };

/** HMAC-MD5 as lower-case hexadecimal digits. */
export function hmacMd5(key: Bytes, data: Bytes): string {
  return createHmac('md5', Buffer.from(key, 'latin1')).update(Buffer.from(data, 'latin1')).digest('hex');
}

/** Comparison in constant time. */
export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one, 'latin1');
  const b = Buffer.from(other, 'latin1');
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `nonce` with `authData`: base64 of the hexadecimal HMAC-MD5 of the nonce (ximss.md 1.5.2). */
export function nonceProof(name: Bytes, nonce: Bytes, authData: Bytes): Evidence {
  const digest = decodeBase64(authData).toLowerCase();
  return { kind: 'proof', method: 'NONCE', name, check: secret => sameText(hmacMd5(secret, nonce), digest) };
}
