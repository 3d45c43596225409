/**
 * Reads lists of dictionaries out of the guest's memory, which takes a third of the time of the binary format: the
 * engine encodes object by object, and we look at the properties of rows that mostly have the same keys. Keys are
 * learnt from the binary format: each order of properties is decoded once. What is anything else goes through the
 * format, too. The start-up self test compares both ways.
 */
import { newEntries } from '../../../stdlib/values/dict.js';
import { type Dict, Kind, type Value } from '../../../stdlib/values/types.js';
import type { EdgeLimits } from '../../codec/format.js';
import { makeDict, newList } from '../../codec/shapes.js';
import { ProgramException } from '../../errors/failure.js';
import { type GuestValues, isDouble, Tag } from './values.js';

/** Offsets in objects, arrays and shapes, in bytes. */
const FLAGS = 5;
const CLASS = 6;
const SHAPE = 20;
const PROPERTIES = 24;
const ELEMENTS = 36;
const COUNT = 40;
const SHAPE_COUNT = 32;
const SHAPE_DELETED = 36;
const SHAPE_PROPERTIES = 48;

const PLAIN_CLASS = 1;
const ARRAY_CLASS = 2;
const FAST_ARRAY = 8;

/** Of a property that is a value, and may be changed, deleted and walked through. */
const PLAIN_FLAGS = 7;

/** Properties of a dictionary at most; texts from outside have the first two only. */
const DICT_PROPERTIES = 4;

/** Orders of properties that are remembered in one read. */
const MOST_ORDERS = 64;

/** Properties in the order of the engine. `keys` of the entries of dictionaries, null for dictionaries themselves. */
interface Order {
  shape: number;
  readonly atoms: Int32Array;
  readonly keys: readonly string[] | null;
}

/** Reads one value; make a new one for each. Nothing in the guest may change meanwhile. */
export class Walker {
  private readonly orders: Order[] = [];
  /** Names by the engine's numbers for them, as far as they were learnt. */
  private readonly names = new Map<number, string>();
  private last: Order | null = null;
  private bytes = 0;

  /** @param format what the binary format makes of the value in a cell; throws when it cannot cross */
  constructor(
    private readonly values: GuestValues,
    private readonly limits: EdgeLimits,
    private readonly format: (cell: number) => Value,
  ) {}

  /** Throws what the decoder of the format throws. */
  read(cell: number, depth = 0): Value {
    const { values } = this;
    const tag = values.tag(cell);
    if (tag === Tag.String) {
      const text = values.string(values.ints[cell >> 2] ?? 0);
      this.spend(text.length + 8);
      return text;
    }
    if (tag !== Tag.Object) {
      const simple = values.simple(cell);
      if (simple === undefined) return this.format(cell);
      if (isDouble(tag) && !Number.isSafeInteger(simple))
        throw new ProgramException('not-a-value', 'a number is not whole or out of range');
      this.spend(typeof simple === 'string' ? simple.length + 8 : 8);
      return simple;
    }
    if (depth >= this.limits.valueDepth) throw new ProgramException('value-depth', this.limits.valueDepth);
    const pointer = values.ints[cell >> 2] ?? 0;
    this.spend(16);
    if (this.classOf(pointer) === PLAIN_CLASS) return this.dict(pointer, cell, depth);
    return (values.bytes[pointer + FLAGS] ?? 0) & FAST_ARRAY && this.classOf(pointer) === ARRAY_CLASS
      ? this.array(pointer, cell, depth)
      : this.format(cell);
  }

  private array(pointer: number, cell: number, depth: number): Value {
    const { ints } = this.values;
    const count = ints[(pointer + COUNT) >> 2] ?? 0;
    // The first property is the length, which is greater when elements are missing.
    const length = ints[(ints[(pointer + PROPERTIES) >> 2] ?? 0) >> 2];
    if (length !== count) return this.format(cell);
    const elements = ints[(pointer + ELEMENTS) >> 2] ?? 0;
    const list = newList<Value>();
    for (let i = 0; i < count; i++) list.push(this.read(elements + i * 8, depth + 1));
    return list;
  }

  private dict(pointer: number, cell: number, depth: number): Value {
    const { ints } = this.values;
    const order = this.orderOf(ints[(pointer + SHAPE) >> 2] ?? 0);
    const entries = order?.keys === null ? this.entriesOf(pointer) : 0;
    const keys = entries === 0 ? null : this.keysOf(ints[(entries + SHAPE) >> 2] ?? 0);
    if (!keys) return this.learn(pointer, cell);
    const properties = ints[(entries + PROPERTIES) >> 2] ?? 0;
    const read = newEntries();
    for (let i = 0; i < keys.length; i++) read[keys[i] as string] = this.read(properties + i * 8, depth + 1);
    return makeDict(read, null);
  }

