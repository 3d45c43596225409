/** Constructors of the values that are plain objects, always with the same shape (the guest engine caches shapes). */
import {
  type Bytes,
  type Data,
  type Handle,
  type Ip,
  Kind,
  type Opaque,
  type Time,
  type Xml,
  type XmlAttribute,
} from './types.js';

/** First and last second of the years 0001 to 9999, the range a timestamp can be written in. */
export const FIRST_SECOND = -62135596800;
export const LAST_SECOND = 253402300799;

/** The remote past and the remote future. */
export const PAST: Time = { kind: Kind.Time, at: Number.NEGATIVE_INFINITY };
export const FUTURE: Time = { kind: Kind.Time, at: Number.POSITIVE_INFINITY };

/** A timestamp; seconds before year 1 or after year 9999 give the remote past or future. */
export function makeTime(at: number): Time {
  if (at < FIRST_SECOND) return PAST;
  if (at > LAST_SECOND) return FUTURE;
  return { kind: Kind.Time, at };
}

/** A datablock of these bytes, one string unit per byte. */
export function makeData(bytes: Bytes): Data {
  return { kind: Kind.Data, bytes };
}

/** An address that is already in canonical form; `parseIp` in stdlib/data/address.ts makes one from any text. */
export function makeIp(address: string, port = 0): Ip {
  return { kind: Kind.Ip, address, port };
}

export function makeHandle(className: Bytes, id: number): Handle {
  return { kind: Kind.Handle, class: className, id };
}

export function makeOpaque(className: Bytes, data: Bytes | null): Opaque {
  return { kind: Kind.Opaque, class: className, data };
}

/** An element without attributes and content. */
export function newXml(type: Bytes, prefix: Bytes = ''): Xml {
  return { kind: Kind.Xml, type, prefix, attributes: [], body: [], inherited: null };
}

export function makeAttribute(prefix: Bytes, name: Bytes, value: Bytes): XmlAttribute {
  return { prefix, name, value };
}
