/** The printed form of values (data.md section 10, `String()`). */
import { addressText } from '../data/address.js';
import { printCompact } from '../data/print.js';
import { timeText } from '../data/timestamp.js';
import { kindOf } from '../values/is.js';
import { numberText } from '../values/numbers.js';
import { type Big, type Bytes, type Data, type Ip, Kind, type Time, type Value, type Xml } from '../values/types.js';

/** Null for null. */
export function stringOf(v: Value): Bytes | null {
  if (v === null || typeof v === 'string') return v;
  if (typeof v === 'number') return String(v);
  switch (kindOf(v)) {
    case Kind.Big:
      return numberText(v as Big);
    case Kind.Time:
      return timeText(v as Time);
    case Kind.Data:
      return (v as Data).bytes;
    case Kind.Ip:
      return addressText(v as Ip);
    case Kind.Xml:
      return (v as Xml).body.filter(part => typeof part === 'string').join('');
    default:
      return printCompact(v);
  }
}
