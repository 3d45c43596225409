/** How runs begin: what they need is fetched, their image is prepared, their first turn is scheduled. */

import { bytesOf } from '../codec/bytes.js';
import { Encoder } from '../codec/encode.js';
import { decodePlain } from '../codec/plain.js';
import type { Machine } from '../engine/types.js';
import type { RunServices, WorkerEnvironment } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import { Kernel } from '../guest/protocol.js';
import { Tenant } from '../image/tenant.js';
import { isPage, type Unit, UnitList } from '../image/unit.js';
import type { Limits } from '../limits.js';
import { randomBytes } from '../platform.js';
import { readRecording } from '../recording/read.js';
import { Bridge } from './bridge.js';
import type { Core } from './core.js';
import type { Recipe, RenderMessage, StartMessage, ToWorker } from './messages.js';
import { Recorder } from './recorder.js';
import { type Origin, Run, type RunParts } from './run.js';
import type { Attached } from './shelf.js';

type ReplayMessage = Extract<ToWorker, { kind: 'replay' }>;
type EventMessage = Extract<ToWorker, { kind: 'event' }>;

const encoder = new Encoder();

/** For replays: what is not in the recording is not there. */
const NOWHERE: WorkerEnvironment = { name: '', ops: {}, context: () => null };

interface Parked {
  readonly domain: string;
  readonly events: EventMessage[];
  readonly most: number;
}

export class Starter {
  /** Runs whose unit or attachments are on their way, with the events that have come for them, and how many may. */
  private readonly parked = new Map<number, Parked>();

  constructor(private readonly core: Core) {}

  /** Whatever goes wrong is the result of the run. */
  start(message: StartMessage | RenderMessage | ReplayMessage): void {
    try {
      if (message.kind === 'replay') this.replay(message);
      else this.begin(message);
    } catch (error) {
      this.core.refuse(message.run, error);
    }
  }

  /** Gives a run its sandbox, on this machine. True when the machine holds a pristine copy of the image already. */
  settle(run: Run, machine: Machine): boolean {
    const { origin, domain, limits } = run.parts;
    const { images } = this.core;
    const found = origin.list ? null : images.find(origin.key);
    const image = found ?? run.slice(machine, () => this.prepare(origin, domain, machine));
    run.tenant = new Tenant(image, limits.memory);
    if (run.parts.recorder) run.parts.recorder.units = image.list;
    this.core.tasks.settle(run);
    return found === null;
  }

  private prepare(origin: Origin, domain: string, machine: Machine) {
    const { images } = this.core;
    if (origin.list) return images.make(origin.key, domain, origin.list, machine);
    if (!origin.unit) throw new ProgramException('bad-unit', 'it is gone');
    return images.prepare(origin.key, domain, origin.unit, machine);
  }

  private begin(message: StartMessage | RenderMessage): void {
    const { shelf } = this.core;
    const recipe = this.core.recipe(message.recipe);
    const unit = shelf.unit(recipe.unit);
    const attached = new Map<string, Attached>();
    const missing: string[] = [];
    for (const [name, id] of recipe.attachments) {
      const item = shelf.attachment(id);
      if (item) attached.set(name, item);
      else missing.push(id);
    }
    if (unit && missing.length === 0) this.launch(message, recipe, unit, attached);
    else this.fetch(message, recipe, unit === null, missing);
  }

  /** Ends a run that still waits for its unit. False: there is no such run. */
  cancel(run: number, code: string): boolean {
    if (!this.parked.delete(run)) return false;
    this.core.refuse(run, new ProgramException(code));
    return true;
  }

  /** Ends all runs of a domain that still wait for their units. */
  cancelDomain(domain: string, code: string): void {
    for (const [run, parked] of this.parked) if (parked.domain === domain) this.cancel(run, code);
  }

  /** Keeps an event for a run that still waits for its unit: it is there already for who sends. False: there is no such run. */
  hold(event: EventMessage): boolean {
    const parked = this.parked.get(event.task);
    if (!parked) return false;
    if (parked.events.length < parked.most) parked.events.push(event);
    return true;
  }

  private fetch(
    message: StartMessage | RenderMessage,
    recipe: Recipe,
    needsUnit: boolean,
    attachments: readonly string[],
  ): void {
    const { core } = this;
    let left = attachments.length + (needsUnit ? 1 : 0);
    const parked: Parked = { domain: recipe.domain, events: [], most: recipe.limits.events };
    this.parked.set(message.run, parked);
    const again = (): void => {
      if (--left > 0 || !this.parked.delete(message.run)) return;
      // Not `start` again: its number may stand for another recipe by now.
      const unit = core.shelf.unit(recipe.unit);
      const attached = new Map(
        recipe.attachments.map(([name, id]) => [name, core.shelf.attachment(id)] as const),
      );
      const hasAll = ![...attached.values()].includes(null);
      if (unit && hasAll) {
        try {
          this.launch(message, recipe, unit, attached);
          for (const { task, name, sender, parameter } of parked.events)
            core.tasks.deliver(task, name, sender, parameter);
        } catch (error) {
          core.refuse(message.run, error);
        }
      } else core.refuse(message.run, new ProgramException('bad-unit', 'it was not given'));
    };
    const isAsked = needsUnit && core.shelf.park('u', recipe.unit, again);
    const asked = attachments.filter(id => !core.shelf.park('a', id, again));
    core.post({
      kind: 'fetch',
      unit: needsUnit && !isAsked ? recipe.unit : null,
      attachments: asked,
    });
  }

