/** Sandboxes in the calling thread: for tests, the command line and the browser. */
import { Controller } from './control/controller.js';
import type { OpenPort } from './control/port.js';
import { createEngine } from './engine/index.js';
import type { WorkerEnvironment } from './environment.js';
import { preludePieces } from './guest/source.js';
import type { Limits } from './limits.js';
import { defer } from './platform.js';
import type { Probe, Sandboxes } from './types.js';
import type { ReadProcessorTime } from './worker/clock.js';
import { Core } from './worker/core.js';
import { Watch } from './worker/watch.js';

export interface LocalOptions {
  /** The engine's WebAssembly module, as bytes. */
  readonly wasm: Uint8Array;
  /** The same, compiled, when that is done already. */
  readonly module?: WebAssembly.Module;
  /** Text of `dist/prelude.js`. */
  readonly prelude: string;
  readonly environments?: readonly WorkerEnvironment[];
  /** Built-ins beyond the table (`extra` of the compiler): the environment's `ops` have them by lower-case name. */
  readonly extra?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly imageBytes?: number;
  readonly instances?: number;
  readonly swapBytes?: number;
  readonly plainEngine?: boolean;
  /** Processor time of this thread, where it is known. */
  readonly processorTime?: ReadProcessorTime | null;
  /** Takes what code with probes tells: only here, since it is called in the middle of a run. */
  readonly probe?: Probe;
  readonly log?: (level: 'info' | 'warn' | 'error', text: string, fields: Record<string, unknown>) => void;
}

/**
 * Bytes of guest stack that the host stack of an ordinary thread, about 1 MB, bears: up to four bytes for each of these.
 * With more the host's stack would be the first to end, and nobody could say where the program was.
 */
const STACK = 256 * 1024;

/** Defaults that all kinds of sandboxes share. */
export const DEFAULTS = { imageBytes: 64 << 20, instances: 64, swapBytes: 256 << 20, grace: 500 };

/** A deadline cannot be enforced inside native code of the engine here: that takes a worker. */
export async function createLocalSandbox(options: LocalOptions): Promise<Sandboxes> {
  const engine = await createEngine(
    {
      wasm: options.wasm,
      ...(options.module ? { module: options.module } : {}),
      prelude: preludePieces(options.prelude, options.extra),
      stack: options.limits?.stack ?? STACK,
    },
    options.plainEngine ?? false,
  );
  const open: OpenPort = async ({ watch, firstTask, receive }) => {
    const core = new Core({
      engine,
      environments: options.environments ?? [],
      watch,
      firstTask,
      extra: options.extra ?? [],
      processorTime: options.processorTime ?? null,
      post: messages => queueMicrotask(() => receive(messages)),
      defer,
      imageBytes: options.imageBytes ?? DEFAULTS.imageBytes,
      instances: options.instances ?? DEFAULTS.instances,
      swapBytes: options.swapBytes ?? DEFAULTS.swapBytes,
      ...(options.probe ? { probe: options.probe } : {}),
    });
    receive([{ kind: 'ready', engine: engine.kind, reason: engine.reason }]);
    return { post: messages => defer(() => core.receive(messages)), end: async () => undefined };
  };
  const controller = new Controller({
    open,
    workers: 1,
    slowWorkers: 0,
    limits: options.limits ?? {},
    grace: Number.POSITIVE_INFINITY,
    makeWatch: () => new Watch(),
    log: options.log ?? (() => undefined),
  });
  await controller.ready();
  return controller;
}
