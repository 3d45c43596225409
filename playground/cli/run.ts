/** `postern run` and `postern render`: a program or a page without a server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { folderOf, readThrough } from '../language/behind.js';
import { languageOf } from '../language/languages.js';
import { Account } from '../sandbox/account/account.js';
import { type AccountState, emptyAccount } from '../sandbox/account/state.js';
import type { RunOptions } from '../sandbox/runner.js';
import { openFile } from './disk.js';
import { HOST_OPTIONS, hostOf } from './host.js';
import { Arguments, single } from './options.js';
import { REQUEST_OPTIONS, requestOf } from './request.js';
import { withSandbox } from './sandbox.js';
import { show } from './show.js';
import { SKIN_OPTION, skinBehind } from './stock.js';
import { type Command, type Io, type Option, Stop, USAGE } from './types.js';

const COMMON: readonly Option[] = [
  ...REQUEST_OPTIONS,
  { name: '--session-data', value: 'DATA|@FILE', about: 'the session dataset, in the Data format' },
  { name: '--account', value: 'FILE', about: 'the account: read before, written after the run (JSON)' },
  { name: '--headers', value: null, about: 'show status and header fields', short: 'i' },
  { name: '--usage', value: null, about: 'show time, memory and host calls', short: 'u' },
  { name: '--record', value: 'FILE', about: 'write a recording of the run' },
  SKIN_OPTION,
  ...HOST_OPTIONS,
  { name: '--time', value: 'MS', about: 'processor time at most (5000)' },
];
const RUN: readonly Option[] = [
  { name: '--entry', value: 'NAME', about: 'the entry to run (Main)', short: 'e' },
  ...COMMON,
];
const RENDER: readonly Option[] = [
  {
    name: '--data',
    value: 'DATA|@FILE|FILE',
    about: 'the dataset of the page, in the Data format',
    short: 'd',
  },
  ...COMMON,
];

/** A text, or that of a file behind an at sign. */
function textOf(value: string | null, cwd: string): string | null {
  if (value === null || value.trimStart().startsWith('{')) return value;
  return readFileSync(resolve(cwd, value.replace(/^@/, '')), 'utf8');
}

function accountOf(path: string | null, cwd: string): Account {
  if (path === null) return new Account(emptyAccount());
  try {
    return new Account({
      ...emptyAccount(),
      ...(JSON.parse(readFileSync(resolve(cwd, path), 'utf8')) as AccountState),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Account(emptyAccount());
    throw new Stop(`the account ${path} cannot be read: ${(error as Error).message}`);
  }
}

async function start(kind: 'run' | 'render', args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, kind === 'run' ? RUN : RENDER);
  const path = single(options, 'file');
  const { files, name } = openFile(path, io.cwd, skinBehind(options, io.cwd));
  const wanted = kind === 'run' ? 'cgpl' : 'wssp';
  if (languageOf(name) !== wanted)
    throw new Stop(`${path} is no ${kind === 'run' ? 'program' : 'page'}`, USAGE);
  const account = accountOf(options.one('--account'), io.cwd);
  const dataset = textOf(options.one('--data'), io.cwd);
  const session = textOf(options.one('--session-data'), io.cwd);
  const time = options.one('--time');
  if (time !== null && !/^\d{1,8}$/.test(time)) throw new Stop('--time is a number of milliseconds', USAGE);
  const record = options.one('--record');
  const entry = options.one('--entry');
  const host = await hostOf(options, io);
  const request: RunOptions = {
    files,
    file: name,
    request: requestOf(options, io.cwd),
    account,
    record: record !== null,
    signal: io.signal,
    ...(host === null ? {} : { host }),
    ...(entry === null ? {} : { entry }),
    ...(dataset === null ? {} : { dataset }),
    ...(session === null ? {} : { session }),
    ...(time === null ? {} : { limits: { cpuMs: Number(time), wallMs: Number(time) * 10 } }),
  };
  const outcome = await withSandbox(runner => runner[kind](request));
  if (record !== null && outcome.recording !== null)
    writeFileSync(resolve(io.cwd, record), outcome.recording);
  const kept = options.one('--account');
  if (kept !== null) writeFileSync(resolve(io.cwd, kept), `${JSON.stringify(account.state, null, 2)}\n`);
  const show_ = {
    headers: options.has('--headers'),
    usage: options.has('--usage'),
    source: (file: string) => readThrough(files, folderOf(name), file),
  };
  return show(outcome, show_, io);
}

export const run: Command = {
  name: 'run',
  usage: 'FILE.wcgp',
  about: 'run a program without a server and show its response',
  help: `The program runs in the same sandbox as on a server, as the answer to one request. Files beside it are its skin,
behind them is the stock skin. Its account is empty, or the one that --account keeps between runs. What the program
logs goes to the error output.

  postern run hello.wcgp --param name=Ann
  postern run form.wcgp --form title=Lunch -i
  postern run shop.wcgp --account me.json --record run.prec
  postern run mail.wcgp --host http://localhost:8100 --user ann     (her mailboxes and files there)`,
  options: RUN,
  run: (args, io) => start('run', args, io),
};

export const render: Command = {
  name: 'render',
  usage: 'PAGE.wssp',
  about: 'render a page with a dataset',
  help: `The dataset is a dictionary in the Data format, given as it is or as the name of a file.

  postern render list.wssp --data '{title="Today"; items=(a,b);}'
  postern render list.wssp --data list.data > list.html`,
  options: RENDER,
  run: (args, io) => start('render', args, io),
};
