/** ACAP time stamps, `yyyymmddhhmmss` in GMT: the keys of alerts (cli.md 6.5). */
import type { Bytes } from '../../../stdlib/values/types.js';

/** The stamp of a moment in seconds since 1970. */
export function stampOf(seconds: number): Bytes {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

/** Seconds since 1970 of a stamp, null for a text that is none. */
export function secondsOfStamp(stamp: Bytes): number | null {
  if (!/^\d{14}$/.test(stamp)) return null;
  const [year, rest] = [stamp.slice(0, 4), stamp.slice(4).match(/../g) ?? []];
  const [month, day, hour, minute, second] = rest;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) || stampOf(time / 1000) !== stamp ? null : time / 1000;
}
