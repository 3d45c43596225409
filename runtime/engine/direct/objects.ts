/**
 * Objects, arrays and the names of properties in the guest's memory. The shape of an object lists its properties in
 * order, each with flags and the number of its name, which the engine calls an atom; values lie in the same order.
 * The start-up self test checks all of it.
 */
import { bad } from '../../codec/reader.js';
import { known } from '../../codec/shapes.js';
import type { GuestValues } from './values.js';

/** Offsets in objects, arrays and shapes, in bytes. */
const FLAGS = 5;
const CLASS = 6;
const SHAPE = 20;
const PROPERTIES = 24;
const ELEMENTS = 36;
const COUNT = 40;
const SHAPE_COUNT = 32;
const SHAPE_PROPERTIES = 48;
/** From the context to the table of atoms. */
const RUNTIME = 16;
const ATOMS = 56;
/** Of an atom: what kind it is, in the upper bits. */
const ATOM_TYPE = 8;

const PLAIN_CLASS = 1;
const ARRAY_CLASS = 2;
const FAST_ARRAY = 8;

/** Of properties: can be walked through; is computed or kept elsewhere. */
const ENUMERABLE = 4;
const NO_VALUE = 48;

/** Of an atom that is a small number, and of one that is a name. */
const NUMBER_ATOM = 0x80000000;
const NAME_ATOM = 1;

/** Orders of properties that are remembered in one read. */
const MOST_ORDERS = 64;

/** The properties of an object that can be walked through, in the order of the engine. */
export interface Order {
  shape: number;
  readonly atoms: Int32Array;
  readonly keys: readonly string[];
  /** Places of the values, in cells; null when they are one behind the other. */
  readonly slots: readonly number[] | null;
  /** Of dictionaries: where their kind and their entries are among the keys, else -1. */
  readonly kindAt: number;
  readonly entriesAt: number;
}

/** Address of the value of a key; `start` is that of all values. */
export const cellOf = ({ slots }: Order, start: number, i: number): number => start + (slots?.[i] ?? i) * 8;

export class GuestObjects {
  private readonly orders: Order[] = [];
  private readonly names = new Map<number, string>();
  private last: Order | null = null;

  constructor(
    private readonly values: GuestValues,
    private readonly context: number,
    /** Is told of the length of each name, once in a read. */
    private readonly onName: (length: number) => void,
  ) {}

  /** What was learnt about names holds as long as nothing in the guest changes. */
  forget(): void {
    if (this.last === null) return;
    this.last = null;
    this.orders.length = 0;
    this.names.clear();
  }

  isPlain(pointer: number): boolean {
    return this.classOf(pointer) === PLAIN_CLASS;
  }

  isArray(pointer: number): boolean {
    return this.classOf(pointer) === ARRAY_CLASS;
  }

  /** Is it held by more than one? Everything that can be met twice is. */
  isShared(pointer: number): boolean {
    return (this.values.ints[pointer >> 2] ?? 0) > 1;
  }

  /** Address of the cells of the properties. */
  propertiesOf(pointer: number): number {
    return this.values.ints[(pointer + PROPERTIES) >> 2] ?? 0;
  }

  /** The first property of an array. */
  lengthOf(array: number): number {
    return Number(this.values.simple(this.propertiesOf(array)));
  }

  /** Address of the cells of the elements; those from `countOf` to the length are missing. */
  elementsOf(array: number): number {
    return this.values.ints[(array + ELEMENTS) >> 2] ?? 0;
  }

  /** Elements that lie one behind the other; -1: they are properties. */
  countOf(array: number): number {
    const isFast = ((this.values.bytes[array + FLAGS] ?? 0) & FAST_ARRAY) !== 0;
    return isFast ? (this.values.ints[(array + COUNT) >> 2] ?? 0) : -1;
  }

  orderOf(pointer: number): Order {
    const shape = this.values.ints[(pointer + SHAPE) >> 2] ?? 0;
    const { last } = this;
    if (last?.shape === shape) return last;
    for (const order of this.orders) if (order.shape === shape) return (this.last = order);
    for (const order of this.orders) {
      if (!this.has(shape, order.atoms)) continue;
      order.shape = shape;
      return (this.last = order);
    }
    return (this.last = this.learn(shape));
  }

  private learn(shape: number): Order {
    const { ints } = this.values;
    const count = ints[(shape + SHAPE_COUNT) >> 2] ?? 0;
    const start = (shape + SHAPE_PROPERTIES) >> 2;
    const atoms = ints.slice(start, start + count * 2);
    const keys: string[] = [];
    const slots: number[] = [];
    for (let i = 0; i < count; i++) {
      const flags = (atoms[i * 2] ?? 0) >>> 26;
      const atom = atoms[i * 2 + 1] ?? 0;
      // A deleted one has no atom and no flags.
      if (atom === 0 || (flags & ENUMERABLE) === 0) continue;
      if ((flags & NO_VALUE) !== 0) bad('a property is computed');
      keys.push(this.nameOf(atom));
      slots.push(i);
    }
    const order: Order = {
      shape,
      atoms,
      keys,
      slots: keys.length === count ? null : slots,
      kindAt: keys.indexOf('kind'),
      entriesAt: keys.indexOf('entries'),
    };
    if (this.orders.length < MOST_ORDERS) this.orders.push(order);
    return order;
  }

  private has(shape: number, atoms: Int32Array): boolean {
    const { ints } = this.values;
    if (ints[(shape + SHAPE_COUNT) >> 2] !== atoms.length >> 1) return false;
    const start = (shape + SHAPE_PROPERTIES) >> 2;
    for (let i = 0; i < atoms.length; i += 2) {
      if (ints[start + i + 1] !== atoms[i + 1]) return false;
      // The rest of the word with the flags is a chain of the engine's own.
      if (((ints[start + i] ?? 0) ^ (atoms[i] ?? 0)) >>> 26 !== 0) return false;
    }
    return true;
  }

  private nameOf(atom: number): string {
    if (atom < 0) return String((atom ^ NUMBER_ATOM) >>> 0);
    let name = this.names.get(atom);
    if (name === undefined) {
      const { ints } = this.values;
      const runtime = ints[(this.context + RUNTIME) >> 2] ?? 0;
      const pointer = ints[((ints[(runtime + ATOMS) >> 2] ?? 0) >> 2) + atom] ?? 0;
      if ((ints[(pointer + ATOM_TYPE) >> 2] ?? 0) >>> 30 !== NAME_ATOM) bad('a key is no text');
      name = known(this.values.string(pointer));
      this.names.set(atom, name);
      this.onName(name.length);
    }
    return name;
  }

  private classOf(pointer: number): number {
    const { bytes } = this.values;
    return (bytes[pointer + CLASS] ?? 0) | ((bytes[pointer + CLASS + 1] ?? 0) << 8);
  }
}
