/**
 * Arithmetic (spec: cgpl.md section 6.2). Numbers that fit come first and allocate nothing; a result outside the
 * safe range is computed again exactly and wrapped to 64 bits. Combinations without a meaning give null.
 */
import type { Tagged } from '../values/is.js';
import { makeData, makeTime } from '../values/make.js';
import { normalise, toBigInt } from '../values/numbers.js';
import { type Big, Kind, type Value } from '../values/types.js';

/** The largest safe integer: a constant of this file is put in place by the bundler. */
const MAX_SAFE = 9007199254740991;

export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    return sum <= MAX_SAFE && sum >= -MAX_SAFE ? sum : normalise(BigInt(a) + BigInt(b));
  }
  if (typeof a === 'string') return typeof b === 'string' ? a + b : null;
  if (isInteger(a)) return isInteger(b) ? normalise(toBigInt(a) + toBigInt(b)) : null;
  if (a === null || typeof a !== 'object') return null;
  const left = a as Tagged;
  if (left.kind === Kind.Data) return addData(left.bytes, b);
  if (left.kind === Kind.Time && isInteger(b)) return moved(left.at, toSeconds(b));
  return null;
}

export function sub(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    return difference <= MAX_SAFE && difference >= -MAX_SAFE ? difference : normalise(BigInt(a) - BigInt(b));
  }
  if (isInteger(a)) return isInteger(b) ? normalise(toBigInt(a) - toBigInt(b)) : null;
  if (a === null || typeof a !== 'object' || (a as Tagged).kind !== Kind.Time) return null;
  const at = (a as { at: number }).at;
  if (isInteger(b)) return moved(at, -toSeconds(b));
  if (b !== null && typeof b === 'object' && (b as Tagged).kind === Kind.Time) {
    return between(at, (b as { at: number }).at);
  }
  return null;
}

export function mul(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // adding 0 turns minus zero into zero
    return product <= MAX_SAFE && product >= -MAX_SAFE ? product + 0 : normalise(BigInt(a) * BigInt(b));
  }
  return isInteger(a) && isInteger(b) ? normalise(toBigInt(a) * toBigInt(b)) : null;
}

/** Truncates towards zero; null for division by zero. */
export function div(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : Math.trunc(a / b) + 0;
  if (b === 0 || !isInteger(a) || !isInteger(b)) return null;
  return normalise(toBigInt(a) / toBigInt(b));
}

/** Has the sign of the dividend; null for division by zero. */
export function rem(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : (a % b) + 0;
  if (b === 0 || !isInteger(a) || !isInteger(b)) return null;
  return normalise(toBigInt(a) % toBigInt(b));
}

/** Unary minus: 0 for everything that is no number. */
export function neg(a: Value): number | Big {
  if (typeof a === 'number') return 0 - a;
  return isInteger(a) ? normalise(-a.big) : 0;
}

/** Unary plus: 0 for everything that is no number. */
export function pos(a: Value): number | Big {
  return isInteger(a) ? a : 0;
}

function isInteger(a: Value): a is number | Big {
  return typeof a === 'number' || (typeof a === 'object' && a !== null && (a as Tagged).kind === Kind.Big);
}

function addData(bytes: string, b: Value): Value {
  if (typeof b === 'string') return makeData(bytes + b);
  if (typeof b !== 'object' || b === null || (b as Tagged).kind !== Kind.Data) return null;
  return makeData(bytes + (b as { bytes: string }).bytes);
}

function toSeconds(n: number | Big): number {
  return typeof n === 'number' ? n : Number(n.big);
}

/** Remote values stay where they are. */
function moved(at: number, seconds: number): Value {
  return makeTime(at + seconds);
}

/** No number tells how far a remote value is from an ordinary one. */
function between(a: number, b: number): Value {
  if (a === b) return 0;
  const seconds = a - b;
  return seconds <= MAX_SAFE && seconds >= -MAX_SAFE ? seconds : null;
}
