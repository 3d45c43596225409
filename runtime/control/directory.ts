/** All living tasks, whatever worker they are on (cgpl.md 12.2, 12.4). */
import type { Value } from '../../stdlib/values/types.js';
import { Encoder } from '../codec/encode.js';
import { Registry } from '../registry.js';
import type { RunHandle, RunResult, TaskDirectory } from '../types.js';
import type { FromWorker } from '../worker/messages.js';
import type { LiveRun } from './live.js';

type Listener = (task: number, result: RunResult) => void;

const encoder = new Encoder();

export class Directory implements TaskDirectory {
  private readonly runs = new Registry<LiveRun>();
  private readonly listeners = new Set<Listener>();

  get count(): number {
    return this.runs.size;
  }

  isAlive(task: number): boolean {
    return this.runs.get(task) !== undefined;
  }

  find(task: number): RunHandle | null {
    return this.runs.get(task) ?? null;
  }

  send(task: number, name: string, parameter: Value, sender: number | null): boolean {
    const run = this.runs.get(task);
    if (!run) return false;
    return this.post(task, sender, name, parameter === null ? null : encoder.encode(parameter, run.limits));
  }

  onEnd(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** An event from a task of another worker. */
  forward({ task, sender, name, parameter }: Extract<FromWorker, { kind: 'send' }>): void {
    this.post(task, sender, name, parameter);
  }

  add(run: LiveRun): void {
    this.runs.add(run);
  }

  remove(run: LiveRun, result: RunResult): void {
    this.runs.delete(run.id);
    for (const listener of this.listeners) listener(run.id, result);
  }

  private post(task: number, sender: number | null, name: string, parameter: Uint8Array | null): boolean {
    const run = this.runs.get(task);
    run?.link.post({ kind: 'event', task, sender, name, parameter });
    return run !== undefined;
  }
}
