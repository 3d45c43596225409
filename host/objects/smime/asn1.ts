/** ASN.1 as cryptographic messages need it: values are byte strings. The one importer of node-forge. */
import forge from 'node-forge';
import type { Bytes } from '../../../stdlib/values/types.js';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** A value with its tag. */
export type Asn1 = forge.asn1.Asn1;

/** What cannot be read as a cryptographic message, certificate or key. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const universal = (type: forge.asn1.Type, constructed: boolean, value: Bytes | Asn1[]): Asn1 =>
  asn1.create(Class.UNIVERSAL, type, constructed, value);

export const sequence = (...items: Asn1[]): Asn1 => universal(Type.SEQUENCE, true, items);
export const oid = (dotted: string): Asn1 => universal(Type.OID, false, asn1.oidToDer(dotted).getBytes());
export const octets = (bytes: Bytes): Asn1 => universal(Type.OCTETSTRING, false, bytes);
/** Whole bytes as bits. */
export const bitString = (bytes: Bytes): Asn1 => universal(Type.BITSTRING, false, `\0${bytes}`);
export const nothing = (): Asn1 => universal(Type.NULL, false, '');
export const integer = (value: number): Asn1 =>
  universal(Type.INTEGER, false, asn1.integerToDer(value).getBytes());
export const utcTime = (at: Date): Asn1 => universal(Type.UTCTIME, false, asn1.dateToUtcTime(at));

/** A set in the order that DER wants: by the encodings of its members. */
export function set(...items: Asn1[]): Asn1 {
  const sorted = items.map(item => ({ item, bytes: encode(item) }));
  sorted.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : 0));
  return universal(
    Type.SET,
    true,
    sorted.map(({ item }) => item),
  );
}

/** A value with a tag of its context: members, or bytes in place of an octet string. */
export const tagged = (tag: number, value: Bytes | Asn1[]): Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag as forge.asn1.Type, typeof value !== 'string', value);

export const encode = (value: Asn1): Bytes => asn1.toDer(value).getBytes();

/** Reads BER, of which DER is a part. Throws `Unreadable`. */
export function decode(bytes: Bytes): Asn1 {
  try {
    // the types of the package do not know this form of the call
    const read = asn1.fromDer as unknown as (text: Bytes, options: object) => Asn1;
    return read(bytes, { strict: false, parseAllBytes: false, decodeBitStrings: false });
  } catch {
    throw new Unreadable('the data is damaged');
  }
}

/** Members of a constructed value. */
export function membersOf(value: Asn1 | undefined): Asn1[] {
  if (value === undefined || typeof value.value === 'string') throw new Unreadable('the data is damaged');
  return value.value;
}

/** The members, of which there must be so many at least. */
export function need(value: Asn1 | undefined, count: number): Asn1[] {
  const members = membersOf(value);
  if (members.length < count) throw new Unreadable('the data is damaged');
  return members;
}

/** Bytes of an octet string, also of one in pieces. */
export function octetsOf(value: Asn1 | undefined): Bytes {
  if (value === undefined) throw new Unreadable('the data is damaged');
  return typeof value.value === 'string' ? value.value : value.value.map(octetsOf).join('');
}

/** Bytes of a bit string of whole bytes. */
export function bitsOf(value: Asn1 | undefined): Bytes {
  const bits = octetsOf(value);
  if (bits[0] !== '\0') throw new Unreadable('the data is damaged');
  return bits.slice(1);
}

/** A dotted name. */
export function oidOf(value: Asn1 | undefined): string {
  if (value?.type !== Type.OID || typeof value.value !== 'string') {
    throw new Unreadable('the data is damaged');
  }
  return asn1.derToOid(value.value);
}

/** Tag of a value with a context tag, null for others. */
export const tagOf = (value: Asn1 | undefined): number | null =>
  value !== undefined && value.tagClass === Class.CONTEXT_SPECIFIC ? (value.type as number) : null;

export const isSet = (value: Asn1 | undefined): boolean =>
  value?.tagClass === Class.UNIVERSAL && value.type === Type.SET;
