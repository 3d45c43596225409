/** One request, page or task in a worker: its limits, its usage, and what its guest code may call. */
import { hostBuiltins } from '../../stdlib/builtins/host.js';
import { type Value, YES } from '../../stdlib/values/types.js';
import type { EdgeLimits } from '../codec/format.js';
import { share } from '../codec/shared.js';
import type { Host, Machine } from '../engine/types.js';
import type { Plain, RunServices, WorkerEnvironment } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import { HostCall, PAGE_QUESTIONS } from '../guest/protocol.js';
import type { Tenant } from '../image/tenant.js';
import type { Unit, UnitList } from '../image/unit.js';
import type { Limits } from '../limits.js';
import type { Usage } from '../types.js';
import type { Bridge } from './bridge.js';
import type { EventQueue } from './events.js';
import type { Recorder } from './recorder.js';
import type { Attached } from './shelf.js';

/** What a run asks of the worker around it. */
export interface RunWorld {
  spawn(run: Run, file: string, entry: string, parameter: Value): number | null;
  sendEvent(run: Run, task: Value, name: Value, parameter: Value): Value;
  isStopped(run: Run): boolean;
  /** Milliseconds of processor time since then, in the clock of `performance.now()`. */
  processorTime(begin: number, now: number): number;
  /** The present slice may go on until then. */
  prolonged(run: Run, deadline: number): void;
  /** Takes what code with probes tells; see `Probe`. */
  probe(run: Run, op: number, args: Value[]): Value;
  /** Lower-case name of the built-in with this number, null when there is none. */
  nameOf(op: number): string | null;
}

/** Which sandbox a run wants. */
export interface Origin {
  /** Of the image: domain, unit, revision. */
  readonly key: string;
  readonly unit: Unit | null;
  /** Exactly these units, for a replay. */
  readonly list: UnitList | null;
  /** The page to render; null for programs. */
  readonly page: string | null;
  /** Together with other tasks of the program. */
  readonly isShared: boolean;
}

export interface RunParts {
  readonly id: number;
  /** Where the worker tells that the run has begun, -1 when nobody asks. */
  readonly place: number;
  /** The number to answer with, when it is another one. */
  readonly reply?: number;
  readonly domain: string;
  readonly isTask: boolean;
  readonly limits: Limits;
  readonly bridge: Bridge;
  readonly environment: WorkerEnvironment;
  readonly input: () => Plain;
  readonly attached: ReadonlyMap<string, Attached | null>;
  readonly services: (run: Run) => RunServices;
  readonly world: RunWorld;
  readonly recorder: Recorder | null;
  readonly origin: Origin;
}

/** A slice of a task ends after so many times its limit even when it waited for a processor most of the time. */
const MOST_WAITING = 20;

export class Run implements Host {
  readonly edge: EdgeLimits;
  readonly started = performance.now();
  tenant: Tenant | null = null;
  slot = 0;
  /** Name of what it waits for, null while it runs or is about to. */
  waitsFor: string | null = null;
  /** Stops the clock of the request. */
  cancelTimer: (() => void) | null = null;
  /** Stops the clock of a read of an event. */
  eventTimer: (() => void) | null = null;
  /** Encoded dataset of a page. */
  dataset: Uint8Array | null = null;
  /** Name of what it loads. */
  loading = '';
  /** What a replay loads next. */
  loads: (Unit | null)[] = [];
  events: EventQueue | null = null;
  session: Uint8Array | null = null;
  /** What its last page gave beside the stream; null: that has everything. */
  given: Value[] | null = null;
  isOver = false;
  private begin = 0;
  private deadline = 0;
  private sliceCalls = 0;
  private cpuMs = 0;
  private sliceCpuMs = 0;
  private hostCalls = 0;
  private peak = 0;
  private machine: Machine | null = null;
  private known: { context: unknown; services: RunServices } | null = null;
  private page: ReturnType<NonNullable<WorkerEnvironment['page']>> | null = null;

  constructor(readonly parts: RunParts) {
    this.edge = parts.limits;
  }

  /** What a program gives at its end is a list with its response and, at times, its session dataset. */
  get outcomeEdge(): EdgeLimits {
    const { valueBytes, valueDepth, outputBytes } = this.parts.limits;
    return { valueBytes: valueBytes + outputBytes, valueDepth: valueDepth + 2 };
  }

  get id(): number {
    return this.parts.id;
  }

  get bridge(): Bridge {
    return this.parts.bridge;
  }

  /** The environment's context, made when it is first needed. */
  get context(): unknown {
    return this.opened.context;
  }

  private get opened(): { context: unknown; services: RunServices } {
    if (!this.known) {
      const services = this.parts.services(this);
      this.known = { services, context: this.parts.environment.context(this.parts.input(), services) };
    }
    return this.known;
  }

  /** Runs guest code on behalf of this run. */
  slice<T>(machine: Machine, action: () => T): T {
    const { limits } = this.parts;
    this.begin = performance.now();
    this.deadline = this.begin + limits.cpuMs - this.sliceCpuMs;
    this.machine = machine;
    machine.host = this;
    try {
      return action();
    } finally {
      const took = this.parts.world.processorTime(this.begin, performance.now());
      this.cpuMs += took;
      this.sliceCpuMs += took;
      this.notePeak();
      this.machine = null;
    }
  }

