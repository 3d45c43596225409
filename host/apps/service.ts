/** The application runner: from a request and a file name to a finished answer (webapp.md E, wssp.md 7). */

import type { LinkedProgram } from '../../compiler/index.js';
import type {
  Attachment,
  Limits,
  Plain,
  RenderResult,
  RunHandle,
  RunRequest,
  RunResult,
  Sandboxes,
  WaitHandler,
} from '../../runtime/index.js';
import { ANSWER } from '../../runtime/index.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import type { SkinChange } from './cache/skincache.js';
import { checkSkinFile } from './check.js';
import type { CompilerThread } from './compile/thread.js';
import type { DebuggedRun } from './debug/attachment.js';
import { CompileFailure, failureText, runFailure } from './failure.js';
import type { FailedRun } from './recordings/make.js';
import { pageResponse, programResponse } from './response.js';
import type { ReadDictionary, SkinSource } from './sources.js';
import { Texts } from './texts.js';
import type {
  AppFailure,
  AppOutcome,
  AppRequest,
  AppService,
  PageRequest,
  Realm,
  RequestContext,
  SkinChoice,
  TaskRequest,
} from './types.js';
import { type UnitOptions, Units } from './units.js';
import { UsageBook } from './usage.js';

/** What the built-ins of the host give for one request; made by host/builtins. */
export interface RequestBuiltins {
  /** Name of the worker environment. */
  readonly environment: string;
  readonly input: Plain;
  /** Dictionaries that requests share. */
  readonly attachments: Readonly<Record<string, Attachment>>;
  readonly wait: WaitHandler;
  readonly notify: (name: string, args: readonly Value[], run: RunHandle) => void;
  /** Told of every task that the program spawns. */
  readonly spawned: (task: RunHandle) => void;
}

export interface AppLog {
  problem(
    text: string,
    fields?: Readonly<Record<string, never>>,
    about?: { readonly domain: string; readonly app: string },
  ): void;
  failure(text: string): void;
}

export interface AppOptions extends Omit<UnitOptions, 'skins' | 'compiler'> {
  readonly skins: SkinSource;
  readonly compiler: CompilerThread;
  readonly sandboxes: Sandboxes;
  readonly readDictionary: ReadDictionary;
  readonly builtins: (context: RequestContext, texts: Dict, limits: Limits, app: string) => RequestBuiltins;
  readonly limits: { program(): Limits; page(): Limits };
  readonly log: AppLog;
  /** True: failed runs are recorded. */
  readonly recordFailures: () => boolean;
  /** Keeps the recording of a failed run. */
  readonly keepRecording: (failed: FailedRun) => void;
  /** The debugger that takes a request, null for none. */
  readonly debugged: (context: RequestContext, file: string) => DebuggedRun | null;
  /** Told of each run, for metrics. */
  readonly observe: (kind: 'program' | 'page', outcome: string, ms: number) => void;
}

/** The entry of a program by realm. */
const entries: Readonly<Record<Realm, string>> = {
  stateless: 'Main',
  auth: 'Main',
  session: 'Main',
  sys: 'sysEntry',
};

const entryNames = new WeakMap<LinkedProgram, Partial<Record<Realm, string>>>();

