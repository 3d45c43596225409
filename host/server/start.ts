/**
 * Starts a server: base directory, log, store, objects, sandboxes, faces, listeners, in this order; what was started
 * is ended in the opposite order. Used by `postern serve`, by commands on a base directory without server, and by tests.
 */

import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { configFile, loadSettings, takeLive } from '../admin/config/load.js';
import type { Settings } from '../admin/config/settings.js';
import { HelperSet } from '../admin/helpers/set.js';
import { adminFace } from '../admin/http/app.js';
import { newToken, removeControl, writeControl } from '../admin/http/control.js';
import { readCertificate } from '../admin/listeners/certificate.js';
import type { ServerLog } from '../admin/log/log.js';
import { Metrics } from '../admin/metrics/metrics.js';
import { prepareBase } from '../admin/process/base.js';
import { lockBase } from '../admin/process/lock.js';
import { Shutdown } from '../admin/process/shutdown.js';
import { DebugDesk } from '../apps/debug/desk.js';
import type { AppService } from '../apps/types.js';
import { createBuiltins } from '../builtins/engine.js';
import { builtinNotices, builtinTable } from '../builtins/table.js';
import type { Cli } from '../cli/engine.js';
import { executeForProgram } from '../cli/programs.js';
import { createObjects, type Objects } from '../objects/api.js';
import { openStore, type Store } from '../storage/index.js';
import { createWebFace } from '../web/index.js';
import {
  debugUnitOptions,
  openApps,
  openCompiler,
  openDebugSandboxes,
  openRecordings,
  openSandboxes,
  systemFacts,
} from './applications.js';
import { adminServices } from './bind/admin.js';
import { builtinServices } from './bind/builtins.js';
import { openCli } from './bind/cli.js';
import { startHelpers } from './bind/helpers.js';
import { ruleHooks } from './bind/rulehooks.js';
import { SessionNumbers, sessionTasks } from './bind/sessiontasks.js';
import { skinCheck, skinSource } from './bind/skins.js';
import { startTask } from './bind/starttask.js';
import { followStrings } from './bind/strings.js';
import { webServices } from './bind/web.js';
import { Certificates } from './certificates.js';
import { addElements } from './elements.js';
import { makeFaces } from './faces/table.js';
import type { Face, FaceHost } from './faces/types.js';
import { keepFirstPassword } from './firstpassword.js';
import { applicationFolder, stockFolder, storeFolder } from './folders.js';
import { Listeners } from './listeners.js';
import { openLog, type Recording } from './logging.js';
import type { RunningServer, ServerAddress, StartOptions } from './options.js';
import { addReadings } from './readings.js';
import { packageVersion } from './version.js';

export type { RunningServer, ServerAddress, StartOptions } from './options.js';

/** What was started, to be ended from its end. */
type Undo = readonly [name: string, run: () => Promise<void> | void];

/** Main domain at the first start: the setting, else the host name. */
function mainDomainOf(settings: Settings): string {
  return (settings.DomainName || hostname()).toLowerCase();
}

/** The parts of a server while it starts. */
class Starting {
  readonly undo: Undo[] = [];
  readonly metrics = new Metrics();
  readonly listeners = new Listeners();
  readonly settings: Settings;
  readonly log: ServerLog;
  private readonly recording: Recording;
  readonly token = newToken();
  private readonly certificates: Certificates;
  private shutdown: Shutdown | null = null;
  private end: (reason: string) => void = () => undefined;
  private ask: () => void = () => undefined;
  private readonly ended = new Promise<string>(done => {
    this.end = done;
  });
  private readonly asked = new Promise<void>(done => {
    this.ask = done;
  });

  constructor(
    private readonly options: StartOptions,
    private readonly base: string,
  ) {
    prepareBase(base);
    this.settings = this.readSettings();
    if (!options.noLockFile) {
      const lock = lockBase(base);
      this.undo.push(['lock file', () => lock.release()]);
    }
    this.recording = { all: options.logAll ?? false, objects: null };
    this.log = openLog({ ...options, base }, this.settings, this.recording);
    this.undo.push(['log', () => this.log.close()]);
    this.certificates = new Certificates(null, this.log.logger('SYSTEM'));
  }

