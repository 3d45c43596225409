// INTERIM, replaced as soon as stdlib has String().
import { type Bytes, Kind, type Value } from '../values/types.js';
export function stringOf(v: Value): Bytes | null {
  if (v === null) return null;
  if (typeof v === 'string') return v;
  if (typeof v === 'number') return String(v);
  if (!Array.isArray(v) && v.kind === Kind.Big) return String(v.big);
  if (!Array.isArray(v) && v.kind === Kind.Data) return v.bytes;
  return JSON.stringify(v);
}
