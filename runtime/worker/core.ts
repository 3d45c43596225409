/**
 * The worker: takes messages, gives each run its turns, one at a time, and sends messages back. Knows nothing of
 * threads, so that it can also live in the thread of its user.
 */
import type { Engine, Machine, Outcome } from '../engine/types.js';
import type { WorkerEnvironment } from '../environment.js';
import { failure, ProgramException } from '../errors/failure.js';
import { INPUT, Wait } from '../guest/protocol.js';
import { MachinePool } from '../image/pool.js';
import { ImageStore } from '../image/store.js';
import { loadUnit, type Unit } from '../image/unit.js';
import { Registry } from '../registry.js';
import type { Probe, RuntimeFailure, WorkerMetrics } from '../types.js';
import { ProcessorClock, type ReadProcessorTime } from './clock.js';
import {
  type Ending,
  endingOf,
  failedResult,
  failureBy,
  failureOf,
  firstNumber,
  pageText,
  textEnding,
} from './ending.js';
import type { EncodedResult, FromWorker, Recipe, ToWorker } from './messages.js';
import { Residence } from './residence.js';
import { EMPTY_RESPONSE } from './response.js';
import type { Run } from './run.js';
import { Shelf } from './shelf.js';
import { Starter } from './start.js';
import { Tasks } from './tasks.js';
import { STRETCH, type Step, type Turn, Turns } from './turns.js';
import { Waits } from './waits.js';
import { absoluteNow, type Watch } from './watch.js';

export interface CoreOptions {
  readonly engine: Engine;
  readonly environments: readonly WorkerEnvironment[];
  readonly watch: Watch;
  readonly post: (messages: FromWorker[]) => void;
  /** Calls back soon, after other work of the thread. */
  readonly defer: (callback: () => void) => void;
  /** Bytes of images kept. */
  readonly imageBytes: number;
  /** Lower-case names of built-ins beyond the table. */
  readonly extra: readonly string[];
  /** Machines at most. */
  readonly instances: number;
  readonly swapBytes: number;
  /** Number of the first task that runs spawn here; later ones follow. */
  readonly firstTask: number;
  /** Takes what code with probes tells; nothing without one. */
  readonly probe?: Probe;
  /** Where the processor time of the thread is known. */
  readonly processorTime?: ReadProcessorTime | null;
}

export class Core {
  readonly runs = new Registry<Run>();
  /** By their number. */
  private readonly recipes: Recipe[] = [];
  readonly shelf = new Shelf();
  readonly clock: ProcessorClock;
  readonly images: ImageStore;
  readonly residence: Residence;
  readonly tasks: Tasks;
  private readonly pool: MachinePool;
  private readonly starter: Starter;
  private readonly waits: Waits;
  private readonly turns: Turns;
  private outbox: FromWorker[] = [];
  /** When messages were last sent, in the clock of `performance.now()`. */
  flushed = 0;

  constructor(readonly options: CoreOptions) {
    this.clock = new ProcessorClock(options.processorTime ?? null);
    this.images = new ImageStore(options.engine.base, options.imageBytes);
    this.pool = new MachinePool(options.engine, options.instances);
    this.residence = new Residence(this.pool, options.swapBytes);
    this.tasks = new Tasks(this, options.firstTask);
    this.starter = new Starter(this);
    this.waits = new Waits(this);
    this.turns = new Turns(this);
  }

  receive(messages: readonly ToWorker[]): void {
    for (const message of messages) {
      try {
        this.handle(message);
      } catch (error) {
        const run = 'run' in message ? this.runs.get(message.run) : undefined;
        if (run) this.end(run, failureBy(error), null);
      }
    }
    this.turns.pump();
  }

  /** What the main thread has told. Throws `bad-unit` when it has not. */
  recipe(number: number): Recipe {
    const recipe = this.recipes[number];
    if (!recipe) throw new ProgramException('bad-unit', 'nothing is known of it');
    return recipe;
  }

