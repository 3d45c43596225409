/** Limits and time-outs of sessions (GETSESSIONSETTINGS, objects.md 13). */
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { limitSetting, secondsSetting } from '../settings/read.js';

export interface SessionSettings {
  /** Longest silence, milliseconds. */
  readonly inactivity: number;
  /** Longest life, milliseconds. */
  readonly total: number;
  /** Sessions of the server, and of one account. */
  readonly most: number;
  readonly mostOfAccount: number;
}

/** Values that count until somebody sets others. */
export const SESSION_DEFAULTS: readonly (readonly [Bytes, Value])[] = [
  ['InactivityTimeout', '10m'],
  ['TotalTimeLimit', '8h'],
  ['SessionsLimit', '100000'],
  ['AccountSessionsLimit', '1000'],
];

const DAY = 86_400;

export function sessionSettings(dict: Dict): SessionSettings {
  return {
    inactivity: 1000 * Math.max(10, secondsSetting(dict, 'InactivityTimeout', 600) ?? DAY),
    total: 1000 * Math.max(10, secondsSetting(dict, 'TotalTimeLimit', 8 * 3600) ?? 365 * DAY),
    most: limitSetting(dict, 'SessionsLimit', 100_000) ?? Number.POSITIVE_INFINITY,
    mostOfAccount: limitSetting(dict, 'AccountSessionsLimit', 1000) ?? Number.POSITIVE_INFINITY,
  };
}
