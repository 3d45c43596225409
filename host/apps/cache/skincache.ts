/**
 * A cache of what was made from skin files (webapp.md A5): compiled units, text datasets, search results. Each
 * entry remembers which files of which selected skin it asked for, also those that do not exist, and goes when
 * one of them changes anywhere in the search order.
 */
import type { SkinChoice } from '../types.js';

/** A change of a skin. `domain` null: server-wide or stock, seen from every domain. `file` null: the whole skin. */
export interface SkinChange {
  readonly domain: string | null;
  readonly file: string | null;
}

/** Makes a value; calls `uses` for every file before it reads it. */
export type Make<V> = (uses: (file: string) => void) => Promise<V>;

interface Entry<V> {
  readonly choice: SkinChoice;
  readonly files: Set<string>;
  /** Set when a used file changed while the value was being made. */
  stale: boolean;
  readonly value: Promise<V>;
  /** When it was last asked for, in questions: entries that are put in anew at each question would keep the collector busy. */
  used: number;
  /** The value once it is there. */
  ready?: V;
}

/** How often a value is made anew when its files change while it is made. */
const ATTEMPTS = 5;

/** Text that tells selected skins apart. Skin names are compared without regard to letter case. */
export function choiceKey(choice: SkinChoice): string {
  return `${choice.domain ?? '\0'}\0${choice.skin.toLowerCase()}`;
}

/** True when a change may be seen from a selected skin. Skin names are not compared: a surplus drop only costs time. */
function concerns(change: SkinChange, choice: SkinChoice): boolean {
  return change.domain === null || change.domain === choice.domain;
}

/** The cache. Values that reject are not kept. */
export class SkinCache<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private clock = 0;

  /**
   * @param limit entries kept; the least recently used goes first
   * @param enabled false: nothing is kept (`--NoWebCache`)
   */
  constructor(
    private readonly limit: () => number,
    private readonly enabled: () => boolean,
  ) {}

  /** The value when it is at hand. */
  peek(choice: SkinChoice, name: string): V | undefined {
    if (!this.enabled()) return undefined;
    const key = `${choiceKey(choice)}\0${name}`;
    const found = this.entries.get(key);
    if (found?.ready === undefined) return undefined;
    found.used = ++this.clock;
    return found.ready;
  }

  /** The value for a selected skin and a name, made when there is none. */
  async get(choice: SkinChoice, name: string, make: Make<V>): Promise<V> {
    const key = `${choiceKey(choice)}\0${name}`;
    for (let attempt = 1; ; attempt++) {
      const found = this.enabled() ? this.entries.get(key) : undefined;
      const entry = found ?? this.begin(choice, key, make);
      entry.used = ++this.clock;
      const value = await entry.value;
      if (!entry.stale || attempt === ATTEMPTS) return value;
    }
  }

  /** Drops what a change concerns. */
  drop(change: SkinChange): void {
    for (const [key, entry] of this.entries) {
      if (!concerns(change, entry.choice)) continue;
      if (change.file !== null && !entry.files.has(change.file)) continue;
      entry.stale = true;
      this.entries.delete(key);
    }
  }

  /** Drops everything. */
  clear(): void {
    for (const entry of this.entries.values()) entry.stale = true;
    this.entries.clear();
  }

  get size(): number {
    return this.entries.size;
  }

  private begin(choice: SkinChoice, key: string, make: Make<V>): Entry<V> {
    const files = new Set<string>();
    const entry: Entry<V> = { choice, files, stale: false, used: 0, value: make(file => files.add(file)) };
    if (!this.enabled()) return entry;
    this.entries.set(key, entry);
    entry.value.then(
      value => {
        entry.ready = value;
        this.shrink();
      },
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return entry;
  }

  private shrink(): void {
    const surplus = this.entries.size - this.limit();
    if (surplus <= 0) return;
    // Names that lead to nothing come from visitors: they must not push out what is in use.
    const rank = (entry: Entry<V>): number => (entry.ready === null ? 0 : 1);
    const byUse = [...this.entries].sort(([, a], [, b]) => rank(a) - rank(b) || a.used - b.used);
    for (const [key] of byUse.slice(0, surplus)) this.entries.delete(key);
  }
}
