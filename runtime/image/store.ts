/** Images by domain, unit and revision; the least recently used go when they take too much room. */
import type { Image, Machine } from '../engine/types.js';
import { ProgramException } from '../errors/failure.js';
import { Entries } from './entries.js';
import { loadUnit, type Unit, UnitList } from './unit.js';

export interface UnitImage {
  /** When it was last asked for, in questions. */
  used: number;
  readonly key: string;
  readonly domain: string;
  readonly image: Image;
  readonly list: UnitList;
  readonly entries: Entries;
}

/** What a run later loaded is kept at most this often per image. */
const MOST_EXTRAS = 100;

export class ImageStore {
  private readonly images = new Map<string, UnitImage>();
  private readonly extras = new Map<string, UnitList>();
  private clock = 0;
  bytes = 0;
  prepares = 0;

  constructor(
    private readonly base: Image,
    private readonly most: number,
  ) {}

  get count(): number {
    return this.images.size;
  }

  find(key: string): UnitImage | null {
    const found = this.images.get(key);
    if (!found) return null;
    found.used = ++this.clock;
    return found;
  }

  /** Makes an image on a machine, which then holds a copy of it. Throws `bad-unit`. */
  prepare(key: string, domain: string, unit: Unit, machine: Machine): UnitImage {
    const list = this.extras.get(key) ?? new UnitList([unit]);
    const made = this.make(key, domain, list, machine);
    this.prepares++;
    this.drop(key);
    this.images.set(key, made);
    this.bytes += made.image.size;
    if (this.bytes > this.most) this.shrink(key);
    return made;
  }

  /** An image that is not kept. */
  make(key: string, domain: string, list: UnitList, machine: Machine): UnitImage {
    machine.install(this.base);
    list.units.forEach((unit, place) => {
      const outcome = loadUnit(machine, unit, place);
      if (outcome.kind === 'failed') {
        const { failure } = outcome;
        throw new ProgramException('bad-unit', failure.message || failure.cause);
      }
    });
    const entries = new Entries(machine);
    return { used: ++this.clock, key, domain, image: machine.capture(), list, entries };
  }

  /** A run had to load this: the next image has it from the start. */
  learn({ key, list }: UnitImage, unit: Unit): void {
    const known = this.extras.get(key) ?? list;
    if (known.has(unit.id) || known.units.length > MOST_EXTRAS) return;
    this.extras.set(key, known.with(unit));
    this.drop(key);
  }

  forgetDomain(domain: string): void {
    for (const image of [...this.images.values()]) {
      if (image.domain !== domain) continue;
      this.drop(image.key);
      this.extras.delete(image.key);
    }
  }

  private shrink(kept: string): void {
    const byUse = [...this.images.values()].sort((a, b) => a.used - b.used);
    for (const { key } of byUse) {
      if (this.bytes <= this.most) break;
      if (key !== kept) this.drop(key);
    }
  }

  private drop(key: string): void {
    const image = this.images.get(key);
    if (!image) return;
    this.images.delete(key);
    this.bytes -= image.image.size;
  }
}
