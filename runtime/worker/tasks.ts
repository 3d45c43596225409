/**
 * Tasks of this worker. Those of one program and domain share a sandbox, where each is a suspended generator of a
 * kilobyte; every other run has a sandbox of its own.
 */

import { builtinByOp } from '../../stdlib/declarations/index.js';
import { isHandle } from '../../stdlib/values/is.js';
import { type Value, YES } from '../../stdlib/values/types.js';
import { Encoder } from '../codec/encode.js';
import type { Plain, WorkerEnvironment } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import { HostCall } from '../guest/protocol.js';
import { EXTRA_OPS } from '../guest/source.js';
import type { Tenant } from '../image/tenant.js';
import type { Limits } from '../limits.js';
import type { Core } from './core.js';
import { EventQueue, isSendable } from './events.js';
import { Run, type RunWorld } from './run.js';
import { absoluteNow } from './watch.js';

const encoder = new Encoder();

/** A home that has used this share of its memory takes no further tasks; the next ones get a new one. */
const FULL = 0.5;

/** What `SendEvent` gives instead of null. */
const NO_TASK = 'the task does not exist';
const BAD_NAME = 'the event name must begin with a letter';
const NOT_BASIC = 'the event parameter is no basic object';
const QUEUE_FULL = 'the task has too many events';

/** Which numbers belong to one worker. */
export const TASK_BLOCK = 2 ** 32;

export class Tasks implements RunWorld {
  private readonly homes = new Map<string, Tenant>();
  /** The tasks of shared sandboxes. */
  private readonly members = new Map<Tenant, Set<Run>>();
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly core: Core,
    private nextTask: number,
  ) {}

  /** Counts a task that begins. Throws `task-limit`. */
  admit(domain: string, limits: Limits): void {
    const count = this.counts.get(domain) ?? 0;
    if (count >= limits.tasks) throw new ProgramException('task-limit', limits.tasks);
    this.counts.set(domain, count + 1);
  }

  probe(run: Run, op: number, args: Value[]): Value {
    const { probe } = this.core.options;
    if (!probe) return null;
    const [first = null, second = null, values = null] = args;
    return probe({
      kind: op === HostCall.Probe ? 'place' : 'frame',
      isTask: run.parts.isTask,
      first: Number(first),
      second: Number(second),
      values: Array.isArray(values) ? values : null,
      ...run.figures,
    })
      ? YES
      : null;
  }

  /** A task whose program has a home already moves in there. */
  adopt(run: Run): void {
    const { origin } = run.parts;
    const home = origin.isShared ? this.homes.get(origin.key) : undefined;
    if (!home || home.maximum !== run.parts.limits.memory) return;
    if ((home.resident?.used ?? 0) > home.maximum * FULL) {
      this.homes.delete(origin.key);
      return;
    }
    run.tenant = home;
    this.members.get(home)?.add(run);
  }

  /** A run got a new sandbox. */
  settle(run: Run): void {
    const { tenant } = run;
    if (!tenant) return;
    const { isShared, key } = run.parts.origin;
    if (!isShared) return;
    this.members.set(tenant, new Set([run]));
    this.homes.set(key, tenant);
  }

  /** A run is over. `isSound`: its sandbox can be trusted. */
  ended(run: Run, isSound: boolean): void {
    const { tenant } = run;
    const { domain, isTask, origin } = run.parts;
    if (isTask) this.uncount(domain);
    if (!tenant) return;
    if (origin.isShared) {
      const members = this.members.get(tenant);
      members?.delete(run);
      if (members && members.size > 0) {
        tenant.dropSlot(run.slot);
        return;
      }
      this.members.delete(tenant);
      if (this.homes.get(origin.key) === tenant) this.homes.delete(origin.key);
    }
    this.core.residence.leave(tenant, isSound);
  }

  /** The sandbox of these tasks is lost. */
  loseHome(tenant: Tenant): void {
    for (const run of [...(this.members.get(tenant) ?? [])]) this.core.stop(run, 'worker-lost');
  }

  nameOf(op: number): string | null {
    return builtinByOp(op)?.lowerName ?? this.core.options.extra[op - EXTRA_OPS]?.toLowerCase() ?? null;
  }

  processorTime(begin: number, now: number): number {
    return this.core.clock.since(begin, now);
  }

  prolonged(run: Run, deadline: number): void {
    this.core.options.watch.enter(run.id, absoluteNow() + deadline - performance.now());
  }

  isStopped(run: Run): boolean {
    return this.core.options.watch.isStopped(run.id);
  }

  spawn(run: Run, file: string, entry: string, parameter: Value): number | null {
    const { parts } = run;
    const count = this.counts.get(parts.domain) ?? 0;
    if (count >= parts.limits.tasks) return null;
    this.counts.set(parts.domain, count + 1);
    const { environment, input, origin } = parts;
    const child = new Run({
      ...parts,
      id: this.nextTask++,
      place: -1,
      isTask: true,
      bridge: parts.bridge.forChild(),
      recorder: null,
      input: spawnedInput(environment, run, input),
      origin: { ...origin, key: `${origin.key}\ntasks`, page: null, isShared: true, unit: origin.unit },
    });
    this.core.runs.add(child);
    this.core.post({ kind: 'spawned', run: child.id, parent: run.id });
    this.core.startSpawned(
      child,
      file,
      entry,
      parameter === null ? null : encoder.encode(parameter, parts.limits),
    );
    return child.id;
  }

  sendEvent(run: Run, task: Value, name: Value, parameter: Value): Value {
    if (!isHandle(task) || task.class !== 'Task') return NO_TASK;
    if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) return BAD_NAME;
    if (!isSendable(parameter)) return NOT_BASIC;
    const encoded = parameter === null ? null : encoder.encode(parameter, run.parts.limits);
    const sender = run.parts.isTask ? run.id : null;
    const target = this.core.runs.get(task.id);
    if (target) return this.deliver(task.id, name, sender, encoded) ? null : QUEUE_FULL;
    if (Math.floor(task.id / TASK_BLOCK) === Math.floor(this.nextTask / TASK_BLOCK)) return NO_TASK;
    this.core.post({ kind: 'send', task: task.id, sender, name, parameter: encoded });
    return null;
  }

  /** Adds an event, and goes on with the task when it waits for one. */
  deliver(task: number, name: string, sender: number | null, parameter: Uint8Array | null): boolean {
    const run = this.core.runs.get(task);
    if (!run || run.isOver) return false;
    const { limits } = run.parts;
    run.events ??= new EventQueue(limits.events, limits);
    if (!run.events.add(name, sender, parameter)) return false;
    this.core.wake(run);
    return true;
  }

  private uncount(domain: string): void {
    const count = (this.counts.get(domain) ?? 1) - 1;
    if (count > 0) this.counts.set(domain, count);
    else this.counts.delete(domain);
  }
}

/** What a spawned task gets as its input. */
function spawnedInput(environment: WorkerEnvironment, run: Run, input: () => Plain): () => Plain {
  if (!environment.spawned) return input;
  const own = environment.spawned(run.context, input());
  return () => own;
}
