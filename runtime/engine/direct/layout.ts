/**
 * Where things are in the engine's memory: data, then the stack, then the heap. The program break, the end of the
 * used heap, is a word among the data that is found by watching what moves with large allocations.
 */
import type { WasmFacts } from './wasm.js';

export interface Layout {
  /** Data end here; behind it is stack that nobody reads before writing. */
  readonly lowEnd: number;
  readonly heapStart: number;
  /** Index, in 32-bit words, of the program break. */
  readonly breakWord: number;
}

/** What the engine was linked with. Only the self test makes this a fact. */
const STACK = 5 * 1024 * 1024;
const PROBE = 3 << 20;
/** The allocator takes at most this much more than asked for. */
const SLACK = 1 << 17;

/** Probes a throw-away instance. `words` gives a fresh view of its memory. */
export function probeLayout(
  facts: WasmFacts,
  malloc: (size: number) => number,
  words: () => Uint32Array,
): Layout {
  const lowEnd = facts.stackTop - STACK;
  if (lowEnd < facts.dataEnd) throw new Error('the stack is smaller than expected');
  malloc(64);
  let before = words().slice(0, lowEnd >> 2);
  let candidates: number[] | null = null;
  for (let round = 1; round <= 3; round++) {
    const end = malloc(PROBE * round) + PROBE * round;
    const after = words();
    const moved = (i: number): boolean => {
      const value = after[i] ?? 0;
      return value !== before[i] && value >= end && value < end + SLACK;
    };
    const all: number[] = candidates ?? Array.from(before.keys());
    candidates = all.filter(moved);
    before = after.slice(0, lowEnd >> 2);
  }
  // The allocator keeps pointers into the last block beside it; the break is behind them all.
  const last = before;
  const breakWord = (candidates ?? []).reduce(
    (best, i) => ((last[i] ?? 0) > (last[best] ?? 0) ? i : best),
    0,
  );
  if (breakWord === 0) throw new Error('the program break was not found');
  return { lowEnd, heapStart: facts.stackTop, breakWord };
}
