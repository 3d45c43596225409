/** Runs in the worker, and its Stop: the worker is ended and another one is made ready. */
import type { LogLine } from '../sandbox/outcome.js';
import { startWorker } from './early.js';
import type { DebugMove, DebugView, FileTable, FromRunner, ProfileView, RunJob } from './workers/protocol.js';

export type Finished = Extract<FromRunner, { kind: 'done' }>;

export interface Listener {
  onLog(line: LogLine): void;
  onDone(result: Finished): void;
  onStopped(): void;
  onBroken(message: string): void;
  /** The run could not begin, for a reason that the user can do something about. */
  onRefused(message: string): void;
  onProfile?(profile: ProfileView): void;
}

interface Waiting {
  readonly take: (view: DebugView) => void;
  readonly refuse: (error: Error) => void;
}

export class Execution {
  #worker: Worker;
  #running: { readonly id: number; readonly listener: Listener } | null = null;
  #last: { readonly id: number; readonly listener: Listener } | null = null;
  readonly #views = new Map<number, Waiting>();
  #next = 1;

  constructor(private readonly base: URL) {
    this.#worker = this.#open();
  }

  get isRunning(): boolean {
    return this.#running !== null || this.#views.size > 0;
  }

  run(job: Omit<RunJob, 'id'>, how: 'run' | 'debug' | 'profile', listener: Listener): void {
    if (this.#running !== null) this.stop();
    const id = this.#next++;
    this.#running = this.#last = { id, listener };
    this.#worker.postMessage({ kind: how, job: { ...job, id } });
  }

  /** Walks through the run that was debugged last. */
  move(move: Omit<DebugMove, 'id'>): Promise<DebugView> {
    return this.#ask(id => ({ kind: 'move', move: { ...move, id } }));
  }

  /** Opens a recording; rejects with a text for the user. */
  replay(recording: Uint8Array, files: FileTable): Promise<DebugView> {
    return this.#ask(id => ({ kind: 'replay', id, recording, files }));
  }

  /** Ends what runs, at once. */
  stop(): void {
    if (!this.isRunning) return;
    const running = this.#running;
    this.#running = null;
    this.#worker.terminate();
    this.#worker = this.#open();
    for (const { refuse } of this.#views.values()) refuse(new Error('stopped'));
    this.#views.clear();
    running?.listener.onStopped();
  }

  #ask(message: (id: number) => object): Promise<DebugView> {
    const id = this.#next++;
    return new Promise((take, refuse) => {
      this.#views.set(id, { take, refuse });
      this.#worker.postMessage(message(id));
    });
  }

  #open(): Worker {
    const worker = startWorker('runner', this.base);
    worker.addEventListener('message', ({ data }: MessageEvent<FromRunner>) => this.#receive(data));
    worker.addEventListener('error', event => this.#fail(event.message));
    worker.postMessage({ kind: 'hello' });
    return worker;
  }

  #receive(message: FromRunner): void {
    if (message.kind === 'broken') this.#fail(message.message);
    if (message.kind === 'ready') document.documentElement.dataset.ready = 'yes';
    if (!('id' in message)) return;
    const view = this.#views.get(message.id);
    this.#views.delete(message.id);
    if (message.kind === 'view') view?.take(message.view);
    if (message.kind === 'refused') view?.refuse(new Error(message.message));
    if (message.kind === 'profile' && this.#last?.id === message.id)
      this.#last.listener.onProfile?.(message.profile);
    const running = this.#running;
    if (running?.id !== message.id) return;
    if (message.kind === 'refused') {
      this.#running = null;
      running.listener.onRefused(message.message);
    }
    if (message.kind === 'log') running.listener.onLog(message.line);
    if (message.kind === 'done') {
      this.#running = null;
      running.listener.onDone(message);
    }
  }

  #fail(message: string): void {
    const running = this.#running;
    this.#running = null;
    for (const { refuse } of this.#views.values()) refuse(new Error(message));
    this.#views.clear();
    running?.listener.onBroken(message);
  }
}
