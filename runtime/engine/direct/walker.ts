/**
 * Reads values out of the guest's memory where they lie. The engine's own encoder would take longer, and it keeps a
 * copy of what it wrote for as long as the sandbox lives. What lies there is hostile: everything is checked, and only
 * complete values of the languages come through. Parts that the guest shares stay shared; they count as often as
 * they occur, so that nothing small can stand for something endless.
 */
import { newEntries } from '../../../stdlib/values/dict.js';
import { Kind, type Value } from '../../../stdlib/values/types.js';
import type { EdgeLimits } from '../../codec/format.js';
import { bad } from '../../codec/reader.js';
import {
  Fields,
  makeAttribute,
  makeDict,
  makeValue,
  newList,
  type Shape,
  shapeOf,
} from '../../codec/shapes.js';
import { ProgramException } from '../../errors/failure.js';
import { cellOf, GuestObjects, type Order } from './objects.js';
import { type GuestValues, isDouble, Tag } from './values.js';

/** What values may cost beyond the limit: the ends of what is counted. */
const SLACK = 64;

/** Something that the guest holds in several places. A class: what literals make may be put where it lives long (`newList`). */
class Shared {
  /** Undefined while it is being read. */
  value: Value | undefined = undefined;
  cost = 0;
  height = 0;
}

const NO_LIMITS: EdgeLimits = { valueBytes: 0, valueDepth: 0 };

export class Walker {
  private readonly objects: GuestObjects;
  private readonly shared = new Map<number, Shared>();
  private limits = NO_LIMITS;
  private bytes = 0;
  /** The deepest level that was reached. */
  private deepest = 0;

  constructor(
    private readonly values: GuestValues,
    context: number,
  ) {
    this.objects = new GuestObjects(values, context, length => this.spend(length));
  }

  /** The value in a cell. Nothing in the guest may run meanwhile. Throws `not-a-value`, `value-size`, `value-depth`. */
  read(cell: number, limits: EdgeLimits): Value {
    this.limits = limits;
    this.bytes = 0;
    this.deepest = 0;
    try {
      return this.value(cell, 0);
    } finally {
      this.objects.forget();
      if (this.shared.size > 0) this.shared.clear();
    }
  }

  private value(cell: number, depth: number): Value {
    const { values } = this;
    const tag = values.tag(cell);
    if (tag === Tag.String || tag === Tag.Rope) return this.text(cell);
    if (tag === Tag.Object) return this.object(values.ints[cell >> 2] ?? 0, depth);
    this.spend(8);
    if (tag === Tag.Int) return values.ints[cell >> 2] ?? 0;
    if (tag === Tag.Null || tag === Tag.Undefined) return null;
    const number = isDouble(tag) ? values.number(values.ints[cell >> 2] ?? 0, tag) : bad(`type ${tag}`);
    return Number.isSafeInteger(number) ? number + 0 : bad('a number is not whole or out of range');
  }

  private object(pointer: number, depth: number): Value {
    const { objects } = this;
    if (objects.isShared(pointer)) return this.again(pointer, depth);
    return this.once(pointer, depth);
  }

  private once(pointer: number, depth: number): Value {
    if (depth >= this.limits.valueDepth) this.tooDeep();
    if (depth > this.deepest) this.deepest = depth;
    this.spend(16);
    if (this.objects.isPlain(pointer)) return this.record(pointer, depth);
    return this.objects.isArray(pointer) ? this.list(pointer, depth) : bad('an object of a strange class');
  }

  /** What may have been met before. */
  private again(pointer: number, depth: number): Value {
    const known = this.shared.get(pointer);
    if (known !== undefined) {
      if (depth + known.height >= this.limits.valueDepth) this.tooDeep();
      if (depth + known.height > this.deepest) this.deepest = depth + known.height;
      this.spend(known.cost);
      return known.value === undefined ? bad('it holds itself') : known.value;
    }
    const made = new Shared();
    this.shared.set(pointer, made);
    const { bytes, deepest } = this;
    this.deepest = depth;
    const value = this.once(pointer, depth);
    made.value = value;
    made.cost = this.bytes - bytes;
    made.height = this.deepest - depth;
    if (deepest > this.deepest) this.deepest = deepest;
    return value;
  }

  private list(pointer: number, depth: number): Value[] {
    const { objects } = this;
    const length = objects.lengthOf(pointer);
    const count = objects.countOf(pointer);
    const list = newList<Value>();
    if (count < 0) return this.scattered(pointer, length, depth, list);
    const elements = objects.elementsOf(pointer);
    for (let i = 0; i < count; i++) list.push(this.value(elements + i * 8, depth + 1));
    this.fill(list, length);
    return list;
  }

