/** Sandboxes in worker threads of Node. */
import { availableParallelism } from 'node:os';
import { type TransferListItem, Worker } from 'node:worker_threads';
import { Controller } from '../control/controller.js';
import type { OpenPort } from '../control/port.js';
import { preludePieces } from '../guest/source.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { createLocalSandbox, DEFAULTS, type LocalOptions } from '../local.js';
import type { Sandboxes, SandboxesOptions } from '../types.js';
import { Watch } from '../worker/watch.js';
import { builtFile, engineBytes, preludeBundle } from './files.js';
import type { WorkerStart } from './main.js';
import { processorTime } from './processortime.js';
import { type Batch, packStarts, unpackResults } from './wire.js';

/** Megabytes of host stack: deep guest recursion must end in the guest. */
const STACK_MB = 16;
const MOST_WORKERS = 8;

/** Needs the built package (`npm run build`). */
export async function createSandboxes(options: SandboxesOptions = {}): Promise<Sandboxes> {
  const wasm = engineBytes();
  const module = await WebAssembly.compile(wasm as BufferSource);
  const prelude = preludePieces(preludeBundle());
  const file = builtFile('runtime/node/main.js');
  const open: OpenPort = ({ isSlow, watch, firstTask, receive, lost }) =>
    new Promise((resolve, reject) => {
      const probe = options.probe?.open();
      const start: WorkerStart = {
        wasm,
        module,
        prelude,
        stack: options.limits?.stack ?? DEFAULT_LIMITS.stack,
        plainEngine: options.plainEngine ?? false,
        watch: watch.memory as SharedArrayBuffer,
        firstTask,
        isSlow,
        environments: options.environments ?? [],
        imageBytes: options.imageBytes ?? DEFAULTS.imageBytes,
        instances: options.instances ?? DEFAULTS.instances,
        swapBytes: options.swapBytes ?? DEFAULTS.swapBytes,
        probe: options.probe === undefined ? null : { module: options.probe.module, data: probe?.data },
      };
      const worker = new Worker(file, {
        workerData: start,
        transferList: (probe?.transfer ?? []) as TransferListItem[],
        resourceLimits: { stackSizeMb: STACK_MB },
      });
      let why = 'it stopped';
      worker.on('error', error => {
        why = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => {
        reject(new Error(why));
        lost(why);
      });
      worker.on('message', (batch: Batch) => {
        const messages = unpackResults(batch);
        if (messages[0]?.kind === 'ready') {
          resolve({
            post: starts => worker.postMessage(packStarts(starts)),
            async end() {
              await worker.terminate();
            },
          });
        }
        receive(messages);
      });
    });
  const workers = options.workers ?? Math.min(MOST_WORKERS, Math.max(1, availableParallelism() - 1));
  const controller = new Controller({
    open,
    workers,
    slowWorkers: options.slowWorkers ?? (options.probe ? 0 : workers),
    limits: options.limits ?? {},
    grace: options.grace ?? DEFAULTS.grace,
    skippedBlocks: options.skippedBlocks ?? 0,
    makeWatch: () => Watch.shared(),
    log: options.log ?? (() => undefined),
  });
  try {
    await controller.ready();
  } catch (error) {
    // Workers that cannot start must not be started again for ever.
    await controller.close();
    throw error;
  }
  return controller;
}

/** In this thread, with the files of this package. */
export function createNodeSandbox(options: Omit<LocalOptions, 'wasm' | 'prelude'> = {}): Promise<Sandboxes> {
  return createLocalSandbox({
    processorTime: processorTime(),
    ...options,
    wasm: engineBytes(),
    prelude: preludeBundle(),
  });
}
