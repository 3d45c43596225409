/** 64-bit signed numbers: JavaScript numbers inside the safe range, `Big` outside (spec: cgpl.md sections 4, 6.2). */
import { type Big, Kind } from './types.js';

/** Largest integer that a JavaScript number holds exactly, with all its neighbours. */
export const MAX_SAFE = 9007199254740991;

/** Wraps any integer to 64 bits and gives it the one representation it has. */
export function normalise(n: bigint): number | Big {
  const wrapped = BigInt.asIntN(64, n);
  if (wrapped <= 9007199254740991n && wrapped >= -9007199254740991n) return Number(wrapped);
  return { kind: Kind.Big, big: wrapped };
}

export function toBigInt(n: number | Big): bigint {
  return typeof n === 'number' ? BigInt(n) : n.big;
}

/** Decimal digits, with a minus sign for negative numbers. */
export function numberText(n: number | Big): string {
  return typeof n === 'number' ? `${n}` : n.big.toString();
}

/** The nearest JavaScript number: for sizes and counts, where a number that large is out of range anyway. */
export function toDouble(n: number | Big): number {
  return typeof n === 'number' ? n : Number(n.big);
}

/**
 * The value of a run of decimal digits, wrapping at 64 bits.
 * @param digits at least one digit, nothing else
 */
export function fromDigits(digits: string, negative: boolean): number | Big {
  if (digits.length <= 15) {
    const n = +digits;
    return negative && n !== 0 ? -n : n;
  }
  const n = modulo64(digits);
  return normalise(negative ? -n : n);
}

/** Long digit runs are taken in pieces, reduced at each step, so that the time stays linear. */
function modulo64(digits: string): bigint {
  let n = 0n;
  for (let at = 0; at < digits.length; at += 15) {
    const piece = digits.slice(at, at + 15);
    n = BigInt.asUintN(64, n * 10n ** BigInt(piece.length) + BigInt(piece));
  }
  return n;
}
