/** What runs wait for: events, modules and pages, and everything that the main thread answers. */
import { builtinByOp } from '../../stdlib/declarations/index.js';
import type { Value } from '../../stdlib/values/types.js';
import { Encoder } from '../codec/encode.js';
import { decodePlain } from '../codec/plain.js';
import type { Outcome } from '../engine/types.js';
import type { Plain } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import { Kernel, LONGEST_INPUT, listOf, Wait } from '../guest/protocol.js';
import type { Unit } from '../image/unit.js';
import { after } from '../platform.js';
import { ANSWER } from '../types.js';
import type { Core } from './core.js';
import type { ToWorker } from './messages.js';
import type { Run } from './run.js';
import type { Step } from './turns.js';

type Answer = Extract<ToWorker, { kind: 'answer' | 'refuse' | 'loaded' }>;

/** What a read of an event waits for. */
const EVENT = 'readinput';
const LOAD = 'load';

const encoder = new Encoder();
const NULL = encoder.encode(null, { valueBytes: 64, valueDepth: 1 });
const TRUE = encoder.encode(1, { valueBytes: 64, valueDepth: 1 });

export class Waits {
  constructor(private readonly core: Core) {}

  /** A run wants something. Gives what it does next at once, null when it has to wait. */
  begin(run: Run, what: number, call: Value): Step | null {
    run.count();
    run.renew();
    if (what === Wait.Session) return this.resume(run, run.session ?? NULL);
    if (what === Wait.Module || what === Wait.Page) {
      const name = listOf(call)[run.parts.origin.page === null ? 1 : 0];
      return this.load(run, what === Wait.Page ? 'page' : 'module', String(name ?? ''));
    }
    const builtin = builtinByOp(what);
    if (!builtin) throw new ProgramException('missing-op', what);
    const name = builtin.lowerName;
    if (run.bridge.isReplay) return this.resume(run, run.bridge.nextBytes(`wait ${name}`));
    const ready = run.parts.attached.get(`${ANSWER}${name}`);
    if (ready) {
      run.bridge.note(`wait ${name}`, ready.bytes);
      return this.resume(run, ready.bytes);
    }
    const bytes = encoder.encode(call, run.parts.limits);
    this.suspend(run, name);
    this.core.post({ kind: 'wait', run: run.id, name, call: bytes });
    return null;
  }

  /** A run wants an event within so many seconds; 0 only looks. */
  beginInput(run: Run, seconds: number): Step | null {
    run.count();
    run.renew();
    return this.input(run, seconds);
  }

  /** The main thread has an answer. Late ones, for runs that are over, are dropped. */
  answer(message: Answer): void {
    const run = this.core.runs.get(message.run);
    if (!run || run.isOver || run.waitsFor === null) return;
    if (message.kind === 'loaded') {
      if (run.waitsFor === LOAD) this.loaded(run, message.unit);
      return;
    }
    const what = `wait ${run.waitsFor}`;
    run.waitsFor = null;
    if (message.kind === 'refuse') {
      const error = new ProgramException(message.code, ...message.args);
      run.bridge.noteFailure(what, error);
      this.core.stop(run, error.code, ...error.args);
      return;
    }
    run.bridge.note(what, message.value);
    const { environment } = run.parts;
    for (const patch of message.patches) environment.update?.(run.context, decodePlain(patch));
    this.core.schedule({ run, act: this.resume(run, message.value) });
  }

  /** An event has come for a task. */
  wake(run: Run): void {
    if (run.waitsFor !== EVENT) return;
    this.core.schedule({ run, act: this.event(run) });
    run.waitsFor = 'turn';
    this.endTimer(run);
  }

  private input(run: Run, seconds: number): Step | null {
    if (run.bridge.isReplay) return this.resume(run, run.bridge.nextBytes(EVENT));
    const event = run.events?.take() ?? null;
    if (event || seconds <= 0) {
      run.bridge.note(EVENT, event ?? NULL);
      return this.resume(run, event ?? NULL);
    }
    this.suspend(run, EVENT);
    this.endTimer(run);
    run.eventTimer = after(Math.min(seconds, LONGEST_INPUT) * 1000, () => {
      this.wake(run);
    });
    return null;
  }

  /** The event, or null for none, is taken when the turn comes. */
  private event(run: Run): Step {
    return machine => {
      const event = run.events?.take() ?? NULL;
      run.bridge.note(EVENT, event);
      return machine.call(Kernel.Resume, run.slot, event);
    };
  }

  private load(run: Run, what: 'module' | 'page', name: string): Step | null {
    if (run.bridge.isReplay) return this.add(run, run.loads.shift() ?? null, name);
    run.loading = name;
    this.suspend(run, LOAD);
    this.core.post({ kind: 'load', run: run.id, what, name });
    return null;
  }

  private loaded(run: Run, unit: Unit | null): void {
    run.waitsFor = null;
    run.parts.recorder?.loaded.push(unit as unknown as Plain);
    this.core.schedule({ run, act: this.add(run, unit, run.loading) });
  }

  /** Adds what was loaded and goes on. */
  private add(run: Run, unit: Unit | null, name: string): Step {
    const { page } = run.parts.origin;
    return machine => {
      if (unit) {
        const outcome = this.core.load(run, unit)(machine);
        if (outcome.kind === 'failed') return outcome;
      }
      if (page === null) return machine.call(Kernel.Resume, run.slot, unit ? TRUE : NULL);
      if (!unit) return missingInclude(name);
      return machine.call(Kernel.Render, page, run.dataset ?? NULL);
    };
  }

  private resume(run: Run, value: Uint8Array): Step {
    return machine => machine.call(Kernel.Resume, run.slot, value);
  }

  private suspend(run: Run, what: string): void {
    run.waitsFor = what;
    const { isTask, limits } = run.parts;
    if (isTask || run.cancelTimer) return;
    const left = run.started + limits.wallMs - performance.now();
    run.cancelTimer = after(left, () => {
      this.core.stop(run, 'wall-limit', String(limits.wallMs));
      this.core.settle();
    });
  }

  private endTimer(run: Run): void {
    run.eventTimer?.();
    run.eventTimer = null;
  }
}

const missingInclude = (name: string): Outcome => ({
  kind: 'failed',
  failure: { cause: 'exception', code: 'include-missing', args: [name], message: '', stack: '' },
});
