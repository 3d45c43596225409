/** Character sets as formats of `Convert` (spec: cgpl.md section 14.10). */
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Bytes, Value } from '../values/types.js';
import { decodeText, encodeText, isCharset } from '../wssp/response/charset.js';

/** Undefined when the format (in small letters) is no character set. */
export function convertCharset(x: Value, format: Bytes): Value | undefined {
  if (!isCharset(format)) return undefined;
  if (typeof x === 'string') {
    const { body } = encodeText(x, format, () => '?');
    return makeData(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  }
  return isData(x) ? decodeText(x.bytes, format).replace(/\0/g, '') : null;
}
