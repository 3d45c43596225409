/** Strong one-way forms beside scrypt: bcrypt and argon2id, both in native code on the thread pool, and SHA512-crypt. */

import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import { hash as bcryptHash, verify as bcryptVerify } from '@node-rs/bcrypt';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { toBuffer } from '../../bytes.js';
import { same } from './recoverable.js';
import { cryptSalt, sha512Crypt } from './sha512.js';
import { ENCODED, type PasswordForm } from './types.js';

/** Cost of new bcrypt values; stored ones may have up to 16. */
const BCRYPT_COST = 12;
const BCRYPT = /^[\x01\x02]\$2[abxy]\$(?:0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/;
/** Memory in KiB, passes and lanes that stored values may ask for. */
const ARGON2 =
  /^[\x01\x02]\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/;
const ARGON2_MEMORY = 256 * 1024;
const SHA512 = /^[\x01\x02]\$6\$(?:rounds=(\d{1,9})\$)?([^$]{1,16})\$([./A-Za-z0-9]{86})$/;
const MAX_ROUNDS = 500_000;

const bcrypt: PasswordForm = {
  strength: 'strong',
  owns: stored => BCRYPT.test(stored),
  verify: (stored, password) => bcryptVerify(toBuffer(password), stored.slice(1).replace(/^\$2[xy]/, '$2b')),
};

const argon2id: PasswordForm = {
  strength: 'strong',
  owns: stored => {
    const match = ARGON2.exec(stored);
    return (
      match !== null && Number(match[1]) <= ARGON2_MEMORY && Number(match[2]) <= 16 && Number(match[3]) <= 16
    );
  },
  async verify(stored, password) {
    try {
      return await argon2Verify(stored.slice(1), utf8Of(password));
    } catch {
      return false;
    }
  },
};

const sha512: PasswordForm = {
  strength: 'strong',
  owns: stored => {
    const match = SHA512.exec(stored);
    return match !== null && Number(match[1] ?? 0) <= MAX_ROUNDS;
  },
  async verify(stored, password) {
    const match = SHA512.exec(stored);
    if (match === null) return false;
    const rounds = match[1] === undefined ? null : Number(match[1]);
    return same(await sha512Crypt(password, match[2] as string, rounds), stored.slice(1));
  },
};

export const STRONG_FORMS: readonly PasswordForm[] = [bcrypt, argon2id, sha512];

export const encodeStrong = {
  bcrypt: async (password: Bytes): Promise<Bytes> =>
    ENCODED + (await bcryptHash(toBuffer(password), BCRYPT_COST)),
  argon2id: async (password: Bytes): Promise<Bytes> => ENCODED + (await argon2Hash(utf8Of(password))),
  sha512: async (password: Bytes): Promise<Bytes> =>
    ENCODED + (await sha512Crypt(password, cryptSalt(randomBytes(16)), 50_000)),
} as const;

/** The library takes UTF-8 only: bytes that are none are written as the symbols with their numbers. */
function utf8Of(password: Bytes): Buffer {
  const bytes = toBuffer(password);
  return isUtf8(bytes) ? bytes : Buffer.from(password, 'utf8');
}
