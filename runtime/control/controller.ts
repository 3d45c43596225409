/** The main thread's half: takes requests, talks to the workers, asks the host, gives results. */
import { Encoder } from '../codec/encode.js';
import { encodePlainText } from '../codec/plain.js';
import type { RuntimeCode } from '../errors/catalogue.js';
import { failure, ProgramException } from '../errors/failure.js';
import { DEFAULT_LIMITS, type Limits } from '../limits.js';
import { after } from '../platform.js';
import type {
  RenderRequest,
  RenderResult,
  RunRequest,
  RunResult,
  RuntimeMetrics,
  Sandboxes,
  StartedTask,
  WorkerMetrics,
} from '../types.js';
import type { FromWorker, Recipe, ToWorker } from '../worker/messages.js';
import { EMPTY_RESPONSE } from '../worker/response.js';
import type { Watch } from '../worker/watch.js';
import { Affinity } from './affinity.js';
import { Answers } from './answers.js';
import { Directory } from './directory.js';
import { Link } from './link.js';
import { LiveRun } from './live.js';
import type { OpenPort } from './port.js';
import { Recipes } from './recipes.js';
import { resultOf } from './results.js';
import { Statistics } from './statistics.js';

export interface ControllerOptions {
  readonly open: OpenPort;
  readonly workers: number;
  /** Further ones at most, of lower priority, for domains whose programs take long. */
  readonly slowWorkers: number;
  readonly limits: Partial<Limits>;
  /** Milliseconds past its deadline after which a stuck worker is ended. */
  readonly grace: number;
  readonly makeWatch: () => Watch;
  /** Blocks of task numbers that are passed over. */
  readonly skippedBlocks?: number;
  readonly log: (level: 'info' | 'warn' | 'error', text: string, fields: Record<string, unknown>) => void;
}

/** Numbers of the tasks of one worker; the first block is for runs that the main thread starts. */
const BLOCK = 2 ** 32;
/** Sets of limits that are remembered: those of programs, of pages, and of before a change of settings. */
const RECENT = 4;
/** How often workers are looked at, in ms. */
const CHECK = 50;
/** Milliseconds that runs have to end in when everything closes. */
const FAREWELL = 1_000;

const encoder = new Encoder();
const NOTHING = { cpuMs: 0, wallMs: 0, peakMemory: 0, hostCalls: 0, outputBytes: 0 };

export class Controller implements Sandboxes {
  readonly tasks: Directory;
  private readonly links: Link[];
  private readonly affinity: Affinity;
  private readonly answers = new Answers();
  private readonly statistics = new Statistics();
  private readonly limits: Limits;
  private readonly questions = new Map<number, (metrics: WorkerMetrics) => void>();
  private readonly recentLimits: Limits[] = [];
  /** By the object of the request: it must not change. */
  private readonly madeOf = new WeakMap<Partial<Limits>, Limits>();
  private readonly recipes = new Recipes();
  private blocks = 0;
  private lastId = 0;
  private isClosed = false;
  private timer: (() => void) | null = null;

  constructor(private readonly options: ControllerOptions) {
    this.blocks = options.skippedBlocks ?? 0;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const link = (isSlow: boolean): Link =>
      new Link({
        isSlow,
        open: options.open,
        makeWatch: options.makeWatch,
        nextBlock: () => ++this.blocks * BLOCK,
        receive: (from, message) => this.receive(from, message),
        lose: (run, code, args) => this.lose(run, code, args),
        log: options.log,
      });
    const links = Array.from({ length: options.workers }, () => link(false));
    this.links = [...links];
    this.affinity = new Affinity(links, {
      most: options.slowWorkers,
      open: () => this.addSlow(link(true)),
    });
    this.tasks = new Directory();
  }

  /** Until all workers run. */
  async ready(): Promise<void> {
    await Promise.all(this.links.map(link => link.ready));
  }

  private addSlow(link: Link): Link {
    this.links.push(link);
    link.ready.catch(error => {
      this.options.log('error', 'a slow worker could not be started', { why: String(error) });
      this.links.splice(this.links.indexOf(link), 1);
      this.affinity.drop(link);
      for (const run of link.runs.list()) this.lose(run, 'worker-lost', []);
    });
    return link;
  }

