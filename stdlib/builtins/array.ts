/** Array built-ins (spec: cgpl.md section 14.7). */
import { raise } from '../errors.js';
import { decimalIndex } from '../operators/access.js';
import { equal } from '../values/equal.js';
import { isArray, isXml } from '../values/is.js';
import type { Bytes, Value } from '../values/types.js';
import { addToBody } from '../values/xml.js';
import { toLower } from './symbols.js';
import { type BuiltinTable, isKind, wrongArgument } from './types.js';

/** `AddElement(target, x)`: to an array, or to the body of an XML object. */
export function addElement(target: Value, x: Value): null {
  if (isArray(target)) target.push(x);
  else if (!isXml(target)) wrongArgument('AddElement', 1, target);
  else if (typeof x === 'string' || isXml(x)) addToBody(target, x);
  else wrongArgument('AddElement', 2, x);
  return null;
}

/** The index of the first equal element, -1 if there is none. */
export function findElement(a: Value, x: Value): number {
  if (!isArray(a)) return -1;
  if (typeof x === 'string' || typeof x === 'number' || x === null) return a.indexOf(x);
  for (let i = 0; i < a.length; i++) if (equal(a[i] as Value, x)) return i;
  return -1;
}

/** An index given as a number or in decimal digits. */
function position(name: string, at: Value, limit: number): number {
  const n = typeof at === 'number' ? at : decimalIndex(at);
  if (n < 0 && typeof at !== 'number') wrongArgument(name, 2, at);
  if (n < 0 || n >= limit) raise('bad-range', name, 2);
  return n;
}

function removeElement(a: Value, i: Value): null {
  if (!isArray(a)) wrongArgument('RemoveElement', 1, a);
  const at = position('RemoveElement', i, a.length);
  if (at === a.length - 1) a.pop();
  else a.splice(at, 1);
  return null;
}

function insertElement(a: Value, i: Value, x: Value): null {
  if (!isArray(a)) wrongArgument('InsertElement', 1, a);
  const at = position('InsertElement', i, a.length + 1);
  if (at === a.length) a.push(x);
  else a.splice(at, 0, x);
  return null;
}

function invert(a: Value): Value[] {
  if (!isArray(a)) wrongArgument('Invert', 1, a);
  return a.slice().reverse();
}

/** Sorts in place, without regard to case; equal strings keep their order. */
function sortStrings(a: Value): null {
  if (!isArray(a)) wrongArgument('SortStrings', 1, a);
  for (const item of a) if (typeof item !== 'string') wrongArgument('SortStrings', 1, item);
  const items = a as Bytes[];
  const keys = items.map(toLower);
  if (keys.every((key, i) => key === items[i])) {
    items.sort();
    return null;
  }
  const order = items.map((_, i) => i).sort((x, y) => compare(keys[x] as Bytes, keys[y] as Bytes));
  const sorted = order.map(i => items[i] as Bytes);
  for (let i = 0; i < sorted.length; i++) items[i] = sorted[i] as Bytes;
  return null;
}

function compare(a: Bytes, b: Bytes): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const arrays: BuiltinTable = {
  isarray: isKind(undefined),
  newarray: () => [],
  invert,
  find: findElement as BuiltinTable[string],
  addelement: addElement as BuiltinTable[string],
  removeelement: removeElement as BuiltinTable[string],
  insertelement: insertElement as BuiltinTable[string],
  sortstrings: sortStrings,
};
