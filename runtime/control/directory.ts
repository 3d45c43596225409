/** All living tasks, whatever worker they are on (cgpl.md 12.2, 12.4). */
import type { Value } from '../../stdlib/values/types.js';
import { decode } from '../codec/decode.js';
import { Encoder } from '../codec/encode.js';
import { Registry } from '../registry.js';
import type { RunHandle, RunResult, TaskDirectory } from '../types.js';
import type { FromWorker } from '../worker/messages.js';
import type { LiveRun } from './live.js';

type Listener = (task: number, result: RunResult) => void;

const encoder = new Encoder();

/** The sender was held to its limits already. */
const ANY = { valueBytes: 2 ** 31, valueDepth: 1024 };

export class Directory implements TaskDirectory {
  private readonly runs = new Registry<LiveRun>();
  private readonly listeners = new Set<Listener>();
  private others: Parameters<TaskDirectory['receiveOthers']>[0] | null = null;

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

  receiveOthers(receive: Parameters<TaskDirectory['receiveOthers']>[0]): void {
    this.others = receive;
  }

  /** An event from a task of another worker, or for somebody who is no program. */
  forward({ task, sender, name, parameter }: Extract<FromWorker, { kind: 'send' }>): void {
    if (this.post(task, sender, name, parameter) || this.others === null) return;
    this.others(task, name, parameter === null ? null : decode(parameter, ANY), sender);
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
