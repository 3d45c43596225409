/** How strings are written (spec: data.md section 4). */
import { padded } from '../values/calendar.js';
import type { Bytes } from '../values/types.js';
import { symbolLength } from '../values/utf8.js';

const ATOM = /^[A-Za-z0-9.][A-Za-z0-9._@-]*$/;
const SPECIAL = /["\\\0-\x1f\x7f-\xff]/;

const escapes: Readonly<Record<number, string>> = { 34: '\\"', 92: '\\\\', 9: '\\t', 10: '\\e', 13: '\\r' };

/** The string as an atom if it can be one, else in quotation marks. */
export function stringText(value: Bytes): string {
  if (ATOM.test(value)) return value;
  return SPECIAL.test(value) ? quoteSlowly(value) : `"${value}"`;
}

function quoteSlowly(value: Bytes): string {
  let text = '"';
  let from = 0;
  for (let at = 0; at < value.length; ) {
    const code = value.charCodeAt(at);
    const length = symbolLength(value, at);
    let put = escapes[code];
    if (put === undefined && (length === 0 || code < 32 || code === 127)) put = `\\${padded(code, 3)}`;
    if (put !== undefined) {
      text += value.slice(from, at) + put;
      from = at + 1;
    }
    at += length || 1;
  }
  return `${text}${value.slice(from)}"`;
}
