/** Too many wrong passwords in a period close an account for logins (setting FailedLoginFlow). In memory only. */
import type { Dict } from '../../../stdlib/values/types.js';
import { secondsOf, setting } from '../settings/read.js';

/** Accounts that are watched at a time; the ones that failed longest ago are forgotten first. */
const MAX_WATCHED = 50_000;
const DEFAULT_COUNT = 10;
const DEFAULT_SECONDS = 60;

export class Failures {
  readonly #clock: () => number;
  readonly #times = new Map<string, number[]>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** True when the flow of failures was too strong; `name` is an account's number, or a name that does not exist. */
  isClosed(name: string, effective: Dict): boolean {
    const { count, ms } = flowOf(effective);
    if (count === null) return false;
    const since = this.#clock() - ms;
    const recent = (this.#times.get(name) ?? []).filter(time => time > since);
    return recent.length >= count;
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
