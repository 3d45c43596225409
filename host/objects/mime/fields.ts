/** The fields of a header, unfolded, as bytes. A line that is no field ends the header: what follows is text. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { MimeLimits } from './limits.js';

/** One field, the value as it was sent but unfolded. */
export interface Field {
  /** As it was spelled. */
  readonly name: Bytes;
  readonly value: Bytes;
}

export interface Header {
  readonly fields: readonly Field[];
  /** Offset of the first byte behind the header and its empty line. */
  readonly bodyStart: number;
}

const NAME = /^[!-9;-~]+$/;

/** Reads the header that starts at `from`; it ends at `till` at the latest. */
export function readHeader(text: Buffer, from: number, till: number, limits: MimeLimits): Header {
  const fields: Field[] = [];
  let name = '';
  let value = '';
  let room = limits.headerBytes;
  const flush = () => {
    if (name !== '' && fields.length < limits.fields && room > 0) {
      room -= name.length + value.length;
      const kept = value.length > limits.valueBytes ? value.slice(0, limits.valueBytes) : value;
      fields.push({ name, value: kept });
    }
    name = '';
  };
  let at = from;
  for (;;) {
    if (at >= till) break;
    const end = endOfLine(text, at, till);
    const next = Math.min(end + 1, till);
    const last = end > at && text[end - 1] === 13 ? end - 1 : end;
    if (last === at) {
      flush();
      return { fields, bodyStart: next };
    }
    const first = text[at];
    if (first === 32 || first === 9) {
      if (name === '' && fields.length === 0) break;
      if (value.length < limits.valueBytes) value += sliceOf(text, at, last, limits);
    } else {
      flush();
      const line = sliceOf(text, at, last, limits);
      const colon = line.indexOf(':');
      const given = colon < 1 ? '' : line.slice(0, colon).trimEnd();
      if (!NAME.test(given)) {
        const isMbox = fields.length === 0 && at === from && line.startsWith('From ');
        const isQuotedMbox = fields.length === 0 && at === from && line.startsWith('>From ');
        if (!isMbox && !isQuotedMbox) break;
      } else {
        name = given;
        value = line.slice(colon + 1);
      }
    }
    at = next;
  }
  flush();
  return { fields, bodyStart: Math.min(at, till) };
}

function endOfLine(text: Buffer, from: number, till: number): number {
  const end = text.indexOf(10, from);
  return end < 0 || end > till ? till : end;
}

const sliceOf = (text: Buffer, from: number, till: number, { valueBytes }: MimeLimits): Bytes =>
  text.toString('latin1', from, Math.min(till, from + valueBytes + 128));

/** The first field of this name (small letters), null when there is none. */
export function firstField(fields: readonly Field[], name: Bytes): Bytes | null {
  for (const field of fields) {
    if (field.name.length === name.length && field.name.toLowerCase() === name) return field.value;
  }
  return null;
}
