/**
 * What the compiler knows of a value before it runs, packed into one integer: which classes it can have, and
 * between which two of the bounds a number lies. The whole lattice is small, so inference ends soon.
 */
export type ExprType = number;

export const NULL = 1;
export const NUMBER = 2;
export const STRING = 4;
export const ARRAY = 8;
export const DICTIONARY = 16;
export const DATA = 32;
export const TIME = 64;
export const IP = 128;
export const XML = 256;
/** Live objects and what was read of them. */
export const HANDLE = 512;
const CLASSES = 1023;

/**
 * The bounds of numbers, by index. The outermost are those of 64 bits: beyond the safe range a number is an object in
 * the running program. 2^30 is more than any length. Two pairs are only for numbers that are counted (see `counted`):
 * what lies between 2^45 and 2^46, or between 2^51 and 2^52, is room for steps, not for results of arithmetic.
 */
const POSITIVE: readonly number[] = [
  1,
  1024,
  2 ** 20,
  2 ** 30,
  2 ** 31 - 1,
  2 ** 45,
  2 ** 46,
  2 ** 51,
  2 ** 52,
  2 ** 53 - 1,
  2 ** 63,
];
const BOUNDS: readonly number[] = [
  ...POSITIVE.map(n => (n === 2 ** 31 - 1 ? -(2 ** 31) : -n)).reverse(),
  0,
  ...POSITIVE,
];
const LAST = BOUNDS.length - 1;
const LOW_SHIFT = 10;
const HIGH_SHIFT = 15;
const ZERO = POSITIVE.length;
const ONE = ZERO + 1;
const INT_LOW = BOUNDS.indexOf(-(2 ** 31));
const INT_HIGH = BOUNDS.indexOf(2 ** 31 - 1);

/** Bounds of numbers that are counted in steps up to so much: where they may come from, and how far they can come. */
interface Counting {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}
const COUNTINGS: readonly Counting[] = [
  { step: 1, low: BOUNDS.indexOf(-(2 ** 46)), high: BOUNDS.indexOf(2 ** 46) },
  { step: 64, low: BOUNDS.indexOf(-(2 ** 52)), high: BOUNDS.indexOf(2 ** 52) },
];
const isForCounting = (index: number): boolean =>
  COUNTINGS.some(({ low, high }) => index === low || index === high);

/** No value: code that is never reached. Also what every other type is joined to. */
export const NEVER: ExprType = (LAST << LOW_SHIFT) | (0 << HIGH_SHIFT);
const pack = (classes: number, low: number, high: number): ExprType =>
  classes | (low << LOW_SHIFT) | (high << HIGH_SHIFT);

/** A value of one of these classes (no number among them). */
export const classes = (mask: number): ExprType => pack(mask, LAST, 0);
export const ANY: ExprType = pack(CLASSES, 0, LAST);
export const ANY_NUMBER: ExprType = pack(NUMBER, 0, LAST);
export const BOOLEAN: ExprType = classes(NULL | STRING);

/** The place is never reached, as far as is known yet. */
export const isNever = (type: ExprType): boolean => (type & CLASSES) === 0;
const lowOf = (type: ExprType): number => (type >> LOW_SHIFT) & 31;
const highOf = (type: ExprType): number => (type >> HIGH_SHIFT) & 31;

function floorIndex(value: number): number {
  let i = LAST;
  while (i > 0 && ((BOUNDS[i] ?? 0) > value || isForCounting(i))) i--;
  return i;
}

function ceilIndex(value: number): number {
  let i = 0;
  while (i < LAST && ((BOUNDS[i] ?? 0) < value || isForCounting(i))) i++;
  return i;
}

/** A number between two bounds, both included. Beyond 64 bits it wraps, so it can be anything. */
export function numberBetween(low: number, high: number): ExprType {
  if (low < -(2 ** 63) || high >= 2 ** 63) return ANY_NUMBER;
  return pack(NUMBER, floorIndex(low), ceilIndex(high));
}

