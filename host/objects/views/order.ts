/** The messages of a view in their order. Positions are found by halving, so that a change costs little. */
import { compareKeys, type SortKey } from '../messages/sort.js';

/** A message in a view. */
export interface Entry {
  readonly uid: number;
  readonly key: SortKey;
  readonly isUnseen: boolean;
  /** What of the message the last report showed: changes that show nothing new are not reported. */
  readonly shown: string;
}

export class Order {
  private entries: Entry[] = [];
  /** Made when somebody first asks for a message: many views are only walked over. */
  private known: Map<number, Entry> | null = null;
  private unseenCount = 0;

  constructor(private readonly isDescending: boolean) {}

  /** Takes the place of what was there. */
  fill(entries: Entry[]): void {
    this.entries = entries.sort((a, b) => this.compare(a, b));
    this.known = null;
    this.unseenCount = 0;
    for (const entry of entries) if (entry.isUnseen) this.unseenCount++;
  }

  private get byUid(): Map<number, Entry> {
    if (this.known !== null) return this.known;
    const known = new Map<number, Entry>();
    for (const entry of this.entries) known.set(entry.uid, entry);
    this.known = known;
    return known;
  }

  get size(): number {
    return this.entries.length;
  }

  get unseen(): number {
    return this.unseenCount;
  }

  get(uid: number): Entry | undefined {
    return this.byUid.get(uid);
  }

  at(index: number): Entry | undefined {
    return this.entries[index];
  }

  /** UIDs of positions `from` to `till`, both included. */
  slice(from: number, till: number): number[] {
    return this.entries.slice(Math.max(0, from), till + 1).map(({ uid }) => uid);
  }

  /** Position of a message, -1 when it is not in the view. */
  indexOf(uid: number): number {
    const entry = this.byUid.get(uid);
    return entry ? this.place(entry) : -1;
  }

  /** Puts a message in; gives its position. */
  add(entry: Entry): number {
    const index = this.place(entry);
    this.entries.splice(index, 0, entry);
    this.byUid.set(entry.uid, entry);
    if (entry.isUnseen) this.unseenCount++;
    return index;
  }

  /** Takes a message out; gives where it was, -1 when it was not there. */
  remove(uid: number): number {
    const entry = this.byUid.get(uid);
    if (!entry) return -1;
    const index = this.place(entry);
    this.entries.splice(index, 1);
    this.byUid.delete(uid);
    if (entry.isUnseen) this.unseenCount--;
    return index;
  }

  /** The order of two messages. */
  compare(a: Entry, b: Entry): number {
    const order = compareKeys(a.key, b.key);
    if (order !== 0) return this.isDescending ? -order : order;
    return this.isDescending ? b.uid - a.uid : a.uid - b.uid;
  }

  /** The position of an entry, or where it would be put. */
  private place(entry: Entry): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.entries[middle];
      if (other && this.compare(other, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
