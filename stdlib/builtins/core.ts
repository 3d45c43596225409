/** Core built-ins (spec: cgpl.md section 14.1). */
import { gt, lt } from '../operators/order.js';
import { copy } from '../values/copy.js';
import { dictSize } from '../values/dict.js';
import { equal } from '../values/equal.js';
import { className, type Tagged } from '../values/is.js';
import { type Data, type Dict, Kind, type Value } from '../values/types.js';
import { type BuiltinTable, yes } from './types.js';

/** Bytes of a string or datablock, elements of an array, keys of a dictionary, 0 for everything else. */
export function length(x: Value): number {
  if (typeof x === 'string') return x.length;
  if (typeof x !== 'object' || x === null) return 0;
  // only arrays have a length
  const elements = (x as Value[]).length;
  if (elements !== undefined) return elements;
  const kind = (x as Tagged).kind;
  if (kind === Kind.Dict) return dictSize(x as Dict);
  return kind === Kind.Data ? (x as Data).bytes.length : 0;
}

/** Identity of containers and XML; everything else cannot be told from an equal value. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || a === null) return false;
  const kind = (a as Tagged).kind;
  return kind !== undefined && kind !== Kind.Dict && kind !== Kind.Xml && equal(a, b);
}

export const core: BuiltinTable = {
  same: (a, b) => yes(same(a as Value, b as Value)),
  copy,
  length,
  min: (a, b) => (lt(a as Value, b as Value) ? a : b) as Value,
  max: (a, b) => (gt(a as Value, b as Value) ? a : b) as Value,
  void: () => null,
  objectclass: className as (x: Value) => Value,
};
