/**
 * Fields of the stream between sandbox and assembler: texts without zero byte. Where the assembler must know more
 * than the printed form, the field starts with a mark; a text that starts with the mark symbol has it doubled.
 */

import { toText } from '../data/text.js';
import { isBig, isData, isTime } from '../values/is.js';
import type { Bytes, Value } from '../values/types.js';

/** Between fields. */
export const SEPARATOR = '\0';
const MARK = '\x01';
/** Before a symbol in marked data: `0` is a zero byte, `1` the mark, `2` itself. */
const ESCAPE = '\x02';

/** The printed form; null prints nothing. */
export function print(v: Value): Bytes {
  return toText(v) ?? '';
}

const plain = (v: Value): Bytes => {
  const text = print(v);
  return text.charCodeAt(0) === 1 ? MARK + text : text;
};

/** A timestamp as marked seconds. */
export function markTime(v: Value): Bytes {
  return isTime(v) ? MARK + v.at : plain(v);
}

/** A number as marked digits. */
export function markNumber(v: Value): Bytes {
  if (typeof v === 'number') return MARK + v;
  return isBig(v) ? MARK + v.big : plain(v);
}

/** A datablock as marked bytes. */
export function markData(v: Value): Bytes {
  if (!isData(v)) return plain(v);
  return MARK + v.bytes.replace(/[\0\x01\x02]/g, c => ESCAPE + c.charCodeAt(0));
}

/** What follows the mark, or null for a field that is a text. */
export function marked(field: Bytes): Bytes | null {
  return field.charCodeAt(0) === 1 && field.charCodeAt(1) !== 1 ? field.slice(1) : null;
}

/** The text of a field without mark. */
export function unmarked(field: Bytes): Bytes {
  return field.charCodeAt(0) === 1 ? field.slice(1) : field;
}

/** Bytes of marked data. */
export function markedBytes(field: Bytes): Bytes {
  return field.replace(/\x02([012])/g, (_, code: string) => String.fromCharCode(Number(code)));
}
