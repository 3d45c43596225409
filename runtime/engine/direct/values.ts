/**
 * Guest values in memory: 64 bits, the upper half a tag or the upper half of a shifted double, the lower half an
 * integer or a pointer. Strings are a 16-byte header and their units. The start-up self test checks all of it.
 */
import type { Value } from '../../../stdlib/values/types.js';
import { ByteStrings } from '../../codec/bytes.js';
import { ProgramException } from '../../errors/failure.js';
import type { Exports } from './exports.js';

export enum Tag {
  BigInt = -9,
  Rope = -6,
  String = -7,
  Object = -1,
  Int = 0,
  Bool = 1,
  Null = 2,
  Undefined = 3,
  Exception = 6,
  ShortBigInt = 7,
  Double = 8,
}

const FIRST_TAG = -9;
/** Added to the upper half of a stored double to get the double. */
const DOUBLE_SHIFT = 0x7ff80000 - FIRST_TAG + 1;
const STRING_HEADER = 16;
/** Offsets in a rope, the engine's form of a long concatenation. */
const ROPE_LEFT = 16;
const ROPE_RIGHT = 24;
/** Offsets in a long number: how many 32-bit limbs, and the first, the lowest. */
const LIMB_COUNT = 4;
const LIMBS = 8;
/** Placeholder units of new strings. */
const FILLER = 120;
const FILLER_ROOM = 4096;

/** Reads and makes guest values of one instance. All pointers are to 64-bit cells. */
export class GuestValues {
  private seen: Uint8Array | null = null;
  private strings = new ByteStrings(new Uint8Array(0));
  bytes: Uint8Array = new Uint8Array(0);
  ints: Int32Array = new Int32Array(0);
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  constructor(
    private readonly engine: Exports,
    private readonly context: number,
    /** Address of the placeholder, when an image with one will be installed. */
    public filler = 0,
  ) {
    this.refresh();
  }

  /** To be called after anything that may have made the memory grow, before it is looked at. */
  refresh(): void {
    const memory = this.engine.HEAPU8;
    if (memory === this.seen) return;
    this.seen = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.ints = new Int32Array(memory.buffer);
    this.strings = new ByteStrings(this.bytes);
  }

  tag(cell: number): number {
    return this.ints[(cell >> 2) + 1] ?? 0;
  }

  /** Null, a number or a byte string; undefined for everything else. */
  simple(cell: number): Value | undefined {
    const low = this.ints[cell >> 2] ?? 0;
    const tag = this.ints[(cell >> 2) + 1] ?? 0;
    switch (tag) {
      case Tag.Int:
        return low;
      case Tag.Null:
      case Tag.Undefined:
        return null;
      case Tag.String:
        return this.string(low);
      case Tag.Rope:
        return this.rope(low);
      default:
        return isDouble(tag) ? this.number(low, tag) : undefined;
    }
  }

  number(low: number, tag: number): number {
    this.halves[0] = low;
    this.halves[1] = (tag + DOUBLE_SHIFT) | 0;
    return this.double[0] ?? 0;
  }

  /** A long number of at most 64 bits; undefined for anything else. */
  bigInt(cell: number): bigint | undefined {
    const { ints } = this;
    const low = ints[cell >> 2] ?? 0;
    const tag = this.tag(cell);
    if (tag === Tag.ShortBigInt) return BigInt(low);
    const count = tag === Tag.BigInt ? (ints[(low + LIMB_COUNT) >> 2] ?? 0) : 0;
    if (count < 1 || count > 2) return undefined;
    const first = (low + LIMBS) >> 2;
    const upper = count === 2 ? BigInt(ints[first + 1] ?? 0) << 32n : null;
    return upper === null ? BigInt(ints[first] ?? 0) : upper | BigInt((ints[first] ?? 0) >>> 0);
  }

  /** The string at this address. */
  string(pointer: number): string {
    const size = this.ints[(pointer >> 2) + 1] ?? 0;
    if (size < 0) throw new ProgramException('not-a-value', 'a string has units that are no bytes');
    const start = pointer + STRING_HEADER;
    return this.strings.read(start, start + size);
  }

  /** Ropes are balanced by the engine, so the pile stays small. */
  private rope(pointer: number): string {
    const parts: string[] = [];
    const pile = [pointer];
    for (let at = pile.pop(); at !== undefined; at = pile.pop()) {
      if (at < 0) {
        parts.push(this.string(-at));
        continue;
      }
      for (const side of [ROPE_RIGHT, ROPE_LEFT]) {
        const child = this.ints[(at + side) >> 2] ?? 0;
        const tag = this.tag(at + side);
        if (tag === Tag.Rope) pile.push(child);
        else if (tag === Tag.String) pile.push(-child);
        else throw new ProgramException('not-a-value', 'a text in pieces of a strange type');
      }
    }
    return parts.join('');
  }

  /** A cell with an integer, null or undefined in it. */
  cell(low: number, tag: Tag): number {
    const cell = this.engine._malloc(8);
    this.refresh();
    this.ints[cell >> 2] = low;
    this.ints[(cell >> 2) + 1] = tag;
    return cell;
  }

  /** Writes what needs no more than its cell, null and small integers. False: nothing was written. */
  put(cell: number, value: unknown): boolean {
    const isNull = value === null;
    if (!isNull && (typeof value !== 'number' || (value | 0) !== value)) return false;
    this.ints[cell >> 2] = isNull ? 0 : value;
    this.ints[(cell >> 2) + 1] = isNull ? Tag.Null : Tag.Int;
    return true;
  }

  newNumber(value: number): number {
    return (value | 0) === value
      ? this.cell(value, Tag.Int)
      : this.engine._QTS_NewFloat64(this.context, value);
  }

  /** Makes the placeholder that most new strings are copied from. Once, before the first image. */
  prepare(): void {
    this.filler = this.engine._malloc(FILLER_ROOM + 1);
    this.refresh();
    this.bytes.fill(FILLER, this.filler, this.filler + FILLER_ROOM);
  }

  /** A string of bytes: a placeholder of that length whose units are then overwritten in place. */
  newString(text: string): number {
    const { length } = text;
    const isLong = length >= FILLER_ROOM;
    const filler = isLong ? this.engine._malloc(length + 1) : this.filler;
    if (filler === 0) throw new ProgramException('memory-limit', this.bytes.length);
    this.refresh();
    if (isLong) this.bytes.fill(FILLER, filler, filler + length);
    this.bytes[filler + length] = 0;
    const cell = this.engine._QTS_NewString(this.context, filler);
    this.refresh();
    if (isLong) this.engine._free(filler);
    else this.bytes[filler + length] = FILLER;
    if (this.tag(cell) !== Tag.String) throw new ProgramException('memory-limit', this.bytes.length);
    if (length > 0) this.strings.write(text, (this.ints[cell >> 2] ?? 0) + STRING_HEADER);
    return cell;
  }
}

export function isDouble(tag: number): boolean {
  return (tag - FIRST_TAG) >>> 0 >= (Tag.Double - FIRST_TAG) >>> 0;
}
