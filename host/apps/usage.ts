/** What each program and page has used since the start, for the metrics and for operators. */
import type { Usage } from '../../runtime/index.js';
import type { AppUsage, PathUsage, SkinChoice, UsageFigures } from './types.js';
import { pathPattern } from './usagepaths.js';

/** Programs counted one by one; those of further ones are counted together under the name `*`. */
const MAX_APPS = 2000;
/** Paths of one program counted one by one, and of all programs together. */
const MAX_PATHS = 50;
const MAX_ALL_PATHS = 10_000;

/** The run of what, and at which path. */
export interface UsagePlace {
  readonly domain: string | null;
  readonly skin: SkinChoice;
  readonly file: string;
  /** As requested, without parameters. */
  readonly path: string;
}

type Entry = Omit<AppUsage, 'paths'> & { readonly paths: Map<string, PathUsage> };

const nothing = (): UsageFigures => ({
  runs: 0,
  failures: 0,
  cpuMs: 0,
  wallMs: 0,
  peakMemory: 0,
  hostCalls: 0,
  outputBytes: 0,
});

function addTo(figures: UsageFigures, usage: Usage, failed: boolean): void {
  figures.runs++;
  if (failed) figures.failures++;
  figures.cpuMs += usage.cpuMs;
  figures.wallMs += usage.wallMs;
  figures.peakMemory = Math.max(figures.peakMemory, usage.peakMemory);
  figures.hostCalls += usage.hostCalls;
  figures.outputBytes += usage.outputBytes;
}

/** The usage of all programs and pages. */
export class UsageBook {
  private readonly entries = new Map<string, Entry>();
  private paths = 0;

  /** Adds one run. */
  add({ domain, skin, file, path }: UsagePlace, usage: Usage, failed: boolean): void {
    const entry = this.entryOf(domain ?? '', skin.skin, file);
    addTo(entry, usage, failed);
    addTo(this.pathOf(entry, pathPattern(path, file)), usage, failed);
  }

  list(): readonly AppUsage[] {
    return [...this.entries.values()].map(entry => ({ ...entry, paths: [...entry.paths.values()] }));
  }

  private entryOf(domain: string, skin: string, file: string): Entry {
    const key = `${domain}\0${skin}\0${file}`;
    const found = this.entries.get(key);
    if (found) return found;
    if (this.entries.size >= MAX_APPS && file !== '*') return this.entryOf('*', '*', '*');
    const entry: Entry = { domain, skin, file, ...nothing(), paths: new Map() };
    this.entries.set(key, entry);
    return entry;
  }

  private pathOf(entry: Entry, path: string): PathUsage {
    const found = entry.paths.get(path);
    if (found) return found;
    const isFull = entry.paths.size >= MAX_PATHS || this.paths >= MAX_ALL_PATHS;
    if (isFull && path !== '*') return this.pathOf(entry, '*');
    const row: PathUsage = { path, ...nothing() };
    entry.paths.set(path, row);
    this.paths++;
    return row;
  }
}
