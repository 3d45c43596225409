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

/** What the configuration of the server says where nobody has set anything; times in milliseconds. */
export type SessionDefaults = Partial<Pick<SessionSettings, 'inactivity' | 'total' | 'most'>>;

export function sessionSettings(dict: Dict, defaults: SessionDefaults = {}): SessionSettings {
  const time = (key: Bytes, given: number | undefined, usual: number, unlimited: number): number => {
    const seconds = secondsSetting(dict, key, given === undefined ? usual : Math.ceil(given / 1000));
    return 1000 * Math.max(10, seconds ?? unlimited);
  };
  return {
    inactivity: time('InactivityTimeout', defaults.inactivity, 600, DAY),
    total: time('TotalTimeLimit', defaults.total, 8 * 3600, 365 * DAY),
    most: limitSetting(dict, 'SessionsLimit', defaults.most ?? 100_000) ?? Number.POSITIVE_INFINITY,
    mostOfAccount: limitSetting(dict, 'AccountSessionsLimit', 1000) ?? Number.POSITIVE_INFINITY,
  };
}
