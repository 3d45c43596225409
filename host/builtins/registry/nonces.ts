/**
 * Nonces for programs (cgpl.md 14.10, `gennonce` and `checknonce`): bytes that nobody can guess and that this server,
 * and nobody else, recognises as its own for a while. Nothing is stored: a nonce is the second in which it was made,
 * random bytes, and a mark made with a key that lives as long as the server runs.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Sizes in bytes; below the least one the mark could be guessed. */
export const LEAST_NONCE = 16;
export const MOST_NONCE = 256;

/** Seconds for which a nonce is valid. */
export const NONCE_LIFE = 3600;

const TIME_BYTES = 6;
const MOST_MARK = 32;

const markBytes = (size: number): number => Math.min(MOST_MARK, size >> 1);

export class Nonces {
  private readonly key = randomBytes(32);

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number = Date.now) {}

  /** A new nonce of that many bytes, null when the size is not supported. */
  make(size: number): Buffer | null {
    if (!Number.isInteger(size) || size < LEAST_NONCE || size > MOST_NONCE) return null;
    const body = randomBytes(size - markBytes(size));
    body.writeUIntBE(this.seconds(), 0, TIME_BYTES);
    return Buffer.concat([body, this.mark(body, markBytes(size))]);
  }

  /** Did this server make it, not too long ago? */
  check(nonce: Buffer): boolean {
    if (nonce.length < LEAST_NONCE || nonce.length > MOST_NONCE) return false;
    const body = nonce.subarray(0, nonce.length - markBytes(nonce.length));
    if (!timingSafeEqual(this.mark(body, nonce.length - body.length), nonce.subarray(body.length)))
      return false;
    const age = this.seconds() - body.readUIntBE(0, TIME_BYTES);
    return age >= 0 && age <= NONCE_LIFE;
  }

  private mark(body: Buffer, size: number): Buffer {
    return createHmac('sha256', this.key).update(body).digest().subarray(0, size);
  }

  private seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}
