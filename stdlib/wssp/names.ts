/** Month and day names (wssp.md sections 4, 5): from the text dataset, or these. */
import type { Bytes, Value } from '../values/types.js';

export const MONTHS: readonly Bytes[] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
export const DAYS: readonly Bytes[] = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** MONTHNAMES: the array `MonthNames`. */
export function monthNames(text: (name: Bytes) => Value): readonly Value[] {
  const names = text('MonthNames');
  return Array.isArray(names) ? names : MONTHS;
}

/** WEEKDAYS: the array `WeekDays`, Sunday first. */
export function weekDays(text: (name: Bytes) => Value): readonly Value[] {
  const names = text('WeekDays');
  return Array.isArray(names) ? names : DAYS;
}
