/**
 * A-crpt: a form that the server can read again, for APOP, CRAM-MD5 and password recovery. AES-256-GCM under a key of
 * the server: `\001$a-crpt$nonce$text`, both in base64, the tag at the end of the text.
 */
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { toBuffer } from '../../bytes.js';
import { ENCODED, type PasswordForm } from './types.js';

const HEAD = `${ENCODED}$a-crpt$`;
const TAG = 16;

/** The form with the server's key of 32 bytes. */
export function recoverableForm(key: Uint8Array): PasswordForm & { encode(password: Bytes): Bytes } {
  const recover = (stored: Bytes): Bytes | null => {
    const [nonce, text] = stored.slice(HEAD.length).split('$');
    if (nonce === undefined || text === undefined) return null;
    const sealed = Buffer.from(text, 'base64');
    const iv = Buffer.from(nonce, 'base64');
    if (iv.length !== 12 || sealed.length < TAG) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
      const clear = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
      return clear.toString('latin1');
    } catch {
      return null;
    }
  };
  return {
    strength: 'recoverable',
    owns: stored => stored.startsWith(HEAD),
    recover,
    verify(stored, password) {
      const clear = recover(stored);
      return clear !== null && same(clear, password);
    },
    encode(password) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
      const sealed = Buffer.concat([cipher.update(toBuffer(password)), cipher.final(), cipher.getAuthTag()]);
      return `${HEAD}${iv.toString('base64')}$${sealed.toString('base64')}`;
    },
  };
}

/** Clear text, as administrators may choose it. */
export const CLEAR: PasswordForm = {
  strength: 'recoverable',
  owns: stored => !stored.startsWith(ENCODED) && !stored.startsWith('\x02'),
  recover: stored => stored,
  verify: (stored, password) => same(stored, password),
};

/** Equality in constant time but for the length. */
export function same(a: Bytes, b: Bytes): boolean {
  const left = toBuffer(a);
  const right = toBuffer(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