/** The entry of a program in a realm; names of entries are compared without regard to letter case. */
function entryOf(unit: LinkedProgram, realm: Realm): string {
  let names = entryNames.get(unit);
  if (names === undefined) {
    names = {};
    entryNames.set(unit, names);
  }
  const wanted = entries[realm];
  names[realm] ??=
    Object.keys(unit.entries).find(name => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
  return names[realm];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a request needs beside its unit. */
interface Prepared {
  readonly builtins: RequestBuiltins;
  readonly attachments: Readonly<Record<string, Attachment>>;
  readonly revision: string;
  readonly source: NonNullable<RunRequest['source']>;
}

/** What programs and pages ask of the sandboxes alike. */
function sandboxRequest<U>(
  unit: U,
  context: RequestContext,
  units: Pick<Units, 'page'>,
  limits: Limits,
  { builtins, attachments, revision, source }: Prepared,
  record: NonNullable<RunRequest['record']>,
) {
  return {
    domain: context.domain ?? '',
    revision,
    environment: builtins.environment,
    input: builtins.input,
    attachments,
    limits,
    loadPage: (name: string) => units.page(context.skin, name.toLowerCase()),
    source,
    notify: builtins.notify,
    record,
    principal: context.tag,
    unit,
  };
}

/** What runs and tasks of a program ask of the sandboxes alike. */
function programRequest(
  context: RequestContext,
  unit: LinkedProgram,
  units: Pick<Units, 'page' | 'program'>,
  limits: Limits,
  prepared: Prepared,
  entry: string,
  record: NonNullable<RunRequest['record']>,
): Writable<RunRequest> {
  const { wait, spawned } = prepared.builtins;
  return Object.assign(sandboxRequest(unit, context, units, limits, prepared, record), {
    entry,
    wait,
    spawned,
    loadModule: (name: string) => units.program(context.skin, `${name}.wcgi`),
  });
}

class Apps implements AppService {
  private readonly units: Units;
  private readonly texts_: Texts;
  private readonly book = new UsageBook();
  /** Dictionaries that requests share: each is sent to a worker once. */
  private readonly attached = new WeakMap<Dict, Attachment>();
  private lastAttached = 0;
  private readonly stopListening: () => void;

  constructor(private readonly options: AppOptions) {
    this.units = new Units(options);
    this.texts_ = new Texts(options);
    this.stopListening = options.skins.onChange(change => this.drop(change));
  }

  async run({ context, file, record }: AppRequest): Promise<AppOutcome> {
    const debugged = this.options.debugged(context, file);
    let ended: RunResult | null = null;
    try {
      const units = debugged?.units ?? this.units;
      const known = debugged === null ? this.units.knownProgram(context.skin, file) : undefined;
      const unit = known === undefined ? await units.program(context.skin, file) : known;
      if (unit === null) return { kind: 'missing' };
      const usual = this.options.limits.program();
      const limits = debugged?.limits(usual) ?? usual;
      const asksForPages = unit.dynamic || unit.pages.length > 0;
      const request = programRequest(
        context,
        unit,
        units,
        limits,
        await this.prepared(context, limits, asksForPages, file),
        entryOf(unit, context.realm),
        record === true || debugged !== null || this.whatToRecord(),
      );
      if (debugged !== null) request.signal = debugged.signal;
      const session = context.session?.read();
      if (session !== undefined) request.session = session;
      const result = await (debugged?.sandboxes ?? this.options.sandboxes).run(request);
      ended = result;
      this.count('program', context, file, result);
      if (result.error)
        return this.runFailed(context, file, runFailure(result.error, file, result.recording));
      const { session: left } = result;
      if (left !== undefined && left !== null && context.session) context.session.write(left as Dict);
      return result.response.isSet
        ? { kind: 'response', response: programResponse(result.response, context) }
        : { kind: 'empty' };
    } catch (error) {
      return this.caught(context, file, error);
    } finally {
      debugged?.ended(ended);
    }
  }

  async start({ context, file, entry, parameter }: TaskRequest): Promise<number | null> {
    const { units } = this;
    try {
      const unit = await units.program(context.skin, file);
      const name = Object.keys(unit?.entries ?? {}).find(
        known => known.toLowerCase() === entry.toLowerCase(),
      );
      if (unit === null || name === undefined) return null;
      const limits = this.options.limits.program();
      const prepared = await this.prepared(context, limits, true, file);
      const request = programRequest(context, unit, units, limits, prepared, name, this.whatToRecord());
      request.startParameter = parameter;
      const { task, ended } = await this.options.sandboxes.start(request);
      void ended.then(result => {
        this.count('program', context, file, result);
        if (result.error) this.runFailed(context, file, runFailure(result.error, file, result.recording));
      });
      return task;
    } catch (error) {
      this.caught(context, file, error);
      return null;
    }
  }

  async render({ context, file, dataset }: PageRequest): Promise<AppOutcome> {
    const debugged = this.options.debugged(context, file);
    let ended: RenderResult | null = null;
    try {
      const units = debugged?.units ?? this.units;
      const unit = await units.page(context.skin, file);
      if (unit === null) return { kind: 'missing' };
      const usual = this.options.limits.page();
      const limits = debugged?.limits(usual) ?? usual;
      const prepared = await this.prepared(context, limits, false, file);
      const record = debugged !== null || this.whatToRecord();
      const result = await (debugged?.sandboxes ?? this.options.sandboxes).render({
        ...sandboxRequest(unit, context, units, limits, prepared, record),
        dataset,
        ...(debugged === null ? {} : { signal: debugged.signal }),
      });
      ended = result;
      this.count('page', context, file, result);
      if (result.error)
        return this.runFailed(context, file, runFailure(result.error, file, result.recording));
      return { kind: 'response', response: pageResponse(result.text, dataset, context) };
    } catch (error) {
      return this.caught(context, file, error);
    } finally {
      debugged?.ended(ended);
    }
  }

  async hasFile(skin: SkinChoice, file: string): Promise<boolean> {
    return (await this.options.skins.read(skin, file)) !== null;
  }

  texts(skin: SkinChoice, language: string | null): Promise<Dict> {
    return this.texts_.get(skin, language);
  }

  checkSkinFile(name: string, bytes: Uint8Array) {
    return checkSkinFile(this.options.compiler, this.options.readDictionary, name, bytes);
  }

  dropCaches(domain?: string): void {
    if (domain !== undefined) {
      this.drop({ domain, file: null });
      return;
    }
    this.units.clear();
    this.texts_.clear();
  }

  usage() {
    return this.book.list();
  }

  async close(): Promise<void> {
    this.stopListening();
    await this.options.sandboxes.close();
    await this.options.compiler.close();
  }

  private drop(change: SkinChange): void {
    this.units.drop(change);
    this.texts_.drop(change);
  }

  /** What runs and pages ask of the sandboxes alike; at once when the text dataset is at hand. */
  private prepared(
    context: RequestContext,
    limits: Limits,
    asksForPages: boolean,
    file: string,
  ): Prepared | Promise<Prepared> {
    const { skin, world } = context;
    const texts = this.texts_.known(skin, world.language);
    if (texts === undefined)
      return this.texts_
        .get(skin, world.language)
        .then(found => this.prepare(context, found, limits, asksForPages, file));
    return this.prepare(context, texts, limits, asksForPages, file);
  }

  private prepare(
    context: RequestContext,
    texts: Dict,
    limits: Limits,
    asksForPages: boolean,
    file: string,
  ): Prepared {
    const builtins = this.options.builtins(context, texts, limits, file);
    const { skin } = context;
    const revision = this.units.revision(skin);
    const own = { ...builtins.attachments, texts: this.attach(texts) };
    const elements = asksForPages ? (context.sharedElements?.(texts) ?? null) : null;
    const attachments = elements === null ? own : { ...own, [`${ANSWER}processwssp`]: this.attach(elements) };
    const source = (name: string) => this.units.source(skin, name, revision);
    return { builtins, revision, attachments, source };
  }

  private attach(dict: Dict): Attachment {
    let attachment = this.attached.get(dict);
    if (attachment === undefined) {
      attachment = { id: `apps/${++this.lastAttached}`, value: () => dict };
      this.attached.set(dict, attachment);
    }
    return attachment;
  }

  private count(
    kind: 'program' | 'page',
    context: RequestContext,
    file: string,
    result: RunResult | RenderResult,
  ): void {
    const { domain, skin, request } = context;
    this.book.add({ domain, skin, file, path: request.path }, result.usage, result.error !== undefined);
    this.options.observe(kind, result.error?.code ?? 'finished', result.usage.wallMs);
  }

  /** Of a run that nobody asked to record. */
  private whatToRecord(): false | 'failed' {
    return this.options.recordFailures() && 'failed';
  }

  /** Keeps the recording of a failed run. */
  private runFailed(context: RequestContext, file: string, failure: AppFailure): AppOutcome {
    const { recording } = failure;
    const { keepRecording, recordFailures } = this.options;
    if (recording !== undefined && recordFailures()) keepRecording({ context, file, failure, recording });
    return this.failed(context, file, failure);
  }

  /** Logs a failure. */
  private failed(context: RequestContext, file: string, failure: AppFailure): AppOutcome {
    const about = { domain: context.domain ?? '', app: file };
    this.options.log.problem(`${context.tag} ${failureText(failure)}`, {}, about);
    return { kind: 'failed', failure };
  }

  /** Turns errors of the compiler and of the server itself into failures of the request. */
  private caught(context: RequestContext, file: string, error: unknown): AppOutcome {
    if (error instanceof CompileFailure) return this.failed(context, file, error.failure(file));
    const text = error instanceof Error ? error.message : String(error);
    const known = error as { code?: unknown; number?: unknown };
    return this.failed(context, file, {
      code: typeof known.code === 'string' ? known.code : 'internal',
      number: typeof known.number === 'number' ? known.number : 0,
      message: text,
      file,
      line: 0,
      column: 0,
      codeFrame: null,
    });
  }
}

/** Makes the application runner. */
export function createApps(options: AppOptions): AppService {
  return new Apps(options);
}
