/**
 * Exceptions that nothing has caught (admin.md 3, server setting CrashRecovery): the task that raised one has ended by
 * itself; the log gets the record "exception raised", and the server goes on, or the process ends with a report.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../log/log.js';

/** Who raises them: the process. */
export interface ExceptionSource {
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
  off(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
}

export interface RecoveryParts {
  readonly source: ExceptionSource;
  readonly log: Logger;
  /** The setting, as it is when something happens. */
  readonly goesOn: () => boolean;
  /** Writes the report of the process; gives its name. */
  readonly report: (error: Error) => string;
  /** Ends the process. */
  readonly end: () => void;
}

/** Exceptions in one minute after which nothing is trusted any more. */
const MOST = 100;
const MINUTE = 60_000;

/** Watches for exceptions; gives what ends the watch. Rejected promises that nobody waits for arrive as exceptions, too. */
export function recoverFromCrashes(parts: RecoveryParts, clock: () => number = Date.now): () => void {
  const recent: number[] = [];
  const raised = (thrown: unknown): void => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    parts.log.crash(`exception raised: ${error.stack ?? error.message}`);
    const now = clock();
    recent.push(now);
    while ((recent[0] ?? now) < now - MINUTE) recent.shift();
    const isStorm = recent.length > MOST;
    if (parts.goesOn() && !isStorm) return;
    parts.log.crash(`the server ends${isStorm ? ': too many exceptions' : ''}, see ${parts.report(error)}`);
    parts.end();
  };
  parts.source.on('uncaughtException', raised);
  return () => parts.source.off('uncaughtException', raised);
}

/**
 * Writes a report of the process into a folder; gives the name of the file, or why there is none. The report has
 * everything about the process but its environment, which holds secrets.
 */
export function reportInto(folder: string): (error: Error) => string {
  return error => {
    const file = join(folder, `crash-${Date.now()}.json`);
    try {
      const report = process.report.getReport(error) as { environmentVariables?: unknown };
      delete report.environmentVariables;
      writeFileSync(file, JSON.stringify(report, null, 2), { mode: 0o600 });
      return file;
    } catch (failure) {
      return `no report: ${String(failure)}`;
    }
  };
}
