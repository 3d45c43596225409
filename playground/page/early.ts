/** Workers start before the page has loaded its scripts: `start.ts` puts them here, the page takes them over. */

export type WorkerName = 'language' | 'runner';

interface Early {
  readonly worker: Worker;
  /** It failed while nobody listened. */
  isBroken: boolean;
}

declare global {
  var posternWorkers: Map<WorkerName, Early> | undefined;
}

function open(name: WorkerName, base: URL): Worker {
  return new Worker(new URL(`${name}.js`, base), { type: 'module', name });
}

/** Starts a worker whose messages nobody hears yet: it must say nothing before it is spoken to. */
export function startEarly(name: WorkerName, base: URL): void {
  const early: Early = { worker: open(name, base), isBroken: false };
  early.worker.addEventListener('error', () => {
    early.isBroken = true;
  });
  globalThis.posternWorkers ??= new Map();
  globalThis.posternWorkers.set(name, early);
}

/** The worker that was started early, at the first call; a new one at the further ones. */
export function startWorker(name: WorkerName, base: URL): Worker {
  const early = globalThis.posternWorkers?.get(name);
  globalThis.posternWorkers?.delete(name);
  return early === undefined || early.isBroken ? open(name, base) : early.worker;
}
