/**
 * The engine's binary object format to values. What comes out of a sandbox is hostile: everything is checked, and
 * only complete values of the languages come through. Parts that the guest shares stay shared; they count as often
 * as they occur, so that nothing small can stand for something endless.
 */
import { newEntries } from '../../stdlib/values/dict.js';
import { Kind, type Value } from '../../stdlib/values/types.js';
import { ProgramException } from '../errors/failure.js';
import { type EdgeLimits, ORDERED, Tag, VERSION } from './format.js';
import { skipOrders } from './orders.js';
import { bad, Reader } from './reader.js';
import { Fields, known, makeAttribute, makeDict, makeValue, newList, type Shape, shapeOf } from './shapes.js';

/** An object or array that a reference may name. A class: what literals make may be put where it lives long (`newList`). */
class Part {
  /** Undefined while it is being read. */
  value: unknown = undefined;
  cost = 0;
  height = 0;

  constructor(readonly shape: Shape) {}
}

/** Decodes one value. Throws `not-a-value`, `value-size`, `value-depth`. */
export function decode(bytes: Uint8Array, limits: EdgeLimits): Value {
  return new Decoding(bytes, limits).run();
}

/** A null, an integer or a byte string that stands alone, without decoding; undefined for everything else. */
export function simpleValue(bytes: Uint8Array): null | number | string | undefined {
  if (bytes[0] !== VERSION || bytes[1] !== 0) return undefined;
  const tag = bytes[2];
  if (tag === Tag.Null) return null;
  if (tag !== Tag.Int && tag !== Tag.String) return undefined;
  const input = new Reader(bytes);
  input.at = 3;
  if (tag === Tag.String) return input.byteText() ?? undefined;
  const coded = input.leb();
  return (coded >>> 1) ^ -(coded & 1);
}

class Decoding {
  private readonly input: Reader;
  private readonly names = newList<string>();
  private readonly parts = newList<Part>();
  /** Bytes of shared parts that were met again. */
  private repeated = 0;
  /** Levels below the value that was read last. */
  private height = 0;

  constructor(
    bytes: Uint8Array,
    private readonly limits: EdgeLimits,
  ) {
    this.input = new Reader(bytes);
    if (bytes.length > limits.valueBytes + 64) this.tooLarge();
  }

  run(): Value {
    const { input } = this;
    const version = input.byte();
    if (version !== VERSION && version !== ORDERED) bad('unknown version');
    for (let left = input.count(); left > 0; left--)
      this.names.push(known(input.byteText() ?? bad('a key is no byte string')));
    if (version === ORDERED) skipOrders(input);
    const value = this.value(0);
    if (input.left > 0) bad('something follows it');
    return value;
  }

  private value(depth: number): Value {
    const { input } = this;
    const tag = input.byte();
    switch (tag) {
      case Tag.String:
        this.height = 0;
        return this.string(false);
      case Tag.Int:
        this.height = 0;
        return this.int();
      case Tag.Null:
      case Tag.Undefined:
        this.height = 0;
        return null;
      case Tag.Double:
        this.height = 0;
        return this.whole(input.double());
      case Tag.Array:
        return this.array('value', depth) as Value;
      case Tag.Object:
        return this.record('value', depth) as Value;
      case Tag.Reference:
        return this.reference('value', depth) as Value;
      default:
        return bad(`type ${tag}`);
    }
  }

  private string(isData: boolean): string {
    const text = this.input.byteText() ?? bad('a string has units that are no bytes');
    return isData || !this.input.hasZero(text.length) ? text : bad('a string has a zero byte');
  }

  private int(): number {
    const coded = this.input.leb();
    return (coded >>> 1) ^ -(coded & 1);
  }

  private whole(value: number): number {
    return Number.isSafeInteger(value) ? value + 0 : bad('a number is not whole or out of range');
  }

  /** An array: a value, or the list that a property holds. */
  private array(shape: Shape, depth: number): unknown {
    const part = this.open(shape, depth);
    const start = this.cost;
    const list = newList<unknown>();
    let height = 0;
    for (let left = this.input.count(); left > 0; left--) {
      list.push(shape === 'attributes' ? this.property('attribute', depth) : this.value(depth + 1));
      if (this.height > height) height = this.height;
    }
    return this.close(part, list, start, shape === 'value' ? height + 1 : height);
  }

