/** `EmailToSIPURI`, `SIPURIToEmail` (spec: cgpl.md section 14.12). */
import type { Bytes, Value } from '../values/types.js';

const ADDRESS = /^[^\s@<>:;,"]+@[^\s@<>;,"]+$/;
const URI = /^sips?:([^\s@<>:;,"?]+)(?::[^\s@]*)?@(\[[0-9A-Fa-f:.]+\]|[^\s@<>:;,"?]+)(?::\d+)?(?:[;?].*)?$/is;

/** `sip:` and the address; null for anything that is no address. */
export function emailToSipUri(s: Value): Bytes | null {
  return typeof s === 'string' && ADDRESS.test(s) ? `sip:${s}` : null;
}

/** `user@host` of a SIP URI, without port and parameters; null for anything else. A name and brackets may stand around it. */
export function sipUriToEmail(s: Value): Bytes | null {
  if (typeof s !== 'string') return null;
  const match = URI.exec(/<([^<>]*)>/.exec(s)?.[1] ?? s.trim());
  return match === null ? null : `${match[1]}@${match[2]}`;
}
