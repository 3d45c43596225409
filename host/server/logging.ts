/** The log of a server with the levels of its settings. */
import { join } from 'node:path';
import type { Settings } from '../admin/config/settings.js';
import { ServerLog } from '../admin/log/log.js';
import type { StartOptions } from './options.js';

/** Settings with the level of a component; all others have the level of the kernel. */
const levels: Readonly<Record<string, (settings: Settings) => number>> = {
  HTTPU: settings => settings.HTTPULogLevel,
  WEBUSER: settings => settings.HTTPULogLevel,
  HTTPA: settings => settings.HTTPALogLevel,
  CGPL: settings => settings.CGPLLogLevel,
};

/**
 * Opens the log below the base directory. Settings are asked at every record, so live changes count at once.
 * @param recording `all`: everything is recorded, whatever the levels are
 */
export function openLog(
  options: StartOptions,
  settings: Settings,
  recording: { readonly all: boolean },
): ServerLog {
  return new ServerLog({
    directory: join(options.base, 'SystemLogs'),
    limits: () => ({ maxSize: settings.LogFileSize, keep: settings.LogKeep }),
    levelOf: component => levels[component]?.(settings) ?? settings.LogLevel,
    logAll: () => recording.all,
    console: options.logToConsole ? settings.LogFormat : null,
    ...(options.write ? { write: options.write } : {}),
  });
}
