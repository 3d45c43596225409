/** Which class a value is of. Arrays are the only objects without `kind`, so no call is needed to know one. */
import {
  type Big,
  type Data,
  type Dict,
  type Handle,
  type Ip,
  Kind,
  type Opaque,
  type Time,
  type Value,
  type Xml,
} from './types.js';

/** A value that is a plain object. */
export type Tagged = Big | Time | Data | Ip | Dict | Xml | Handle | Opaque;

/** The kind of a value, undefined for arrays, strings, numbers and null. */
export function kindOf(x: Value): Kind | undefined {
  return typeof x === 'object' && x !== null ? (x as Tagged).kind : undefined;
}

export function isString(x: Value): x is string {
  return typeof x === 'string';
}

/** True for a number of either representation. */
export function isNumber(x: Value): x is number | Big {
  return typeof x === 'number' || kindOf(x) === Kind.Big;
}

export function isBig(x: Value): x is Big {
  return kindOf(x) === Kind.Big;
}

export function isTime(x: Value): x is Time {
  return kindOf(x) === Kind.Time;
}

export function isData(x: Value): x is Data {
  return kindOf(x) === Kind.Data;
}

export function isIp(x: Value): x is Ip {
  return kindOf(x) === Kind.Ip;
}

export function isArray(x: Value): x is Value[] {
  return typeof x === 'object' && x !== null && (x as Tagged).kind === undefined;
}

export function isDict(x: Value): x is Dict {
  return kindOf(x) === Kind.Dict;
}

export function isXml(x: Value): x is Xml {
  return kindOf(x) === Kind.Xml;
}

export function isHandle(x: Value): x is Handle {
  return kindOf(x) === Kind.Handle;
}

const classNames: readonly string[] = [
  'STArray',
  'STNumber',
  'STDate',
  'STData',
  'STIPAddress',
  'STDictionary',
  'STXML',
];

/** The class name as `ObjectClass` gives it (cgpl.md section 4), null for null. */
export function className(x: Value): string | null {
  if (typeof x === 'string') return 'STString';
  if (typeof x === 'number') return 'STNumber';
  if (x === null) return null;
  const kind = kindOf(x);
  if (kind === Kind.Handle || kind === Kind.Opaque) return (x as Handle | Opaque).class;
  return classNames[kind ?? 0] ?? null;
}

/** The class name for messages: "null" for null. */
export function describe(x: Value): string {
  return className(x) ?? 'null';
}