  /** An array whose elements are properties: some are missing. */
  private scattered(pointer: number, length: number, depth: number, list: Value[]): Value[] {
    const order = this.objects.orderOf(pointer);
    const properties = this.objects.propertiesOf(pointer);
    this.fill(list, length);
    order.keys.forEach((key, i) => {
      const place = Number(key);
      if (!(String(place >>> 0) === key && place < length)) bad('a list with a property');
      list[place] = this.value(cellOf(order, properties, i), depth + 1);
    });
    return list;
  }

  private fill(list: Value[], length: number): void {
    const missing = length - list.length;
    if (!(missing > 0)) return;
    this.spend(missing * 8);
    while (list.length < length) list.push(null);
  }

  private record(pointer: number, depth: number): Value {
    const { values, objects } = this;
    const order = objects.orderOf(pointer);
    const start = objects.propertiesOf(pointer);
    const { kindAt } = order;
    const kind = kindAt < 0 ? -1 : cellOf(order, start, kindAt);
    if (kind >= 0 && values.ints[kind >> 2] === Kind.Dict && values.tag(kind) === Tag.Int)
      return this.dict(order, start, depth);
    return makeValue(this.fields(order, start, depth));
  }

  /** Dictionaries are what data sets are made of: they do without the table of fields. */
  private dict(order: Order, start: number, depth: number): Value {
    const { keys, kindAt, entriesAt } = order;
    let entries: unknown = null;
    let names: unknown = null;
    for (let i = 0; i < keys.length; i++) {
      const cell = cellOf(order, start, i);
      if (i === entriesAt) entries = this.property('entries', cell, depth);
      else if (keys[i] === 'names') names = this.property('texts', cell, depth);
      else if (i !== kindAt && keys[i] !== 'order') bad('unknown property');
    }
    return makeDict(entries, names);
  }

  private fields(order: Order, start: number, depth: number, shape: Shape | null = null): Fields {
    const { keys } = order;
    const fields = new Fields();
    for (let i = 0; i < keys.length; i++) {
      const name = keys[i] as string;
      fields.set(name, this.property(shape ?? shapeOf(name), cellOf(order, start, i), depth));
    }
    return fields;
  }

  /** What a property of this shape holds. */
  private property(shape: Shape, cell: number, depth: number): unknown {
    const { values } = this;
    const tag = values.tag(cell);
    if (tag === Tag.Null || tag === Tag.Undefined) return null;
    const low = values.ints[cell >> 2] ?? 0;
    switch (shape) {
      case 'text':
        return tag === Tag.String || tag === Tag.Rope ? this.text(cell) : bad(`type ${tag} for a text`);
      case 'bytes':
        return tag === Tag.String || tag === Tag.Rope ? this.data(cell) : bad(`type ${tag} for bytes`);
      case 'number':
        if (tag === Tag.Int) return low;
        return isDouble(tag) ? values.number(low, tag) : bad(`type ${tag} for a number`);
      case 'bigint':
        this.spend(8);
        return values.bigInt(cell) ?? bad(`type ${tag} for a long number`);
      case 'entries':
      case 'texts':
      case 'attribute':
        return tag === Tag.Object && this.objects.isPlain(low)
          ? this.part(shape, low, depth)
          : bad(`type ${tag} for ${shape}`);
      case 'attributes':
        return tag === Tag.Object && this.objects.isArray(low)
          ? this.attributes(low, depth)
          : bad(`type ${tag} for a list`);
      case 'items':
        return tag === Tag.Object && this.objects.isArray(low)
          ? this.object(low, depth)
          : bad(`type ${tag} for a list`);
      case 'value':
        return bad('a value where a part belongs');
    }
  }

  private part(shape: 'entries' | 'texts' | 'attribute', pointer: number, depth: number): unknown {
    const order = this.objects.orderOf(pointer);
    const start = this.objects.propertiesOf(pointer);
    if (shape === 'attribute') return makeAttribute(this.fields(order, start, depth, 'text'));
    const { keys } = order;
    const read = newEntries();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const cell = cellOf(order, start, i);
      if (shape === 'entries') read[key] = this.value(cell, depth + 1);
      else {
        const text = this.property('text', cell, depth);
        if (text !== null) read[key] = text as string;
      }
    }
    return read;
  }

  private attributes(pointer: number, depth: number): unknown[] {
    const { objects } = this;
    const count = objects.countOf(pointer);
    if (count < 0 || count !== objects.lengthOf(pointer)) bad('a list with holes');
    const elements = objects.elementsOf(pointer);
    const list = newList<unknown>();
    for (let i = 0; i < count; i++) list.push(this.property('attribute', elements + i * 8, depth));
    return list;
  }

  private text(cell: number): string {
    const text = this.data(cell);
    return text.indexOf('\0') < 0 ? text : bad('a string has a zero byte');
  }

  private data(cell: number): string {
    const text = this.values.simple(cell) as string;
    this.spend(text.length + 8);
    return text;
  }

  private spend(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.valueBytes + SLACK)
      throw new ProgramException('value-size', this.limits.valueBytes);
  }

  private tooDeep(): never {
    throw new ProgramException('value-depth', this.limits.valueDepth);
  }
}
