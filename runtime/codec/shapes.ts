/** Which properties the objects of values have, and how the objects are made from them. */
import { newEntries } from '../../stdlib/values/dict.js';
import { type Dict, Kind, type Value, type Xml, type XmlAttribute } from '../../stdlib/values/types.js';
import { bad } from './reader.js';

/** What a property holds. `items` are arrays of values that are part of their owner. */
export type Shape =
  | 'value'
  | 'items'
  | 'entries'
  | 'texts'
  | 'attributes'
  | 'attribute'
  | 'text'
  | 'bytes'
  | 'number'
  | 'bigint';

/** The properties of one object, null or undefined when they are missing. */
export class Fields {
  kind: unknown = null;
  at: unknown = null;
  bytes: unknown = null;
  entries: unknown = null;
  names: unknown = null;
  class: unknown = null;
  id: unknown = null;
  data: unknown = null;
  name: unknown = null;
  value: unknown = null;
  prefix: unknown = null;
  type: unknown = null;
  attributes: unknown = null;
  body: unknown = null;
  inherited: unknown = null;
  big: unknown = null;
  address: unknown = null;
  port: unknown = null;
  order: unknown = null;

  set(name: string, value: unknown): void {
    if (!Object.hasOwn(this, name)) bad('unknown property');
    this[name as Exclude<keyof Fields, 'set'>] = value;
  }
}

const SHAPES: Readonly<Record<string, Shape>> = Object.assign(Object.create(null), {
  kind: 'number',
  big: 'bigint',
  at: 'number',
  bytes: 'bytes',
  address: 'text',
  port: 'number',
  entries: 'entries',
  order: 'items',
  names: 'texts',
  type: 'text',
  prefix: 'text',
  attributes: 'attributes',
  body: 'items',
  inherited: 'texts',
  class: 'text',
  id: 'number',
  data: 'text',
} satisfies Record<string, Shape>);

const KNOWN = new Map(Object.keys(SHAPES).map(name => [name, name]));

/** The same text; names of properties as the one string that comparing with them is fast for. */
export function known(name: string): string {
  return KNOWN.get(name) ?? name;
}

/** Of a property of a value. */
export function shapeOf(name: string): Shape {
  return SHAPES[name] ?? bad('unknown property');
}

const ADDRESS = /^[0-9A-Fa-f:.]{0,45}$/;

const text = (value: unknown): string => (typeof value === 'string' ? value : bad('a text is missing'));
const texts = (value: unknown): Record<string, string> | null =>
  (value ?? null) as Record<string, string> | null;

function number(value: unknown, isValid: (n: number) => boolean): number {
  return typeof value === 'number' && isValid(value) ? value + 0 : bad('a number is missing or out of range');
}

/** A value of the kind that the fields tell. Their shapes are right, their presence is not known. */
export function makeValue(fields: Fields): Value {
  switch (fields.kind) {
    case Kind.Dict:
      return makeDict(fields.entries, fields.names);
    case Kind.Big: {
      const big = typeof fields.big === 'bigint' ? fields.big : bad('a long number is missing');
      const small = Number(big);
      return Number.isSafeInteger(small) ? small : { kind: Kind.Big, big };
    }
    case Kind.Time:
      return {
        kind: Kind.Time,
        at: number(fields.at, n => Number.isSafeInteger(n) || n === Infinity || n === -Infinity),
      };
    case Kind.Data:
      return { kind: Kind.Data, bytes: text(fields.bytes) };
    case Kind.Ip: {
      const address = text(fields.address);
      if (!ADDRESS.test(address)) bad('no network address');
      return { kind: Kind.Ip, address, port: number(fields.port, n => n >= 0 && n <= 0xffff && n % 1 === 0) };
    }
    case Kind.Xml:
      return makeXml(fields);
    case Kind.Handle:
      return { kind: Kind.Handle, class: text(fields.class), id: number(fields.id, Number.isSafeInteger) };
    case Kind.Opaque:
      return {
        kind: Kind.Opaque,
        class: text(fields.class),
        data: fields.data === null || fields.data === undefined ? null : text(fields.data),
      };
    default:
      return bad('an object of no kind');
  }
}

/**
 * An empty array, and below a dictionary, that no literal made. When what a literal makes has survived often enough, V8 makes
 * it in the old generation, and from there even a dead one keeps all values in it until the next major collection.
 */
export function newList<T>(): T[] {
  return NONE.slice() as T[];
}

/** Held elements of any kind, so that the copies need not change when they do. */
const NONE: unknown[] = [null];
NONE.pop();

const NewDict = function (this: { kind: Kind; entries: unknown }, entries: unknown) {
  this.kind = Kind.Dict;
  this.entries = entries;
} as unknown as new (
  entries: Record<string, Value>,
) => Dict;
NewDict.prototype = Object.prototype;

/** A dictionary of its properties, whose shapes are right. */
export function makeDict(given: unknown, givenNames: unknown): Dict {
  const entries = (given ?? newEntries()) as Record<string, Value>;
  const names = texts(givenNames);
  if (names) for (const key in entries) names[key] ??= key;
  return names ? { kind: Kind.Dict, entries, order: null, names } : new NewDict(entries);
}

const isXml = (value: unknown): value is Xml =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.Xml;

function makeXml(fields: Fields): Xml {
  const body = (fields.body ?? []) as (string | Xml)[];
  for (const item of body)
    if (typeof item !== 'string' && !isXml(item)) bad('an element holds something else');
  return {
    kind: Kind.Xml,
    type: text(fields.type),
    prefix: text(fields.prefix),
    attributes: (fields.attributes ?? []) as XmlAttribute[],
    body,
    inherited: texts(fields.inherited),
  };
}

export function makeAttribute(fields: Fields): XmlAttribute {
  return { prefix: text(fields.prefix), name: text(fields.name), value: text(fields.value) };
}
