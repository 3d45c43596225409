/**
 * Recurrence rules (RFC 5545, 3.3.10) on wall-clock seconds: the caller converts to and from zones. Rules without
 * end and rules that never fit cost a bounded number of steps.
 */
import { civil, DAY, dayNumber, daysInMonth } from '../values/calendar.js';
import { readCalendarTime } from './icaldates.js';

export type Frequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** Day of the week, 0 is Monday; `nth` counts inside the month or year, 0 means every. */
export interface WeekDay {
  readonly nth: number;
  readonly day: number;
}

export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** Last moment, wall clock or GMT as `untilGmt` tells; a date includes its whole day. */
  readonly until: number | null;
  readonly untilGmt: boolean;
  readonly byMonth: readonly number[];
  readonly byWeek: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly WeekDay[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySecond: readonly number[];
  readonly bySetPos: readonly number[];
  readonly weekStart: number;
}

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Steps before a rule is given up, and entries of one list. */
const MOST_STEPS = 50_000;
const MOST_VALUES = 400;

/** Reads the text of a rule; null when it is none. */
export function readRule(text: string): Rule | null {
  const given = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(';')) {
    const equals = part.indexOf('=');
    if (part === '') continue;
    if (equals < 1 || given.has(part.slice(0, equals))) return null;
    given.set(part.slice(0, equals), part.slice(equals + 1));
  }
  const frequency = given.get('FREQ') ?? '';
  if (!FREQUENCIES.includes(frequency)) return null;
  const interval = positive(given.get('INTERVAL') ?? '1');
  const count = given.has('COUNT') ? positive(given.get('COUNT') ?? '') : null;
  const until = given.has('UNTIL') ? readCalendarTime(given.get('UNTIL') ?? '') : null;
  const weekStart = DAYS.indexOf(given.get('WKST') ?? 'MO');
  const byDay = weekDays(given.get('BYDAY'));
  if (interval === null || weekStart < 0 || byDay === null) return null;
  if ((given.has('COUNT') && count === null) || (given.has('UNTIL') && until === null)) return null;
  const lists: number[][] = [];
  for (const [name, lowest, highest] of NUMBER_LISTS) {
    const list = numbers(given.get(name), lowest, highest);
    if (list === null) return null;
    lists.push(list);
  }
  const [byMonth, byWeek, byYearDay, byMonthDay, byHour, byMinute, bySecond, bySetPos] = lists as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  return {
    frequency: frequency as Frequency,
    interval,
    count,
    until: until === null ? null : until.kind === 'date' ? until.at + DAY - 1 : until.at,
    untilGmt: until?.kind === 'gmt',
    byMonth,
    byWeek,
    byYearDay,
    byMonthDay,
    byDay,
    byHour,
    byMinute,
    bySecond,
    bySetPos,
    weekStart,
  };
}

const NUMBER_LISTS: readonly (readonly [string, number, number])[] = [
  ['BYMONTH', 1, 12],
  ['BYWEEKNO', -53, 53],
  ['BYYEARDAY', -366, 366],
  ['BYMONTHDAY', -31, 31],
  ['BYHOUR', 0, 23],
  ['BYMINUTE', 0, 59],
  ['BYSECOND', 0, 59],
  ['BYSETPOS', -366, 366],
];

