/** Too many wrong passwords in a period close an account for logins (setting FailedLoginFlow). In memory only. */
import type { Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { secondsOf, setting } from '../settings/read.js';

/** Accounts that are watched at a time; the ones that failed longest ago are forgotten first. */
const MAX_WATCHED = 50_000;
const DEFAULT_COUNT = 10;
const DEFAULT_SECONDS = 60;

export class Failures {
  readonly #clock: () => number;
  readonly #times = new Map<string, number[]>();
  /** Checks that run, by name. */
  readonly #running = new Map<string, Set<Promise<void>>>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** True when the flow of failures was too strong; `name` is an account's number, or a name that does not exist. */
  isClosed(name: string, effective: Dict): boolean {
    return this.#left(name, effective) <= 0;
  }

  /**
   * Runs a check of a password and notes its failure; refuses with `too-many-failures`. No more checks of a name run at a
   * time than may still fail: many guesses at once gain nothing over one after another.
   */
  async guard(name: string, effective: Dict, check: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      if (this.isClosed(name, effective)) throw new PosternError('too-many-failures');
      const running = this.#running.get(name);
      if (running === undefined || running.size < this.#left(name, effective)) break;
      await Promise.race(running);
    }
    const running = this.#running.get(name) ?? new Set();
    this.#running.set(name, running);
    const result = this.#noted(name, effective, check);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    running.add(settled);
    try {
      return await result;
    } finally {
      running.delete(settled);
      if (running.size === 0 && this.#running.get(name) === running) this.#running.delete(name);
    }
  }

  async #noted(name: string, effective: Dict, check: () => Promise<boolean>): Promise<boolean> {
    const isRight = await check();
    if (!isRight) this.add(name, effective);
    return isRight;
  }

  /** Failures that may still come. */
  #left(name: string, effective: Dict): number {
    const { count, ms } = flowOf(effective);
    if (count === null) return Number.POSITIVE_INFINITY;
    const since = this.#clock() - ms;
    return count - (this.#times.get(name) ?? []).filter(time => time > since).length;
  }

  add(name: string, effective: Dict): void {
    const { count, ms } = flowOf(effective);
    if (count === null) return;
    const now = this.#clock();
    const times = (this.#times.get(name) ?? []).filter(time => time > now - ms);
    times.push(now);
    this.#times.delete(name);
    this.#times.set(name, times.slice(-count));
    if (this.#times.size > MAX_WATCHED) {
      for (const oldest of this.#times.keys()) {
        this.#times.delete(oldest);
        break;
      }
    }
  }

  clear(name: string): void {
    this.#times.delete(name);
  }
}

/** `(10, 1m)`: so many failures in this time; no limit for anything else that is not readable as such. */
function flowOf(effective: Dict): { readonly count: number | null; readonly ms: number } {
  const flow = setting(effective, 'FailedLoginFlow');
  if (!Array.isArray(flow))
    return { count: flow === null ? DEFAULT_COUNT : null, ms: DEFAULT_SECONDS * 1000 };
  const count = Number(flow[0]);
  const seconds = secondsOf(flow[1] ?? null, DEFAULT_SECONDS);
  return {
    count: Number.isInteger(count) && count > 0 ? count : null,
    ms: (seconds ?? DEFAULT_SECONDS) * 1000,
  };
}
