/** Decides where a run that is debugged stops. Lives in the worker, beside the run. */
import type { DebugPlace, DebugSection } from '../../../compiler/index.js';
import type { DebugMove, LinePoint } from './protocol.js';

export type StopReason = 'breakpoint' | 'step' | 'pause';

/** No depth is that small: steps do not stop. */
const NEVER = -1;

export class Stepper {
  private readonly sections: DebugSection[] = [];
  private readonly places: DebugPlace[] = [];
  private points = new Set<string>();
  /** Places of the points. */
  private marked = new Set<number>();
  /** A step stops at this depth of calls or less. */
  private most = NEVER;
  private place = NEVER;
  private depth = 0;
  private wantsPause = false;

  /** Adds what a compilation knows of its places, after those that are known. */
  extend(sections: readonly DebugSection[], places: readonly DebugPlace[]): void {
    const first = this.places.length;
    this.sections.push(...sections);
    this.places.push(...places);
    for (let place = first; place < this.places.length; place++) this.mark(place);
  }

  setBreakpoints(points: readonly LinePoint[]): void {
    this.points = new Set(points.map(({ file, line }) => `${file.toLowerCase()}:${line}`));
    this.marked = new Set();
    for (let place = 0; place < this.places.length; place++) this.mark(place);
  }

  /** The next place stops. */
  pause(): void {
    this.wantsPause = true;
  }

  /** Another run begins. */
  begin(): void {
    this.most = NEVER;
    this.place = NEVER;
    this.depth = 0;
    this.wantsPause = false;
  }

  /** How the run goes on from where it stopped last; `resume`: as if it had not stopped. */
  go(move: DebugMove): void {
    if (move === 'resume') return;
    const depths = { continue: NEVER, next: this.depth, in: Number.MAX_SAFE_INTEGER, out: this.depth - 1 };
    this.most = depths[move];
  }

  /** The run is at a place: why it stops there, null when it goes on. */
  at(place: number, depth: number): StopReason | null {
    const isStep = depth <= this.most;
    const isPoint = this.marked.has(place) && this.beginsLine(place, depth);
    this.place = place;
    this.depth = depth;
    if (this.wantsPause) {
      this.wantsPause = false;
      return 'pause';
    }
    return isPoint ? 'breakpoint' : isStep ? 'step' : null;
  }

  private mark(place: number): void {
    const known = this.places[place];
    const section = known === undefined ? undefined : this.sections[known.section];
    if (known === undefined || section === undefined) return;
    if (this.points.has(`${section.file.toLowerCase()}:${known.line}`)) this.marked.add(place);
  }

  /** Further statements of a line do not stop again; the next round of a loop does. */
  private beginsLine(place: number, depth: number): boolean {
    if (this.place === place || this.depth !== depth) return true;
    const [before, now] = [this.places[this.place], this.places[place]];
    if (before === undefined || now === undefined) return true;
    return before.section !== now.section || before.line !== now.line || before.column > now.column;
  }
}