  run(request: RunRequest): Promise<RunResult> {
    return this.begin(request, false).result;
  }

  async render(request: RenderRequest): Promise<RenderResult> {
    const run = this.live(request, null, (id, link, recipe) => ({
      kind: 'render',
      run: id,
      place: link.takePlace(),
      recipe,
      input: encodePlainText(request.input),
      record: request.record ?? false,
      dataset: encoder.encode(request.dataset, this.limitsOf(request)),
    }));
    const { response, session: _, ...rest } = await run.result;
    return {
      ...rest,
      text: response.text ?? '',
      get body() {
        return response.body ?? new Uint8Array();
      },
    };
  }

  async start(request: RunRequest): Promise<StartedTask> {
    const run = this.begin(request, true);
    return { task: run.task, ended: run.result };
  }

  async replay(recording: Uint8Array): Promise<RunResult> {
    const run = this.live(null, null, id => ({ kind: 'replay', run: id, recording }));
    return run.result;
  }

  async stopDomain(domain: string): Promise<void> {
    const ended: Promise<unknown>[] = [];
    for (const link of this.links) {
      for (const run of link.runs.list()) if (run.domain === domain) ended.push(run.result);
      const running = link.runs.get(link.watch.running);
      if (running?.domain === domain) link.watch.stop(running.id);
      link.post({ kind: 'stopDomain', domain, code: 'domain-stopped' });
    }
    await Promise.all(ended);
  }

