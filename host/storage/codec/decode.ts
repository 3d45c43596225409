/** Values from bytes; the form is in tags.ts. Every size and count is checked before it is believed. */
import {
  type Dict,
  makeAttribute,
  makeData,
  makeIp,
  makeOpaque,
  newDict,
  newXml,
} from '../../../stdlib/values/index.js';
import { Kind, type Value, type Xml, type XmlAttribute } from '../../../stdlib/values/types.js';
import { ValueCodecError } from '../errors.js';
import { MAX_DEPTH, Tag, VERSION } from './tags.js';

/** Strings up to this size are made unit by unit: a call into the buffer costs as much. */
const SHORT = 12;

/** The value of bytes that `encodeValue` made; ValueCodecError for all others. */
export function decodeValue(bytes: Uint8Array, maxDepth = MAX_DEPTH): Value {
  const reader = new Reader(bytes);
  if (reader.byte() !== VERSION) throw damaged('it has another version');
  const value = reader.value(maxDepth);
  if (!reader.atEnd) throw damaged('bytes follow it');
  return value;
}

/** The first items of an array that `encodeValue` made: for long walks that need no more. What follows is not looked at. */
export function decodeFirst(bytes: Uint8Array, count: number): Value[] {
  const reader = new Reader(bytes);
  if (reader.byte() !== VERSION) throw damaged('it has another version');
  if (reader.byte() !== Tag.Array) throw damaged('it is no array');
  const items: Value[] = [];
  for (let left = Math.min(count, reader.varint()); left > 0; left--) items.push(reader.value(MAX_DEPTH));
  return items;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw damaged('it is cut off');
    return byte;
  }

  value(depth: number): Value {
    const tag = this.byte();
    if (tag >= Tag.SmallNumber) return tag - Tag.SmallNumber;
    if (tag >= Tag.ShortString) return this.#units(tag - Tag.ShortString);
    switch (tag) {
      case Tag.Null:
        return null;
      case Tag.String:
        return this.text();
      case Tag.Number:
        return this.varint();
      case Tag.Negative:
        return -this.varint();
      case Tag.Big:
        return { kind: Kind.Big, big: this.#bytes.readBigInt64BE(this.#take(8)) };
      case Tag.Time:
        return { kind: Kind.Time, at: this.#bytes.readDoubleBE(this.#take(8)) };
      case Tag.Data:
        return makeData(this.text());
      case Tag.Ip:
        return makeIp(this.text(), this.varint());
      case Tag.Opaque:
        return makeOpaque(this.text(), this.text());
      case Tag.OpaqueEmpty:
        return makeOpaque(this.text(), null);
    }
    if (depth === 0) throw new ValueCodecError('too-deep', 'a stored value is nested too deep');
    if (tag === Tag.Array) return this.#array(depth - 1);
    if (tag === Tag.Dict) return this.#dict(depth - 1);
    if (tag === Tag.FoldDict) return this.#foldDict(depth - 1);
    if (tag === Tag.Xml) return this.#xml(depth - 1);
    throw damaged(`it has an unknown tag ${tag}`);
  }

  text(): string {
    return this.#units(this.varint());
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80; ; scale *= 0x80) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      if (scale > 2 ** 49) throw damaged('a number is too large');
    }
    if (!Number.isSafeInteger(value)) throw damaged('a number is too large');
    return value;
  }

  /** A number of things that take at least so many bytes each. */
  #count(bytesEach: number): number {
    const count = this.varint();
    if (count * bytesEach > this.#bytes.length - this.#at) throw damaged('it is cut off');
    return count;
  }

  #take(size: number): number {
    const at = this.#at;
    if (size > this.#bytes.length - at) throw damaged('it is cut off');
    this.#at = at + size;
    return at;
  }

  #units(size: number): string {
    const start = this.#take(size);
    if (size > SHORT) return this.#bytes.toString('latin1', start, start + size);
    let text = '';
    for (let at = start; at < start + size; at++) text += String.fromCharCode(this.#bytes[at] as number);
    return text;
  }

  #array(depth: number): Value[] {
    const count = this.#count(1);
    const items: Value[] = [];
    for (let i = 0; i < count; i++) items.push(this.value(depth));
    return items;
  }

  #dict(depth: number): Dict {
    const dict = newDict();
    const entries = dict.entries;
    for (let left = this.#count(2); left > 0; left--) {
      const key = this.text();
      entries[key] = this.value(depth);
    }
    return dict;
  }

  #foldDict(depth: number): Dict {
    const dict = newDict(false);
    const names = dict.names ?? {};
    for (let left = this.#count(3); left > 0; left--) {
      const key = this.text();
      names[key] = this.text();
      dict.entries[key] = this.value(depth);
    }
    return dict;
  }

  #xml(depth: number): Xml {
    const xml = newXml(this.text(), this.text());
    for (let left = this.#count(3); left > 0; left--) xml.attributes.push(this.#attribute());
    for (let left = this.#count(1); left > 0; left--) {
      const item = this.value(depth);
      if (typeof item !== 'string' && !isXml(item)) throw damaged('an element holds something else');
      xml.body.push(item);
    }
    const tag = this.byte();
    if (tag === Tag.Null) return xml;
    if (tag !== Tag.Dict) throw damaged('an element has wrong namespaces');
    const inherited: Record<string, string> = Object.create(null);
    for (let left = this.#count(2); left > 0; left--) inherited[this.text()] = this.text();
    xml.inherited = inherited;
    return xml;
  }

  #attribute(): XmlAttribute {
    return makeAttribute(this.text(), this.text(), this.text());
  }
}

function isXml(value: Value): value is Xml {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === Kind.Xml;
}

function damaged(why: string): ValueCodecError {
  return new ValueCodecError('damaged-value', `a stored value is damaged: ${why}`);
}
