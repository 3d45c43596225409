// INTERIM, replaced as soon as stdlib/values has these.
import { type Bytes, type Dict, Kind, type Value } from '../values/types.js';
export const decodeUtf8 = (b: Bytes): string => Buffer.from(b, 'latin1').toString('utf8');
export const encodeUtf8 = (s: string): Bytes => Buffer.from(s, 'utf8').toString('latin1');
export const keysOf = (d: Dict): readonly Bytes[] => Object.keys(d.entries).sort();
export const emptyDict = (): Dict => ({ kind: Kind.Dict, entries: Object.create(null), order: null, names: null });
export function stringOf(v: Value): Bytes | null {
  if (v === null) return null;
  if (typeof v === 'string') return v;
  if (typeof v === 'number') return String(v);
  if (!Array.isArray(v) && v.kind === Kind.Big) return String(v.big);
  if (!Array.isArray(v) && v.kind === Kind.Data) return v.bytes;
  return JSON.stringify(v);
}
