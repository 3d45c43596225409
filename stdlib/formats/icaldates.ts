/** Dates, times and durations of calendars (RFC 5545). */
import { secondsOf } from '../values/calendar.js';

/** A date or time: seconds since 1970 of its wall clock. */
export interface CalendarTime {
  readonly at: number;
  /** `gmt`, `date`, or a time of a zone (`floating` when none is named). */
  readonly kind: 'gmt' | 'date' | 'local';
}

/** Reads `YYYYMMDD`, `YYYYMMDDTHHMMSS`, `YYYYMMDDTHHMMSSZ`; null for everything else. */
export function readCalendarTime(text: string): CalendarTime | null {
  const match = /^([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?$/.exec(text);
  if (match === null) return null;
  const number = (at: number): number => Number(match[at] ?? 0);
  // a leap second is the last second of its minute
  const at = secondsOf(number(1), number(2), number(3), number(4), number(5), Math.min(number(6), 59));
  if (at === null) return null;
  return { at, kind: match[4] === undefined ? 'date' : match[7] === 'Z' ? 'gmt' : 'local' };
}

/** True for what can stand in a date property: one of the above, or a period of rdate. */
export function isKnownDate(text: string): boolean {
  const [first, second, more] = text.split('/');
  if (first === undefined || more !== undefined || readCalendarTime(first) === null) return false;
  return second === undefined || readCalendarTime(second) !== null || readDuration(second) !== null;
}

/** Seconds of a duration such as `PT15M`, `P1D`, `-P1W`; null for everything else. */
export function readDuration(text: string): number | null {
  const match =
    /^([+-]?)P(?:([0-9]{1,6})W|(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,8})S)?)?)$/i.exec(
      text.trim(),
    );
  if (match === null || /[PT]$/i.test(text.trim())) return null;
  const number = (at: number): number => Number(match[at] ?? 0);
  const seconds = number(2) * 604800 + number(3) * 86400 + number(4) * 3600 + number(5) * 60 + number(6);
  return match[1] === '-' ? -seconds : seconds;
}
