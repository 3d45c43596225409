/** One log record as text: `hh:mm:ss.mmm level TAG text`, local time, one line (admin.md 6). */

/** Log levels. A component writes a record when its level is not above the component's LogLevel. */
export const Level = {
  crash: 0,
  failure: 1,
  major: 2,
  problem: 3,
  low: 4,
  all: 5,
} as const;

export type LevelName = keyof typeof Level;
export type LevelNumber = (typeof Level)[LevelName];

/** Whose program or page a record is about. */
export interface LogAbout {
  /** `''`: of no domain. */
  readonly domain: string;
  /** File name of the program or page of the request. */
  readonly app: string;
}

/** A record on its way to the files. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LevelNumber;
  readonly tag: string;
  readonly text: string;
  readonly about?: LogAbout;
}

const two = (n: number) => String(n).padStart(2, '0');

/** Digits behind the seconds. */
export type Precision = 'seconds' | 'milliseconds';

/** Local time of day. */
export function clock(time: Date, precision: Precision = 'milliseconds'): string {
  const seconds = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return precision === 'seconds' ? seconds : `${seconds}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** Local day, `yyyy-mm-dd`. */
export function day(time: Date): string {
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Control symbols are printed as spaces: a record cannot forge another one or drive a terminal. */
export function oneLine(text: string): string {
  return text.replace(/\r\n|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

/** The line of a record, without line end. */
export function formatRecord(record: LogRecord, precision: Precision = 'milliseconds'): string {
  return `${clock(record.time, precision)} ${record.level} ${record.tag} ${oneLine(record.text)}`;
}
