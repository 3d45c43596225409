/** Values to the engine's binary object format. */
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
} from '../../stdlib/values/types.js';
import { ProgramException } from '../errors/failure.js';
import { type EdgeLimits, ORDERED, Tag, VERSION } from './format.js';
import { Orders } from './orders.js';
import { Writer } from './writer.js';

/** The table of names of one value. The name behind another one is mostly the same as the last time. */
class Names {
  /** In the order of their places, which begin with 1. */
  readonly list: string[] = [];
  private readonly places = new Map<string, number>();
  private readonly following: number[] = [];
  private last = 0;

  placeOf(name: string): number {
    let place = this.following[this.last] ?? 0;
    if (place === 0 || this.list[place - 1] !== name) {
      place = this.places.get(name) ?? this.add(name);
      this.following[this.last] = place;
    }
    return (this.last = place);
  }

  /** As if the name at this place had been asked for. */
  goOn(place: number): void {
    this.last = place;
  }

  clear(): void {
    this.list.length = 0;
    this.places.clear();
    this.following.length = 0;
    this.following.push(0);
    this.last = 0;
  }

  private add(name: string): number {
    const place = this.list.push(name);
    this.following.push(0);
    this.places.set(name, place);
    return place;
  }
}

/** Encodes one value after another; keeps its buffers. */
export class Encoder {
  private readonly body = new Writer();
  private readonly head = new Writer();
  private readonly names = new Names();
  private readonly orders = new Orders();
  private readonly dictHead: number[] = [];
  private entriesName = 0;
  private limits: EdgeLimits = { valueBytes: 0, valueDepth: 0 };

  /** A copy of the encoded value. Throws `value-size` and `value-depth`. */
  encode(value: Value, limits: EdgeLimits): Uint8Array {
    this.limits = limits;
    this.body.reset();
    this.head.reset();
    this.names.clear();
    this.orders.clear();
    this.dictHead.length = 0;
    this.value(value, 0);
    const { isAny } = this.orders;
    this.head.byte(isAny ? ORDERED : VERSION);
    this.head.leb(this.names.list.length);
    for (const name of this.names.list) this.head.text(name);
    if (isAny) this.orders.write(this.head);
    const bytes = new Uint8Array(this.head.length + this.body.length);
    bytes.set(this.head.written);
    bytes.set(this.body.written, this.head.length);
    return bytes;
  }

  private value(value: Value, depth: number): void {
    if (typeof value === 'string') this.string(value);
    else if (typeof value === 'number') this.number(value);
    else if (value === null || value === undefined) this.body.byte(Tag.Null);
    else if (depth >= this.limits.valueDepth)
      throw new ProgramException('value-depth', this.limits.valueDepth);
    else if (Array.isArray(value)) this.array(value, depth);
    else if (value.kind === Kind.Dict) this.dict(value, depth);
    else if (value.kind === Kind.Xml) this.xml(value, depth);
    else this.atom(value);
  }

  private atom(value: Big | Time | Data | Ip | Handle | Opaque): void {
    switch (value.kind) {
      case Kind.Big:
        this.object(value.kind, 2, 'big');
        this.bigInt(value.big);
        break;
      case Kind.Time:
        this.object(value.kind, 2, 'at');
        this.number(value.at);
        break;
      case Kind.Data:
        this.object(value.kind, 2, 'bytes');
        this.string(value.bytes);
        break;
      case Kind.Ip:
        this.object(value.kind, 3, 'address');
        this.string(value.address);
        this.name('port');
        this.number(value.port);
        break;
      case Kind.Handle:
        this.object(value.kind, 3, 'class');
        this.string(value.class);
        this.name('id');
        this.number(value.id);
        break;
      case Kind.Opaque:
        this.object(value.kind, 3, 'class');
        this.string(value.class);
        this.name('data');
        if (value.data === null) this.body.byte(Tag.Null);
        else this.string(value.data);
    }
  }

  private array(values: readonly Value[], depth: number): void {
    this.body.byte(Tag.Array);
    this.body.leb(values.length);
    for (let i = 0; i < values.length; i++) this.value(values[i] ?? null, depth + 1);
    this.check();
  }

