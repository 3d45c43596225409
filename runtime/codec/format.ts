/**
 * The engine's binary object format (version 5 of QuickJS 2025-09-13): a version byte, the count and texts of the
 * property names, then one value. Lengths and 32-bit integers are LEB128, the latter zigzag. A property name is
 * twice its place in the table, or twice a small number plus one. With every object and array counted as it
 * begins, a reference gives the number of one.
 */
export const VERSION = 5;

/**
 * Instead of the version: an array of two follows, what tells the engine of orders of keys (`orders.ts`), and the value. Values on
 * their way into a sandbox may have it.
 */
export const ORDERED = 0x80 | VERSION;

export enum Tag {
  Null = 1,
  Undefined = 2,
  False = 3,
  True = 4,
  Int = 5,
  Double = 6,
  String = 7,
  Object = 8,
  Array = 9,
  BigInt = 10,
  Reference = 19,
}

/** What a value may need at most on the way. */
export interface EdgeLimits {
  /** Bytes, shared parts counted as often as they occur. */
  readonly valueBytes: number;
  readonly valueDepth: number;
}
