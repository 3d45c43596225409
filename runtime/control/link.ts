/**
 * One worker of the pool and what it was given. When it ends, by itself or because a run is stuck in it, another one
 * takes its place: runs that had not begun are sent again, the others are lost.
 */
import type { RuntimeCode } from '../errors/catalogue.js';
import { defer } from '../platform.js';
import { Registry } from '../registry.js';
import type { FromWorker, Recipe, ToWorker } from '../worker/messages.js';
import { absoluteNow, PLACES, type Watch } from '../worker/watch.js';
import type { LiveRun } from './live.js';
import type { OpenPort, Port } from './port.js';

/** Recipes that a worker knows at a time. */
const MOST_RECIPES = 4096;

export interface LinkOptions {
  readonly isSlow: boolean;
  readonly open: OpenPort;
  /** A number space for the tasks of each new worker. */
  readonly nextBlock: () => number;
  readonly makeWatch: () => Watch;
  readonly receive: (link: Link, message: FromWorker) => void;
  /** These runs are lost, for this reason. */
  readonly lose: (run: LiveRun, code: RuntimeCode, args: readonly (string | number)[]) => void;
  readonly log: (level: 'info' | 'warn' | 'error', text: string, fields: Record<string, unknown>) => void;
}

export class Link {
  readonly runs = new Registry<LiveRun>();
  watch: Watch;
  restarts = 0;
  private port: Port | null = null;
  private outbox: ToWorker[] = [];
  private isScheduled = false;
  private isClosed = false;
  /** What the worker has been told, and what stands under each number. */
  private readonly numbers = new Map<Recipe, number>();
  private readonly recipes: Recipe[] = [];
  private nextRecipe = 0;
  private freePlaces: number[] = [];
  private nextPlace = 0;
  private opening: Promise<void>;

  constructor(private readonly options: LinkOptions) {
    this.watch = options.makeWatch();
    this.opening = this.open();
  }

  /** Until the worker can take messages. Rejects when it cannot be started. */
  get ready(): Promise<void> {
    return this.opening;
  }

  /** Sends soon, together with what all connections that are readable now ask for. */
  post(message: ToWorker): void {
    this.outbox.push(message);
    if (this.isScheduled) return;
    this.isScheduled = true;
    defer(this.flushSoon);
  }

  /** The number under which the worker knows a recipe; it is told new ones. */
  recipeNumber(recipe: Recipe): number {
    const known = this.numbers.get(recipe);
    if (known !== undefined) return known;
    const number = this.nextRecipe++ % MOST_RECIPES;
    const old = this.recipes[number];
    if (old) this.numbers.delete(old);
    this.recipes[number] = recipe;
    this.numbers.set(recipe, number);
    this.post({ kind: 'recipe', number, recipe });
    return number;
  }

  add(run: LiveRun): void {
    this.runs.add(run);
  }

  /** A place where the worker tells that a run has begun; -1 when all are taken. */
  takePlace(): number {
    const place = this.freePlaces.pop() ?? (this.nextPlace < PLACES ? this.nextPlace++ : -1);
    if (place >= 0) this.watch.reset(place);
    return place;
  }

  remove(run: LiveRun): void {
    this.runs.delete(run.id);
    if (run.place >= 0) this.freePlaces.push(run.place);
    run.place = -1;
  }

  /** Ends the worker when its guest code has run past its deadline: native code of the engine cannot be interrupted. */
  check(grace: number): void {
    const stuck = this.port ? this.watch.stuck(absoluteNow(), grace) : null;
    if (stuck === null) return;
    this.options.log('warn', 'a worker was ended because a program was stuck in it', { run: stuck });
    void this.port?.end();
    this.restart(stuck);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.opening.catch(() => undefined);
    await this.port?.end();
    this.port = null;
  }

  private async open(): Promise<void> {
    const { options, watch } = this;
    const isCurrent = (): boolean => this.watch === watch && !this.isClosed;
    const port = await options.open({
      watch,
      isSlow: options.isSlow,
      firstTask: options.nextBlock(),
      receive: messages => {
        if (this.watch !== watch) return;
        for (const message of messages) options.receive(this, message);
      },
      lost: why => {
        if (!isCurrent()) return;
        options.log('error', 'a worker ended by itself', { why });
        this.restart(null);
      },
    });
    if (this.watch !== watch) {
      await port.end();
      return;
    }
    this.port = port;
    this.flush();
  }

  private restart(stuck: number | null): void {
    const { watch, options } = this;
    const runs = this.runs.list();
    this.port = null;
    this.outbox = [];
    this.restarts++;
    this.watch = options.makeWatch();
    this.freePlaces = [];
    this.nextPlace = 0;
    this.numbers.clear();
    for (const run of runs) {
      const hasStarted = run.place < 0 || watch.hasStarted(run.place);
      const { message } = run;
      run.place = -1;
      if (hasStarted || !message || !('place' in message)) {
        this.runs.delete(run.id);
        if (run.id === stuck) options.lose(run, 'cpu-limit', [run.limits.cpuMs]);
        else options.lose(run, 'worker-lost', []);
        continue;
      }
      run.place = this.takePlace();
      const recipe = run.recipe ? this.recipeNumber(run.recipe) : message.recipe;
      this.post({ ...message, recipe, place: run.place });
    }
    this.opening = this.open();
    this.opening.catch(error => {
      options.log('error', 'a worker could not be started again', { why: String(error) });
      for (const run of this.runs.list()) {
        this.remove(run);
        options.lose(run, 'worker-lost', []);
      }
    });
  }

  private readonly flushSoon = (): void => this.flush();

  private flush(): void {
    this.isScheduled = false;
    if (!this.port || this.outbox.length === 0) return;
    const messages = this.outbox;
    this.outbox = [];
    this.port.post(messages);
  }
}
