/** Old one-way forms that come from elsewhere: they are checked, never made (objects.md 4). */
import { createHash } from 'node:crypto';
import { same } from './recoverable.js';
import { bytesOf, type PasswordForm } from './types.js';

const SSHA_HEAD = /^[\x01\x02]\{SSHA\}/i;

/** `{SSHA}`: base64 of the SHA-1 digest of password and salt, then the salt. */
const ssha: PasswordForm = {
  strength: 'weak',
  owns: stored => SSHA_HEAD.test(stored),
  verify(stored, password) {
    const bytes = Buffer.from(stored.slice(7), 'base64');
    if (bytes.length < 20) return false;
    const digest = createHash('sha1')
      .update(bytesOf(password))
      .update(bytes.subarray(20))
      .digest()
      .toString('latin1');
    return same(digest, bytes.subarray(0, 20).toString('latin1'));
  },
};

export const LEGACY_FORMS: readonly PasswordForm[] = [ssha];
