/** Small devices (webapp.md A2): which preference names the skin, and which charset pages must have. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** A kind of browser. */
export interface Device {
  /** Preference with the name of the skin. */
  readonly preference: Bytes;
  readonly isWML: boolean;
  /** Charset of every page, null for the page's own. */
  readonly charset: string | null;
}

const browser: Device = { preference: 'SkinName', isWML: false, charset: null };
const wml: Device = { preference: 'WMLSkinName', isWML: true, charset: null };
const japanese: Device = { preference: 'IModeSkinName', isWML: false, charset: 'Shift_JIS' };
const european: Device = { preference: 'IModeSkinName', isWML: false, charset: 'windows-1252' };

/** The kind of browser by the fields `Accept` and `User-Agent`. */
export function deviceOf(accept: string, userAgent: string): Device {
  if (accept.includes('wml')) return wml;
  if (userAgent.includes('DoCoMo')) return japanese;
  return userAgent.includes('portalmmm') ? european : browser;
}

/** True for skins whose pages are WML. */
export function isWMLSkin(name: string): boolean {
  return /^wml/i.test(name);
}

/** True for skins that are offered to small devices only. */
export function isSmallDeviceSkin(name: string): boolean {
  return /^(wml|imode)/i.test(name);
}
