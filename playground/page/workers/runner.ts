/** The worker that runs programs and pages. Stop ends it; then another one is started. */
import { createLocalSandbox } from '../../../runtime/local.js';
import { languageOf } from '../../language/languages.js';
import { Account } from '../../sandbox/account/account.js';
import { emptyAccount } from '../../sandbox/account/state.js';
import { environment } from '../../sandbox/environment.js';
import { EMPTY_REQUEST } from '../../sandbox/request.js';
import { Runner, type RunOptions } from '../../sandbox/runner.js';
import { outcomeTrees } from '../../sandbox/tree.js';
import { TableFiles } from './files.js';
import type { FromRunner, RunJob, ToRunner } from './protocol.js';

const post = (message: FromRunner): void => self.postMessage(message);

async function open(): Promise<Runner> {
  const [wasm, prelude] = await Promise.all([
    fetch(new URL('engine.wasm', self.location.href)).then(response => response.arrayBuffer()),
    fetch(new URL('prelude.txt', self.location.href)).then(response => response.text()),
  ]);
  const sandbox = await createLocalSandbox({
    wasm: new Uint8Array(wasm),
    prelude,
    environments: [environment],
  });
  const runner = new Runner(sandbox);
  // the first run of all is slow: nobody should wait for it
  await runner.run({
    files: new TableFiles({ 'warm.wcgp': 'entry Main is SetHTTPResponseData(String(1)); end entry;' }),
    file: 'warm.wcgp',
    request: EMPTY_REQUEST,
    account: new Account(emptyAccount()),
  });
  return runner;
}

const runner = open();
runner.then(
  () => post({ kind: 'ready' }),
  error => post({ kind: 'broken', message: String(error) }),
);

async function run({
  id,
  files,
  file,
  entry,
  request,
  dataset,
  session,
  account,
  record,
}: RunJob): Promise<void> {
  const owner = new Account(account);
  const options: RunOptions = {
    files: new TableFiles(files),
    file,
    entry,
    request,
    account: owner,
    dataset,
    session,
    record,
    onLog: line => post({ kind: 'log', id, line }),
    // Stop is a button: only what nobody waits for ends by itself.
    limits: { cpuMs: 60_000, wallMs: 600_000 },
  };
  const ready = await runner;
  const outcome = await (languageOf(file) === 'wssp' ? ready.render(options) : ready.run(options));
  post({ kind: 'done', id, outcome, account: owner.state, values: outcomeTrees(outcome) });
}

self.addEventListener('message', ({ data }: MessageEvent<ToRunner>) => void run(data.job));
