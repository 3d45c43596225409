// Runs a kind of vectors in a thread whose stack is as large as that of the server's workers: programs may call
// themselves a thousand times and more, and the process's own thread has room for less.
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** Megabytes, as in runtime/node. */
const STACK_MB = 16;

/**
 * @param file the built module of the kind, as an absolute path
 * @param report gets what the module's `run` tells, see report.ts
 */
export function runInThread(file, folder, report) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { file, folder },
      resourceLimits: { stackSizeMb: STACK_MB },
    });
    worker.on('message', ({ id, why }) => (why === null ? report.pass(id) : report.fail(id, why)));
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}

if (!isMainThread && workerData?.file) {
  const { run } = await import(pathToFileURL(workerData.file).href);
  const tell = (id, why) => parentPort.postMessage({ id, why });
  await run(workerData.folder, { pass: id => tell(id, null), fail: tell });
  // Sandboxes that a broken kind left open must not keep the thread.
  process.exit();
}
