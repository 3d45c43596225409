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
import { type EdgeLimits, Tag, VERSION } from './format.js';
import { Writer } from './writer.js';

/** Encodes one value after another; keeps its buffers. */
export class Encoder {
  private readonly body = new Writer();
  private readonly head = new Writer();
  private names = new Map<string, number>();
  private limits: EdgeLimits = { valueBytes: 0, valueDepth: 0 };

  /** A copy of the encoded value. Throws `value-size` and `value-depth`. */
  encode(value: Value, limits: EdgeLimits): Uint8Array {
    this.limits = limits;
    this.body.reset();
    this.head.reset();
    this.names.clear();
    this.value(value, 0);
    this.head.byte(VERSION);
    this.head.leb(this.names.size);
    for (const name of this.names.keys()) this.head.text(name);
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
        this.object(value.kind, 2);
        this.name('big');
        this.bigInt(value.big);
        break;
      case Kind.Time:
        this.object(value.kind, 2);
        this.name('at');
        this.number(value.at);
        break;
      case Kind.Data:
        this.object(value.kind, 2);
        this.field('bytes', value.bytes);
        break;
      case Kind.Ip:
        this.object(value.kind, 3);
        this.field('address', value.address);
        this.name('port');
        this.number(value.port);
        break;
      case Kind.Handle:
        this.object(value.kind, 3);
        this.field('class', value.class);
        this.name('id');
        this.number(value.id);
        break;
      case Kind.Opaque:
        this.object(value.kind, 3);
        this.field('class', value.class);
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
    const { entries, names } = dict;
    this.object(Kind.Dict, names ? 4 : 2);
    this.name('entries');
    const keys = Object.keys(entries);
    this.body.byte(Tag.Object);
    this.body.leb(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? '';
      this.name(key);
      this.value(entries[key] ?? null, depth + 1);
    }
    if (names) {
      this.name('order');
      this.body.byte(Tag.Null);
      this.name('names');
      this.texts(names);
    }
    this.check();
  }

  private xml(xml: Xml, depth: number): void {
    const { body } = this;
    this.object(Kind.Xml, 6);
    this.field('type', xml.type);
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

  private object(kind: Kind, properties: number): void {
    this.body.byte(Tag.Object);
    this.body.leb(properties);
    this.name('kind');
    this.number(kind);
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
    let place = this.names.get(name);
    if (place === undefined) this.names.set(name, (place = this.names.size + 1));
    this.body.leb(place * 2);
  }

  private check(): void {
    if (this.body.length > this.limits.valueBytes)
      throw new ProgramException('value-size', this.limits.valueBytes);
  }
}
