/** Values as bytes; the form is in tags.ts. */
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
} from '../../../stdlib/values/types.js';
import { ValueCodecError } from '../errors.js';
import { MAX_DEPTH, Tag, VERSION } from './tags.js';
import { Writer } from './writer.js';

/** A buffer larger than this is not kept for the next value. */
const KEEP = 1 << 20;
let spare: Writer | null = null;

/**
 * The bytes of a value, the same for the same value with the same order of entries. ValueCodecError for what cannot
 * be stored: handles, fractions, strings that are not bytes, more than `maxDepth` levels.
 */
export function encodeValue(value: Value, maxDepth = MAX_DEPTH): Uint8Array {
  const writer = spare ?? new Writer();
  spare = null;
  writer.reset();
  writer.byte(VERSION);
  write(writer, value, maxDepth);
  const bytes = writer.done();
  if (writer.room <= KEEP) spare = writer;
  return bytes;
}

function write(out: Writer, value: Value, depth: number): void {
  if (typeof value === 'string') string(out, value);
  else if (typeof value === 'number') number(out, value);
  else if (value === null) out.byte(Tag.Null);
  else if (Array.isArray(value)) array(out, value, deeper(depth));
  else if (value.kind === Kind.Dict) dict(out, value, deeper(depth));
  else if (value.kind === Kind.Xml) xml(out, value, deeper(depth));
  else atom(out, value);
}

function deeper(depth: number): number {
  if (depth === 0) throw new ValueCodecError('too-deep', 'a value is nested too deep to be stored');
  return depth - 1;
}

function atom(out: Writer, value: Big | Time | Data | Ip | Opaque | Handle): void {
  switch (value.kind) {
    case Kind.Big:
      out.byte(Tag.Big);
      out.big(value.big);
      break;
    case Kind.Time:
      out.byte(Tag.Time);
      out.float(value.at);
      break;
    case Kind.Data:
      out.byte(Tag.Data);
      out.text(value.bytes);
      break;
    case Kind.Ip:
      out.byte(Tag.Ip);
      out.text(value.address);
      out.varint(value.port);
      break;
    case Kind.Opaque:
      out.byte(value.data === null ? Tag.OpaqueEmpty : Tag.Opaque);
      out.text(value.class);
      if (value.data !== null) out.text(value.data);
      break;
    default:
      throw new ValueCodecError('not-storable', 'a reference to something live cannot be stored');
  }
}

function array(out: Writer, items: readonly Value[], depth: number): void {
  out.byte(Tag.Array);
  out.varint(items.length);
  for (const item of items) write(out, item, depth);
}

function string(out: Writer, value: string): void {
  if (value.length < 64) {
    out.byte(Tag.ShortString + value.length);
    out.units(value);
  } else {
    out.byte(Tag.String);
    out.text(value);
  }
}

function number(out: Writer, value: number): void {
  if (!Number.isSafeInteger(value))
    throw new ValueCodecError('not-storable', `${value} is no number of the language`);
  if (value >= 0 && value < 128) {
    out.byte(Tag.SmallNumber + value);
  } else {
    out.byte(value < 0 ? Tag.Negative : Tag.Number);
    out.varint(Math.abs(value));
  }
}

function dict(out: Writer, value: Dict, depth: number): void {
  const { entries, names } = value;
  const keys = Object.keys(entries);
  out.byte(names ? Tag.FoldDict : Tag.Dict);
  out.varint(keys.length);
  for (const key of keys) {
    out.text(key);
    if (names) out.text(names[key] ?? key);
    write(out, entries[key] as Value, depth);
  }
}

function xml(out: Writer, value: Xml, depth: number): void {
  out.byte(Tag.Xml);
  out.text(value.type);
  out.text(value.prefix);
  out.varint(value.attributes.length);
  for (const attribute of value.attributes) {
    out.text(attribute.prefix);
    out.text(attribute.name);
    out.text(attribute.value);
  }
  out.varint(value.body.length);
  for (const item of value.body) write(out, item, depth);
  if (value.inherited === null) {
    out.byte(Tag.Null);
    return;
  }
  const prefixes = Object.keys(value.inherited);
  out.byte(Tag.Dict);
  out.varint(prefixes.length);
  for (const prefix of prefixes) {
    out.text(prefix);
    out.text(value.inherited[prefix] as string);
  }
}
