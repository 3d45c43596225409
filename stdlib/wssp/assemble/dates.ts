/** Timestamps in the selected time zone by patterns (wssp.md section 5, Dates). */
import type { Bytes, Value } from '../../values/types.js';
import { print } from '../fields.js';
import type { PageHost } from '../host.js';
import { monthNames, weekDays } from '../names.js';
import { Op } from '../plan.js';

/** Where formats and names come from, and the zone. */
export type DateContext = Pick<PageHost, 'text' | 'zoneOffset'>;

interface DateFormat {
  readonly text: Bytes;
  readonly pattern: Bytes;
}

const DATE: DateFormat = { text: 'DateFormat', pattern: 'DD-Mon-YYYY' };
const DATE_SHORT: DateFormat = { text: 'DateShortFormat', pattern: 'DD-Mon-YY' };
const TIME: DateFormat = { text: 'TimeFormat', pattern: 'hh:mm:ss' };
const TIME_SHORT: DateFormat = { text: 'TimeShortFormat', pattern: 'hh:mm' };

const FORMATS: ReadonlyMap<Op, readonly DateFormat[]> = new Map([
  [Op.Date, [DATE]],
  [Op.DateShort, [DATE_SHORT]],
  [Op.Time, [TIME]],
  [Op.TimeShort, [TIME_SHORT]],
  [Op.DateTime, [DATE, TIME]],
  [Op.DateTimeShort, [DATE_SHORT, TIME_SHORT]],
]);

const PARTS = /YYYY|YY|MM|Mon|DD|D|Www|hh|mm|ss/g;
const DAY = 86400;

/** Formats the timestamps of one page; asks the text dataset once for each string. */
export class DateFormatter {
  private readonly patterns = new Map<Op, Bytes>();
  private months: readonly Value[] | null = null;
  private days: readonly Value[] | null = null;

  constructor(private readonly context: DateContext) {}

  /** By one of the six date prefixes. */
  format(op: Op, at: number): Bytes {
    let pattern = this.patterns.get(op);
    if (pattern === undefined) {
      pattern = (FORMATS.get(op) ?? []).map(f => this.patternOf(f)).join(' ');
      this.patterns.set(op, pattern);
    }
    return this.formatAs(pattern, at);
  }

  /** By a pattern. Remote moments print strings of the text dataset, or nothing. */
  formatAs(pattern: Bytes, at: number): Bytes {
    if (!Number.isFinite(at)) return textOr(this.context.text(at < 0 ? 'DatePast' : 'DateFuture'), '');
    const local = at + this.context.zoneOffset(at);
    const day = Math.floor(local / DAY);
    const second = local - day * DAY;
    const date = civilDate(day);
    return pattern.replace(PARTS, part => {
      switch (part) {
        case 'YYYY':
          return String(date.year).padStart(4, '0');
        case 'YY':
          return two(date.year % 100);
        case 'MM':
          return two(date.month);
        case 'Mon':
          this.months ??= monthNames(name => this.context.text(name));
          return print(this.months[date.month - 1] ?? null);
        case 'DD':
          return two(date.day);
        case 'D':
          return String(date.day);
        case 'Www':
          this.days ??= weekDays(name => this.context.text(name));
          return print(this.days[(((day + 4) % 7) + 7) % 7] ?? null);
        case 'hh':
          return two(Math.floor(second / 3600));
        case 'mm':
          return two(Math.floor(second / 60) % 60);
        default:
          return two(second % 60);
      }
    });
  }

  private patternOf(format: DateFormat): Bytes {
    return textOr(this.context.text(format.text), format.pattern);
  }
}

const two = (n: number): string => String(n).padStart(2, '0');

const textOr = (v: Value, fallback: Bytes): Bytes => (typeof v === 'string' ? v : fallback);

/** Gregorian date of a day counted from 1970-01-01. */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
