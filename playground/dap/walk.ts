/** A recorded run as a target: every direction. */
import type { Breakpoint } from '../debug/breakpoints.js';
import type { Frame } from '../debug/frames.js';
import type { DebugSession, Move, Recorded } from '../debug/session.js';
import { Refusal, type Target, type Told } from './target.js';

/** Requests that walk, with the reason that the editor is told. */
const MOVES: Readonly<Record<string, readonly [move: Move, reason: string]>> = {
  next: ['next', 'step'],
  stepIn: ['in', 'step'],
  stepOut: ['out', 'step'],
  stepBack: ['back-next', 'step'],
  continue: ['continue', 'breakpoint'],
  reverseContinue: ['back-continue', 'breakpoint'],
};

export interface WalkParts {
  /** Null: it did not come to run; why has been told. */
  readonly open: () => Promise<DebugSession<Recorded> | null>;
  /** What ended the run, once it is open. */
  readonly error: () => string | null;
  /** Where it stops first: else at a breakpoint, or where it failed. */
  readonly first: 'entry' | 'end' | null;
  readonly told: Told;
}

export class Walk implements Target {
  #session: DebugSession<Recorded> | null = null;
  #breakpoints: readonly Breakpoint[] = [];

  constructor(private readonly parts: WalkParts) {}

  async start(): Promise<void> {
    const { told, first } = this.parts;
    const session = await this.parts.open();
    this.#session = session;
    if (session === null || session.trace.length === 0) return told.terminated();
    if (first === 'end') return this.#toEnd(session);
    const hit = await session.firstHit(this.#breakpoints);
    if (first === 'entry') told.stopped('entry');
    else if (hit !== null) {
      session.step = hit;
      told.stopped('breakpoint');
    } else if (this.#error !== null) await this.#toEnd(session);
    else told.terminated();
  }

  /** To where the run failed. */
  async #toEnd(session: DebugSession<Recorded>): Promise<void> {
    await session.move('last');
    this.parts.told.stopped('exception', this.#error ?? '');
  }

  async move(command: string): Promise<void> {
    const session = this.#session;
    const known = MOVES[command];
    if (session === null || known === undefined) return;
    const [move, reason] = known;
    const before = session.step;
    await session.move(move, this.#breakpoints);
    const isEnd = session.step === session.trace.length - 1;
    if (isEnd && this.#error !== null) this.parts.told.stopped('exception', this.#error);
    else if (isEnd && before === session.step) this.parts.told.terminated();
    else this.parts.told.stopped(reason);
  }

  setBreakpoints(list: readonly Breakpoint[]): void {
    this.#breakpoints = list;
  }

  async frames(): Promise<readonly Frame[]> {
    return (await this.#session?.frames()) ?? [];
  }

  pause(): void {
    throw new Refusal('a recorded run stands still');
  }

  async end(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = null;
  }

  async source(): Promise<null> {
    return null;
  }

  get #error(): string | null {
    return this.parts.error();
  }
}
