/**
 * Which worker serves a domain: always the same, so that a domain that keeps a processor busy slows nobody on the
 * other workers down. An idle domain moves away from a worker that is much busier than another.
 */
import type { Link } from './link.js';

interface Home {
  link: Link;
  runs: number;
}

/** Processor time of a worker counts half after this time, in ms. */
const HALF_LIFE = 10_000;
/** A domain moves when its worker had this many times more to do than the least busy one, and more than that. */
const RATIO = 2;
const BUSY = 1_000;
/** Idle domains that are remembered. */
const MOST = 10_000;

export class Affinity {
  private readonly homes = new Map<string, Home>();
  private readonly loads = new Map<Link, { ms: number; at: number }>();
  /** Domains by worker. */
  private readonly counts = new Map<Link, number>();

  constructor(private readonly links: readonly Link[]) {}

  /** The worker for a run of the domain; call `leave` when the run is over. */
  enter(domain: string): Link {
    const home = this.homeOf(domain);
    home.runs++;
    this.homes.delete(domain);
    this.homes.set(domain, home);
    return home.link;
  }

  leave(domain: string, link: Link, cpuMs: number): void {
    const home = this.homes.get(domain);
    if (home) home.runs--;
    this.loads.set(link, { ms: this.load(link) + cpuMs, at: performance.now() });
    if (this.homes.size <= MOST) return;
    for (const [old, { runs, link: its }] of this.homes) {
      if (runs > 0) continue;
      this.homes.delete(old);
      this.count(its, -1);
      break;
    }
  }

  private homeOf(domain: string): Home {
    const home = this.homes.get(domain);
    if (!home) {
      const link = this.leastBusy();
      this.count(link, 1);
      return { link, runs: 0 };
    }
    if (home.runs > 0 || this.links.length === 1) return home;
    const load = this.load(home.link);
    if (load <= BUSY) return home;
    const best = this.leastBusy();
    if (load > RATIO * this.load(best)) {
      this.count(home.link, -1);
      this.count(best, 1);
      home.link = best;
    }
    return home;
  }

  private count(link: Link, change: number): void {
    this.counts.set(link, (this.counts.get(link) ?? 0) + change);
  }

  private leastBusy(): Link {
    const [first, ...rest] = this.links;
    if (!first) throw new Error('no workers');
    return rest.reduce((best, link) => (this.load(link) < this.load(best) ? link : best), first);
  }

  /** New domains of an idle server spread too: each counts a little. */
  private load(link: Link): number {
    const { ms = 0, at = 0 } = this.loads.get(link) ?? {};
    const domains = Math.min(this.counts.get(link) ?? 0, 1_000);
    return ms * 0.5 ** ((performance.now() - at) / HALF_LIFE) + domains * 1e-3;
  }
}
