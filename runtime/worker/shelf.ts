/** Units and attachments that the worker has been given; the least recently used go when they take too much room. */
import type { Value } from '../../stdlib/values/types.js';
import { decode } from '../codec/decode.js';
import type { Unit } from '../image/unit.js';

/** Bytes of both together. */
const MOST = 128 * 1024 * 1024;

/** Attachments come from the host itself. */
const TRUSTED = { valueBytes: 2 ** 31, valueDepth: 1024 };

export interface Attached {
  /** Encoded. */
  readonly bytes: Uint8Array;
  value(): Value;
}

interface Item {
  readonly size: number;
  /** When it was last asked for, in questions. */
  used: number;
  readonly unit: Unit | null;
  readonly attached: Attached | null;
}

export class Shelf {
  private readonly items = new Map<string, Item>();
  private readonly parked = new Map<string, (() => void)[]>();
  private bytes = 0;
  private clock = 0;

  unit(id: string): Unit | null {
    return this.use(`u${id}`)?.unit ?? null;
  }

  attachment(id: string): Attached | null {
    return this.use(`a${id}`)?.attached ?? null;
  }

  putUnit(id: string, unit: Unit): void {
    this.put(`u${id}`, { size: unit.js.length * 2, used: 0, unit, attached: null });
  }

  putAttachment(id: string, bytes: Uint8Array): void {
    let known: Value | undefined;
    const attached: Attached = {
      bytes,
      value: () => (known === undefined ? (known = decode(bytes, TRUSTED)) : known),
    };
    this.put(`a${id}`, { size: bytes.length * 4, used: 0, unit: null, attached });
  }

  /** Calls back when the unit, or the attachment, has come. True when somebody waits for it already. */
  park(kind: 'u' | 'a', id: string, again: () => void): boolean {
    const key = kind + id;
    const waiting = this.parked.get(key);
    if (waiting) {
      waiting.push(again);
      return true;
    }
    this.parked.set(key, [again]);
    return false;
  }

  /** What was asked for is not to be had: those who wait are let go. */
  refuse(kind: 'u' | 'a', id: string): void {
    this.wake(kind + id);
  }

  private use(key: string): Item | null {
    const item = this.items.get(key);
    if (!item) return null;
    item.used = ++this.clock;
    return item;
  }

  private put(key: string, item: Item): void {
    this.bytes += item.size - (this.items.get(key)?.size ?? 0);
    item.used = ++this.clock;
    this.items.set(key, item);
    if (this.bytes > MOST) this.shrink(key);
    this.wake(key);
  }

  /** Lets go what was not asked for lately, all but one. */
  private shrink(kept: string): void {
    const byUse = [...this.items].sort(([, a], [, b]) => a.used - b.used);
    for (const [key, { size }] of byUse) {
      if (this.bytes <= MOST) break;
      if (key === kept) continue;
      this.items.delete(key);
      this.bytes -= size;
    }
  }

  private wake(key: string): void {
    const waiting = this.parked.get(key) ?? [];
    this.parked.delete(key);
    for (const again of waiting) again();
  }
}
