/** The one CLI of a server, for every binding: PWD, /CLI/, XIMSS and programs. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import { look } from '../../../stdlib/wssp/index.js';
import { type Cli, createCli } from '../../cli/engine.js';
import type { CliServices } from '../../cli/services.js';
import { Traces } from '../faces/traces.js';
import type { FaceHost } from '../faces/types.js';

const levels = ['crash', 'failure', 'major', 'problem', 'low', 'all'] as const;

/** What the commands about the server itself do. */
function cliServices(host: Omit<FaceHost, 'cli'>, traces: Traces): CliServices {
  const { log, objects, apps, system } = host;
  const kernel = log.logger('SYSTEM');
  return {
    log: log.logger('CLI'),
    version: host.version,
    systemInfo: name => look(system(), name),
    // The answer of the command is sent first.
    shutdown: () => void setImmediate(host.shutdown),
    setLogAll: host.setLogAll,
    setTrace: (facility, on) => traces.set(facility, on),
    writeLog: (level, text) => kernel[levels[level] ?? 'all'](decodeUtf8(text)),
    dumpObjects: () => {
      const { rss, heapUsed, external } = process.memoryUsage();
      kernel.major('state of the process', { rss, heapUsed, external, sessions: objects.sessions.count() });
    },
    clearSkinCache: domain => apps.dropCaches(domain ?? undefined),
    refreshOSData: host.refresh,
    allowPlainPasswordRead: () => {
      const value = look(objects.core.server.dict('settings'), 'AllowPlainPasswordRead');
      return typeof value === 'string' && /^yes$/i.test(value);
    },
  };
}

/** A CLI, and what ends its traces. */
export function openCli(host: Omit<FaceHost, 'cli'>): { readonly cli: Cli; close(): void } {
  const traces = new Traces(host.objects.core.store, host.log.logger('SYSTEM'));
  return { cli: createCli(host.objects, cliServices(host, traces)), close: () => traces.close() };
}
