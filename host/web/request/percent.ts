/** Percent encoding of bytes, both ways (webapp.md B1, C1: `value` of restoreParameters). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { Refusal } from './refusal.js';

const escapes = /%([0-9a-f]{2})/gi;
const badPercent = /%(?![0-9a-f]{2})/i;
const toByte = (_: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

/**
 * Form data to bytes: `+` is a blank.
 * @throws Refusal for a percent sign without two digits
 */
export function decodeForm(text: Bytes): Bytes {
  const blanks = text.includes('+') ? text.replace(/\+/g, ' ') : text;
  if (!blanks.includes('%')) return blanks;
  if (badPercent.test(blanks)) throw new Refusal('bad-form');
  return blanks.replace(escapes, toByte);
}

/** Bytes as URL text: capital hexadecimal digits; letters, digits and `-._~` stay. */
export function encodeURL(bytes: Bytes): string {
  return bytes.replace(
    /[^A-Za-z0-9._~-]/g,
    byte => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
