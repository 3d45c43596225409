/** Breakpoints: lines of files, perhaps with a condition. */
import type { DebugTable } from '../../compiler/index.js';
import type { ProbeReport } from '../../runtime/types.js';
import { NoValue, Watch } from './evaluate.js';
import { frameOf } from './frames.js';
import type { Trace } from './trace.js';

export interface Breakpoint {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** A CG/PL expression; null for none. */
  readonly condition: string | null;
}

export class Breakpoints {
  /** By place. */
  readonly #conditions = new Map<number, Watch | null>();

  constructor(
    private readonly table: DebugTable,
    list: readonly Breakpoint[],
  ) {
    const byLine = new Map(
      list.map(({ file, line, condition }) => [`${file.toLowerCase()}:${line}`, condition]),
    );
    table.places.forEach(({ section, line }, place) => {
      const condition = byLine.get(`${table.sections[section]?.file.toLowerCase()}:${line}`);
      if (condition !== undefined) this.#conditions.set(place, watchOf(condition));
    });
  }

  /** Does the step begin a line with a breakpoint? Further statements of the line do not stop again. */
  isAt(trace: Trace, step: number): boolean {
    const place = trace.place(step);
    if (!this.#conditions.has(place)) return false;
    const before = trace.place(step - 1);
    if (step === 0 || before === place || trace.depth(step - 1) !== trace.depth(step)) return true;
    const [a, b] = [this.table.places[before], this.table.places[place]];
    return a?.section !== b?.section || a?.line !== b?.line || (a?.column ?? 0) > (b?.column ?? 0);
  }

  hasCondition(place: number): boolean {
    return this.#conditions.get(place) != null;
  }

  /** Does the condition hold in a frame? One that cannot be computed does not. */
  holds({ first: section, second: place, values }: ProbeReport): boolean {
    const watch = this.#conditions.get(place);
    if (watch == null) return true;
    try {
      return watch.value(frameOf(this.table, { section, place, values }).variables) !== null;
    } catch (error) {
      if (error instanceof NoValue) return false;
      throw error;
    }
  }
}

/** What is wrong with a condition, null when it can be computed. */
export function conditionProblem(text: string): string | null {
  try {
    new Watch(text);
    return null;
  } catch (error) {
    if (error instanceof NoValue) return error.message;
    throw error;
  }
}

function watchOf(condition: string | null): Watch | null {
  if (condition === null || conditionProblem(condition) !== null) return null;
  return new Watch(condition);
}