  private dict(dict: Dict, depth: number): void {
    const { body } = this;
    const { entries, names } = dict;
    if (names) this.object(Kind.Dict, 4, 'entries');
    else this.plainDict();
    body.byte(Tag.Object);
    const place = body.countLater();
    let count = 0;
    let first = 0;
    // Entries inherit nothing. Where they are kept compactly this is ten times as fast as a list of keys.
    for (const key in entries) {
      const value = entries[key];
      const name = this.names.placeOf(key) * 2;
      if (count === 0) first = name / 2;
      if (typeof value !== 'string' || !body.shortField(name, Tag.String, value)) {
        body.leb(name);
        this.value(value ?? null, depth + 1);
      }
      count++;
    }
    body.setCount(place, count);
    if (this.orders.isAskedFor(first, count))
      this.orders.note(Object.keys(entries).map(key => this.names.placeOf(key)));
    if (names) {
      this.name('order');
      body.byte(Tag.Null);
      this.name('names');
      this.texts(names);
    }
    this.check();
  }

  /** What is before the entries of most dictionaries: the same bytes for all of a value. */
  private plainDict(): void {
    const { body, dictHead } = this;
    if (dictHead.length > 0) {
      body.few(dictHead);
      this.names.goOn(this.entriesName);
      return;
    }
    const start = body.length;
    this.object(Kind.Dict, 2, 'entries');
    dictHead.push(...body.written.subarray(start));
    this.entriesName = this.names.placeOf('entries');
  }

  private xml(xml: Xml, depth: number): void {
    const { body } = this;
    this.object(Kind.Xml, 6, 'type');
    this.string(xml.type);
    this.field('prefix', xml.prefix);
    this.name('attributes');
    body.byte(Tag.Array);
    body.leb(xml.attributes.length);
    for (const attribute of xml.attributes) {
      body.byte(Tag.Object);
      body.leb(3);
      this.field('prefix', attribute.prefix);
      this.field('name', attribute.name);
      this.field('value', attribute.value);
    }
    this.name('body');
    this.array(xml.body, depth);
    this.name('inherited');
    this.texts(xml.inherited);
  }

  private texts(record: Readonly<Record<string, string>> | null): void {
    if (record === null) {
      this.body.byte(Tag.Null);
      return;
    }
    const keys = Object.keys(record);
    this.body.byte(Tag.Object);
    this.body.leb(keys.length);
    for (const key of keys) this.field(key, record[key] ?? '');
  }

  /** Begins an object; its second property is `next`. */
  private object(kind: Kind, properties: number, next: string): void {
    this.body.byte(Tag.Object);
    this.body.leb(properties);
    this.name('kind');
    this.number(kind);
    this.name(next);
  }

  private field(name: string, text: string): void {
    this.name(name);
    this.string(text);
  }

  private string(text: string): void {
    if (text.length > this.limits.valueBytes)
      throw new ProgramException('value-size', this.limits.valueBytes);
    this.body.byte(Tag.String);
    this.body.text(text);
  }

  private number(value: number): void {
    const { body } = this;
    // Minus zero is no value of the languages: it becomes zero here.
    if ((value | 0) === value) {
      body.byte(Tag.Int);
      body.leb(((value << 1) ^ (value >> 31)) >>> 0);
    } else {
      body.byte(Tag.Double);
      body.double(value);
    }
  }

  /** Two's complement, little-endian, as short as possible. */
  private bigInt(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    if (rest !== 0n) {
      for (;;) {
        const byte = Number(rest & 0xffn);
        bytes.push(byte);
        rest >>= 8n;
        if ((rest === 0n && byte < 0x80) || (rest === -1n && byte >= 0x80)) break;
      }
    }
    this.body.byte(Tag.BigInt);
    this.body.leb(bytes.length);
    for (const byte of bytes) this.body.byte(byte);
  }

  private name(name: string): void {
    this.body.leb(this.names.placeOf(name) * 2);
  }

  private check(): void {
    if (this.body.length > this.limits.valueBytes)
      throw new ProgramException('value-size', this.limits.valueBytes);
  }
}
