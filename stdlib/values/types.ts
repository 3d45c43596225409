/**
 * What CG/PL and WSSP values are (spec: cgpl.md section 4, data.md section 1).
 *
 * The same representation is used inside a sandbox and on the host. It is chosen for the guest engine:
 * strings, numbers, null and arrays are the engine's own; everything else is a plain object told apart by
 * its `kind`, so that a value read from the engine's binary format needs no repair. Nothing here may rely
 * on prototypes: inside the guest `Object.prototype` is empty.
 */

/** One JavaScript unit per byte (0 to 255): CG/PL strings are byte sequences, normally UTF-8, without a zero byte. */
export type Bytes = string;

/** Tells apart the values that are plain objects. The numbers are part of the recording format: never renumber. */
export enum Kind {
  Big = 1,
  Time = 2,
  Data = 3,
  Ip = 4,
  Dict = 5,
  Xml = 6,
  Handle = 7,
  Opaque = 8,
}

/**
 * A 64-bit number outside the safe integer range. A number inside it is always a JavaScript number, so that
 * equal numbers have equal representations.
 */
export interface Big {
  readonly kind: Kind.Big;
  readonly big: bigint;
}

/** Seconds since 1970-01-01T00:00:00 without zone; -Infinity is the remote past, Infinity the remote future. */
export interface Time {
  readonly kind: Kind.Time;
  readonly at: number;
}

/** A datablock: any bytes. */
export interface Data {
  readonly kind: Kind.Data;
  readonly bytes: Bytes;
}

/** A network address in canonical text form without brackets, with a port, 0 for none. */
export interface Ip {
  readonly kind: Kind.Ip;
  readonly address: string;
  readonly port: number;
}

/**
 * A dictionary. `entries` inherits nothing and never holds null, but for texts of CLI updates read with `keepNulls`. A
 * case-insensitive dictionary keeps `entries` under the folded key and the first spelling of each key in `names`.
 *
 * A new dictionary has two properties only: it costs half of what one with four costs, and programs make many.
 * `order` is undefined as long as a key may be put into `entries` without telling anybody, the sorted keys when they
 * are known, else null; it is never undefined beside `names`.
 */
export interface Dict {
  readonly kind: Kind.Dict;
  entries: Record<Bytes, Value>;
  order?: Bytes[] | null | undefined;
  names?: Record<Bytes, Bytes> | null | undefined;
}

/** An attribute; a namespace declaration is an attribute with prefix `xmlns` (or name `xmlns` and no prefix). */
export interface XmlAttribute {
  readonly prefix: Bytes;
  readonly name: Bytes;
  value: Bytes;
}

/** An XML element. `inherited` is what the parents bound (prefix to namespace) when the element was parsed or put in. */
export interface Xml {
  readonly kind: Kind.Xml;
  type: Bytes;
  prefix: Bytes;
  attributes: XmlAttribute[];
  body: (Bytes | Xml)[];
  inherited: Record<Bytes, Bytes> | null;
}

/** A reference to something live: Mailbox, Message, Calendar, Task. Means something only to the host that made it. */
export interface Handle {
  readonly kind: Kind.Handle;
  readonly class: Bytes;
  readonly id: number;
}

/** `#(Class:data)` read from text: keeps its text, never becomes live again. */
export interface Opaque {
  readonly kind: Kind.Opaque;
  readonly class: Bytes;
  readonly data: Bytes | null;
}

export type Value = null | Bytes | number | Big | Time | Data | Ip | Value[] | Dict | Xml | Handle | Opaque;

/** The true-value: the string YES. */
export const YES = 'YES';