  async run(): Promise<RunningServer> {
    const { options, settings, log, metrics, base, listeners } = this;
    const system = log.logger('SYSTEM');
    system.major(`Postern ${packageVersion()} starts on ${base}`);
    for (const option of options.ignored ?? []) system.problem(`option ${option} has no effect here`);
    this.certificates.configured = readCertificate(base, settings);
    const [store, sandboxes] = await this.open();
    const helpers = new HelperSet(log, { base, application: applicationFolder(options.application ?? null) });
    // Pushed before the objects: mail on its way may still ask a filter while they close.
    this.undo.push(['helpers', () => helpers.close()]);
    const objects = await this.openObjects(store);
    this.recording.objects = objects;
    this.undo.push(['server settings', this.release(followStrings(objects))]);
    this.undo.push(['certificates', this.followCertificates(objects)]);
    this.undo.push(['requests to helpers', () => helpers.hurry()]);
    if (!options.offline) this.undo.push(['helper settings', startHelpers(objects, helpers, log)]);
    const compiler = openCompiler(settings, metrics);
    const facts = systemFacts(packageVersion(), () => objects.domains.main());
    const faces: Face[] = [];
    let cli: Cli | null = null;
    const sessionNumbers = new SessionNumbers();
    const services = builtinServices({
      objects,
      settings,
      log,
      sandboxes,
      helpers,
      system: facts,
      sessionNumbers,
      tell: message => faces.reduce((count, face) => count + (face.tell?.(message) ?? 0), 0),
      executeCLI: async (principal, command) => {
        if (cli === null) return ['the CLI is not ready', null];
        const { error, output } = await executeForProgram(cli, principal, command);
        return [error, output];
      },
    });
    if (!options.offline)
      objects.setRuleHooks(ruleHooks({ objects, helpers, log, http: services.http, tell: services.tell }));
    const recordings = openRecordings(base, settings, log);
    const builtins = createBuiltins(services, builtinTable, builtinNotices);
    const debuggers = new DebugDesk(() => settings.DebuggerCount);
    const skins = skinSource(objects);
    const apps = openApps({
      settings,
      log,
      metrics,
      sandboxes,
      compiler,
      skins,
      builtins,
      noWebCache: options.noWebCache ?? false,
      recordings,
      debuggers,
    });
    this.undo.push(['recordings', () => recordings.settled()]);
    this.undo.push(['programs', () => apps.close()]);
    objects.setSkinCheck(skinCheck(apps));
    const web = webServices({ objects, apps, settings, log });
    const parts: Omit<FaceHost, 'cli'> = {
      settings,
      log,
      metrics,
      objects,
      apps,
      web,
      builtins,
      debuggers,
      debugUnits: debugUnitOptions(settings, skins, compiler),
      openDebugSandboxes: probe => openDebugSandboxes(settings, log, probe),
      recordings,
      tasks: sessionTasks(sessionNumbers, services.meetings, sandboxes.tasks, startTask(objects, apps)),
      helpers,
      base,
      version: packageVersion(),
      certificate: () => this.certificates.standard(),
      certificateOfName: name => this.certificates.ofName(name),
      shutdown: () => this.ask(),
      refresh: () => this.refresh(apps),
      setLogAll: on => {
        this.recording.all = on;
      },
      system: facts,
    };
    const commands = openCli(parts);
    cli = commands.cli;
    this.undo.push(['CLI', () => commands.close()]);
    if (!options.offline) faces.push(...(await makeFaces({ ...parts, cli })));
    for (const face of faces) this.undo.push([`${face.name} face`, () => face.close?.()]);
    addElements({ objects, listeners, store });
    const beforeScrape = addReadings(metrics, {
      listeners,
      apps,
      sandboxes,
      store,
      sessions: () => objects.sessions.count(),
      helpers,
    });
    const admin = adminServices({
      objects,
      apps,
      settings,
      log,
      metrics,
      token: this.token,
      beforeScrape,
      isReady: () => this.shutdown === null,
    });
    this.undo.push(['sessions', () => objects.sessions.closeAll()]);
    const routes = faces.flatMap(face => face.routes ?? []);
    await this.listen(faces, createWebFace(web, routes), admin);
    return this.running(objects, apps);
  }

  /** The store and the sandboxes do not need each other. */
  private async open() {
    const { settings, log, base } = this;
    const folder = storeFolder(base);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const failed = (error: Error): void => {
      log.logger('SYSTEM').crash(`the store failed: ${error.message}`);
      this.end(`the store failed: ${error.message}`);
    };
    const onError = (error: unknown): void => {
      log.logger('SYSTEM').failure(`storage: ${error instanceof Error ? error.message : String(error)}`);
    };
    const opening = openStore({ folder, onFailed: failed, onError });
    const starting = openSandboxes(settings, log);
    const [store, sandboxes] = await Promise.allSettled([opening, starting]);
    if (store.status === 'fulfilled') this.undo.push(['store', () => store.value.close()]);
    if (store.status === 'rejected') {
      if (sandboxes.status === 'fulfilled') await sandboxes.value.close();
      throw store.reason;
    }
    if (sandboxes.status === 'rejected') throw sandboxes.reason;
    this.undo.push(['sandboxes', () => sandboxes.value.close()]);
    return [store.value, sandboxes.value] as const;
  }

