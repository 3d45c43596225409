/** What the worker of programs and pages does with messages. Stop ends it; then another one is started. */
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
import { loadEverything, loadNamed } from '../later/builtins.js';
import { assetsOf } from './assets.js';
import type { Debugging } from './debugging.js';
import { TableFiles } from './files.js';
import type { FileTable, FromRunner, RunJob, ToRunner } from './protocol.js';
import { stockBehind } from './stock.js';

const post = (message: FromRunner): void => self.postMessage(message);

/** What a sandbox is made of. */
export type EngineParts = Pick<LocalOptions, 'module' | 'wasm' | 'prelude'>;

async function open(options: LocalOptions): Promise<Runner> {
  const runner = new Runner(await createLocalSandbox(options));
  // the first run of all is slow: nobody should wait for it
  await runner.run({
    files: new TableFiles({ 'warm.wcgp': 'entry Main is SetHTTPResponseData(String(1)); end entry;' }),
    file: 'warm.wcgp',
    request: EMPTY_REQUEST,
    account: new Account(emptyAccount()),
  });
  return runner;
}

function optionsOf(
  { id, files, file, entry, request, dataset, session, record, host }: RunJob,
  owner: Account,
  behind: TableFiles | null,
): RunOptions {
  return {
    files: new TableFiles(files, behind),
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

function textsOf(files: FileTable): string[] {
  return Object.values(files).filter(content => typeof content === 'string');
}

/** Serves the page: gives what takes its messages. */
export async function serve(parts: Promise<EngineParts>): Promise<(message: ToRunner) => Promise<void>> {
  const options = parts.then((all): LocalOptions => ({ ...all, environments: [environment] }));
  const runner = options.then(open);
  let debugging: Promise<Debugging> | null = null;
  /** Most runs are plain: the debugger is loaded when it is wanted. */
  const debuggerOf = (): Promise<Debugging> => {
    debugging ??= import('./debugging.js').then(
      module => new module.Debugging(async probe => createLocalSandbox({ ...(await options), probe })),
    );
    return debugging;
  };

  async function run(job: RunJob, how: 'run' | 'debug' | 'profile'): Promise<void> {
    const { id, account } = job;
    await loadNamed(textsOf(job.files));
    const owner = new Account(account);
    const all = optionsOf(job, owner, await stockBehind(new TableFiles(job.files)));
    const ready = await runner;
    let outcome: Outcome | null;
    if (how === 'run') outcome = await (languageOf(job.file) === 'wssp' ? ready.render(all) : ready.run(all));
    else outcome = await (await debuggerOf()).start(all);
    if (outcome === null) return;
    const assets = assetsOf(outcome, all.files, all.file);
    post({ kind: 'done', id, outcome, account: owner.state, values: outcomeTrees(outcome), assets });
    const profile = how === 'profile' ? (await debuggerOf()).profile : null;
    if (profile !== null) post({ kind: 'profile', id, profile });
  }

  async function replay({ id, recording, files }: Extract<ToRunner, { kind: 'replay' }>): Promise<void> {
    try {
      // the recorded program may name what no text here names
      await loadEverything();
      const debugging = await debuggerOf();
      const sources = await debugging.replay(recording, files, await stockBehind(new TableFiles(files)));
      const view = await debugging.move({ move: 'stay', breakpoints: [], watches: [] });
      if (view !== null) post({ kind: 'view', id, view: sources === null ? view : { ...view, sources } });
    } catch (error) {
      post({ kind: 'refused', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  return async message => {
    if (message.kind === 'hello') {
      runner.then(
        () => post({ kind: 'ready' }),
        error => post({ kind: 'broken', message: String(error) }),
      );
    } else if (message.kind === 'replay') await replay(message);
    else if (message.kind === 'move') {
      const { id, ...move } = message.move;
      const debugging = await debuggerOf();
      await loadNamed([...move.watches, ...move.breakpoints.map(({ condition }) => condition ?? '')]);
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
  };
}
