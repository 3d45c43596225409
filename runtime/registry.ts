/**
 * What lives under a number: runs, tasks. A hash table of its own instead of a `Map`: a map that thousands of entries
 * pass through each second makes new tables all the time, every old one points to the next, and once a dead one is
 * in the old generation, the collector keeps alive, and copies, everything that came after it.
 */
export class Registry<T extends { readonly id: number }> {
  private slots: (T | null)[] = new Array<T | null>(SMALLEST).fill(null);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(id: number): T | undefined {
    return this.slots[this.find(id)] ?? undefined;
  }

  /** Replaces what is there under the number. */
  add(item: T): void {
    if (this.count * 2 >= this.slots.length) this.resize(this.slots.length * 2);
    const at = this.find(item.id);
    if (this.slots[at] === null) this.count++;
    this.slots[at] = item;
  }

  /** True when there was something. */
  delete(id: number): boolean {
    const { slots } = this;
    const mask = slots.length - 1;
    let hole = this.find(id);
    if (slots[hole] === null) return false;
    this.count--;
    // Those behind that were put off by what is deleted move up.
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const item = slots[at] ?? null;
      if (item === null) break;
      const home = this.home(item.id);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = item;
      hole = at;
    }
    slots[hole] = null;
    if (this.count * 8 < slots.length && slots.length > SMALLEST) this.resize(slots.length / 2);
    return true;
  }

  /** Everything there now, in no certain order. */
  list(): T[] {
    return this.slots.filter(item => item !== null);
  }

  /** Where the number is, or would be. */
  private find(id: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = this.home(id);
    for (let item = slots[at]; item && item.id !== id; item = slots[at]) at = (at + 1) & mask;
    return at;
  }

  /** Numbers of one worker's tasks differ in the upper bits only from those of another's. */
  private home(id: number): number {
    const mixed = Math.imul((id / 2 ** 32) | 0, 0x85ebca6b) ^ (id | 0);
    return Math.imul(mixed, 0x9e3779b1) >>> Math.clz32(this.slots.length - 1);
  }

  private resize(length: number): void {
    const items = this.slots;
    this.slots = new Array<T | null>(length).fill(null);
    for (const item of items) if (item !== null) this.slots[this.find(item.id)] = item;
  }
}

/** Slots at least, a power of two. */
const SMALLEST = 128;
