/**
 * What a worker shows to the main thread while it runs guest code, in shared memory, and what the main thread may
 * tell it in the meantime. The handler of interrupts cannot stop native code of the engine: then the main thread
 * sees the deadline pass and ends the worker.
 */

/** Places in the shared array of doubles. Doubles are written whole on every 64-bit machine. */
enum Cell {
  /** Milliseconds since 1970 when the present slice must be over; 0 while no guest runs. */
  Deadline = 0,
  /** The run of the present slice. */
  Run = 1,
  /** A run that is to be stopped. */
  Stop = 2,
}

const CELLS = 3;

/** States of a run, by its place. */
export const QUEUED = 0;
export const STARTED = 1;

/** Runs whose start can be told. */
export const PLACES = 65_536;

/** Milliseconds since 1970, the same in all threads, never going back while a thread lives. */
export const absoluteNow = (): number => performance.timeOrigin + performance.now();

export class Watch {
  private readonly cells: Float64Array;
  private readonly states: Uint8Array;

  constructor(readonly memory: ArrayBufferLike = new ArrayBuffer(CELLS * 8 + PLACES)) {
    this.cells = new Float64Array(memory, 0, CELLS);
    this.states = new Uint8Array(memory, CELLS * 8, PLACES);
  }

  static shared(): Watch {
    return new Watch(new SharedArrayBuffer(CELLS * 8 + PLACES));
  }

  /** Worker: a slice begins. `deadline` is absolute. */
  enter(run: number, deadline: number): void {
    this.cells[Cell.Run] = run;
    this.cells[Cell.Deadline] = deadline;
  }

  /** Worker: the slice is over. */
  leave(): void {
    this.cells[Cell.Deadline] = 0;
  }

  /** Worker: shall this run stop? */
  isStopped(run: number): boolean {
    return this.cells[Cell.Stop] === run;
  }

  /** Worker: the run has begun, so it must not be sent again. */
  started(place: number): void {
    this.states[place] = STARTED;
  }

  /** Main thread: the run of the present slice, or of the last one. */
  get running(): number {
    return this.cells[Cell.Run] ?? 0;
  }

  /** Main thread: asks for the end of a run, should it be running now. */
  stop(run: number): void {
    this.cells[Cell.Stop] = run;
  }

  /** Main thread: a place for a run that is about to be sent. */
  reset(place: number): void {
    this.states[place] = QUEUED;
  }

  hasStarted(place: number): boolean {
    return this.states[place] === STARTED;
  }

  /** Main thread: the run that is past its deadline by `grace` milliseconds, null when all is well. */
  stuck(now: number, grace: number): number | null {
    const deadline = this.cells[Cell.Deadline] ?? 0;
    return deadline !== 0 && now > deadline + grace ? (this.cells[Cell.Run] ?? 0) : null;
  }
}
