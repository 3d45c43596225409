/** Types over a whole program: what sections get as arguments and give back. */
import { calledSection, type LinkedSection, type Program } from '../link/program.js';
import type { CallExpr } from '../syntax/tree.js';
import { TooMuchWork } from './expressions.js';
import { Flow } from './flow.js';
import { ANY, classes, type ExprType, join, NEVER, NULL, widen } from './type.js';

/** Visits for each syntax node of the program before inference gives up. */
const WORK = 30;
/** Changes of a section's types before its numbers jump to the outermost bounds. */
const EXACT_CHANGES = 4;

/** Fills in the types of all nodes, and parameter and result types of all sections. */
export function inferTypes(program: Program): void {
  const size = program.sections.reduce((sum, { bound }) => sum + bound.size, 0);
  new ProgramTypes(program, 10_000 + size * 2 * WORK).run();
}

class ProgramTypes {
  readonly #queue = new Set<LinkedSection>();
  readonly #callers = new Map<LinkedSection, Set<LinkedSection>>();
  readonly #walked = new Set<LinkedSection>();
  readonly #changes = new Map<LinkedSection, number>();
  #work: number;

  constructor(
    readonly program: Program,
    work: number,
  ) {
    this.#work = work;
  }

  run(): void {
    for (const section of this.program.sections) if (section.open) this.#enqueue(section);
    this.#drain();
    // what nobody calls is compiled as well
    for (const section of this.program.sections) {
      if (this.#walked.has(section)) continue;
      section.params.fill(ANY);
      this.#enqueue(section);
      this.#drain();
    }
  }

  #enqueue(section: LinkedSection): void {
    this.#queue.add(section);
  }

  #drain(): void {
    for (const section of this.#queue) {
      this.#queue.delete(section);
      if (this.#work < 0) this.#giveUp(section);
      else this.#walk(section);
    }
  }

  #walk(section: LinkedSection): void {
    const { bound } = section;
    this.#walked.add(section);
    const work = 1000 + bound.size * WORK;
    const flow = new Flow(work, call => this.#called(section, call), !section.untyped);
    const env = new Array<number>(bound.variables.length).fill(section.untyped ? ANY : classes(NULL));
    // of an element that is read again something is known at its first reading at the latest
    for (let i = 0; i < section.reads.variables.length; i++) env.push(section.untyped ? ANY : NEVER);
    section.params.forEach((type, slot) => {
      env[slot] = type;
    });
    try {
      this.#setResult(section, flow.run(bound.statements, env));
    } catch (error) {
      if (!(error instanceof TooMuchWork)) throw error;
      this.#giveUp(section);
    }
    this.#work -= work - flow.workLeft;
  }

  /** Assumes nothing: one walk that only notes what needs no assumptions. */
  #giveUp(section: LinkedSection): void {
    this.#walked.add(section);
    section.untyped = true;
    section.params.fill(ANY);
    const flow = new Flow(Number.POSITIVE_INFINITY, call => this.#called(section, call), false);
    const { bound, reads } = section;
    flow.run(bound.statements, new Array<number>(bound.variables.length + reads.variables.length).fill(ANY));
    this.#setResult(section, ANY);
  }

  #setResult(section: LinkedSection, result: ExprType): void {
    const sum = this.#grown(section, section.result, result);
    if (sum === section.result) return;
    section.result = sum;
    for (const caller of this.#callers.get(section) ?? []) if (!caller.untyped) this.#enqueue(caller);
  }

  #called(caller: LinkedSection, call: CallExpr): ExprType {
    const section = calledSection(this.program, call);
    if (section === null) return ANY;
    let callers = this.#callers.get(section);
    if (callers === undefined) this.#callers.set(section, (callers = new Set()));
    callers.add(caller);
    const shift = call.args.length - section.params.length;
    let changed = !this.#walked.has(section);
    for (let i = 0; i < section.params.length; i++) {
      const before = section.params[i] as ExprType;
      const sum = this.#grown(section, before, call.args[i + shift]?.type ?? ANY);
      if (sum === before) continue;
      section.params[i] = sum;
      changed = true;
    }
    if (changed && !section.untyped) this.#enqueue(section);
    return section.untyped ? ANY : section.result;
  }

  #grown(section: LinkedSection, before: ExprType, more: ExprType): ExprType {
    const sum = join(before, more);
    if (sum === before) return before;
    const changes = (this.#changes.get(section) ?? 0) + 1;
    this.#changes.set(section, changes);
    return changes > EXACT_CHANGES * (1 + section.params.length) ? widen(before, sum) : sum;
  }
}
