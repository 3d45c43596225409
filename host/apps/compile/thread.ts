/**
 * The compiler thread as the main thread sees it: one worker, one job at a time, jobs in the order of asking.
 * The compiler is synchronous, so its wish for a source blocks the worker until the main thread, which may read
 * from storage, has answered. A job that takes too long ends with the worker; the next one gets a new worker.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { PosternError } from '../../errors/index.js';
import { distFile } from '../distfile.js';
import type { CompileJob, CompileResult, JobMessage, SourceMessage, WorkerMessage } from './protocol.js';

/** Gives the text of a source file, null when there is none. */
export type ReadSource = (file: string) => Promise<string | null>;

interface Pending {
  readonly id: number;
  readonly job: CompileJob;
  readonly read: ReadSource;
  readonly resolve: (result: CompileResult) => void;
  readonly reject: (error: unknown) => void;
}

/** A running worker with its side of the source channel. */
interface Running {
  readonly worker: Worker;
  readonly sources: MessagePort;
  readonly signal: Int32Array;
}

export interface CompilerOptions {
  /** Milliseconds that one job may take. */
  readonly timeLimit: () => number;
  /** Told of each job, for metrics. */
  readonly observe: (kind: CompileJob['kind'], outcome: 'done' | 'failed', ms: number) => void;
}

/** The one compiler thread of a server. */
export class CompilerThread {
  private readonly queue: Pending[] = [];
  private running: Running | null = null;
  private current: Pending | null = null;
  private timer: NodeJS.Timeout | null = null;
  private started = 0;
  private lastId = 0;
  private closed = false;

  constructor(private readonly options: CompilerOptions) {}

  /** Compiles. Rejects when the compiler fails or the time is over, never for errors in the source. */
  compile(job: CompileJob, read: ReadSource = async () => null): Promise<CompileResult> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new PosternError('closing'));
      this.queue.push({ id: ++this.lastId, job, read, resolve, reject });
      this.next();
    });
  }

  /** Jobs waiting or running. */
  get backlog(): number {
    return this.queue.length + (this.current ? 1 : 0);
  }

  /** Ends the worker; open jobs are rejected. */
  async close(): Promise<void> {
    this.closed = true;
    const left = [...(this.current ? [this.current] : []), ...this.queue.splice(0)];
    this.current = null;
    if (this.timer) clearTimeout(this.timer);
    for (const job of left) job.reject(new PosternError('closing'));
    await this.stop();
  }

  private next(): void {
    const job = this.current === null ? this.queue.shift() : undefined;
    if (!job) return;
    this.current = job;
    this.started = performance.now();
    this.running ??= this.start();
    this.running.worker.ref();
    this.timer = setTimeout(() => {
      void this.stop();
      this.finish(job, 'failed', () => job.reject(new PosternError('compile-time')));
    }, this.options.timeLimit());
    const message: JobMessage = { id: job.id, job: job.job };
    this.running.worker.postMessage(message);
  }

  private finish(job: Pending, outcome: 'done' | 'failed', settle: () => void): void {
    if (this.current !== job) return;
    if (this.timer) clearTimeout(this.timer);
    this.current = null;
    // An idle compiler does not keep the process alive.
    this.running?.worker.unref();
    this.options.observe(job.job.kind, outcome, performance.now() - this.started);
    settle();
    this.next();
  }

  private start(): Running {
    const channel = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    const worker = new Worker(distFile('host/apps/compile/worker.js'), {
      workerData: { signal, sources: channel.port2 },
      transferList: [channel.port2],
      resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
      stderr: false,
    });
    channel.port1.unref();
    const running: Running = { worker, sources: channel.port1, signal: new Int32Array(signal) };
    worker.on('message', (message: WorkerMessage) => this.receive(running, message));
    worker.on('error', error => this.lost(running, error));
    worker.on('exit', () => this.lost(running, new Error('the compiler thread ended')));
    return running;
  }

  private lost(running: Running, error: Error): void {
    if (this.running !== running) return;
    this.running = null;
    running.sources.close();
    const job = this.current;
    if (job) {
      this.finish(job, 'failed', () => job.reject(new PosternError('compile-crash', { cause: error })));
    }
  }

  private receive(running: Running, message: WorkerMessage): void {
    const job = this.current;
    if (!job || job.id !== message.id || this.running !== running) return;
    if (message.kind === 'source') void this.answer(running, job, message.file);
    else if (message.kind === 'done') {
      const outcome = message.result.diagnostics.some(d => d.severity === 'error') ? 'failed' : 'done';
      this.finish(job, outcome, () => job.resolve(message.result));
    } else {
      const cause = new Error(message.message);
      this.finish(job, 'failed', () => job.reject(new PosternError('compile-crash', { cause })));
    }
  }

  private async answer(running: Running, job: Pending, file: string): Promise<void> {
    let text: string | null = null;
    try {
      text = await job.read(file);
    } catch (error) {
      // The worker still waits: it gets "no such file", the job the true reason.
      this.finish(job, 'failed', () => job.reject(error));
    }
    const answer: SourceMessage = { text };
    running.sources.postMessage(answer);
    Atomics.add(running.signal, 0, 1);
    Atomics.notify(running.signal, 0);
  }

  private async stop(): Promise<void> {
    const running = this.running;
    this.running = null;
    if (!running) return;
    running.sources.close();
    await running.worker.terminate();
  }
}