  /** The result of a run that could not begin. */
  refuse(run: number, error: unknown): void {
    const known = this.runs.get(run);
    if (known) this.end(known, failureBy(error), null);
    else this.post({ kind: 'done', run, result: failedResult(failureBy(error)) });
  }

  post(message: FromWorker): void {
    this.outbox.push(message);
  }

  /** Gives a run a turn, after those that wait for one. */
  schedule(turn: Turn): void {
    this.turns.add(turn);
  }

  /** Ends a run that is not running at this moment. */
  stop(run: Run, code: string, ...args: string[]): void {
    const { code: known, args: texts } = new ProgramException(code, ...args);
    this.end(run, failure(known, texts), null);
  }

  private handle(message: ToWorker): void {
    switch (message.kind) {
      case 'recipe':
        this.recipes[message.number] = message.recipe;
        break;
      case 'run':
      case 'render':
      case 'replay':
        this.starter.start(message);
        break;
      case 'unit':
        if (message.unit) this.shelf.putUnit(message.id, message.unit);
        else this.shelf.refuse('u', message.id);
        break;
      case 'attachment':
        if (message.bytes) this.shelf.putAttachment(message.id, message.bytes);
        else this.shelf.refuse('a', message.id);
        break;
      case 'answer':
      case 'refuse':
      case 'loaded':
        this.waits.answer(message);
        break;
      case 'stop': {
        const run = this.runs.get(message.run);
        if (run) this.stop(run, message.code);
        else this.starter.cancel(message.run, message.code);
        break;
      }
      case 'event':
        if (!this.starter.hold(message))
          this.tasks.deliver(message.task, message.name, message.sender, message.parameter);
        break;
      case 'stopDomain':
        this.starter.cancelDomain(message.domain, message.code);
        for (const run of this.runs.list())
          if (run.parts.domain === message.domain) this.stop(run, message.code);
        this.images.forgetDomain(message.domain);
        break;
      case 'metrics':
        this.post({ kind: 'metrics', id: message.id, metrics: this.metrics() });
    }
  }

  /** Sends what has been posted. */
  flush(): void {
    this.flushed = performance.now();
    if (this.outbox.length === 0) return;
    const messages = this.outbox;
    this.outbox = [];
    this.options.post(messages);
  }

  /** One turn, if there is a machine for it; else the run waits until one has been made. */
  take(turn: Turn): void {
    const { run } = turn;
    const { watch } = this.options;
    watch.enter(run.id, absoluteNow() + run.sliceEnd - performance.now());
    try {
      const machine = this.machineFor(run);
      if (machine) this.act(run, machine, turn.act);
      else this.turns.wantMachine(turn);
    } catch (error) {
      this.end(run, failureBy(error), null);
    } finally {
      watch.leave();
    }
  }

  private machineFor(run: Run): Machine | null {
    if (!run.tenant) this.tasks.adopt(run);
    const { tenant } = run;
    if (tenant?.resident) return tenant.resident;
    const machine = this.residence.acquire(run.parts.limits.memory);
    if (!machine) return null;
    const isPrepared = tenant ? false : this.starter.settle(run, machine);
    if (run.tenant) this.residence.enter(run.tenant, machine, isPrepared);
    return machine;
  }

  /** Makes a machine, or room for one. False: there is none to be had. */
  async makeMachine(memory: number): Promise<boolean> {
    return (await this.pool.grow(memory)) || this.residence.makeRoom();
  }

  private act(run: Run, machine: Machine, action: Step): void {
    const { tenant } = run;
    if (!tenant) return;
    this.residence.active(tenant);
    tenant.clearDropped();
    run.waitsFor = null;
    const { watch } = this.options;
    if (run.parts.place >= 0) watch.started(run.parts.place);
    const end = performance.now() + STRETCH;
    let next: Step | null = action;
    while (next && !run.isOver) {
      const step: Step = next;
      if (performance.now() > end) {
        // Answers that are there at once must not keep the others waiting for ever.
        this.schedule({ run, act: step });
        break;
      }
      watch.enter(run.id, absoluteNow() + run.sliceEnd - performance.now());
      const outcome: Outcome = run.slice(machine, () => step(machine));
      next = this.after(run, outcome);
    }
    if (!run.isOver) this.residence.idle(tenant);
  }

