/** scrypt in the PHC string format: `$scrypt$ln=15,r=8,p=1$salt$hash`. Works in the thread pool, never in this thread. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { toBuffer } from '../../bytes.js';
import { ENCODED, type PasswordForm } from './types.js';

/** Cost of new values: N = 2^15, r = 8, p = 1: 32 MB and some 60 ms. */
export const COST = { ln: 15, r: 8, p: 1 };
const FORM =
  /^\x01\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,128})\$([A-Za-z0-9+/]{16,128})$/;
/** Values that claim to need more are refused: they come from outside, too. */
const MAX_MEMORY = 256 * 1024 * 1024;

export async function encodeScrypt(password: Bytes, cost = COST): Promise<Bytes> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return `${ENCODED}$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

export const SCRYPT: PasswordForm = {
  strength: 'strong',
  owns: stored => stored.startsWith(`${ENCODED}$scrypt$`),
  async verify(stored, password) {
    const match = FORM.exec(stored);
    if (match === null) return false;
    const cost = { ln: Number(match[1]), r: Number(match[2]), p: Number(match[3]) };
    if (cost.ln < 1 || cost.r < 1 || cost.p < 1 || 128 * 2 ** cost.ln * cost.r * cost.p > MAX_MEMORY)
      return false;
    const want = Buffer.from(match[5] as string, 'base64');
    const hash = await derive(password, Buffer.from(match[4] as string, 'base64'), want.length, cost);
    return timingSafeEqual(hash, want);
  },
};

function derive(password: Bytes, salt: Buffer, size: number, cost: typeof COST): Promise<Buffer> {
  const options = { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: MAX_MEMORY + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(toBuffer(password), salt, size, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
