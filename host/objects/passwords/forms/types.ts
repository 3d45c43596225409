/** What every stored form of a password can do. */
import type { Bytes } from '../../../../stdlib/values/types.js';

/** Where an encoded form begins; a value without one of these bytes is clear text (objects.md 4). */
export const ENCODED = '\x01';
export const TRADITIONAL = '\x02';

/** How well a form withstands an attacker who has it; logins lift weaker ones to the effective one. */
export type Strength = 'strong' | 'recoverable' | 'weak';

export interface PasswordForm {
  readonly strength: Strength;
  /** True for the stored values of this form, first byte included. */
  owns(stored: Bytes): boolean;
  /** Compares in constant time. Damaged values match nothing. */
  verify(stored: Bytes, password: Bytes): Promise<boolean> | boolean;
  /** The clear text, for forms that can give it. */
  recover?(stored: Bytes): Bytes | null;
}