  /** What a turn came to. Gives what the run does next at once, null when it is over or has to wait. */
  private after(run: Run, outcome: Outcome): Step | null {
    const { tenant } = run;
    if (!tenant) return null;
    if (outcome.kind === 'failed') {
      const { failure: guest } = outcome;
      const isStopped = this.options.watch.isStopped(run.id);
      this.end(run, failureOf(guest, run.parts.limits, tenant.list, isStopped), null);
      // The others share a heap that nobody can trust now.
      if (guest.cause === 'memory' || guest.cause === 'crashed') this.tasks.loseHome(tenant);
      return null;
    }
    try {
      if (outcome.kind === 'number' && outcome.number <= INPUT)
        return this.waits.beginInput(run, INPUT - outcome.number);
      const { page } = run.parts.origin;
      if (page !== null && outcome.kind === 'text') {
        this.end(run, null, textEnding(pageText(page, outcome.text, run, tenant.list), null, run));
        return null;
      }
      const ending = page === null ? endingOf(outcome, run, tenant.list) : null;
      if (ending) this.end(run, null, ending);
      else if (outcome.kind === 'value')
        return this.waits.begin(run, page === null ? firstNumber(outcome.value) : Wait.Page, outcome.value);
      return null;
    } catch (error) {
      this.end(run, failureBy(error), null);
      return null;
    }
  }

  /** Adds code to the sandbox of a run, for the rest of its life. */
  load(run: Run, unit: Unit): Step {
    return machine => {
      const { tenant } = run;
      if (!tenant || tenant.list.has(unit.id)) return { kind: 'nothing' };
      const outcome = loadUnit(machine, unit, tenant.list.units.length);
      if (outcome.kind !== 'failed') {
        tenant.list = tenant.list.with(unit);
        if (!run.bridge.isReplay) this.images.learn(tenant.image, unit);
      }
      return outcome;
    };
  }

  startSpawned(run: Run, file: string, entry: string, parameter: Uint8Array | null): void {
    this.starter.first(run, file, entry, parameter);
  }

  /** An event has come for a task. */
  wake(run: Run): void {
    this.waits.wake(run);
  }

  /** After something that happened outside of `receive`. */
  settle(): void {
    this.turns.pump();
  }

  end(run: Run, error: RuntimeFailure | null, ending: Ending | null): void {
    if (run.isOver) return;
    run.isOver = true;
    run.cancelTimer?.();
    run.eventTimer?.();
    this.runs.delete(run.id);
    this.tasks.ended(run, error === null || error.code !== 'memory-limit');
    const usage = run.usage(ending?.outputBytes ?? 0);
    const response = ending?.response ?? EMPTY_RESPONSE;
    const outcome = error ? 'failed' : 'finished';
    const { recorder } = run.parts;
    const isKept = recorder !== null && (error !== null || !recorder.onlyFailed);
    const recording = isKept
      ? recorder.seal(run.bridge, {
          outcome,
          code: error?.code ?? null,
          hostCalls: usage.hostCalls,
          outputBytes: usage.outputBytes,
        })
      : null;
    const result: EncodedResult = {
      outcome,
      response,
      usage,
      ...(error ? { error } : {}),
      ...(ending?.session ? { session: ending.session } : {}),
      ...(recording ? { recording } : {}),
    };
    this.post({ kind: 'done', run: run.parts.reply ?? run.id, result });
  }

  private metrics(): WorkerMetrics {
    const { images, residence, pool } = this;
    return {
      images: images.count,
      imageBytes: images.bytes,
      instances: pool.count,
      swapped: residence.swappedCount,
      swappedBytes: residence.swappedBytes,
      restores: residence.restores,
      prepares: images.prepares,
    };
  }
}
