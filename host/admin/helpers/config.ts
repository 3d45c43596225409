/** The record of a helper among the server settings (admin.md 12.1). */
import type { Dict } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { flagSetting, secondsSetting, textSetting } from '../../objects/settings/read.js';
import { levelFrom } from '../log/level.js';
import { Level } from '../log/record.js';

export interface HelperConfig {
  readonly enabled: boolean;
  /** Path with parameters, as it was set. */
  readonly program: string;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
  /** Milliseconds before a program that ended is started again; null: it is not. */
  readonly restartPause: number | null;
  readonly logLevel: number;
}

const DEFAULT_TIMEOUT = 10;
const DEFAULT_PAUSE = 15;
const LONGEST = 3600;

/** Reads a record; what is missing or cannot be read has its default. */
export function helperConfig(record: Dict): HelperConfig {
  const timeout = secondsSetting(record, 'Timeout', DEFAULT_TIMEOUT) ?? DEFAULT_TIMEOUT;
  const isOff = textSetting(record, 'RestartPause', '').toLowerCase() === 'disabled';
  const pause = isOff ? null : secondsSetting(record, 'RestartPause', DEFAULT_PAUSE);
  const program = decodeUtf8(textSetting(record, 'ProgramName', '')).trim();
  return {
    enabled: flagSetting(record, 'Enabled') && program !== '',
    program,
    timeout: Math.min(LONGEST, Math.max(1, timeout)) * 1000,
    restartPause: pause === null ? null : Math.min(LONGEST, pause) * 1000,
    logLevel: levelFrom(record.entries.LogLevel, Level.major),
  };
}
