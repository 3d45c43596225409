/** The written forms of timestamps (spec: data.md sections 5, 11 and 12). */
import { civil, clockText, DAY, MONTHS, padded, secondsOf, weekDay } from '../values/calendar.js';
import { FUTURE, makeTime, PAST } from '../values/make.js';
import type { Time } from '../values/types.js';

/** `DD-MM-YYYY_hh:mm:ss`, `PAST` or `FUTURE`. */
export function timeText(time: Time): string {
  const at = time.at;
  if (at === Number.NEGATIVE_INFINITY) return 'PAST';
  if (at === Number.POSITIVE_INFINITY) return 'FUTURE';
  const date = civil(Math.floor(at / DAY));
  return `${padded(date.day, 2)}-${padded(date.month, 2)}-${padded(date.year, 4)}_${clockText(at)}`;
}

/** Reads what `timeText` writes, also without the time part, remote ones in any letter case; null for anything else. */
export function parseTimeText(text: string): Time | null {
  const match = /^([0-9]{2})-([0-9]{2})-([0-9]{4})(?:_([0-9]{2}):([0-9]{2}):([0-9]{2}))?$/.exec(text);
  if (match === null) {
    const word = text.length > 6 ? '' : text.toUpperCase();
    return word === 'PAST' ? PAST : word === 'FUTURE' ? FUTURE : null;
  }
  const [, day, month, year, h, m, s] = match;
  const at = secondsOf(
    Number(year),
    Number(month),
    Number(day),
    Number(h ?? 0),
    Number(m ?? 0),
    Number(s ?? 0),
  );
  return at === null ? null : makeTime(at);
}

/** The RFC 822 date in GMT, as in JSON; the remote ones are `#TPAST` and `#TFUTURE`. */
export function rfc822Text(time: Time): string {
  if (!Number.isFinite(time.at)) return `#T${timeText(time)}`;
  const days = Math.floor(time.at / DAY);
  const { year, month, day } = civil(days);
  return `${weekDay(days)}, ${padded(day, 2)} ${MONTHS[month - 1]} ${padded(year, 4)} ${clockText(time.at)} +0000`;
}

/** `YYYYMMDDTHHMMSSZ`, `past` or `future`, as in XML. */
export function xmlTimeText(time: Time): string {
  if (!Number.isFinite(time.at)) return time.at < 0 ? 'past' : 'future';
  const { year, month, day } = civil(Math.floor(time.at / DAY));
  const clock = clockText(time.at).replaceAll(':', '');
  return `${padded(year, 4)}${padded(month, 2)}${padded(day, 2)}T${clock}Z`;
}

/** Reads what `xmlTimeText` writes; null for anything else. */
export function parseXmlTime(text: string): Time | null {
  if (text === 'past') return PAST;
  if (text === 'future') return FUTURE;
  const match = /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z$/.exec(text);
  if (match === null) return null;
  const [year, month, day, h, m, s] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = secondsOf(year, month, day, h, m, s);
  return at === null ? null : makeTime(at);
}
