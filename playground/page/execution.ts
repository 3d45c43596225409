/** Runs in the worker, and its Stop: the worker is ended and another one is made ready. */

import type { LogLine } from '../sandbox/outcome.js';
import type { FromRunner, RunJob } from './workers/protocol.js';

export type Finished = Extract<FromRunner, { kind: 'done' }>;

export interface Listener {
  onLog(line: LogLine): void;
  onDone(result: Finished): void;
  onStopped(): void;
  onBroken(message: string): void;
}

export class Execution {
  #worker: Worker;
  #running: { readonly id: number; readonly listener: Listener } | null = null;
  #next = 1;

  constructor(private readonly base: URL) {
    this.#worker = this.#open();
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  run(job: Omit<RunJob, 'id'>, listener: Listener): void {
    if (this.#running !== null) this.stop();
    const id = this.#next++;
    this.#running = { id, listener };
    this.#worker.postMessage({ kind: 'run', job: { ...job, id } });
  }

  /** Ends what runs, at once. */
  stop(): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    this.#worker.terminate();
    this.#worker = this.#open();
    running.listener.onStopped();
  }

  #open(): Worker {
    const worker = new Worker(new URL('runner.js', this.base), { type: 'module', name: 'runner' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromRunner>) => this.#receive(data));
    worker.addEventListener('error', event => this.#fail(event.message));
    return worker;
  }

  #receive(message: FromRunner): void {
    const running = this.#running;
    if (message.kind === 'broken') this.#fail(message.message);
    if (message.kind === 'ready') document.documentElement.dataset.ready = 'yes';
    if (running === null || !('id' in message) || message.id !== running.id) return;
    if (message.kind === 'log') running.listener.onLog(message.line);
    else {
      this.#running = null;
      running.listener.onDone(message);
    }
  }

  #fail(message: string): void {
    const running = this.#running;
    this.#running = null;
    running?.listener.onBroken(message);
  }
}
