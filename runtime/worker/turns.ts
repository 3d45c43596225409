/** Whose turn it is: turns wait in one queue, and those that need a machine until one has been made. */
import type { Machine, Outcome } from '../engine/types.js';
import { ProgramException } from '../errors/failure.js';
import type { Core } from './core.js';
import { failureBy } from './ending.js';
import type { Run } from './run.js';

/** Turns go on for this long before other work of the thread, in ms. */
export const STRETCH = 5;
/** Messages are held back for this long at most while turns go on, in ms. Less: see test/bench/README.md (G3, G13). */
const HOLD = 1;

/** What a run does with a machine. */
export type Step = (machine: Machine) => Outcome;

/** A step that waits for its time. */
export interface Turn {
  readonly run: Run;
  readonly act: Step;
}

export class Turns {
  private queue: Turn[] = [];
  /** Turns that wait for a machine. */
  private wanting: Turn[] = [];
  private isPumping = false;
  private isDeferred = false;

  constructor(private readonly core: Core) {}

  /** Gives a run a turn, after those that wait for one. */
  add(turn: Turn): void {
    this.queue.push(turn);
    if (!this.isPumping) this.later();
  }

  /** Gives turns until nobody wants one or the stretch is over. */
  pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    const { core } = this;
    let now = performance.now();
    const end = now + STRETCH;
    while (this.queue.length > 0 && now < end) {
      const turns = this.queue;
      this.queue = [];
      let done = 0;
      for (; done < turns.length && now < end; done++) {
        const turn = turns[done];
        core.clock.mark(now);
        if (turn && !turn.run.isOver) core.take(turn);
        now = performance.now();
        if (now - core.flushed > HOLD) core.flush();
      }
      if (done < turns.length) this.queue = [...turns.slice(done), ...this.queue];
    }
    this.isPumping = false;
    core.flush();
    if (this.queue.length > 0) this.later();
  }

  /** The turn waits until there is a machine for it. One machine is made at a time: often one is enough for all. */
  wantMachine(turn: Turn): void {
    this.wanting.push(turn);
    if (this.wanting.length > 1) return;
    this.core.makeMachine(turn.run.parts.limits.memory).then(
      isMade => this.made(isMade ? null : new ProgramException('worker-full')),
      error => this.made(error),
    );
  }

  private made(error: unknown): void {
    const turns = this.wanting;
    this.wanting = [];
    // Their turn had come before that of everybody else: tasks of one program begin in the order of their starts.
    if (error === null) this.queue = [...turns, ...this.queue];
    else for (const { run } of turns) this.core.end(run, failureBy(error), null);
    this.pump();
  }

  private later(): void {
    if (this.isDeferred) return;
    this.isDeferred = true;
    this.core.options.defer(() => {
      this.isDeferred = false;
      this.pump();
    });
  }
}