function positive(text: string): number | null {
  return /^[0-9]{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

function numbers(text: string | undefined, lowest: number, highest: number): number[] | null {
  if (text === undefined) return [];
  const list = text.split(',');
  if (list.length > MOST_VALUES || !list.every(item => /^[+-]?[0-9]{1,3}$/.test(item))) return null;
  const values = list.map(Number);
  return values.every(value => value >= lowest && value <= highest && (value !== 0 || lowest === 0))
    ? values
    : null;
}

function weekDays(text: string | undefined): WeekDay[] | null {
  if (text === undefined) return [];
  const found: WeekDay[] = [];
  for (const item of text.split(',')) {
    const match = /^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item);
    if (match === null || found.length > MOST_VALUES) return null;
    found.push({ nth: Number(match[1] ?? 0), day: DAYS.indexOf(match[2] as string) });
  }
  return found;
}

/** Monday is 0; day 0 of the calendar was a Thursday. */
const weekDayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/**
 * The moments of a rule, ascending, the start among them, up to `till` (excluded). The start counts whether the
 * rule fits it or not.
 * @param start wall-clock seconds of the first moment
 * @param from moments before it may be left out, when that saves work
 */
export function* moments(rule: Rule, start: number, from: number, till: number): Generator<number> {
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  const last = Math.min(till, rule.until === null ? till : rule.until + 1);
  if (start >= till) return;
  yield start;
  if (--left === 0) return;
  let steps = 0;
  for (let period = firstPeriod(rule, start, from); ; period++) {
    if (++steps > MOST_STEPS) return;
    const begin = periodStart(rule, start, period);
    if (begin >= last) return;
    for (const at of momentsOf(rule, start, begin)) {
      if (at >= last) return;
      if (at <= start) continue;
      yield at;
      if (--left === 0) return;
    }
  }
}

const FIXED: Readonly<Partial<Record<Frequency, number>>> = {
  SECONDLY: 1,
  MINUTELY: 60,
  HOURLY: 3600,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
};

/** Without a count, periods that end before `from` need not be looked at. */
function firstPeriod(rule: Rule, start: number, from: number): number {
  if (rule.count !== null || from <= start) return 0;
  const length = FIXED[rule.frequency] ?? (rule.frequency === 'MONTHLY' ? 31 * DAY : 366 * DAY);
  return Math.max(0, Math.floor((from - start) / (length * rule.interval)) - 1);
}

/** The beginning of a period: its second, minute, hour, day, week, month or year. */
function periodStart(rule: Rule, start: number, period: number): number {
  const step = period * rule.interval;
  const length = FIXED[rule.frequency];
  if (rule.frequency === 'WEEKLY') {
    const day = Math.floor(start / DAY);
    return (day - ((weekDayOf(day) - rule.weekStart + 7) % 7) + step * 7) * DAY;
  }
  if (length !== undefined) return Math.floor(start / length) * length + step * length;
  const { year, month } = civil(Math.floor(start / DAY));
  if (rule.frequency === 'YEARLY') return dayNumber(year + step, 1, 1) * DAY;
  const months = year * 12 + month - 1 + step;
  return dayNumber(Math.floor(months / 12), (months % 12) + 1, 1) * DAY;
}

/** The moments inside one period, ascending. */
function momentsOf(rule: Rule, start: number, begin: number): number[] {
  const days = daysOf(rule, start, Math.floor(begin / DAY)).filter(day => fitsLimits(rule, day));
  const found: number[] = [];
  for (const day of days) for (const time of timesOf(rule, start, begin)) found.push(day * DAY + time);
  found.sort((a, b) => a - b);
  if (rule.bySetPos.length === 0) return found;
  const places = new Set(rule.bySetPos.map(place => (place > 0 ? place - 1 : found.length + place)));
  return found.filter((_, at) => places.has(at));
}

const choose = (list: readonly number[], otherwise: number): readonly number[] =>
  list.length === 0 ? [otherwise] : list;

/** Seconds of the day: those of the start, or what the rule lists. */
function timesOf(rule: Rule, start: number, begin: number): number[] {
  const second = ((start % DAY) + DAY) % DAY;
  const inside = ((begin % DAY) + DAY) % DAY;
  const { frequency } = rule;
  const isFine = frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY';
  const hours = isFine ? [Math.floor(inside / 3600)] : choose(rule.byHour, Math.floor(second / 3600));
  const isMinute = frequency === 'MINUTELY' || frequency === 'SECONDLY';
  const minutes = isMinute
    ? [Math.floor((inside % 3600) / 60)]
    : choose(rule.byMinute, Math.floor((second % 3600) / 60));
  const seconds = frequency === 'SECONDLY' ? [inside % 60] : choose(rule.bySecond, second % 60);
  const allows = (list: readonly number[], value: number): boolean =>
    list.length === 0 || list.includes(value);
  const found: number[] = [];
  for (const h of hours) {
    if (!allows(rule.byHour, h)) continue;
    for (const m of minutes) {
      if (!allows(rule.byMinute, m)) continue;
      for (const s of seconds) if (allows(rule.bySecond, s)) found.push(h * 3600 + m * 60 + s);
    }
  }
  return found;
}

/** The days of one period that the rule can mean, before its limits. */
function daysOf(rule: Rule, start: number, first: number): number[] {
  if (rule.frequency === 'YEARLY') return yearDays(rule, start, first);
  if (rule.frequency === 'MONTHLY') return monthDays(rule, start, first);
  if (rule.frequency !== 'WEEKLY') return [first];
  const wanted =
    rule.byDay.length === 0 ? [weekDayOf(Math.floor(start / DAY))] : rule.byDay.map(({ day }) => day);
  return range(first, 7).filter(day => wanted.includes(weekDayOf(day)));
}

function monthDays(rule: Rule, start: number, first: number): number[] {
  const { year, month } = civil(first);
  const days = range(first, daysInMonth(year, month));
  if (rule.byDay.length > 0) return nthDays(rule.byDay, days);
  if (rule.byMonthDay.length > 0) return days;
  const { day } = civil(Math.floor(start / DAY));
  return days.slice(day - 1, day);
}

function yearDays(rule: Rule, start: number, first: number): number[] {
  const { year } = civil(first);
  const begin = civil(Math.floor(start / DAY));
  const all = range(first, dayNumber(year + 1, 1, 1) - first);
  if (rule.byWeek.length > 0) {
    const days = weekDaysOfYear(rule, year);
    const wanted =
      rule.byDay.length === 0 ? [weekDayOf(Math.floor(start / DAY))] : rule.byDay.map(({ day }) => day);
    return days.filter(day => wanted.includes(weekDayOf(day)));
  }
  if (rule.byYearDay.length > 0) return all;
  if (rule.byDay.length > 0) {
    const months = rule.byMonth.length === 0 ? null : rule.byMonth;
    if (months === null && rule.byMonthDay.length === 0) return nthDays(rule.byDay, all);
    return choose(months ?? [], 0).flatMap(month => {
      if (month === 0) return nthDays(rule.byDay, all);
      return nthDays(rule.byDay, range(dayNumber(year, month, 1), daysInMonth(year, month)));
    });
  }
  if (rule.byMonthDay.length > 0) return all;
  const months = choose(rule.byMonth, begin.month);
  return months
    .filter(month => begin.day <= daysInMonth(year, month))
    .map(month => dayNumber(year, month, begin.day))
    .sort((a, b) => a - b);
}

/** Days of the numbered weeks of a year; week 1 has at least four days in it. */
function weekDaysOfYear(rule: Rule, year: number): number[] {
  const firstWeek = (y: number): number => {
    const fourth = dayNumber(y, 1, 4);
    return fourth - ((weekDayOf(fourth) - rule.weekStart + 7) % 7);
  };
  const begin = firstWeek(year);
  const weeks = (firstWeek(year + 1) - begin) / 7;
  const wanted = rule.byWeek
    .map(week => (week > 0 ? week - 1 : weeks + week))
    .filter(week => week >= 0 && week < weeks);
  return wanted.sort((a, b) => a - b).flatMap(week => range(begin + week * 7, 7));
}

/** Of these days, those that the list of week days means: every one, or the nth from either end. */
function nthDays(list: readonly WeekDay[], days: readonly number[]): number[] {
  const found = new Set<number>();
  for (const { nth, day } of list) {
    const same = days.filter(item => weekDayOf(item) === day);
    if (nth === 0) for (const item of same) found.add(item);
    const one = nth === 0 ? undefined : same[nth > 0 ? nth - 1 : same.length + nth];
    if (one !== undefined) found.add(one);
  }
  return [...found].sort((a, b) => a - b);
}

/** BYMONTH, BYYEARDAY, BYMONTHDAY and, for days and below, BYDAY. */
function fitsLimits(rule: Rule, number: number): boolean {
  const { year, month, day } = civil(number);
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return false;
  if (rule.byMonthDay.length > 0) {
    const length = daysInMonth(year, month);
    if (!rule.byMonthDay.some(wanted => day === (wanted > 0 ? wanted : length + wanted + 1))) return false;
  }
  if (rule.byYearDay.length > 0) {
    const first = dayNumber(year, 1, 1);
    const length = dayNumber(year + 1, 1, 1) - first;
    const place = number - first + 1;
    if (!rule.byYearDay.some(wanted => place === (wanted > 0 ? wanted : length + wanted + 1))) return false;
  }
  const isCoarse = rule.frequency === 'YEARLY' || rule.frequency === 'MONTHLY' || rule.frequency === 'WEEKLY';
  return (
    isCoarse || rule.byDay.length === 0 || rule.byDay.some(({ day: wanted }) => wanted === weekDayOf(number))
  );
}

function range(first: number, length: number): number[] {
  return Array.from({ length }, (_, at) => first + at);
}