  /** Address of the entries of what looks like a dictionary that compares keys by case, else 0. */
  private entriesOf(pointer: number): number {
    const { values } = this;
    const start = values.ints[(pointer + PROPERTIES) >> 2] ?? 0;
    const count = values.ints[((values.ints[(pointer + SHAPE) >> 2] ?? 0) + SHAPE_COUNT) >> 2] ?? 0;
    if (count > DICT_PROPERTIES) return 0;
    let entries = 0;
    let isDict = false;
    for (let at = start; at < start + count * 8; at += 8) {
      const low = values.ints[at >> 2] ?? 0;
      const tag = values.tag(at);
      if (tag === Tag.Int) isDict = low === Kind.Dict;
      else if (tag === Tag.Object && this.classOf(low) === PLAIN_CLASS) {
        if (entries !== 0) return 0;
        entries = low;
      } else if (tag !== Tag.Null && tag !== Tag.Undefined && tag !== Tag.Object) return 0;
    }
    return isDict ? entries : 0;
  }

  /** Takes the value from the format, and the orders of its properties when they tell what is what. */
  private learn(pointer: number, cell: number): Value {
    const value = this.format(cell);
    const { ints } = this.values;
    if (typeof value !== 'object' || value === null || (value as Dict).kind !== Kind.Dict) return value;
    const { entries: made, names } = value as Dict;
    const entries = this.entriesOf(pointer);
    if (names || entries === 0 || this.orders.length + 2 > MOST_ORDERS) return value;
    const keys = Object.keys(made);
    // Such keys come first in the host's objects, wherever they were.
    if (keys.some(key => /^[0-9]/.test(key))) return value;
    this.note(ints[(pointer + SHAPE) >> 2] ?? 0, null);
    this.note(ints[(entries + SHAPE) >> 2] ?? 0, keys);
    return value;
  }

  private note(shape: number, keys: readonly string[] | null): void {
    const atoms = this.atomsOf(shape);
    if (keys !== null && atoms.length !== keys.length * 2) return;
    if (atoms.length === 0 || this.orderOf(shape) !== null) return;
    this.orders.push({ shape, atoms, keys });
    keys?.forEach((key, i) => {
      this.names.set(atoms[i * 2 + 1] ?? 0, key);
    });
  }

  /** The keys of entries; null when some of them are not known. */
  private keysOf(shape: number): readonly string[] | null {
    const order = this.orderOf(shape);
    if (order !== null || this.orders.length >= MOST_ORDERS) return order?.keys ?? null;
    const atoms = this.atomsOf(shape);
    const keys: string[] = [];
    for (let i = 0; i < atoms.length; i += 2) {
      const key = this.names.get(atoms[i + 1] ?? 0);
      if (key === undefined || (atoms[i] ?? 0) >>> 26 !== PLAIN_FLAGS) return null;
      keys.push(key);
    }
    if (keys.length === 0) return null;
    this.orders.push({ shape, atoms, keys });
    return keys;
  }

  /** The known order of a shape. Those of different objects may be the same. */
  private orderOf(shape: number): Order | null {
    const { last } = this;
    if (last?.shape === shape) return last;
    for (const order of this.orders) if (order.shape === shape) return (this.last = order);
    for (const order of this.orders) {
      if (!this.has(shape, order.atoms)) continue;
      order.shape = shape;
      return (this.last = order);
    }
    return null;
  }

  private has(shape: number, atoms: Int32Array): boolean {
    const { ints } = this.values;
    if (ints[(shape + SHAPE_COUNT) >> 2] !== atoms.length >> 1 || ints[(shape + SHAPE_DELETED) >> 2] !== 0)
      return false;
    const start = (shape + SHAPE_PROPERTIES) >> 2;
    for (let i = 0; i < atoms.length; i += 2) {
      if (ints[start + i + 1] !== atoms[i + 1]) return false;
      // Flags: plain values only. The rest of the word is a chain of the engine's own.
      if (((ints[start + i] ?? 0) ^ (atoms[i] ?? 0)) >>> 26 !== 0) return false;
    }
    return true;
  }

  /** Flags and names of the properties in turn; nothing for a shape with holes. */
  private atomsOf(shape: number): Int32Array {
    const { ints } = this.values;
    const count = ints[(shape + SHAPE_COUNT) >> 2] ?? 0;
    const start = (shape + SHAPE_PROPERTIES) >> 2;
    return ints[(shape + SHAPE_DELETED) >> 2] === 0
      ? ints.slice(start, start + count * 2)
      : new Int32Array(0);
  }

  private classOf(pointer: number): number {
    const { bytes } = this.values;
    return (bytes[pointer + CLASS] ?? 0) | ((bytes[pointer + CLASS + 1] ?? 0) << 8);
  }

  private spend(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.valueBytes) throw new ProgramException('value-size', this.limits.valueBytes);
  }
}
