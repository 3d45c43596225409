/**
 * The log files (admin.md 6): one per day, `yyyy-mm-dd.log`; when it grows too large, or a shorter period is over,
 * `yyyy-mm-dd_hh-mm.log` follows. Records are written at once, so that a crash loses none.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { clock, day, formatRecord, type LogRecord, type Precision } from './record.js';

/** Limits of the files; read at every change of file, so a new setting counts soon. */
export interface LogFileLimits {
  /** Bytes after which a new file is begun. */
  readonly maxSize: number;
  /** Milliseconds that old files are kept. */
  readonly keep: number;
  /** Milliseconds, counted from midnight, after which a new file is begun; a day without. */
  readonly period?: number;
  readonly precision?: Precision;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

const sinceMidnight = (time: Date): number => (time.getHours() * 60 + time.getMinutes()) * MINUTE;

/** When a file was begun, in milliseconds since midnight, from its name. */
function beginOf(name: string): number {
  const match = /_(\d{2})-(\d{2})\.log$/.exec(name);
  return match === null ? 0 : (Number(match[1]) * 60 + Number(match[2])) * MINUTE;
}

const namePattern = /^\d{4}-\d{2}-\d{2}(?:_\d{2}-\d{2})?\.log$/;

/** Writes records to the current log file of a directory. */
export class LogFiles {
  private fd: number | null = null;
  private currentDay = '';
  private size = 0;
  private name = '';

  /** @param limits asked again whenever a record is written */
  constructor(
    private readonly directory: string,
    private readonly limits: () => LogFileLimits,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o750 });
  }

  /** Name of the file that is written to, `''` before the first record. */
  get active(): string {
    return this.name;
  }

  /** Appends one record. */
  write(record: LogRecord): void {
    const { maxSize, period = DAY, precision } = this.limits();
    const line = Buffer.from(`${formatRecord(record, precision)}\n`);
    const today = day(record.time);
    const named = () => `${today}_${clock(record.time).slice(0, 5).replace(':', '-')}.log`;
    if (this.fd === null || today !== this.currentDay) this.change(today, this.latestOf(today));
    if (this.size > 0) {
      const isLarge = this.size + line.length > maxSize;
      const slot = Math.max(MINUTE, period);
      const isOver = Math.floor(sinceMidnight(record.time) / slot) > Math.floor(beginOf(this.name) / slot);
      if (isLarge || isOver) this.change(today, named());
    }
    if (this.fd === null) return;
    writeSync(this.fd, line);
    this.size += line.length;
  }

  /** Closes the current file. */
  close(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
  }

  /** The last file of a day, to go on with after a restart. */
  private latestOf(today: string): string {
    const names = readdirSync(this.directory).filter(
      name => namePattern.test(name) && name.startsWith(today),
    );
    // "_" sorts behind ".": the file with a time is later than the first one of the day.
    return names.sort().at(-1) ?? `${today}.log`;
  }

  private change(today: string, name: string): void {
    this.close();
    this.fd = openSync(join(this.directory, name), 'a', 0o640);
    this.size = fstatSync(this.fd).size;
    this.currentDay = today;
    this.name = name;
    this.removeOld();
  }

  private removeOld(): void {
    const oldest = Date.now() - this.limits().keep;
    for (const name of readdirSync(this.directory)) {
      if (!namePattern.test(name) || name === this.name) continue;
      const path = join(this.directory, name);
      if (statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
    }
  }
}
