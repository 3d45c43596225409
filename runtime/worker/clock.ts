/**
 * Processor time of the worker's thread. Reading it costs more than a short run, so it is read between runs now and
 * then, and again when a run seems to have taken long: it may only have waited for a processor.
 */

/** Reads the processor time of this thread in ms, which may be late by `LATE`. */
export type ReadProcessorTime = () => number;

/** Below this many ms by the clock on the wall nobody asks further. */
const SHORT = 5;
/** Systems count up to the last tick. */
const LATE = 4;

export class ProcessorClock {
  private readAt = Number.NEGATIVE_INFINITY;
  private known = 0;

  constructor(private readonly read: ReadProcessorTime | null) {}

  /** Between runs. @param now of `performance.now()` */
  mark(now: number): void {
    if (this.read === null || now - this.readAt < SHORT) return;
    this.known = this.read();
    this.readAt = now;
  }

  /** Milliseconds of processor time since `begin`, at most: what ran since the last mark before may be counted, too. */
  since(begin: number, now: number): number {
    const wall = now - begin;
    if (this.read === null || wall < SHORT || this.readAt > begin) return wall;
    return Math.min(wall, this.read() - this.known + LATE);
  }
}
