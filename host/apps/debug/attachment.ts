/**
 * A debugger that is attached to the server: takes requests that its filter names, one at a time, and runs them with
 * probes in a worker of its own, so that a run that stands still keeps nobody else waiting.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Limits, RenderResult, RunResult, Sandboxes, WorkerProbe } from '../../../runtime/index.js';
import { distFile } from '../distfile.js';
import type { RequestContext } from '../types.js';
import { accepts } from './filter.js';
import type { DebugCommand, DebugEvent, DebugFilter, FromProbe, TablePart, ToProbe } from './protocol.js';
import { type DebugUnitOptions, DebugUnits } from './units.js';

export interface AttachmentLimits {
  /** Milliseconds that a run may stand still at one place. */
  readonly pause: number;
  /** Milliseconds of a whole run, the time that it stands still included. */
  readonly run: number;
}

export interface AttachmentParts {
  readonly units: DebugUnitOptions;
  readonly openSandboxes: (probe: WorkerProbe) => Promise<Sandboxes>;
  readonly limits: () => AttachmentLimits;
  /** Is the request one of those that the administrator may see? */
  readonly maySee: (domain: string | null) => boolean;
  readonly send: (event: DebugEvent) => void;
  /** Makes what may be handed out of the recording of a failed run. */
  readonly recording: (
    context: RequestContext,
    file: string,
    recording: Uint8Array,
  ) => Promise<Uint8Array | null>;
}

/** What the application runner uses for a request that was taken. */
export interface DebuggedRun {
  readonly units: DebugUnits;
  readonly sandboxes: Sandboxes;
  readonly signal: AbortSignal;
  limits(limits: Limits): Limits;
  /** The request is over; null: it did not come to run. */
  ended(result: RunResult | RenderResult | null): void;
}

/** Milliseconds between two looks whether the tasks of a run that was let go are over. */
const LOOK = 1000;

export class Attachment {
  private readonly units: DebugUnits;
  private readonly signal = new SharedArrayBuffer(4);
  private port: MessagePort | null = null;
  private sandboxes: Sandboxes | null = null;
  private isReady = false;
  private isOver = false;
  private current: {
    readonly context: RequestContext;
    readonly file: string;
    readonly stop: AbortController;
  } | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly parts: AttachmentParts,
    private readonly filter: DebugFilter,
  ) {
    this.units = new DebugUnits(parts.units, part => this.grown(part));
  }

  /** Starts the worker. Rejects when it cannot be started. */
  async open(): Promise<void> {
    this.sandboxes = await this.parts.openSandboxes({
      module: distFile('host/apps/debug/probe.js'),
      open: () => this.newPort(),
    });
    if (this.isOver) await this.closeSandboxes();
  }

  /** What the adapter says. */
  receive(command: DebugCommand): void {
    switch (command.kind) {
      case 'ready':
        this.isReady = true;
        break;
      case 'breakpoints':
        this.post({ kind: 'breakpoints', points: command.points });
        break;
      case 'pause':
        this.post({ kind: 'pause' });
        break;
      case 'go':
        this.stopTimer();
        this.post({ kind: 'go', move: command.move });
        break;
      case 'end':
        this.stopTimer();
        this.post({ kind: 'end' });
        this.current?.stop.abort();
        break;
      case 'source': {
        const text = this.units.sources.get(command.file.toLowerCase()) ?? null;
        this.parts.send({ kind: 'source', file: command.file, text });
      }
    }
  }

  /** The request as a run of this debugger, null when it is not for it. */
  claim(context: RequestContext, file: string): DebuggedRun | null {
    const { sandboxes, filter, parts } = this;
    if (!this.isReady || this.isOver || this.current !== null || sandboxes === null) return null;
    if (!accepts(filter, context) || !parts.maySee(context.domain)) return null;
    const stop = new AbortController();
    this.current = { context, file, stop };
    this.post({ kind: 'begin' });
    const { method, path } = context.request;
    parts.send({ kind: 'began', tag: context.tag, method, path: withoutSession(path), file });
    return {
      units: this.units,
      sandboxes,
      signal: stop.signal,
      limits: limits => ({ ...limits, cpuMs: parts.limits().run, wallMs: parts.limits().run }),
      ended: result => void this.ended(context, file, result),
    };
  }

  /** The debugger goes: what stands still goes on without it. */
  letGo(message: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopTimer();
    this.post({ kind: 'free' });
    this.parts.send({ kind: 'detached', message });
    if (this.current === null) void this.closeSandboxes();
  }

  /** The server stops. */
  async close(): Promise<void> {
    this.letGo('the server stops');
    this.current?.stop.abort();
    await this.sandboxes?.close();
  }

  private async ended(
    context: RequestContext,
    file: string,
    result: RunResult | RenderResult | null,
  ): Promise<void> {
    this.stopTimer();
    this.current = null;
    const { error, usage, recording } = result ?? {};
    if (this.isOver) return this.closeSandboxes();
    const kept =
      error === undefined || recording === undefined
        ? null
        : await this.parts.recording(context, file, recording).catch(() => null);
    // It is looked at now: the adapter says when it is ready for the next one.
    if (kept !== null) this.isReady = false;
    this.parts.send({
      kind: 'ended',
      outcome: result === null ? 'not-run' : (error?.code ?? 'finished'),
      message: result === null ? `${file} does not compile, or is not there` : (error?.message ?? ''),
      cpuMs: usage?.cpuMs ?? 0,
      hostCalls: usage?.hostCalls ?? 0,
      recording: kept,
    });
    if (this.filter.once) this.letGo('the request is over');
  }

  private grown(part: TablePart): void {
    this.post({ kind: 'table', ...part });
    this.parts.send({ kind: 'table', ...part });
  }

  private stopped({ reason, frames }: FromProbe): void {
    this.parts.send({ kind: 'stopped', reason, frames });
    const { pause } = this.parts.limits();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.post({ kind: 'go', move: 'continue' });
      this.parts.send({ kind: 'resumed', why: `nothing was done for ${Math.round(pause / 1000)} seconds` });
    }, pause);
    this.timer.unref();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private newPort(): ReturnType<WorkerProbe['open']> {
    const { port1, port2 } = new MessageChannel();
    if (this.port !== null) {
      // Another worker knows nothing of what the one before was told.
      this.port.close();
      this.letGo('the worker of the debugger ended');
    }
    this.port = port1;
    port1.on('message', (message: FromProbe) => {
      if (message.kind === 'stopped') this.stopped(message);
    });
    port1.unref();
    return { data: { port: port2, signal: this.signal }, transfer: [port2] };
  }

  private post(message: ToProbe): void {
    this.port?.postMessage(message);
    const counter = new Int32Array(this.signal);
    Atomics.add(counter, 0, 1);
    Atomics.notify(counter, 0);
  }

  /** Tasks that the run left behind may go on for a while. */
  private async closeSandboxes(): Promise<void> {
    const { sandboxes } = this;
    if (sandboxes === null) return;
    const end = performance.now() + this.parts.limits().run;
    while (performance.now() < end && (await sandboxes.metrics()).tasks > 0)
      await new Promise(resolve => setTimeout(resolve, LOOK).unref());
    await sandboxes.close();
    this.port?.close();
  }
}

/** Session ids are as good as passwords. */
function withoutSession(path: string): string {
  return path.replace(/^(\/+session\/+[^/]{0,6})[^/]*/i, '$1...');
}
