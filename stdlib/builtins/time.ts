/** Arithmetic of timestamps (spec: cgpl.md section 14.4). What needs the clock or a zone lives elsewhere. */
import { parseTimeText } from '../data/timestamp.js';
import {
  type Civil,
  civil,
  DAY,
  dayNumber,
  daysInMonth,
  isLeap,
  MONTHS,
  weekDay,
} from '../values/calendar.js';
import { isNumber, isTime } from '../values/is.js';
import { FIRST_SECOND, FUTURE, LAST_SECOND, makeTime, PAST } from '../values/make.js';
import { toDouble } from '../values/numbers.js';
import { Kind, type Time, type Value } from '../values/types.js';
import { type BuiltinTable, isKind } from './types.js';

/** The moment that stands for a remote one where a number is asked for: the first and the last there are. */
function moment(t: Time): number {
  return Math.max(FIRST_SECOND, Math.min(LAST_SECOND, t.at));
}

function dateOf(t: Time): Civil {
  return civil(Math.floor(moment(t) / DAY));
}

/** A built-in that gives null for everything that is no timestamp. */
function ofTime(read: (t: Time) => Value): (t: Value) => Value {
  return t => (isTime(t) ? read(t) : null);
}

/** 0 for the remote past, 9999 for the remote future. */
function year(t: Time): number {
  return t.at === Number.NEGATIVE_INFINITY ? 0 : dateOf(t).year;
}

function yearDay(t: Time): number {
  return Math.floor(moment(t) / DAY) - dayNumber(dateOf(t).year, 1, 1) + 1;
}

function timeOfDay(t: Time): number {
  const at = moment(t);
  return at - Math.floor(at / DAY) * DAY;
}

/** `Date(x)`: day numbers and texts; 0 is the remote past, a negative number the remote future. */
function date(x: Value): Value {
  if (isTime(x)) return x;
  if (typeof x === 'string') return parseTimeText(x.startsWith('#T') ? x.slice(2) : x);
  if (!isNumber(x)) return null;
  const days = toDouble(x);
  return days === 0 ? PAST : days < 0 ? FUTURE : makeTime(days * DAY);
}

function month(x: Value): Value {
  if (isTime(x)) return MONTHS[dateOf(x).month - 1] ?? null;
  return typeof x === 'number' ? (MONTHS[x - 1] ?? null) : null;
}

/** The year of a date that is being made, null if it cannot be one. */
function validYear(y: Value): number | null {
  return typeof y === 'number' && y >= 1 && y <= 9999 ? y : null;
}

function dateByMonthDay(y: Value, m: Value, d: Value): Value {
  const year = validYear(y);
  if (year === null || typeof m !== 'number' || typeof d !== 'number') return null;
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(year, m))) return null;
  return makeTime(dayNumber(year, m, d) * DAY);
}

function dateByYearDay(y: Value, n: Value): Value {
  const year = validYear(y);
  if (year === null || typeof n !== 'number' || !(n >= 1 && n <= (isLeap(year) ? 366 : 365))) return null;
  return makeTime((dayNumber(year, 1, 1) + n - 1) * DAY);
}

export const times: BuiltinTable = {
  isdate: isKind(Kind.Time),
  date,
  year: ofTime(year),
  month,
  monthnum: ofTime(t => dateOf(t).month),
  monthday: ofTime(t => dateOf(t).day),
  weekday: ofTime(t => (Number.isFinite(t.at) ? weekDay(Math.floor(t.at / DAY)) : null)),
  yearday: ofTime(yearDay),
  timeofday: ofTime(timeOfDay),
  datenumber: ofTime(t => Math.floor(moment(t) / DAY)),
  datebymonthday: dateByMonthDay as BuiltinTable[string],
  datebyyearday: dateByYearDay as BuiltinTable[string],
};
