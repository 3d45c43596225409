/**
 * A POSIX expression as states (Thompson's construction). Each part of the expression has states of its own that lie side
 * by side, so that it can be followed alone.
 */
import type { Part } from './read.js';

/** Steps in `steps` of a state that are no class of symbols. */
export const FREE = -1;
export const BEGIN = -2;
export const END = -3;

/** Where a part of the expression lies among the states: it begins in `from` and has matched in `to`. */
export interface Place {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  /** The states of the part are those from `first` up to, not including, `limit`. */
  readonly first: number;
  readonly limit: number;
  /** The places of the parts inside; of a repetition one for each time, the last one is used again when there is no most. */
  readonly inside: readonly Place[];
  readonly hasGroups: boolean;
}

/** Whether a symbol belongs to a class. */
class SymbolClass {
  private readonly ascii = new Int8Array(128).fill(-1);
  private readonly re: RegExp;

  constructor(text: string) {
    this.re = new RegExp(`^${text.replaceAll('\\x{', '\\u{')}$`, 'su');
  }

  has(symbol: string): boolean {
    const code = symbol.length === 1 ? symbol.charCodeAt(0) : 128;
    if (code > 127) return this.re.test(symbol);
    const known = this.ascii[code];
    if (known !== undefined && known >= 0) return known === 1;
    const found = this.re.test(symbol);
    this.ascii[code] = found ? 1 : 0;
    return found;
  }
}

export class Automaton {
  /** What a state asks for before it is left: FREE, BEGIN, END, or the number of a class. */
  readonly steps: number[] = [];
  readonly next: number[][] = [];
  readonly before: number[][] = [];
  readonly classes: SymbolClass[] = [];
  readonly whole: Place;
  private readonly numbers = new Map<string, number>();

  constructor(part: Part) {
    this.whole = this.place(part);
  }

  private state(step = FREE): number {
    this.next.push([]);
    this.before.push([]);
    return this.steps.push(step) - 1;
  }

  private link(from: number, to: number): void {
    this.next[from]?.push(to);
    this.before[to]?.push(from);
  }

  private classOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.classes.push(new SymbolClass(text)) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }

  private place(part: Part): Place {
    const first = this.steps.length;
    const { from, to, inside } = this.states(part);
    const hasGroups = part.kind === 'group' || inside.some(place => place.hasGroups);
    return { part, from, to, first, limit: this.steps.length, inside, hasGroups };
  }

  private states(part: Part): { from: number; to: number; inside: Place[] } {
    switch (part.kind) {
      case 'symbol':
      case 'begin':
      case 'end': {
        const step = part.kind === 'symbol' ? this.classOf(part.text) : part.kind === 'begin' ? BEGIN : END;
        const [from, to] = [this.state(step), this.state()];
        this.link(from, to);
        return { from, to, inside: [] };
      }
      case 'group': {
        const inside = this.place(part.inside);
        return { from: inside.from, to: inside.to, inside: [inside] };
      }
      case 'choice': {
        const [from, to] = [this.state(), this.state()];
        const inside = part.parts.map(way => this.between(from, this.place(way), to));
        return { from, to, inside };
      }
      case 'sequence': {
        const from = this.state();
        let to = from;
        const inside = part.parts.map(next => {
          const place = this.place(next);
          this.link(to, place.from);
          to = place.to;
          return place;
        });
        return { from, to, inside };
      }
      case 'repeat':
        return this.repeat(part.inside, part.least, part.most);
    }
  }

  private between(from: number, place: Place, to: number): Place {
    this.link(from, place.from);
    this.link(place.to, to);
    return place;
  }

  private repeat(part: Part, least: number, most: number): { from: number; to: number; inside: Place[] } {
    const [from, to] = [this.state(), this.state()];
    const endless = most === Number.POSITIVE_INFINITY;
    const inside: Place[] = [];
    let before = from;
    for (let time = 1; time <= (endless ? Math.max(least, 1) : most); time++) {
      if (time > least) this.link(before, to);
      const place = this.place(part);
      this.link(before, place.from);
      before = place.to;
      inside.push(place);
    }
    this.link(before, to);
    if (endless) {
      // not from the end of the part to its beginning: that would be inside of it
      const again = this.state();
      this.link(before, again);
      this.link(again, inside.at(-1)?.from ?? again);
    }
    return { from, to, inside };
  }
}
