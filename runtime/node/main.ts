/** The worker thread. */

import { getPriority, platform, setPriority } from 'node:os';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/index.js';
import type { WorkerEnvironment } from '../environment.js';
import { defer } from '../platform.js';
import type { Probe } from '../types.js';
import { Core } from '../worker/core.js';
import type { FromWorker } from '../worker/messages.js';
import { Watch } from '../worker/watch.js';
import { processorTime } from './processortime.js';
import { type Batch, packResults, unpackStarts } from './wire.js';

/** What the main thread starts it with. */
export interface WorkerStart {
  readonly wasm: Uint8Array;
  readonly module: WebAssembly.Module;
  readonly prelude: readonly string[];
  readonly stack: number;
  readonly plainEngine: boolean;
  readonly watch: SharedArrayBuffer;
  readonly firstTask: number;
  readonly isSlow: boolean;
  readonly environments: readonly string[];
  readonly imageBytes: number;
  readonly instances: number;
  readonly swapBytes: number;
  /** See `WorkerProbe`. */
  readonly probe: { readonly module: string; readonly data: unknown } | null;
}

const urlOf = (path: string): string => (isAbsolute(path) ? pathToFileURL(path).href : path);

/** How much slow workers yield to everything else of the server. */
const NICE = 10;

/** Of this thread. Elsewhere than on Linux this would be the priority of the whole process. */
function lowerPriority(): void {
  if (platform() === 'linux') setPriority(0, Math.min(19, getPriority(0) + NICE));
}

async function loadProbe(probe: WorkerStart['probe']): Promise<Probe | null> {
  if (probe === null) return null;
  const { makeProbe } = (await import(urlOf(probe.module))) as { makeProbe?: (data: unknown) => Probe };
  if (!makeProbe) throw new Error(`${probe.module} exports no makeProbe`);
  return makeProbe(probe.data);
}

async function loadEnvironment(path: string): Promise<WorkerEnvironment> {
  const { environment } = (await import(urlOf(path))) as { environment?: WorkerEnvironment };
  if (!environment) throw new Error(`${path} exports no environment`);
  return environment;
}

const start = workerData as WorkerStart;
if (start.isSlow) lowerPriority();
const port = parentPort;
if (!port) throw new Error('this is no worker thread');
const post = (messages: FromWorker[]): void => port.postMessage(packResults(messages));
const environments = await Promise.all(start.environments.map(loadEnvironment));
const engine = await createEngine(start, start.plainEngine);
const probe = await loadProbe(start.probe);
const { probe: _, isSlow: __, ...sizes } = start;
const core = new Core({
  ...sizes,
  ...(probe === null ? {} : { probe }),
  extra: [],
  processorTime: processorTime(),
  engine,
  environments,
  watch: new Watch(start.watch),
  post,
  defer,
});
port.on('message', (batch: Batch) => core.receive(unpackStarts(batch)));
post([{ kind: 'ready', engine: engine.kind, reason: engine.reason }]);