  private async openObjects(store: Store): Promise<Objects> {
    const objects = await createObjects({
      store,
      mainDomain: mainDomainOf(this.settings),
      hostName: hostname(),
      baseFolder: this.base,
      stockFolder: stockFolder(this.options.application ?? null),
      sessionDefaults: () => ({
        inactivity: this.settings.SessionInactivity,
        total: this.settings.SessionTotal,
        most: this.settings.SessionLimit,
      }),
      log: this.log.logger('SYSTEM'),
    });
    this.undo.push(['objects', () => objects.close()]);
    const problem = (text: string) => this.log.logger('SYSTEM').problem(text);
    this.undo.push(['first password', keepFirstPassword(this.base, objects, problem)]);
    return objects;
  }

  private async listen(
    faces: readonly Face[],
    web: ReturnType<typeof createWebFace>,
    admin: Parameters<typeof adminFace>[0],
  ): Promise<void> {
    const { listeners, settings, log, metrics, base } = this;
    // Pushed first: what is open when another one cannot be opened must be closed, too.
    this.undo.push(['listeners', () => listeners.close()]);
    await listeners.openAll({
      settings,
      log,
      metrics,
      certificate: this.certificates.standard(),
      ofName: name => this.certificates.ofName(name),
      web,
      admin: adminFace(admin),
      faces,
      offline: this.options.offline ?? false,
    });
    // Ended first of all: listeners wait for open answers, and these would never end.
    this.undo.push(['pages that follow the log', () => log.tail.close()]);
    const control = listeners.addresses.find(({ tag, secure }) => tag === 'HTTPA' && !secure);
    if (control) {
      writeControl(base, { url: control.url, token: this.token });
      this.undo.push(['control file', () => removeControl(base)]);
    }
  }

  /** Stored settings count no longer: the store is about to be closed. */
  private release(end: () => void): () => void {
    return () => {
      end();
      this.recording.objects = null;
    };
  }

  /** A new certificate of the main domain counts at once for the listeners that are open. */
  private followCertificates(objects: Objects): () => void {
    let now: unknown = null;
    const end = this.certificates.attach(objects, () => {
      const standard = this.certificates.standard();
      if (standard !== null && standard !== now) this.listeners.renew(standard);
      now = standard;
    });
    now = this.certificates.standard();
    return end;
  }

  private running(objects: Objects, apps: AppService): RunningServer {
    const { listeners, log, settings } = this;
    return {
      base: this.base,
      settings,
      addresses: listeners.addresses,
      address: (tag, secure = false): ServerAddress => {
        const found = listeners.addresses.find(one => one.tag === tag && one.secure === secure);
        if (!found) throw new Error(`there is no ${tag} listener`);
        return found;
      },
      objects,
      apps,
      metrics: this.metrics,
      log,
      firstPassword: objects.firstPassword,
      controlToken: this.token,
      refresh: () => this.refresh(apps),
      stop: () => this.stop(),
      ended: this.ended,
      asked: this.asked,
    };
  }

  private readSettings(): Settings {
    const file = configFile(this.base, this.options.config ?? null);
    return loadSettings({ file, set: this.options.set ?? new Map() });
  }

  /** SIGHUP. What is wrong in the files is told and changes nothing. */
  private refresh(apps: AppService): void {
    const system = this.log.logger('SYSTEM');
    try {
      const fresh = this.readSettings();
      takeLive(this.settings, fresh);
      const certificate = readCertificate(this.base, fresh);
      if (certificate && this.certificates.configured) {
        this.certificates.configured = certificate;
        this.listeners.renew(certificate);
      }
      apps.dropCaches();
      system.major('settings and certificates read again');
    } catch (error) {
      system.failure(`settings kept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Ends what was started, the last one first. */
  stop(): Promise<boolean> {
    if (this.shutdown === null) {
      this.shutdown = new Shutdown(this.log.logger('SYSTEM'), this.settings.ShutdownLimit);
      for (const [name, run] of [...this.undo].reverse()) this.shutdown.add(name, run);
    }
    return this.shutdown.start();
  }
}

/**
 * Starts a server on a base directory.
 * @throws BaseInUse, ConfigError, CertificateError, ListenError, StorageError
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const starting = new Starting(options, resolve(options.base));
  try {
    return await starting.run();
  } catch (error) {
    starting.log
      .logger('SYSTEM')
      .crash(`start failed: ${error instanceof Error ? error.message : String(error)}`);
    await starting.stop();
    throw error;
  }
}
