/**
 * Which worker serves a domain: always the same, so that a domain that keeps a processor busy slows nobody on the
 * other workers down. An idle domain moves away from a worker that others keep busy. A domain whose programs take
 * long is served by slow workers, threads of lower priority that are started when the first such domain is met.
 */
import type { Link } from './link.js';
import { Load } from './load.js';

interface Home {
  link: Link;
  runs: number;
  /** When it was last used, in runs. */
  used: number;
  /** All its processor time, and that of long runs alone. */
  readonly load: Load;
  readonly long: Load;
}

interface Place {
  readonly load: Load;
  domains: number;
}

/** Workers of lower priority. */
export interface SlowWorkers {
  /** At most. */
  readonly most: number;
  /** Starts another one. */
  readonly open: () => Link;
}

/** A domain moves when others gave its worker this many times more to do than another one has, and more than that, in ms. */
const RATIO = 2;
const BUSY = 1_000;
/** Runs are long from here on, in ms of processor time: others wait for their end. */
const LONG = 10;
/** A domain is slow when its long runs took so many ms lately, until they took less than that. */
const SLOW = 500;
const FAST = 100;
/** Idle domains that are remembered. */
const MOST = 10_000;

export class Affinity {
  private readonly homes = new Map<string, Home>();
  private readonly places = new Map<Link, Place>();
  private readonly slow: Link[] = [];
  private clock = 0;

  constructor(
    private readonly links: readonly Link[],
    private readonly slowWorkers: SlowWorkers | null = null,
  ) {
    for (const link of links) this.places.set(link, { load: new Load(), domains: 0 });
  }

  /** The worker for a run of the domain; call `leave` when the run is over. */
  enter(domain: string, now = performance.now()): Link {
    let home = this.homes.get(domain);
    if (home === undefined) {
      home = { link: this.leastBusy(this.links, now), runs: 0, used: 0, load: new Load(), long: new Load() };
      this.homes.set(domain, home);
      this.place(home.link).domains++;
      if (this.homes.size > MOST) this.forget();
    } else this.reconsider(home, now);
    home.runs++;
    home.used = ++this.clock;
    return home.link;
  }

  leave(domain: string, link: Link, cpuMs: number, now = performance.now()): void {
    this.place(link).load.add(cpuMs, now);
    const home = this.homes.get(domain);
    if (!home) return;
    home.runs--;
    home.load.add(cpuMs, now);
    if (cpuMs > LONG) home.long.add(cpuMs, now);
  }

  /** A slow worker that cannot be started is used no more. */
  drop(link: Link): void {
    const at = this.slow.indexOf(link);
    if (at >= 0) this.slow.splice(at, 1);
    for (const home of this.homes.values())
      if (home.link === link) this.move(home, this.leastBusy(this.links, 0));
  }

  private reconsider(home: Home, now: number): void {
    if (this.slow.includes(home.link)) {
      if (home.long.value(now) < FAST) this.move(home, this.leastBusy(this.links, now));
    } else if (home.long.value(now) > SLOW) {
      const slow = this.slowest(now);
      if (slow) this.move(home, slow);
    } else if (home.runs === 0 && this.links.length > 1) {
      const others = this.load(home.link, now) - home.load.value(now);
      if (others <= BUSY) return;
      const best = this.leastBusy(this.links, now);
      if (others > RATIO * this.load(best, now)) this.move(home, best);
    }
  }

  private move(home: Home, link: Link): void {
    this.place(home.link).domains--;
    this.place(link).domains++;
    home.link = link;
  }

  /** A slow worker: one that has little to do, a new one, or the least busy one. Null when there may be none. */
  private slowest(now: number): Link | null {
    const { slow, slowWorkers } = this;
    const best = slow.length > 0 ? this.leastBusy(slow, now) : null;
    if (!slowWorkers || slow.length >= slowWorkers.most || (best && this.load(best, now) < BUSY)) return best;
    const link = slowWorkers.open();
    this.places.set(link, { load: new Load(), domains: 0 });
    slow.push(link);
    return link;
  }

  private leastBusy(links: readonly Link[], now: number): Link {
    const [first, ...rest] = links;
    if (!first) throw new Error('no workers');
    return rest.reduce((best, link) => (this.load(link, now) < this.load(best, now) ? link : best), first);
  }

  /** New domains of an idle server spread too: each counts a little. */
  private load(link: Link, now: number): number {
    const { load, domains } = this.place(link);
    return load.value(now) + Math.min(domains, 1_000) * 1e-3;
  }

  private place(link: Link): Place {
    const place = this.places.get(link);
    if (!place) throw new Error('a worker that is none of these');
    return place;
  }

  /** Forgets the idle half that was not used lately. */
  private forget(): void {
    const old = [...this.homes]
      .filter(([, { runs }]) => runs === 0)
      .sort(([, a], [, b]) => a.used - b.used)
      .slice(0, MOST / 2);
    for (const [domain, { link }] of old) {
      this.homes.delete(domain);
      this.place(link).domains--;
    }
  }
}
