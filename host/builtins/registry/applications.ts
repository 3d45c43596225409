/** What running programs show of themselves (SetApplicationStatus), for monitors. Gone when the run is over. */

import type { RunHandle } from '../../../runtime/index.js';
import type { Value } from '../../../stdlib/values/types.js';

/** The status of one run or task. */
export interface ApplicationStatus {
  readonly domain: string;
  readonly principal: string;
  /** Number of the task, null for a request. */
  readonly task: number | null;
  readonly status: Value;
}

/** The statuses of all running programs. */
export class Applications {
  private readonly statuses = new Map<RunHandle, Value>();

  /** Puts the status of a run in place. */
  set(run: RunHandle, status: Value): void {
    if (run.signal.aborted) return;
    if (!this.statuses.has(run)) {
      run.signal.addEventListener('abort', () => this.statuses.delete(run), { once: true });
    }
    this.statuses.set(run, status);
  }

  list(): ApplicationStatus[] {
    return [...this.statuses].map(([{ domain, principal, task }, status]) => ({
      domain,
      principal,
      task,
      status,
    }));
  }
}