  async metrics(): Promise<RuntimeMetrics> {
    const workers = await Promise.all(this.links.map(link => this.ask(link)));
    return {
      ...this.statistics.totals(),
      restarts: this.links.reduce((sum, link) => sum + link.restarts, 0),
      running: this.links.reduce((sum, link) => sum + link.runs.size, 0),
      tasks: this.tasks.count,
      workers: workers.filter(metrics => metrics !== null),
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const runs = this.links.flatMap(link => link.runs.list());
    for (const run of runs) this.stop(run, 'closing');
    const farewell = new Promise<void>(resolve => after(FAREWELL, resolve));
    await Promise.race([Promise.all(runs.map(run => run.result)), farewell]);
    this.timer?.();
    this.timer = null;
    await Promise.all(this.links.map(link => link.close()));
    for (const run of runs) this.lose(run, 'closing', []);
  }

  private begin(request: RunRequest, isTask: boolean): LiveRun {
    const limits = this.limitsOf(request);
    return this.live(request, isTask ? this.lastId + 1 : null, (id, link, recipe) => ({
      kind: 'run',
      run: id,
      place: link.takePlace(),
      recipe,
      input: encodePlainText(request.input),
      record: request.record ?? false,
      isTask,
      entry: request.entry,
      parameter: request.startParameter === undefined ? null : encoder.encode(request.startParameter, limits),
      session: request.session === undefined ? null : encoder.encode(request.session, limits),
    }));
  }

  /** Makes the run and sends it. Whatever goes wrong is its result. */
  private live(
    request: RunRequest | RenderRequest | null,
    task: number | null,
    message: (id: number, link: Link, recipe: number) => ToWorker,
  ): LiveRun {
    const id = ++this.lastId;
    const domain = request?.domain ?? '';
    const link = this.affinity.enter(domain);
    const limits = request ? this.limitsOf(request) : this.limits;
    let sent: ToWorker | null = null;
    let recipe: Recipe | null = null;
    let error: unknown = this.isClosed ? new ProgramException('closing') : null;
    try {
      if (!error) {
        recipe = request ? this.recipes.of(request, limits) : null;
        sent = message(id, link, recipe ? link.recipeNumber(recipe) : 0);
      }
    } catch (thrown) {
      error = thrown;
    }
    const run = new LiveRun(id, request, task, null, link, limits, sent, recipe);
    link.add(run);
    if (task !== null) this.tasks.add(run);
    if (error || !sent) {
      const { code, args } =
        error instanceof ProgramException
          ? error
          : new ProgramException('host-failure', 'a request', String(error));
      this.lose(run, code, args);
      return run;
    }
    if ('place' in sent) run.place = sent.place;
    link.post(sent);
    this.listen(run, request?.signal);
    this.timer ??= this.watchOver();
    return run;
  }

  /** The limits of a request; the same object for requests that follow each other with the same limits. */
  private limitsOf({ limits }: RunRequest | RenderRequest): Limits {
    if (!limits) return this.limits;
    const same = this.madeOf.get(limits);
    if (same) return same;
    const made = this.completeLimits(limits);
    this.madeOf.set(limits, made);
    return made;
  }

  private completeLimits(limits: Partial<Limits>): Limits {
    const made = { ...this.limits, ...limits };
    for (const known of this.recentLimits) if (isSame(made, known)) return known;
    this.recentLimits.unshift(made);
    if (this.recentLimits.length > RECENT) this.recentLimits.pop();
    return made;
  }

  private listen(run: LiveRun, signal: AbortSignal | undefined): void {
    if (!signal) return;
    const cancel = (): void => this.stop(run, 'cancelled');
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true, signal: run.signal });
  }

  private stop(run: LiveRun, code: RuntimeCode): void {
    run.link.watch.stop(run.id);
    run.link.post({ kind: 'stop', run: run.id, code });
  }

  private receive(link: Link, message: FromWorker): void {
    if (message.kind === 'ready') {
      const level = message.reason === null ? 'info' : 'warn';
      this.options.log(level, 'sandbox worker started', { engine: message.engine, reason: message.reason });
      return;
    }
    if (message.kind === 'metrics') {
      this.questions.get(message.id)?.(message.metrics);
      this.questions.delete(message.id);
      return;
    }
    if (message.kind === 'send') {
      this.tasks.forward(message);
      return;
    }
    if (message.kind === 'spawned') {
      this.adopt(link, message.run, message.parent);
      return;
    }
    if (message.kind === 'fetch') {
      this.answers.fetch(link, message);
      return;
    }
    const run = link.runs.get(message.run);
    if (!run) return;
    if (message.kind === 'done') this.finish(run, message.result);
    else this.answers.answer(run, message);
  }

  /** A task that a run has spawned: it goes on with what the run was given. */
  private adopt(link: Link, id: number, parentId: number): void {
    const parent = link.runs.get(parentId);
    if (!parent) return;
    this.affinity.enter(parent.domain);
    const run = new LiveRun(id, parent.request, id, parent, link, parent.limits, null);
    link.add(run);
    this.tasks.add(run);
    if (parent.request && 'spawned' in parent.request) parent.request.spawned?.(run);
  }

  private finish(run: LiveRun, encoded: Extract<FromWorker, { kind: 'done' }>['result']): void {
    run.link.remove(run);
    this.affinity.leave(run.domain, run.link, encoded.usage.cpuMs);
    const result = resultOf(encoded, run.request, run.limits);
    if (result instanceof Promise) void result.then(made => this.settle(run, made));
    else this.settle(run, result);
  }

  private lose(run: LiveRun, code: RuntimeCode, args: readonly (string | number)[]): void {
    if (run.isOver) return;
    run.link.remove(run);
    this.affinity.leave(run.domain, run.link, 0);
    this.settle(run, {
      outcome: 'failed',
      error: failure(code, args),
      response: EMPTY_RESPONSE,
      usage: NOTHING,
    });
  }

  private settle(run: LiveRun, result: RunResult): void {
    this.statistics.add(run.message?.kind === 'render', result);
    run.end(result);
    if (run.task !== null) this.tasks.remove(run, result);
  }

  private ask(link: Link): Promise<WorkerMetrics | null> {
    return new Promise(resolve => {
      const id = ++this.lastId;
      const giveUp = after(FAREWELL, () => resolve(null));
      this.questions.set(id, metrics => {
        giveUp();
        resolve(metrics);
      });
      link.post({ kind: 'metrics', id });
    });
  }

  /** Looks at the workers while anything runs. */
  private watchOver(): () => void {
    return after(CHECK, () => {
      for (const link of this.links) link.check(this.options.grace);
      const isBusy = this.links.some(link => link.runs.size > 0);
      this.timer = isBusy && !this.isClosed ? this.watchOver() : null;
    });
  }
}

const isSame = (a: Limits, b: Limits): boolean => {
  for (const name in a) if (a[name as keyof Limits] !== b[name as keyof Limits]) return false;
  return true;
};