  /** An object: a value, or what a property holds. Only values count as levels. */
  private record(shape: Shape, depth: number): unknown {
    const part = this.open(shape, depth);
    const start = this.cost;
    if (shape === 'entries') return this.close(part, this.entries(depth), start, this.height);
    if (shape === 'texts') return this.close(part, this.texts(depth), start, 0);
    let fields: Fields | null = null;
    let height = 0;
    for (let left = this.input.count(); left > 0; left--) {
      const name = this.name();
      const value = this.property(shape === 'value' ? shapeOf(name) : 'text', depth);
      // Dictionaries are what data sets are made of: they do without the table of fields.
      if (fields === null && value === Kind.Dict && name === 'kind' && shape === 'value')
        return this.close(part, this.dict(left - 1, depth), start, this.height + 1);
      fields ??= new Fields();
      fields.set(name, value);
      if (this.height > height) height = this.height;
    }
    fields ??= new Fields();
    if (shape === 'value') return this.close(part, makeValue(fields), start, height + 1);
    return this.close(part, makeAttribute(fields), start, height);
  }

  /** The other properties of a dictionary. */
  private dict(left: number, depth: number): Value {
    let entries: unknown = null;
    let names: unknown = null;
    let height = 0;
    for (; left > 0; left--) {
      const name = this.name();
      const value = this.property(shapeOf(name), depth);
      if (name === 'entries') entries = value;
      else if (name === 'names') names = value;
      else if (name !== 'order') bad('unknown property');
      if (this.height > height) height = this.height;
    }
    this.height = height;
    return makeDict(entries, names);
  }

  private texts(depth: number): Record<string, unknown> {
    const texts: Record<string, unknown> = Object.create(null);
    for (let left = this.input.count(); left > 0; left--) {
      const name = this.name();
      const text = this.property('text', depth);
      if (text !== null) texts[name] = text;
    }
    return texts;
  }

  private entries(depth: number): Record<string, Value> {
    const entries = newEntries();
    let height = 0;
    for (let left = this.input.count(); left > 0; left--) {
      const name = this.name();
      entries[name] = this.value(depth + 1);
      if (this.height > height) height = this.height;
    }
    this.height = height;
    return entries;
  }

  /** What stands under a known name of an object. */
  private property(shape: Shape, depth: number): unknown {
    const { input } = this;
    const tag = input.byte();
    this.height = 0;
    if (tag === Tag.Null || tag === Tag.Undefined) return null;
    if (tag === Tag.Reference) return this.reference(shape, depth);
    switch (shape) {
      case 'text':
        return tag === Tag.String ? this.string(false) : bad(`type ${tag} for a text`);
      case 'bytes':
        return tag === Tag.String ? this.string(true) : bad(`type ${tag} for bytes`);
      case 'number':
        if (tag === Tag.Int) return this.int();
        return tag === Tag.Double ? input.double() : bad(`type ${tag} for a number`);
      case 'bigint':
        return tag === Tag.BigInt ? this.bigInt() : bad(`type ${tag} for a long number`);
      case 'entries':
      case 'texts':
      case 'attribute':
        return tag === Tag.Object ? this.record(shape, depth) : bad(`type ${tag} for ${shape}`);
      case 'attributes':
      case 'items':
        return tag === Tag.Array ? this.array(shape, depth) : bad(`type ${tag} for a list`);
      case 'value':
        return bad('a value where a part belongs');
    }
  }

  private bigInt(): bigint {
    const bytes = this.input.raw(this.input.count());
    if (bytes.length > 8) bad('a number has more than 64 bits');
    let value = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
    return BigInt.asIntN(bytes.length * 8, value);
  }

  private reference(shape: Shape, depth: number): unknown {
    const part = this.parts[this.input.leb()] ?? bad('a reference to nothing');
    if (part.value === undefined) bad('it holds itself');
    if (part.shape !== shape) bad(`${part.shape} for ${shape}`);
    if (depth + part.height > this.limits.valueDepth) this.tooDeep();
    this.repeated += part.cost;
    this.height = part.height;
    if (this.cost > this.limits.valueBytes + 64) this.tooLarge();
    return part.value;
  }

  private name(): string {
    const place = this.input.leb();
    if (place & 1) return String(place >>> 1);
    return this.names[(place >>> 1) - 1] ?? bad('a key that is not in the table');
  }

  private get cost(): number {
    return this.input.at + this.repeated;
  }

  private open(shape: Shape, depth: number): Part {
    if (depth >= this.limits.valueDepth) this.tooDeep();
    const part = new Part(shape);
    this.parts.push(part);
    return part;
  }

  private close(part: Part, value: unknown, start: number, height: number): unknown {
    part.value = value;
    part.cost = this.cost - start + 2;
    this.height = part.height = height;
    return value;
  }

  private tooLarge(): never {
    throw new ProgramException('value-size', this.limits.valueBytes);
  }

  private tooDeep(): never {
    throw new ProgramException('value-depth', this.limits.valueDepth);
  }
}
