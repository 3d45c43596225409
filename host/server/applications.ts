/** The application runner of a server: compiler thread, sandboxes, built-ins, with the limits of the settings. */
import { arch, platform, release } from 'node:os';
import type { Sandboxes } from '../../runtime/index.js';
import { createSandboxes } from '../../runtime/node/index.js';
import { dictOf, encodeUtf8, makeTime } from '../../stdlib/values/index.js';
import type { Dict } from '../../stdlib/values/types.js';
import { pageLimits, programLimits } from '../admin/config/limits.js';
import type { Settings } from '../admin/config/settings.js';
import type { ServerLog } from '../admin/log/log.js';
import type { Metrics } from '../admin/metrics/metrics.js';
import { CompilerThread } from '../apps/compile/thread.js';
import { distFile } from '../apps/distfile.js';
import { readDictionary } from '../apps/readdictionary.js';
import { makeRecording } from '../apps/recordings/make.js';
import { RecordingShelf } from '../apps/recordings/shelf.js';
import { type AppOptions, createApps } from '../apps/service.js';
import type { SkinSource } from '../apps/sources.js';
import type { AppService } from '../apps/types.js';
import { recordingsFolder } from './folders.js';
import { packageVersion } from './version.js';

/** What `SystemInfo` and pages know of the server. */
export function systemFacts(version: string, mainDomain: string): Dict {
  return dictOf([
    ['serverVersion', version],
    ['serverOS', encodeUtf8(`${platform()} ${release()}`)],
    ['serverCPU', arch()],
    ['mainDomainName', mainDomain],
    ['licenseDomainName', mainDomain],
    ['serverInstance', mainDomain],
    ['clusterInstance', mainDomain],
    ['startTime', makeTime(Math.floor(Date.now() / 1000))],
  ]);
}

/** Starts the worker threads for sandboxes. */
export function openSandboxes(settings: Settings, log: ServerLog): Promise<Sandboxes> {
  const logger = log.logger('CGPL');
  return createSandboxes({
    ...(settings.SandboxWorkers > 0 ? { workers: settings.SandboxWorkers } : {}),
    environments: [distFile('host/builtins/worker/web.js')],
    limits: programLimits(settings),
    imageBytes: settings.SandboxImages,
    instances: settings.SandboxInstances,
    swapBytes: settings.SandboxSwap,
    log: (level, text, fields) => {
      const details = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, String(value)]),
      );
      logger[level === 'error' ? 'failure' : level === 'warn' ? 'problem' : 'low'](text, details);
    },
  });
}

/** What the application runner needs besides the settings. */
export interface ApplicationParts {
  readonly settings: Settings;
  readonly log: ServerLog;
  readonly metrics: Metrics;
  readonly sandboxes: Sandboxes;
  readonly skins: SkinSource;
  readonly builtins: AppOptions['builtins'];
  readonly noWebCache: boolean;
  readonly recordings: RecordingShelf;
}

/** Starts the compiler thread. */
export function openCompiler(settings: Settings, metrics: Metrics): CompilerThread {
  return new CompilerThread({
    timeLimit: () => settings.CompileTimeLimit,
    observe: (kind, outcome, ms) => metrics.compiled(kind, outcome, ms),
  });
}

/** Makes the application runner. */
export function openApps(parts: ApplicationParts & { readonly compiler: CompilerThread }): AppService {
  const { settings, metrics } = parts;
  return createApps({
    skins: parts.skins,
    compiler: parts.compiler,
    sandboxes: parts.sandboxes,
    readDictionary,
    builtins: parts.builtins,
    limits: { program: () => programLimits(settings), page: () => pageLimits(settings) },
    cacheSize: () => settings.UnitCacheSize,
    cacheEnabled: () => settings.WebCache && !parts.noWebCache,
    sourceLimit: () => settings.CompileSizeLimit,
    fileLimit: () => settings.CompileUnitFiles,
    recordFailures: () => settings.Recordings,
    keepRecording: failed => {
      parts.recordings.keep(() => makeRecording(failed, parts.skins, packageVersion()));
    },
    observe: (kind, outcome, ms) => metrics.ran(kind, outcome, ms),
    log: parts.log.logger('CGPL'),
  });
}

/** Opens the folder of recordings of a base directory. */
export function openRecordings(base: string, settings: Settings, log: ServerLog): RecordingShelf {
  const limits = () => ({
    count: settings.RecordingCount,
    space: settings.RecordingSpace,
    size: settings.RecordingLimit,
  });
  return new RecordingShelf(recordingsFolder(base), limits, error => {
    log
      .logger('CGPL')
      .failure(`recording not kept: ${error instanceof Error ? error.message : String(error)}`);
  });
}