  private launch(
    message: StartMessage | RenderMessage,
    recipe: Recipe,
    unit: Unit,
    attached: ReadonlyMap<string, Attached | null>,
  ): void {
    const { core } = this;
    const environment = core.options.environments.find(({ name }) => name === recipe.environment);
    if (!environment) throw new ProgramException('missing-environment', recipe.environment);
    const { domain, limits } = recipe;
    const isTask = message.kind === 'run' && message.isTask;
    if (isTask) core.tasks.admit(domain, limits);
    const key = `${domain}\n${unit.id}\n${recipe.revision}`;
    const run = new Run({
      id: message.run,
      place: message.place,
      domain,
      isTask,
      limits,
      bridge: Bridge.live(message.record !== false),
      environment,
      // Most programs ask for nothing of the request: it is read when they do.
      input: once(() => decodePlain(bytesOf(message.input))),
      attached,
      services: of => servicesOf(core, of),
      world: core.tasks,
      recorder: message.record ? recorderOf(message, limits) : null,
      origin: {
        key,
        unit,
        list: null,
        page: message.kind === 'render' ? unitFile(unit) : null,
        isShared: isTask && !message.record,
      },
    });
    core.runs.add(run);
    if (message.kind === 'run') {
      run.session = message.session;
      this.first(run, unitFile(unit), message.entry, message.parameter);
    } else this.render(run, message.dataset);
  }

  /** Schedules the beginning of a program. */
  first(run: Run, file: string, entry: string, parameter: Uint8Array | null): void {
    this.core.schedule({
      run,
      act: machine => {
        const { tenant } = run;
        if (!tenant) return { kind: 'nothing' };
        run.slot = tenant.openSlot();
        return tenant.image.entries.start(machine, run.slot, file, entry, parameter);
      },
    });
  }

  private render(run: Run, dataset: Uint8Array): void {
    run.dataset = dataset;
    this.core.schedule({
      run,
      act: machine => machine.call(Kernel.Render, run.parts.origin.page ?? '', dataset),
    });
  }

  private replay(message: ReplayMessage): void {
    const { beginning, units, loaded, entries } = readRecording(message.recording);
    const [unit] = units;
    if (!unit) throw new ProgramException('bad-recording', 'it has no unit');
    const parts: RunParts = {
      id: beginning.id,
      reply: message.run,
      place: -1,
      domain: '',
      isTask: beginning.isTask,
      limits: beginning.limits,
      bridge: Bridge.replay(entries),
      environment: NOWHERE,
      input: () => null,
      attached: new Map(),
      services: of => servicesOf(this.core, of),
      world: this.core.tasks,
      recorder: null,
      origin: {
        key: `replay ${message.run}`,
        unit,
        list: new UnitList(units),
        page: beginning.what === 'render' ? unitFile(unit) : null,
        isShared: false,
      },
    };
    const run = new Run(parts);
    run.loads = [...loaded];
    this.core.runs.add(run);
    run.session = beginning.session;
    if (beginning.what === 'run') this.first(run, unitFile(unit), beginning.entry, beginning.argument);
    else this.render(run, beginning.argument ?? new Uint8Array());
  }
}

/** The file that the unit was linked for. */
export function unitFile(unit: Unit): string {
  return isPage(unit) ? unit.plan.entry : (unit.files[0] ?? '');
}

function recorderOf(message: StartMessage | RenderMessage, limits: Limits): Recorder {
  const { run: id, record } = message;
  const onlyFailed = record === 'failed';
  return message.kind === 'run'
    ? new Recorder(
        {
          what: 'run',
          entry: message.entry,
          argument: message.parameter,
          session: message.session,
          isTask: message.isTask,
          id,
          limits,
        },
        onlyFailed,
      )
    : new Recorder(
        {
          what: 'render',
          entry: '',
          argument: message.dataset,
          session: null,
          isTask: false,
          id,
          limits,
        },
        onlyFailed,
      );
}

function servicesOf(core: Core, run: Run): RunServices {
  const { parts } = run;
  return {
    domain: parts.domain,
    task: parts.isTask ? run.id : null,
    now: () => Date.now(),
    random: count => randomBytes(count),
    notify: (name, args) =>
      core.post({ kind: 'notify', run: run.id, name, args: encoder.encode([...args], parts.limits) }),
    attachment: name => parts.attached.get(name)?.value() ?? null,
    raise(code, ...args) {
      throw new ProgramException(code, ...args);
    },
  };
}

/** A value that is made when it is asked for first. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
