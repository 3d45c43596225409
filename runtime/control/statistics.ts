/** Counters since start. */
import type { RunResult, RuntimeMetrics } from '../types.js';

export class Statistics {
  private runs = 0;
  private renders = 0;
  private cpuMs = 0;
  private hostCalls = 0;
  private readonly failures: Record<string, number> = Object.create(null);

  add(isPage: boolean, { error, usage }: RunResult): void {
    if (isPage) this.renders++;
    else this.runs++;
    this.cpuMs += usage.cpuMs;
    this.hostCalls += usage.hostCalls;
    if (error) this.failures[error.code] = (this.failures[error.code] ?? 0) + 1;
  }

  totals(): Pick<RuntimeMetrics, 'runs' | 'renders' | 'failures' | 'cpuMs' | 'hostCalls'> {
    const { runs, renders, cpuMs, hostCalls } = this;
    return { runs, renders, cpuMs, hostCalls, failures: { ...this.failures } };
  }
}
