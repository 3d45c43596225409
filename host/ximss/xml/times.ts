/** Times on the wire (ximss.md 2.8): seconds since 1970, with or without zone. */
import { civil, clockText, DAY, padded, secondsOf } from '../../../stdlib/values/calendar.js';

/** `YYYYMMDDTHHMMSS`. */
export function timeText(at: number): string {
  return `${dateText(at)}T${clockText(Math.floor(at)).replaceAll(':', '')}`;
}

/** `YYYYMMDD`. */
export function dateText(at: number): string {
  const { year, month, day } = civil(Math.floor(at / DAY));
  return `${padded(year, 4)}${padded(month, 2)}${padded(day, 2)}`;
}

/** A time that a client gave. */
export interface GivenTime {
  /** Seconds since 1970, as if it were GMT. */
  readonly at: number;
  /** It ended with `Z`. */
  readonly gmt: boolean;
  /** It was a date only. */
  readonly date: boolean;
}

/** Reads `YYYYMMDD`, `YYYYMMDDTHHMMSS` and the same with `Z`; null for everything else. */
export function readTime(text: string): GivenTime | null {
  const match = /^[ ]*([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2}))?(Z?)[ ]*$/i.exec(
    text,
  );
  if (match === null) return null;
  const [year, month, day, h, m, s] = match.slice(1, 7).map(part => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = secondsOf(year, month, day, h, m, s);
  return at === null ? null : { at, gmt: match[7] !== '', date: match[4] === undefined };
}
