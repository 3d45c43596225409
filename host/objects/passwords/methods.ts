/** Which login methods the accounts of a domain may use (setting AUTHMethods). */
import type { Dict } from '../../../stdlib/values/types.js';

/** Methods that show the password itself; the name CLRTXT in the setting means all of them. */
const CLEAR = new Set(['CLRTXT', 'PLAIN', 'LOGIN']);

/**
 * True when the settings of a domain admit a method: `CLRTXT`, `PLAIN`, `LOGIN`, `CRAM-MD5`, `SCRAM-SHA-1`,
 * `SCRAM-SHA-256`, `APOP`, `NONCE`. The setting is `All`, `None`, or an array of such names.
 */
export function admitsMethod(settings: Dict, method: string): boolean {
  const value = settings.entries.AUTHMethods;
  if (!Array.isArray(value)) return !(typeof value === 'string' && value.toLowerCase() === 'none');
  const names = value.map(each => (typeof each === 'string' ? each.toUpperCase() : ''));
  return names.includes(method) || (CLEAR.has(method) && names.includes('CLRTXT'));
}