  /** Work of the host for this run, which counts as its own. */
  timed<T>(action: () => T): T {
    const begin = performance.now();
    try {
      return action();
    } finally {
      const took = performance.now() - begin;
      this.cpuMs += took;
      this.sliceCpuMs += took;
    }
  }

  /** Throws when the time of the run is over. */
  checkTime(): void {
    if (this.parts.world.isStopped(this)) throw new ProgramException('cancelled');
    if (performance.now() > this.deadline) throw new ProgramException('cpu-limit', this.parts.limits.cpuMs);
  }

  /** Absolute end of the present or next slice, in the clock of `performance.now()`. */
  get sliceEnd(): number {
    return performance.now() + this.parts.limits.cpuMs - this.sliceCpuMs;
  }

  /** A task may use its limits anew after every wait. */
  renew(): void {
    if (!this.parts.isTask) return;
    this.sliceCpuMs = 0;
    this.sliceCalls = 0;
  }

  usage(outputBytes: number): Usage {
    return {
      cpuMs: this.cpuMs,
      wallMs: performance.now() - this.started,
      peakMemory: this.peak,
      hostCalls: this.hostCalls,
      outputBytes,
    };
  }

  interrupt(): boolean {
    const now = performance.now();
    return (now > this.deadline && !this.prolong(now)) || this.parts.world.isStopped(this);
  }

  /** The time is over, but on a busy machine the run may not have had a processor all the while. */
  private prolong(now: number): boolean {
    const { limits, isTask, world } = this.parts;
    const left = limits.cpuMs - this.sliceCpuMs - world.processorTime(this.begin, now);
    const last = isTask ? this.begin + limits.cpuMs * MOST_WAITING : this.started + limits.wallMs;
    if (left < 1 || now >= last) return false;
    this.deadline = Math.min(now + left, last);
    world.prolonged(this, this.deadline);
    return true;
  }

  /** What a debugger is told beside the place. */
  get figures(): { readonly hostCalls: number; readonly memory: number } {
    return { hostCalls: this.hostCalls, memory: this.machine?.used ?? 0 };
  }

  /** Counts a host call, waits included. */
  count(): void {
    const { hostCalls } = this.parts.limits;
    this.hostCalls++;
    if (++this.sliceCalls > hostCalls) throw new ProgramException('host-call-limit', hostCalls);
  }

  call(op: number, args: Value[]): Value {
    // what a debugger asks is no part of the run
    if (op === HostCall.Probe || op === HostCall.Frame) return this.parts.world.probe(this, op, args);
    // the second half of a page, which comes back at the end of the run
    if (op === HostCall.Given) return this.take(args[0] ?? null);
    this.count();
    this.notePeak();
    // The engine asks too seldom when a program does nothing but call the host; the clock is too slow for each call.
    if ((this.sliceCalls & 63) === 0 && this.interrupt()) {
      throw new ProgramException('cpu-limit', this.parts.limits.cpuMs);
    }
    return this.bridge.isLive
      ? this.answer(op, args)
      : this.bridge.ask(String(op), () => this.answer(op, args));
  }

  /** What the page's host says; asked by the guest, and for the assembly of a page. */
  askPage(name: (typeof PAGE_QUESTIONS)[number], argument: Value): Value {
    return this.bridge.ask(`page ${name}`, () => this.answerPage(name, argument));
  }

  private take(given: Value): Value {
    this.given = Array.isArray(given) ? given : null;
    return YES;
  }

  private notePeak(): void {
    const used = this.machine?.used ?? 0;
    if (used > this.peak) this.peak = used;
  }

  private answer(op: number, args: Value[]): Value {
    const { world, environment, isTask, id } = this.parts;
    if (op === HostCall.Spawn) {
      const [file, entry, parameter = null] = args;
      return world.spawn(this, String(file), String(entry), parameter);
    }
    if (op === HostCall.ThisTask) return isTask ? id : null;
    if (op === HostCall.Page) {
      const [number, argument = null] = args;
      const name = PAGE_QUESTIONS[Number(number)];
      return name ? this.answerPage(name, argument) : null;
    }
    const lowerName = world.nameOf(op);
    if (lowerName === null) throw new ProgramException('missing-op', op);
    if (lowerName === 'sendevent')
      return world.sendEvent(this, args[0] ?? null, args[1] ?? null, args[2] ?? null);
    if (Object.hasOwn(environment.ops, lowerName)) {
      return environment.ops[lowerName]?.(this.context, ...args) ?? null;
    }
    const pure = Object.hasOwn(hostBuiltins, lowerName) ? hostBuiltins[lowerName] : undefined;
    if (!pure) throw new ProgramException('missing-op', lowerName);
    return pure(...args) ?? null;
  }

  private answerPage(name: (typeof PAGE_QUESTIONS)[number], argument: Value): Value {
    const { page } = this.parts.environment;
    if (!page) return null;
    this.page ??= page(this.context);
    if (name === 'requestSecure') return this.page.requestSecure() ? YES : null;
    if (name === 'random') return Math.floor(this.page.random() * 2 ** 32);
    if (name === 'zoneOffset') return this.page.zoneOffset(Number(argument));
    const value = this.page[name](String(argument ?? '')) ?? null;
    // parts of attachments, which nobody changes
    return name === 'text' || name === 'settings' || name === 'accountSettings' ? share(value) : value;
  }
}
