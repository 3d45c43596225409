/** What is known of the variables at one place of a section: a type for each slot. */
import { type ExprType, join, widen } from './type.js';

export type Env = number[];

/** Joins what is known on another way to the same place. True when that changed anything. */
export function joinInto(into: Env, other: Env, widening = false): boolean {
  let changed = false;
  for (let slot = 0; slot < into.length; slot++) {
    const before = into[slot] as ExprType;
    const sum = join(before, other[slot] as ExprType);
    if (sum === before) continue;
    into[slot] = widening ? widen(before, sum) : sum;
    changed = true;
  }
  return changed;
}

/** The join of the ways that reach a place; null when none does. */
export function merged(a: Env | null, b: Env | null): Env | null {
  if (a === null) return b === null ? null : b.slice();
  if (b !== null) joinInto(a, b);
  return a;
}

/** Makes the one what the other is. */
export function assignInto(into: Env, other: Env): void {
  for (let slot = 0; slot < into.length; slot++) into[slot] = other[slot] as ExprType;
}
