/**
 * A debugging session: a run with probes is recorded once; then the user walks through it, forwards and backwards.
 * What is at a step is found by replaying the recording up to it, so nothing but the way itself is kept.
 */
import { type DebugPlace, type DebugSection, DebugTable } from '../../compiler/index.js';
import { ProgramException } from '../../runtime/errors/failure.js';
import type { ProbeReport, Sandboxes } from '../../runtime/types.js';
import type { Value } from '../../stdlib/values/types.js';
import { type Breakpoint, Breakpoints } from './breakpoints.js';
import { type Frame, framesOf } from './frames.js';
import { MOST_STEPS, Trace } from './trace.js';

/** Makes a sandbox whose code with probes tells this function. */
export type OpenSandbox = (probe: (report: ProbeReport) => boolean) => Promise<Sandboxes>;

/** What was recorded. */
export interface Recorded {
  readonly recording: Uint8Array | null;
}

export type Move =
  | 'next'
  | 'in'
  | 'out'
  | 'back-next'
  | 'back-in'
  | 'back-out'
  | 'continue'
  | 'back-continue'
  | 'first'
  | 'last';

const KEPT_STEPS = 100;

export class DebugSession<Outcome extends Recorded> {
  readonly table: DebugTable;
  readonly trace = new Trace();
  /** The run itself; null until it is over. */
  outcome: Outcome | null = null;
  /** Where the user is. */
  step = 0;
  /** True when the run was longer than what can be kept: the rest of it is missing. */
  isCut = false;
  #sandbox: Sandboxes | null = null;
  #probe: (report: ProbeReport) => boolean = () => false;
  readonly #frames = new Map<number, readonly Frame[]>();

  constructor(
    private readonly open: OpenSandbox,
    table: DebugTable = new DebugTable(),
    private readonly mostSteps = MOST_STEPS,
  ) {
    this.table = table;
  }

  /** Runs something with the sandbox of the session, and keeps its way. */
  async record(run: (sandbox: Sandboxes, table: DebugTable) => Promise<Outcome>): Promise<Outcome> {
    const sandbox = await this.#opened();
    const begin = performance.now();
    this.#probe = ({ kind, isTask, first, second, hostCalls, memory }) => {
      if (kind !== 'place' || isTask) return false;
      if (this.trace.length >= this.mostSteps) {
        this.isCut = true;
        throw new ProgramException('cancelled');
      }
      this.trace.add(first, second, performance.now() - begin, hostCalls, memory);
      return false;
    };
    this.outcome = await run(sandbox, this.table);
    this.#probe = () => false;
    return this.outcome;
  }

  /** Place of a step. */
  placeOf(step: number): (DebugPlace & { readonly in: DebugSection }) | null {
    const place = this.table.places[this.trace.place(step)];
    const section = place === undefined ? undefined : this.table.sections[place.section];
    return place === undefined || section === undefined ? null : { ...place, in: section };
  }

  /** The frames at a step, the innermost first, with the values of their variables. */
  async frames(step = this.step): Promise<readonly Frame[]> {
    const kept = this.#frames.get(step);
    if (kept !== undefined) return kept;
    let told: { section: number; place: number; values: Value[] | null }[] = [];
    await this.#replay((at, report) => {
      if (report === null) return at === step;
      told.push({ section: report.first, place: report.second, values: report.values });
      return false;
    }, step);
    const frames = framesOf(this.table, told);
    told = [];
    if (this.#frames.size >= KEPT_STEPS) this.#frames.delete(this.#frames.keys().next().value ?? 0);
    this.#frames.set(step, frames);
    return frames;
  }

  /** Goes to another step. Breakpoints matter for `continue` and `back-continue` only. */
  async move(move: Move, breakpoints: readonly Breakpoint[] = []): Promise<number> {
    const last = Math.max(0, this.trace.length - 1);
    switch (move) {
      case 'continue':
        this.step = (await this.#hit(breakpoints, this.step + 1, last, 'first')) ?? last;
        break;
      case 'back-continue':
        this.step = (await this.#hit(breakpoints, 0, this.step - 1, 'last')) ?? 0;
        break;
      case 'first':
        this.step = 0;
        break;
      case 'last':
        this.step = last;
        break;
      default:
        this.step = this.#walk(move, last);
    }
    return this.step;
  }

  /** The first step at a breakpoint; null when none is met. */
  async firstHit(breakpoints: readonly Breakpoint[]): Promise<number | null> {
    return this.#hit(breakpoints, 0, this.trace.length - 1, 'first');
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
  }

  #walk(move: Move, last: number): number {
    const { trace, step } = this;
    const depth = trace.depth(step);
    const isBack = move.startsWith('back-');
    const most =
      { next: depth, in: Number.POSITIVE_INFINITY, out: depth - 1 }[move.replace('back-', '')] ?? depth;
    for (let at = step + (isBack ? -1 : 1); at >= 0 && at <= last; at += isBack ? -1 : 1) {
      if (trace.depth(at) <= most) return at;
    }
    return isBack ? 0 : last;
  }

  /** A step with a breakpoint whose condition holds. Conditions are computed in one replay. */
  async #hit(
    list: readonly Breakpoint[],
    from: number,
    to: number,
    which: 'first' | 'last',
  ): Promise<number | null> {
    const breakpoints = new Breakpoints(this.table, list);
    const candidates: number[] = [];
    for (let at = from; at <= to; at++) if (breakpoints.isAt(this.trace, at)) candidates.push(at);
    const isPlain = (at: number): boolean => !breakpoints.hasCondition(this.trace.place(at));
    if (candidates.every(isPlain)) return (which === 'first' ? candidates[0] : candidates.at(-1)) ?? null;
    const wanted = new Set(candidates);
    const hits: number[] = [];
    let isTop = true;
    await this.#replay((at, report) => {
      if (report === null) {
        if (wanted.has(at) && isPlain(at)) hits.push(at);
        isTop = true;
        return wanted.has(at) && !isPlain(at);
      }
      if (isTop && breakpoints.holds(report)) hits.push(at);
      isTop = false;
      return false;
    }, to);
    return (which === 'first' ? hits[0] : hits.at(-1)) ?? null;
  }

  /**
   * Replays up to the end of a step. `tell` is asked at each step (report null) whether it wants the frames, and gets
   * them.
   */
  async #replay(tell: (step: number, frame: ProbeReport | null) => boolean, until: number): Promise<void> {
    const recording = this.outcome?.recording ?? null;
    if (recording === null) return;
    const sandbox = await this.#opened();
    let step = -1;
    this.#probe = report => {
      if (report.isTask) return false;
      if (report.kind === 'frame') return tell(step, report);
      if (step === until) throw new ProgramException('cancelled');
      step++;
      return tell(step, null);
    };
    await sandbox.replay(recording);
    this.#probe = () => false;
  }

  async #opened(): Promise<Sandboxes> {
    this.#sandbox ??= await this.open(report => this.#probe(report));
    return this.#sandbox;
  }
}
