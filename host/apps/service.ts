/** The application runner: from a request and a file name to a finished answer (webapp.md E, wssp.md 7). */

import type {
  Attachment,
  Limits,
  Plain,
  RenderResult,
  RunHandle,
  RunResult,
  Sandboxes,
  UnitRequest,
  WaitHandler,
} from '../../runtime/index.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import type { SkinChange } from './cache/skincache.js';
import { checkSkinFile } from './check.js';
import type { CompilerThread } from './compile/thread.js';
import { CompileFailure, failureText, runFailure } from './failure.js';
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
  problem(text: string): void;
  failure(text: string): void;
}

export interface AppOptions extends Omit<UnitOptions, 'skins' | 'compiler'> {
  readonly skins: SkinSource;
  readonly compiler: CompilerThread;
  readonly sandboxes: Sandboxes;
  readonly readDictionary: ReadDictionary;
  readonly builtins: (context: RequestContext, texts: Dict, limits: Limits) => RequestBuiltins;
  readonly limits: { program(): Limits; page(): Limits };
  readonly log: AppLog;
  /** True: failed runs are recorded. */
  readonly recordFailures: () => boolean;
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

/** Finds the entry of a program; names of entries are compared without regard to letter case. */
function entryName(names: readonly string[], wanted: string): string {
  return names.find(name => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
}

class Apps implements AppService {
  private readonly units: Units;
  private readonly texts_: Texts;
  private readonly book = new UsageBook();
  private readonly stopListening: () => void;

  constructor(private readonly options: AppOptions) {
    this.units = new Units(options);
    this.texts_ = new Texts(options);
    this.stopListening = options.skins.onChange(change => this.drop(change));
  }

  async run({ context, file, record }: AppRequest): Promise<AppOutcome> {
    return this.guard(context, file, async () => {
      const unit = await this.units.program(context.skin, file);
      if (unit === null) return { kind: 'missing' };
      const limits = this.options.limits.program();
      const common = await this.common(context, limits, record ?? false);
      const entry = entryName(Object.keys(unit.entries), entries[context.realm]);
      const session = context.session?.read();
      const { sandboxes } = this.options;
      const result = await sandboxes.run({
        ...common.request,
        unit,
        entry,
        wait: common.wait,
        spawned: common.spawned,
        loadModule: name => this.units.program(context.skin, `${name}.wcgi`),
        ...(session === undefined ? {} : { session }),
      });
      this.count('program', context, file, result);
      if (result.error) return this.failed(context, runFailure(result.error, file, result.recording));
      const { session: left } = result;
      if (left !== undefined && left !== null && context.session) context.session.write(left as Dict);
      return result.response.isSet
        ? { kind: 'response', response: programResponse(result.response, context) }
        : { kind: 'empty' };
    });
  }

  async render({ context, file, dataset }: PageRequest): Promise<AppOutcome> {
    return this.guard(context, file, async () => {
      const unit = await this.units.page(context.skin, file);
      if (unit === null) return { kind: 'missing' };
      const common = await this.common(context, this.options.limits.page(), false);
      const result = await this.options.sandboxes.render({ ...common.request, unit, dataset });
      this.count('page', context, file, result);
      if (result.error) return this.failed(context, runFailure(result.error, file, result.recording));
      return { kind: 'response', response: pageResponse(result.text, dataset, context) };
    });
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

  dropCaches(): void {
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

  /** What runs and pages ask of the sandboxes alike. */
  private async common(
    context: RequestContext,
    limits: Limits,
    record: boolean,
  ): Promise<{ request: UnitRequest; wait: WaitHandler; spawned: (task: RunHandle) => void }> {
    const texts = await this.texts_.get(context.skin, context.world.language);
    const builtins = this.options.builtins(context, texts, limits);
    const { environment, input, attachments, wait, notify, spawned } = builtins;
    const attachment: Attachment = {
      id: `${this.units.revision(context.skin)}/${context.world.language ?? ''}`,
      value: () => texts,
    };
    return {
      wait,
      spawned,
      request: {
        domain: context.domain ?? '',
        revision: this.units.revision(context.skin),
        environment,
        input,
        attachments: { ...attachments, texts: attachment },
        limits,
        loadPage: name => this.units.page(context.skin, name.toLowerCase()),
        notify,
        record: record || this.options.recordFailures(),
        principal: context.tag,
      },
    };
  }

  private count(
    kind: 'program' | 'page',
    context: RequestContext,
    file: string,
    result: RunResult | RenderResult,
  ): void {
    this.book.add(context.domain, context.skin, file, result.usage, result.error !== undefined);
    this.options.observe(kind, result.error?.code ?? 'finished', result.usage.wallMs);
  }

  /** Logs a failure; the code frame goes below the line of the record, indented. */
  private failed(context: RequestContext, failure: AppFailure): AppOutcome {
    const frame = failure.codeFrame === null ? '' : ` | ${failure.codeFrame.replace(/\n/g, ' | ')}`;
    this.options.log.problem(`${context.tag} ${failureText(failure)}${frame}`);
    return { kind: 'failed', failure };
  }

  /** Turns errors of the compiler and of the server itself into failures of the request. */
  private async guard(
    context: RequestContext,
    file: string,
    work: () => Promise<AppOutcome>,
  ): Promise<AppOutcome> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CompileFailure) return this.failed(context, error.failure(file));
      const text = error instanceof Error ? error.message : String(error);
      const known = error as { code?: unknown; number?: unknown };
      return this.failed(context, {
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
}

/** Makes the application runner. */
export function createApps(options: AppOptions): AppService {
  return new Apps(options);
}
