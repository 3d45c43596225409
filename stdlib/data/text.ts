/** `String(v)` (spec: data.md section 10). */
import { kindOf, type Tagged } from '../values/is.js';
import { numberText } from '../values/numbers.js';
import { type Bytes, Kind, type Value, type Xml } from '../values/types.js';
import { addressText } from './address.js';
import { printCompact } from './print.js';
import { timeText } from './timestamp.js';

/** The value as a program's text; null for null. A string holds no zero byte, so those of a datablock are left out. */
export function toText(value: Value): Bytes | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `${value}`;
  if (value === null) return null;
  const kind = kindOf(value);
  const tagged = value as Tagged;
  if (kind === Kind.Big) return numberText(tagged as Tagged & { kind: Kind.Big });
  if (kind === Kind.Data) return withoutZero((tagged as Tagged & { kind: Kind.Data }).bytes);
  if (kind === Kind.Time) return timeText(tagged as Tagged & { kind: Kind.Time });
  if (kind === Kind.Ip) return addressText(tagged as Tagged & { kind: Kind.Ip });
  if (kind === Kind.Xml) return xmlText(tagged as Xml);
  return printCompact(value, 'String');
}

/** The own text of an element: its text pieces joined. */
export function xmlText(xml: Xml): Bytes {
  const body = xml.body;
  if (body.length === 1 && typeof body[0] === 'string') return body[0];
  let text = '';
  for (const item of body) if (typeof item === 'string') text += item;
  return text;
}

/** The bytes without zero bytes. */
export function withoutZero(bytes: Bytes): Bytes {
  return bytes.indexOf('\0') < 0 ? bytes : bytes.replaceAll('\0', '');
}
