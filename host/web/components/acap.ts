/** ACAP time stamps, `YYYYMMDDhhmmss` in GMT (webapp.md D12). */
import { civil, clockText, DAY, padded, secondsOf } from '../../../stdlib/values/index.js';

/** Prints seconds since 1970; parts of a second count as a whole one, so that a confirmation covers them. */
export function acapTime(at: number): string {
  const seconds = Math.ceil(at);
  const days = Math.floor(seconds / DAY);
  const { year, month, day } = civil(days);
  return `${padded(year, 4)}${padded(month, 2)}${padded(day, 2)}${clockText(seconds - days * DAY).replace(/:/g, '')}`;
}

/** Reads a time stamp, null for text that is none. */
export function readAcapTime(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, h = 0, m = 0, s = 0] = match.slice(1).map(Number);
  return secondsOf(year, month, day, h, m, s);
}
