/** The way of a run through its places. Steps are numbered from 0. */

/** Steps that are kept: more would need more memory than a browser has. */
export const MOST_STEPS = 2_000_000;

export class Trace {
  #places = new Int32Array(1024);
  #depths = new Int32Array(1024);
  #times = new Float64Array(1024);
  #calls = new Int32Array(1024);
  #memory = new Float64Array(1024);
  length = 0;

  add(place: number, depth: number, time: number, calls: number, memory: number): void {
    if (this.length === this.#places.length) this.#grow();
    const at = this.length++;
    this.#places[at] = place;
    this.#depths[at] = depth;
    this.#times[at] = time;
    this.#calls[at] = calls;
    this.#memory[at] = memory;
  }

  place(step: number): number {
    return this.#places[step] ?? -1;
  }

  /** Calls around the step. */
  depth(step: number): number {
    return this.#depths[step] ?? 0;
  }

  /** Milliseconds since the beginning. */
  time(step: number): number {
    return this.#times[step] ?? 0;
  }

  /** Host calls before the step. */
  calls(step: number): number {
    return this.#calls[step] ?? 0;
  }

  /** Bytes of memory in use at the step. */
  memory(step: number): number {
    return this.#memory[step] ?? 0;
  }

  #grow(): void {
    const larger = <T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    const size = 2 * this.length;
    this.#places = larger(this.#places, new Int32Array(size));
    this.#depths = larger(this.#depths, new Int32Array(size));
    this.#times = larger(this.#times, new Float64Array(size));
    this.#calls = larger(this.#calls, new Int32Array(size));
    this.#memory = larger(this.#memory, new Float64Array(size));
  }
}
