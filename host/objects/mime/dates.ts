/** Dates of mail (RFC 5322, with the obsolete forms). */
import { secondsOf } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';

export interface MailDate {
  /** Seconds since 1970, GMT. */
  readonly at: number;
  /** Offset of the writer east of GMT in seconds. */
  readonly shift: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Hours of the named zones; military letters mean nothing. */
const ZONES: Readonly<Record<string, number>> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
};

const DATE =
  /^(?:[a-z]{3,9}\s*,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([+-]\d{4}|[a-z]{1,5})?/i;

/** The moment, null for what is no date. */
export function parseMailDate(raw: Bytes): MailDate | null {
  const text = raw.length > 200 ? raw.slice(0, 200) : raw;
  const match = DATE.exec(text.includes('(') ? text.replace(/\([^()]*\)/g, ' ').trim() : text.trim());
  if (!match) return null;
  const [, day, month, year, hour, minute, second, zone] = match;
  const seconds = secondsOf(
    fullYear(year ?? ''),
    MONTHS.indexOf((month ?? '').toLowerCase()) + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Math.min(59, Number(second ?? 0)),
  );
  if (seconds === null) return null;
  const shift = shiftOf(zone ?? '');
  return { at: seconds - shift, shift };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year + (year < 50 ? 2000 : 1900);
  return text.length === 3 ? year + 1900 : year;
}

function shiftOf(zone: string): number {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  if (!match) return (ZONES[zone.toLowerCase()] ?? 0) * 3600;
  const hours = Number(match[2]);
  const shift = hours * 3600 + Number(match[3]) * 60;
  if (hours > 23) return 0;
  return match[1] === '-' ? -shift : shift;
}
