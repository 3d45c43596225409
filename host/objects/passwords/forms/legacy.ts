/** Old one-way forms that come from elsewhere: they are checked, never made (objects.md 4). */
import { createHash } from 'node:crypto';
import { toBuffer } from '../../bytes.js';
import { desCrypt } from './descrypt.js';
import { md4 } from './md4.js';
import { md5Crypt } from './md5crypt.js';
import { same } from './recoverable.js';
import type { PasswordForm } from './types.js';

const SSHA_HEAD = /^[\x01\x02]\{SSHA\}/i;

/** `{SSHA}`: base64 of the SHA-1 digest of password and salt, then the salt. */
const ssha: PasswordForm = {
  strength: 'weak',
  owns: stored => SSHA_HEAD.test(stored),
  verify(stored, password) {
    const bytes = Buffer.from(stored.slice(7), 'base64');
    if (bytes.length < 20) return false;
    const digest = createHash('sha1')
      .update(toBuffer(password))
      .update(bytes.subarray(20))
      .digest()
      .toString('latin1');
    return same(digest, bytes.subarray(0, 20).toString('latin1'));
  },
};

const DES_TEXT = /^[\x01\x02][./A-Za-z0-9]{13}$/;
const MD5_TEXT = /^[\x01\x02]\$1\$([^$]{1,8})\$[./A-Za-z0-9]{22}$/;
const NT_TEXT = /^[\x01\x02]\{NT\}[0-9A-Fa-f]{32}$/i;

/** Traditional crypt of two characters of salt. */
const des: PasswordForm = {
  strength: 'weak',
  owns: stored => DES_TEXT.test(stored),
  verify: (stored, password) => same(desCrypt(password, stored.slice(1, 3)), stored.slice(1)),
};

const md5: PasswordForm = {
  strength: 'weak',
  owns: stored => MD5_TEXT.test(stored),
  verify(stored, password) {
    const salt = MD5_TEXT.exec(stored)?.[1] ?? '';
    return same(md5Crypt(password, salt), stored.slice(1));
  },
};

/** `{NT}` and 32 hexadecimal digits: MD4 of the password in UTF-16. */
const nt: PasswordForm = {
  strength: 'weak',
  owns: stored => NT_TEXT.test(stored),
  verify(stored, password) {
    const digest = md4(Buffer.from(toBuffer(password).toString('utf8'), 'utf16le'));
    return same(digest.toString('hex'), stored.slice(5).toLowerCase());
  },
};

export const LEGACY_FORMS: readonly PasswordForm[] = [ssha, des, md5, nt];
