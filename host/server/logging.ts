/** The log of a server with the levels and limits of its settings. */
import { join } from 'node:path';
import type { Dict, Value } from '../../stdlib/values/types.js';
import type { Settings } from '../admin/config/settings.js';
import { levelFrom } from '../admin/log/level.js';
import { ServerLog } from '../admin/log/log.js';
import type { Objects } from '../objects/api.js';
import { secondsSetting, sizeSetting, textSetting } from '../objects/settings/read.js';
import type { StartOptions } from './options.js';

/** Levels of components in the configuration file; all others have the level of the kernel. */
const configured: Readonly<Record<string, (settings: Settings) => number>> = {
  HTTPU: settings => settings.HTTPULogLevel,
  WEBUSER: settings => settings.HTTPULogLevel,
  HTTPA: settings => settings.HTTPALogLevel,
  CGPL: settings => settings.CGPLLogLevel,
};

/** Components and the stored settings with their level: of the server, or of a module. */
const stored: Readonly<Record<string, readonly [item: 'settings' | 'dnr' | 'module', module: string]>> = {
  SYSTEM: ['settings', ''],
  DNR: ['dnr', ''],
  HTTPU: ['module', 'HTTPU'],
  WEBUSER: ['module', 'HTTPU'],
  HTTPA: ['module', 'HTTPA'],
  PWD: ['module', 'PWD'],
  XIMSSI: ['module', 'XIMSSI'],
  XIMSS: ['module', 'XIMSSI'],
  LISTS: ['module', 'LISTS'],
  LOCAL: ['module', 'LOCAL'],
  SMTP: ['module', 'SMTP'],
};

/** What is asked at each record. */
export interface Recording {
  /** Everything is recorded, whatever the levels are. */
  all: boolean;
  /** Stored settings win over the configuration file as soon as they can be read. */
  objects: Pick<Objects, 'core'> | null;
}

const levelSetting = (dict: Dict): Value | undefined => dict.entries.LogLevel;

/**
 * Opens the log below the base directory. Settings are asked at every record, so changes count at once.
 */
export function openLog(options: StartOptions, settings: Settings, recording: Recording): ServerLog {
  const records = () => recording.objects?.core.server ?? null;
  return new ServerLog({
    directory: join(options.base, 'SystemLogs'),
    limits: () => {
      const set = records()?.dict('log');
      const size = set === undefined ? null : sizeSetting(set, 'SizeLimit', null);
      const keep = set === undefined ? null : secondsSetting(set, 'Keep', null);
      const period = set === undefined ? null : secondsSetting(set, 'Period', null);
      const isRough = set !== undefined && /^sec/i.test(textSetting(set, 'Precision', ''));
      return {
        ...(period === null || period <= 0 ? {} : { period: period * 1000 }),
        precision: isRough ? 'seconds' : 'milliseconds',
        maxSize: size ?? settings.LogFileSize,
        keep: keep === null ? settings.LogKeep : keep * 1000,
      };
    },
    levelOf: component => {
      const fallback = configured[component]?.(settings) ?? settings.LogLevel;
      const place = Object.hasOwn(stored, component) ? stored[component] : undefined;
      const dict = place === undefined ? undefined : records()?.dict(...place);
      return dict === undefined ? fallback : levelFrom(levelSetting(dict), fallback);
    },
    syslog: () => {
      const set = records()?.dict('log');
      const address = set === undefined ? '' : textSetting(set, 'SysLogAddress', '');
      if (set === undefined || address === '') return null;
      const level = levelFrom(set.entries.SysLogLevel, 0);
      return { level, address, facility: textSetting(set, 'SysLogFacility', 'mail') };
    },
    logAll: () => recording.all,
    tailRecords: () => settings.LogTailRecords,
    console: options.logToConsole ? settings.LogFormat : null,
    ...(options.write ? { write: options.write } : {}),
  });
}
