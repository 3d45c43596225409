/** Log levels as settings spell them: a digit, or the name of admin.md 6. */
import type { Value } from '../../../stdlib/values/types.js';
import { Level } from './record.js';

const NAMES: Readonly<Record<string, number>> = {
  'crashes only': Level.crash,
  failures: Level.failure,
  'major & failures': Level.major,
  problems: Level.problem,
  'low level': Level.low,
  'all info': Level.all,
};

/** The level, the fallback for anything that is none. */
export function levelFrom<T>(value: Value | undefined, fallback: T): number | T {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (/^[0-5]$/.test(text)) return Number(text);
  const name = text.toLowerCase();
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? fallback) : fallback;
}
