/** The worker that runs programs and pages. Stop ends it; then another one is started. */
import { createLocalSandbox, type LocalOptions } from '../../../runtime/local.js';
import { languageOf } from '../../language/languages.js';
import { Account } from '../../sandbox/account/account.js';
import { emptyAccount } from '../../sandbox/account/state.js';
import { environment } from '../../sandbox/environment.js';
import { HostProblem } from '../../sandbox/host.js';
import type { Outcome } from '../../sandbox/outcome.js';
import { EMPTY_REQUEST } from '../../sandbox/request.js';
import { Runner, type RunOptions } from '../../sandbox/runner.js';
import { outcomeTrees } from '../../sandbox/tree.js';
import { Debugging } from './debugging.js';
import { TableFiles } from './files.js';
import type { FromRunner, RunJob, ToRunner } from './protocol.js';

const post = (message: FromRunner): void => self.postMessage(message);

async function parts(): Promise<LocalOptions> {
  const [wasm, prelude] = await Promise.all([
    fetch(new URL('engine.wasm', self.location.href)).then(response => response.arrayBuffer()),
    fetch(new URL('prelude.txt', self.location.href)).then(response => response.text()),
  ]);
  return { wasm: new Uint8Array(wasm), prelude, environments: [environment] };
}

async function open(): Promise<Runner> {
  const runner = new Runner(await createLocalSandbox(await options));
  // the first run of all is slow: nobody should wait for it
  await runner.run({
    files: new TableFiles({ 'warm.wcgp': 'entry Main is SetHTTPResponseData(String(1)); end entry;' }),
    file: 'warm.wcgp',
    request: EMPTY_REQUEST,
    account: new Account(emptyAccount()),
  });
  return runner;
}

const options = parts();
const runner = open();
const debugging = new Debugging(async probe => createLocalSandbox({ ...(await options), probe }));
runner.then(
  () => post({ kind: 'ready' }),
  error => post({ kind: 'broken', message: String(error) }),
);

function optionsOf(
  { id, files, file, entry, request, dataset, session, record, host }: RunJob,
  owner: Account,
): RunOptions {
  return {
    files: new TableFiles(files),
    file,
    entry,
    request,
    account: owner,
    dataset,
    session,
    record,
    ...(host === null ? {} : { host }),
    onLog: line => post({ kind: 'log', id, line }),
    // Stop is a button: only what nobody waits for ends by itself.
    limits: { cpuMs: 60_000, wallMs: 600_000 },
  };
}

async function run(job: RunJob, how: 'run' | 'debug' | 'profile'): Promise<void> {
  const { id, account } = job;
  const owner = new Account(account);
  const all = optionsOf(job, owner);
  const ready = await runner;
  let outcome: Outcome | null;
  if (how === 'run') outcome = await (languageOf(job.file) === 'wssp' ? ready.render(all) : ready.run(all));
  else outcome = await debugging.start(all);
  if (outcome === null) return;
  post({ kind: 'done', id, outcome, account: owner.state, values: outcomeTrees(outcome) });
  const profile = how === 'profile' ? debugging.profile : null;
  if (profile !== null) post({ kind: 'profile', id, profile });
}

async function receive(message: ToRunner): Promise<void> {
  if (message.kind === 'replay') {
    try {
      const sources = await debugging.replay(message.recording, message.files);
      const view = await debugging.move({ move: 'stay', breakpoints: [], watches: [] });
      if (view !== null)
        post({ kind: 'view', id: message.id, view: sources === null ? view : { ...view, sources } });
    } catch (error) {
      post({
        kind: 'refused',
        id: message.id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  } else if (message.kind === 'move') {
    const { id, ...move } = message.move;
    if (move.move === 'stay') await debugging.toStart(move.breakpoints);
    const view = await debugging.move(move);
    if (view !== null) post({ kind: 'view', id, view });
  } else {
    const { job, kind } = message;
    await run(job, kind).catch(error => {
      if (!(error instanceof HostProblem)) throw error;
      post({ kind: 'refused', id: job.id, message: error.message });
    });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToRunner>) => void receive(data));
