/** The application runner of a server: compiler thread, sandboxes, built-ins, with the limits of the settings. */
import { arch, platform, release } from 'node:os';
import type { Sandboxes, SandboxesOptions } from '../../runtime/index.js';
import { createSandboxes } from '../../runtime/node/index.js';
import type { WorkerProbe } from '../../runtime/types.js';
import { dictOf, encodeUtf8, makeTime } from '../../stdlib/values/index.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import { pageLimits, programLimits } from '../admin/config/limits.js';
import type { Settings } from '../admin/config/settings.js';
import type { ServerLog } from '../admin/log/log.js';
import type { Metrics } from '../admin/metrics/metrics.js';
import { CompilerThread } from '../apps/compile/thread.js';
import type { DebugDesk } from '../apps/debug/desk.js';
import type { DebugUnitOptions } from '../apps/debug/units.js';
import { distFile } from '../apps/distfile.js';
import { readDictionary } from '../apps/readdictionary.js';
import { makeRecording } from '../apps/recordings/make.js';
import { RecordingShelf } from '../apps/recordings/shelf.js';
import { type AppOptions, createApps } from '../apps/service.js';
import type { SkinSource } from '../apps/sources.js';
import type { AppService } from '../apps/types.js';
import { recordingsFolder } from './folders.js';
import { packageVersion } from './version.js';

/**
 * What `SystemInfo` and pages know of the server; the same dictionary until the main domain gets another name.
 * @param mainDomain its name now
 */
export function systemFacts(version: string, mainDomain: () => string): () => Dict {
  const startTime = makeTime(Math.floor(Date.now() / 1000));
  let told: { readonly name: string; readonly facts: Dict } | null = null;
  return () => {
    const name = mainDomain();
    if (told?.name !== name) told = { name, facts: factsOf(version, name, startTime) };
    return told.facts;
  };
}

function factsOf(version: string, mainDomain: string, startTime: Value): Dict {
  return dictOf([
    ['serverVersion', version],
    ['serverOS', encodeUtf8(`${platform()} ${release()}`)],
    ['serverCPU', arch()],
    ['mainDomainName', mainDomain],
    ['licenseDomainName', mainDomain],
    ['serverInstance', mainDomain],
    ['clusterInstance', mainDomain],
    ['startTime', startTime],
  ]);
}

/** Starts the worker threads for sandboxes. */
export function openSandboxes(settings: Settings, log: ServerLog): Promise<Sandboxes> {
  return createSandboxes({
    ...(settings.SandboxWorkers > 0 ? { workers: settings.SandboxWorkers } : {}),
    ...sandboxOptions(settings, log),
    instances: settings.SandboxInstances,
  });
}

/** Tasks of debugged programs have other numbers than all others. */
const FIRST_DEBUGGED = 2 ** 20;
const BLOCKS = 1000;
let debugged = 0;

/** Starts the one worker of a debugger. */
export function openDebugSandboxes(
  settings: Settings,
  log: ServerLog,
  probe: WorkerProbe,
): Promise<Sandboxes> {
  return createSandboxes({
    ...sandboxOptions(settings, log),
    workers: 1,
    instances: 1,
    probe,
    skippedBlocks: FIRST_DEBUGGED + (debugged++ % BLOCKS) * BLOCKS,
  });
}

function sandboxOptions(settings: Settings, log: ServerLog): SandboxesOptions {
  const logger = log.logger('CGPL');
  return {
    environments: [distFile('host/builtins/worker/web.js')],
    limits: programLimits(settings),
    imageBytes: settings.SandboxImages,
    swapBytes: settings.SandboxSwap,
    log: (level, text, fields) => {
      const details = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, String(value)]),
      );
      logger[level === 'error' ? 'failure' : level === 'warn' ? 'problem' : 'low'](text, details);
    },
  };
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
  readonly debuggers: DebugDesk;
}

/** What compiles programs with probes. */
export function debugUnitOptions(
  settings: Settings,
  skins: SkinSource,
  compiler: CompilerThread,
): DebugUnitOptions {
  return {
    skins,
    compiler,
    sourceLimit: () => settings.CompileSizeLimit,
    fileLimit: () => settings.CompileUnitFiles,
  };
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
    debugged: (context, file) => parts.debuggers.claim(context, file),
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
    age: settings.RecordingAge,
  });
  return new RecordingShelf(recordingsFolder(base), limits, error => {
    log
      .logger('CGPL')
      .failure(`recording not kept: ${error instanceof Error ? error.message : String(error)}`);
  });
}
