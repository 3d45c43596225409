/**
 * Stored passwords: making and checking them, whatever their form (objects.md 4). Forms are one table; checks that
 * succeeded are remembered under a key of this process, so that a client that sends the password with each request
 * costs one slow check. Clear text is never kept.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { LEGACY_FORMS } from './forms/legacy.js';
import { CLEAR, recoverableForm } from './forms/recoverable.js';
import { COST, encodeScrypt, SCRYPT } from './forms/scrypt.js';
import { encodeStrong, STRONG_FORMS } from './forms/strong.js';
import { ENCODED, type PasswordForm, TRADITIONAL } from './forms/types.js';

/** Successful checks that are remembered. */
const REMEMBERED = 4096;
/** Milliseconds until a password is checked the slow way again. */
const LIFETIME = 15 * 60_000;
/** Longest password in bytes. */
export const MAX_PASSWORD = 1024;
/** Characters of the longest stored form. */
const MAX_STORED = 4096;

export class Vault {
  readonly #forms: readonly PasswordForm[];
  readonly #encoders: ReadonlyMap<string, (password: Bytes) => Promise<Bytes> | Bytes>;
  readonly #cost: typeof COST;
  readonly #key = randomBytes(32);
  /** Proofs with the time of their slow check. The stored form is part of the proof: a new password has other ones. */
  readonly #known = new Map<string, number>();
  readonly #clock: () => number;
  #decoy: Promise<Bytes> | null = null;

  /**
   * `serverKey`: 32 bytes for the recoverable form. `scryptLog2`: cost of new scrypt values; less than 15 is for tests
   * and very small machines.
   */
  constructor(serverKey: Uint8Array, scryptLog2 = COST.ln, clock: () => number = Date.now) {
    this.#clock = clock;
    this.#cost = { ...COST, ln: scryptLog2 };
    const recoverable = recoverableForm(serverKey);
    this.#forms = [SCRYPT, ...STRONG_FORMS, recoverable, ...LEGACY_FORMS, CLEAR];
    this.#encoders = new Map<string, (password: Bytes) => Promise<Bytes> | Bytes>([
      ['scrypt', password => encodeScrypt(password, this.#cost)],
      ['argon2id', encodeStrong.argon2id],
      ['ub-crpt', encodeStrong.bcrypt],
      ['sha512-crypt', encodeStrong.sha512],
      ['a-crpt', password => recoverable.encode(password)],
      ['clear', password => password],
    ]);
  }

  /** The stored form of a password under a `PasswordEncryption`; names that only verify give scrypt. */
  async encode(password: Bytes, encryption: Bytes): Promise<Bytes> {
    checkText(password);
    return (this.#encoders.get(encryption.toLowerCase()) ?? (text => encodeScrypt(text, this.#cost)))(
      password,
    );
  }

  /**
   * What is stored for a value that somebody wrote into a password setting: encoded forms stay as they are, clear text
   * is encoded. Refuses with `bad-password`.
   */
  async take(value: Bytes, encryption: Bytes): Promise<Bytes> {
    if (!value.startsWith(ENCODED) && !value.startsWith(TRADITIONAL)) return this.encode(value, encryption);
    if (value.length > MAX_STORED || !this.#forms.some(form => form.owns(value)))
      throw new PosternError('bad-password', { args: ['unknown encoding'] });
    return value;
  }

  /** True when the password is right. Null as stored value: no such account, takes as long and is never right. */
  async verify(stored: Bytes | null, password: Bytes): Promise<boolean> {
    if (stored === null || stored === '' || password === '' || password.length > MAX_PASSWORD) {
      this.#decoy ??= encodeScrypt(randomBytes(18).toString('base64'), this.#cost);
      await SCRYPT.verify(await this.#decoy, password.slice(0, MAX_PASSWORD));
      return false;
    }
    const proof = createHmac('sha256', this.#key)
      .update(stored, 'latin1')
      .update('\0')
      .update(password, 'latin1');
    const digest = proof.digest('base64');
    const checked = this.#known.get(digest);
    this.#known.delete(digest);
    if (checked !== undefined && this.#clock() - checked < LIFETIME) {
      this.#known.set(digest, checked);
      return true;
    }
    const form = this.#formOf(stored);
    if (form === undefined || !(await form.verify(stored, password))) return false;
    this.#known.set(digest, this.#clock());
    if (this.#known.size > REMEMBERED) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    return true;
  }

  /** The clear text of forms that can give it, null for the others. */
  recover(stored: Bytes | null): Bytes | null {
    if (stored === null || stored === '') return null;
    return this.#formOf(stored)?.recover?.(stored) ?? null;
  }

  /** True when a login with the right password should store it anew under this encryption. */
  shouldLift(stored: Bytes, encryption: Bytes): boolean {
    const form = this.#formOf(stored);
    if (form === undefined || form.strength === 'strong') return false;
    const wanted = encryption.toLowerCase();
    if (form.strength === 'weak') return true;
    return wanted !== 'a-crpt' && wanted !== 'clear';
  }

  #formOf(stored: Bytes): PasswordForm | undefined {
    return this.#forms.find(form => form.owns(stored));
  }
}

/** Refuses what nobody may have as a password: nothing, control bytes, too much (objects.md 4). */
export function checkText(password: Bytes): void {
  const why =
    password === ''
      ? 'it is empty'
      : password.length > MAX_PASSWORD
        ? 'it is too long'
        : /[\x00-\x1f\x7f]/.test(password)
          ? 'control characters'
          : null;
  if (why !== null) throw new PosternError('bad-password', { args: [why] });
}
