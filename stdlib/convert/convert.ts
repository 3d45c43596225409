/** `Convert` without the formats that need a server (spec: cgpl.md section 14.10). */
import { convertSimple } from '../builtins/convert.js';
import type { Value } from '../values/types.js';
import { convertAsn1 } from './asn1.js';
import { convertCharset } from './charset.js';
import { convertUcs2 } from './ucs2.js';

/** Null for a format that nobody knows, and for a class that the format does not take. */
export function convert(x: Value, format: Value): Value {
  if (typeof format !== 'string') return null;
  const simple = convertSimple(x, format);
  if (simple !== undefined) return simple;
  const name = format.toLowerCase();
  if (name === 'asn.1') return convertAsn1(x);
  return convertUcs2(x, name) ?? convertCharset(x, name) ?? null;
}