export function join(a: ExprType, b: ExprType): ExprType {
  if (a === b) return a;
  const low = Math.min(lowOf(a), lowOf(b));
  const high = Math.max(highOf(a), highOf(b));
  return pack((a | b) & CLASSES, low, high);
}

/** The same value, known not to be of some classes. */
export function without(type: ExprType, mask: number): ExprType {
  const rest = type & CLASSES & ~mask;
  return (rest & NUMBER) !== 0 ? pack(rest, lowOf(type), highOf(type)) : classes(rest);
}

/** The same value, known to be of some classes. */
export const only = (type: ExprType, mask: number): ExprType => without(type, CLASSES & ~mask);

/** Can the value be of one of these classes, and of no other? */
export const isOnly = (type: ExprType, mask: number): boolean =>
  (type & CLASSES) !== 0 && (type & CLASSES & ~mask) === 0;
export const mayBe = (type: ExprType, mask: number): boolean => (type & mask) !== 0;

/** Certainly a JavaScript number in the running program, if a number at all. */
export const isSafe = (type: ExprType): boolean => lowOf(type) > 0 && highOf(type) < LAST;
export const isSafeNumber = (type: ExprType): boolean => isOnly(type, NUMBER) && isSafe(type);
export const isInt32 = (type: ExprType): boolean => lowOf(type) >= INT_LOW && highOf(type) <= INT_HIGH;
export const isNotNegative = (type: ExprType): boolean => lowOf(type) >= ZERO;
export const isNotPositive = (type: ExprType): boolean => highOf(type) <= ZERO;
export const isPositive = (type: ExprType): boolean => lowOf(type) >= ONE;
export const lowBound = (type: ExprType): number => BOUNDS[lowOf(type)] ?? 0;
export const highBound = (type: ExprType): number => BOUNDS[highOf(type)] ?? 0;

/**
 * The range of a number that is counted in small steps from where it stands, null when it stands too far out. Counting
 * through the room behind 2^45 in steps of 1, or behind 2^51 in steps of 64, takes months of a single call: a number
 * that came that close to it stays inside, where JavaScript numbers are exact.
 */
export function counted(type: ExprType, step: number): ExprType | null {
  if (!isOnly(type, NUMBER)) return null;
  for (const counting of COUNTINGS) {
    if (Math.abs(step) > counting.step || lowOf(type) < counting.low || highOf(type) > counting.high)
      continue;
    const low = step < 0 ? Math.max(counting.low, floorIndex(lowBound(type) + step)) : lowOf(type);
    const high = step > 0 ? Math.min(counting.high, ceilIndex(highBound(type) + step)) : highOf(type);
    return pack(NUMBER, low, high);
  }
  return null;
}

/** A number known to be at most, or at least, a value. */
export function atMost(type: ExprType, value: number): ExprType {
  const high = Math.min(highOf(type), ceilIndex(value));
  return (type & NUMBER) === 0 ? type : pack(type & CLASSES, Math.min(lowOf(type), high), high);
}
export function atLeast(type: ExprType, value: number): ExprType {
  const low = Math.max(lowOf(type), floorIndex(value));
  return (type & NUMBER) === 0 ? type : pack(type & CLASSES, low, Math.max(highOf(type), low));
}

const LOW_STAGES: readonly number[] = [ZERO, INT_LOW, ...COUNTINGS.map(({ low }) => low), 0];
const HIGH_STAGES: readonly number[] = [INT_HIGH, ...COUNTINGS.map(({ high }) => high), LAST];

/** In a loop: where a bound moved, lets it jump, so that the loop is not walked bound by bound. */
export function widen(before: ExprType, after: ExprType): ExprType {
  if ((before & after & NUMBER) === 0 || before === after) return after;
  let low = lowOf(after);
  let high = highOf(after);
  if (low < lowOf(before)) low = LOW_STAGES.find(stage => stage <= low) ?? 0;
  if (high > highOf(before)) high = HIGH_STAGES.find(stage => stage >= high) ?? LAST;
  return pack(after & CLASSES, low, high);
}
