/** Readers of single settings: clients write `YES`, `20M`, `5m`, `-1` or numbers, and programs want what they mean. */
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The value of a key; null when it is not there. */
export function setting(dict: Dict, key: Bytes): Value {
  return dict.entries[key] ?? null;
}

/** A text; numbers are printed, everything else is the fallback. */
export function textSetting(dict: Dict, key: Bytes, fallback: Bytes): Bytes {
  const value = setting(dict, key);
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : fallback;
}

/** `YES` in any letter case is true. */
export function flagSetting(dict: Dict, key: Bytes): boolean {
  const value = setting(dict, key);
  return typeof value === 'string' && value.toUpperCase() === 'YES';
}

/** A count; null means no limit (`unlimited`, negative numbers). Not readable: the fallback. */
export function limitSetting(dict: Dict, key: Bytes, fallback: number | null): number | null {
  return readAmount(setting(dict, key), SIZES, fallback);
}

/** A size in bytes (`100K`, `50M`, `unlimited`); null means no limit. */
export function sizeSetting(dict: Dict, key: Bytes, fallback: number | null): number | null {
  return readAmount(setting(dict, key), SIZES, fallback);
}

/** A duration in seconds (`10s`, `5m`, `2h`, `7d`); null means never. */
export function secondsSetting(dict: Dict, key: Bytes, fallback: number | null): number | null {
  return readAmount(setting(dict, key), SECONDS, fallback);
}

/** Seconds of a duration on its own. */
export function secondsOf(value: Value, fallback: number | null): number | null {
  return readAmount(value, SECONDS, fallback);
}

function readAmount(
  value: Value,
  units: Readonly<Record<string, number>>,
  fallback: number | null,
): number | null {
  if (typeof value === 'number') return value < 0 ? null : value;
  if (typeof value !== 'string') return fallback;
  const text = value.toLowerCase();
  if (text === 'unlimited' || text === 'never') return null;
  const match = /^(-?\d{1,15})\s*([a-z]?)/.exec(text);
  const unit = units[match?.[2] ?? ''];
  if (match === null || unit === undefined) return fallback;
  const count = Number(match[1]);
  return count < 0 ? null : count * unit;
}
