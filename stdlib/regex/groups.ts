/**
 * What each group of a POSIX expression matched, when it is known what the whole matched. Of all ways to divide that, POSIX
 * asks for the one in which every part, from left to right, is as long as possible; the engine finds some way.
 */
import { raise } from '../errors.js';
import { type Automaton, BEGIN, END, FREE, type Place } from './automaton.js';

/** States that one division may look at, in all positions and all parts of the expression. */
const MOST_STEPS = 200_000_000;

/** The states of a place from which its end can be reached, for each position from `begin` to `end`. */
interface Ways {
  readonly place: Place;
  readonly begin: number;
  readonly marks: Uint8Array;
}

export class Division {
  /** Two positions for each group: where what it matched begins and ends; -1 for those that took no part. */
  readonly found: Int32Array;
  private steps = 0;
  /** The round in which a state was last met. */
  private readonly seen: Int32Array;
  private rounds = 0;

  /**
   * @param symbols what the whole expression matched
   * @param edges whether that begins, and ends, where the string does
   */
  constructor(
    private readonly automaton: Automaton,
    private readonly symbols: readonly string[],
    private readonly edges: { readonly begins: boolean; readonly ends: boolean },
    groups: number,
  ) {
    this.found = new Int32Array(2 * (groups + 1)).fill(-1);
    this.seen = new Int32Array(automaton.steps.length);
    this.divide(automaton.whole, 0, symbols.length);
  }

  /** Divides what lies between two positions. Raises `too-much-work`. */
  private divide(place: Place, begin: number, end: number): void {
    if (!place.hasGroups) return;
    switch (place.part.kind) {
      case 'group':
        this.found[2 * place.part.number] = begin;
        this.found[2 * place.part.number + 1] = end;
        for (const inside of place.inside) this.divide(inside, begin, end);
        return;
      case 'choice':
        this.choose(place, begin, end);
        return;
      case 'sequence':
        this.sequence(place, begin, end);
        return;
      case 'repeat':
        this.repeat(place, place.part.least, begin, end);
        return;
    }
  }

  /** The first of the ways that leads to the end. */
  private choose(place: Place, begin: number, end: number): void {
    const ways = this.waysTo(place, begin, end);
    const way = place.inside.find(inside => this.leads(ways, inside.from, begin));
    if (way) this.divide(way, begin, end);
  }

  private sequence(place: Place, begin: number, end: number): void {
    const ways = this.waysTo(place, begin, end);
    const last = place.inside.findLastIndex(inside => inside.hasGroups);
    let at = begin;
    for (const inside of place.inside.slice(0, last + 1)) {
      const to = this.longest(inside, ways, at, end);
      this.divide(inside, at, to);
      at = to;
    }
  }

  /** Only the last time counts. */
  private repeat(place: Place, least: number, begin: number, end: number): void {
    const ways = this.waysTo(place, begin, end);
    let last: [Place, number, number] | null = null;
    let at = begin;
    for (let time = 0; time < least || at < end; time++) {
      const inside = place.inside[Math.min(time, place.inside.length - 1)];
      if (inside === undefined) return;
      const to = this.longest(inside, ways, at, end);
      last = [inside, at, to];
      if (to === at && time >= least) break;
      at = to;
    }
    if (last) this.divide(...last);
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) raise('too-much-work', 'FindRegEx');
  }

  private leads({ place, begin, marks }: Ways, state: number, at: number): boolean {
    return marks[(at - begin) * (place.limit - place.first) + state - place.first] === 1;
  }

  /** Whether a state can be left without a symbol. */
  private isFree(state: number, at: number): boolean {
    const step = this.automaton.steps[state];
    if (step === FREE) return true;
    const { begins, ends } = this.edges;
    return step === BEGIN ? begins && at === 0 : step === END && ends && at === this.symbols.length;
  }

  private takes(state: number, symbol: string): boolean {
    const step = this.automaton.steps[state] ?? FREE;
    return step >= 0 && this.automaton.classes[step]?.has(symbol) === true;
  }

  private waysTo(place: Place, begin: number, end: number): Ways {
    const { first, limit } = place;
    const width = limit - first;
    this.spend(width * (end - begin + 1));
    const marks = new Uint8Array(width * (end - begin + 1));
    const { next, before } = this.automaton;
    const open: number[] = [];
    for (let at = end; at >= begin; at--) {
      const row = (at - begin) * width - first;
      if (at === end) {
        marks[row + place.to] = 1;
        open.push(place.to);
      } else {
        const symbol = this.symbols[at] ?? '';
        for (let state = first; state < limit; state++) {
          const to = next[state]?.[0] ?? -1;
          if (to < first || to >= limit || marks[row + width + to] !== 1) continue;
          if (!this.takes(state, symbol)) continue;
          marks[row + state] = 1;
          open.push(state);
        }
      }
      for (let state = open.pop(); state !== undefined; state = open.pop()) {
        for (const free of before[state] ?? []) {
          if (free < first || free >= limit || marks[row + free] === 1 || !this.isFree(free, at)) continue;
          marks[row + free] = 1;
          open.push(free);
        }
      }
    }
    return { place, begin, marks };
  }

  /** How far a part may go at the most if what is behind it is to reach its end. */
  private longest(inside: Place, ways: Ways, begin: number, end: number): number {
    // what one symbol matches needs no search
    if (inside.part.kind === 'symbol') return begin + 1;
    const { next } = this.automaton;
    let best = begin;
    let open = [inside.from];
    let later: number[] = [];
    for (let at = begin; open.length > 0; at++) {
      const round = ++this.rounds;
      for (const state of open) this.seen[state] = round;
      // grows while it is gone through
      for (let i = 0; i < open.length; i++) {
        const state = open[i] ?? -1;
        if (state === inside.to || !this.isFree(state, at)) continue;
        for (const to of next[state] ?? []) {
          if (this.seen[to] === round || !this.leads(ways, to, at)) continue;
          this.seen[to] = round;
          open.push(to);
        }
      }
      this.spend(open.length);
      if (this.seen[inside.to] === round && this.leads(ways, inside.to, at)) best = at;
      if (at === end) break;
      const symbol = this.symbols[at] ?? '';
      later.length = 0;
      for (const state of open) {
        if (state === inside.to || !this.takes(state, symbol)) continue;
        const to = next[state]?.[0] ?? -1;
        if (this.leads(ways, to, at + 1)) later.push(to);
      }
      [open, later] = [later, open];
    }
    return best;
  }
}
