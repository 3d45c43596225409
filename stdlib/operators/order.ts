/** Order comparisons (spec: cgpl.md section 6.3): false for all four where the operands have no order. */
import type { Tagged } from '../values/is.js';
import { Kind, type Value } from '../values/types.js';

export function lt(a: Value, b: Value): boolean {
  if (typeof a === 'number' ? typeof b === 'number' : typeof a === 'string' && typeof b === 'string') {
    return (a as number) < (b as number);
  }
  return order(a, b) < 0;
}

export function le(a: Value, b: Value): boolean {
  if (typeof a === 'number' ? typeof b === 'number' : typeof a === 'string' && typeof b === 'string') {
    return (a as number) <= (b as number);
  }
  return order(a, b) <= 0;
}

export function gt(a: Value, b: Value): boolean {
  if (typeof a === 'number' ? typeof b === 'number' : typeof a === 'string' && typeof b === 'string') {
    return (a as number) > (b as number);
  }
  return order(a, b) > 0;
}

export function ge(a: Value, b: Value): boolean {
  if (typeof a === 'number' ? typeof b === 'number' : typeof a === 'string' && typeof b === 'string') {
    return (a as number) >= (b as number);
  }
  return order(a, b) >= 0;
}

/** Negative, zero or positive; NaN, which is neither, where there is no order. */
function order(a: Value, b: Value): number {
  if (typeof a === 'number') return kind(b) === Kind.Big ? -sign(b) : Number.NaN;
  const left = kind(a);
  if (typeof b === 'number') return left === Kind.Big ? sign(a) : Number.NaN;
  if (left === undefined || left !== kind(b)) return Number.NaN;
  const x = a as Tagged;
  const y = b as Tagged;
  if (x.kind === Kind.Big && y.kind === Kind.Big) return x.big < y.big ? -1 : x.big > y.big ? 1 : 0;
  if (x.kind === Kind.Time && y.kind === Kind.Time) return x.at < y.at ? -1 : x.at > y.at ? 1 : 0;
  if (x.kind === Kind.Data && y.kind === Kind.Data) return x.bytes < y.bytes ? -1 : x.bytes > y.bytes ? 1 : 0;
  return Number.NaN;
}

function kind(a: Value): Kind | undefined {
  return typeof a === 'object' && a !== null ? (a as Tagged).kind : undefined;
}

/** A big number lies beyond every small one on its own side. */
function sign(a: Value): number {
  return (a as { big: bigint }).big < 0n ? -1 : 1;
}
