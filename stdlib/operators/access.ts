/** Element access by number and by key (spec: cgpl.md sections 7 and 8). */
import { raise } from '../errors.js';
import { dictDelete, dictKeyAt, dictPut } from '../values/dict.js';
import { foldKey } from '../values/fold.js';
import { describe, type Tagged } from '../values/is.js';
import { type Bytes, type Dict, Kind, type Value, type Xml } from '../values/types.js';
import { adopt, getAttribute, setAttribute } from '../values/xml.js';

/** `object[index]`: null where there is nothing. */
export function index(object: Value, at: Value): Value {
  if (typeof object !== 'object' || object === null) return null;
  if (typeof at !== 'number') {
    return (object as Tagged).kind === undefined ? ((object as Value[])[decimalIndex(at)] ?? null) : null;
  }
  // only arrays have properties with numbers for names
  const item = (object as Value[])[at];
  if (item !== undefined) return item;
  const kind = (object as Tagged).kind;
  if (kind === Kind.Dict) return dictKeyAt(object as Dict, at);
  return kind === Kind.Xml ? bodyItem(object as Xml, at) : null;
}

/** An item of the body; an element hears what is bound around it by now. */
function bodyItem(xml: Xml, at: number): Bytes | Xml | null {
  const item = xml.body[at];
  if (item !== undefined && typeof item !== 'string') adopt(xml, item);
  return item ?? null;
}

/** `object[index] = value`: only arrays have elements that can be assigned. */
export function setIndex(object: Value, at: Value, value: Value): void {
  if (typeof object !== 'object' || object === null) raise('index-not-assignable', describe(object));
  const array = object as Value[];
  // only arrays have a length
  if (typeof at === 'number' && at >= 0 && at < array.length) array[at] = value;
  else setSlowly(array, at, value);
}

function setSlowly(array: Value[], at: Value, value: Value): void {
  if ((array as unknown as Tagged).kind !== undefined) raise('index-not-assignable', describe(array));
  const n = typeof at === 'number' ? at : decimalIndex(at);
  if (n === array.length) array.push(value);
  else if (n >= 0 && n < array.length) array[n] = value;
  else if (n === -1 && typeof at !== 'number') raise('bad-index', describe(at));
  else raise('index-out-of-range', n, array.length);
}

/** `object.name`. */
export function key(object: Value, name: Bytes): Value {
  if (typeof object !== 'object' || object === null) return null;
  const kind = (object as Tagged).kind;
  if (kind === Kind.Dict) {
    const value = (object as Dict).entries[(object as Dict).names ? foldKey(name) : name];
    return value === undefined ? null : value;
  }
  return kind === Kind.Xml ? getAttribute(object as Xml, name, '') : null;
}

/** `object.(expression)`: a key that is no string reads as null. */
export function keyOf(object: Value, name: Value): Value {
  if (typeof name !== 'string' || typeof object !== 'object' || object === null) return null;
  const kind = (object as Tagged).kind;
  if (kind === Kind.Dict) {
    const value = (object as Dict).entries[(object as Dict).names ? foldKey(name) : name];
    return value === undefined ? null : value;
  }
  return kind === Kind.Xml ? getAttribute(object as Xml, name, '') : null;
}

/** `object.name = value`: null removes. */
export function setKey(object: Value, name: Bytes, value: Value): void {
  const kind = typeof object === 'object' && object !== null ? (object as Tagged).kind : undefined;
  if (kind === Kind.Dict) {
    const dict = object as Dict;
    if (value === null) dictDelete(dict, name);
    else if (dict.order === undefined) dict.entries[name] = value;
    else dictPut(dict, name, value);
  } else if (kind === Kind.Xml) {
    if (value !== null && typeof value !== 'string') raise('bad-attribute', describe(value));
    setAttribute(object as Xml, name, '', value);
  } else raise('key-not-assignable', describe(object));
}

/** `object.(expression) = value`. */
export function setKeyOf(object: Value, name: Value, value: Value): void {
  if (typeof name !== 'string') raise('bad-key', describe(name));
  setKey(object, name, value);
}

/** The number in a string of decimal digits, -1 for everything else (also for numbers too large to be an index). */
export function decimalIndex(at: Value): number {
  if (typeof at !== 'string' || at.length === 0 || at.length > 15) return -1;
  for (let i = 0; i < at.length; i++) {
    const code = at.charCodeAt(i);
    if (code < 48 || code > 57) return -1;
  }
  return +at;
}
