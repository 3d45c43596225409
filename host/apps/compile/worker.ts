/** The compiler thread: takes jobs, asks the main thread for sources and waits for each. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { compileModule, compilePage, DebugTable, linkPage, linkProgram } from '../../../compiler/index.js';
import type {
  CompileJob,
  CompileResult,
  CompilerData,
  DebugNumbers,
  JobMessage,
  SourceMessage,
  WorkerMessage,
} from './protocol.js';

const { signal, sources } = workerData as CompilerData;
const counter = new Int32Array(signal);

/** Sends to the main thread. */
function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** Fetches a source, blocking this thread. */
function fetchSource(id: number, file: string): string | null {
  const before = Atomics.load(counter, 0);
  post({ kind: 'source', id, file });
  Atomics.wait(counter, 0, before);
  const answer = receiveMessageOnPort(sources)?.message as SourceMessage | undefined;
  return answer?.text ?? null;
}

/** A table that goes on where that of the debugger ends. */
function tableFrom({ sections, places }: DebugNumbers): DebugTable {
  const table = new DebugTable();
  table.sections.length = sections;
  table.places.length = places;
  return table;
}

/** Links, with probes when they are wanted. */
function link(
  debug: DebugNumbers | undefined,
  make: (probes: { readonly debug?: DebugTable }) => CompileResult,
): CompileResult {
  if (debug === undefined) return make({});
  const table = tableFrom(debug);
  const result = make({ debug: table });
  const { sections, places } = table;
  return {
    ...result,
    debug: { sections: sections.slice(debug.sections), places: places.slice(debug.places) },
  };
}

/** Runs one job. */
function compile(id: number, job: CompileJob): CompileResult {
  const resolve = (file: string) => fetchSource(id, file);
  switch (job.kind) {
    case 'program':
      return link(job.debug, probes => {
        const { program, diagnostics } = linkProgram(job.entry, resolve, { environment: 'web', ...probes });
        return { unit: program, diagnostics };
      });
    case 'page':
      return link(job.debug, probes => {
        const { page, diagnostics } = linkPage(job.entry, resolve, probes);
        return { unit: page, diagnostics };
      });
    case 'module': {
      const { diagnostics } = compileModule(job.source, { file: job.file, environment: 'web' });
      return { unit: null, diagnostics };
    }
    case 'template': {
      const { diagnostics } = compilePage(job.source, { file: job.file });
      return { unit: null, diagnostics };
    }
  }
}

parentPort?.on('message', ({ id, job }: JobMessage) => {
  try {
    post({ kind: 'done', id, result: compile(id, job) });
  } catch (error) {
    post({
      kind: 'crashed',
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
