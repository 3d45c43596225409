/** What each program and page has used since the start, for the metrics and for operators. */
import type { Usage } from '../../runtime/index.js';
import type { AppUsage, SkinChoice } from './types.js';

/** Programs counted one by one; those of further ones are counted together under the name `*`. */
const MAX_APPS = 2000;

/** The usage of all programs and pages. */
export class UsageBook {
  private readonly entries = new Map<string, AppUsage>();

  /** Adds one run. */
  add(domain: string | null, skin: SkinChoice, file: string, usage: Usage, failed: boolean): void {
    const entry = this.entryOf(domain ?? '', skin.skin, file);
    entry.runs++;
    if (failed) entry.failures++;
    entry.cpuMs += usage.cpuMs;
    entry.wallMs += usage.wallMs;
    entry.peakMemory = Math.max(entry.peakMemory, usage.peakMemory);
    entry.hostCalls += usage.hostCalls;
    entry.outputBytes += usage.outputBytes;
  }

  list(): readonly AppUsage[] {
    return [...this.entries.values()];
  }

  private entryOf(domain: string, skin: string, file: string): AppUsage {
    const key = `${domain}\0${skin}\0${file}`;
    const found = this.entries.get(key);
    if (found) return found;
    if (this.entries.size >= MAX_APPS && file !== '*') return this.entryOf('*', '*', '*');
    const entry: AppUsage = {
      domain,
      skin,
      file,
      runs: 0,
      failures: 0,
      cpuMs: 0,
      wallMs: 0,
      peakMemory: 0,
      hostCalls: 0,
      outputBytes: 0,
    };
    this.entries.set(key, entry);
    return entry;
  }
}
