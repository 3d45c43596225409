/** `postern test`: runs the tests of a folder. */
import { watch } from 'node:fs';
import { renderDiagnostic } from '../../compiler/index.js';
import { Coverage, type FileCoverage, rangesOf } from '../testing/coverage.js';
import { discover } from '../testing/discover.js';
import { execute } from '../testing/execute.js';
import type { TestResult } from '../testing/types.js';
import { DiskFiles, folderAt } from './disk.js';
import { Arguments } from './options.js';
import { count, painter } from './paint.js';
import { Progress } from './progress.js';
import { withSandbox } from './sandbox.js';
import { SKIN_OPTION, skinBehind } from './stock.js';
import { type Command, FOUND, type Io, OK, type Option, Stop } from './types.js';

const OPTIONS: readonly Option[] = [
  { name: '--filter', value: 'TEXT', about: 'only tests whose name or file contains this', short: 't' },
  { name: '--watch', value: null, about: 'run again whenever a file changes', short: 'w' },
  { name: '--coverage', value: null, about: 'tell which lines no test has executed', short: 'c' },
  { ...SKIN_OPTION, short: 's' },
  { name: '--format', value: 'text|json', about: 'how results are written (text)', short: 'f' },
];

/** Changes of files come in bursts, in ms. */
const SETTLE = 100;

async function once(options: Arguments, root: string, io: Io): Promise<number> {
  const files = new DiskFiles(root, skinBehind(options, io.cwd));
  const { tests, broken } = discover(files);
  const filter = options.one('--filter') ?? '';
  const chosen = tests.filter(({ name, from }) => name.includes(filter) || from.includes(filter));
  const isJson = options.oneOf('--format', ['text', 'json'], 'text') === 'json';
  const results: TestResult[] = [];
  const coverage = options.has('--coverage') ? new Coverage() : null;
  const progress = new Progress(isJson ? { signal: io.signal } : io, chosen.length);
  await withSandbox(async runner => {
    for (const test of chosen) {
      await progress.step(`${test.from} ${test.name}`);
      const result = await execute(test, files, runner, {
        signal: io.signal,
        ...(coverage === null ? {} : { debug: coverage.table }),
      });
      coverage?.ran(test.file);
      results.push(result);
      progress.clear();
      if (!isJson) tell(result, files, io);
    }
  }, coverage?.probe);
  const covered = coverage?.files(files) ?? [];
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const paint = painter(io);
  for (const { file, reason } of broken) io.err(`${paint('red', file)}: ${reason}\n`);
  if (isJson) {
    const rows = results.map(({ test, failures, ms }) => ({
      file: test.from,
      name: test.name,
      passed: failures.length === 0,
      failures,
      ms,
    }));
    io.out(
      `${JSON.stringify({ tests: rows, broken, ...(coverage === null ? {} : { coverage: covered }) }, null, 2)}\n`,
    );
  } else {
    if (results.length === 0 && broken.length === 0)
      io.err('there are no tests: entries named test_... or files named ....test.json\n');
    for (const row of covered) io.out(`${coverageText(row, paint)}\n`);
    io.out(
      `${paint(failed + broken.length > 0 ? 'red' : 'green', `${count(results.length, 'test')}, ${failed} failed`)}\n`,
    );
  }
  return failed + broken.length > 0 || results.length === 0 ? FOUND : OK;
}

function coverageText({ file, lines, missed }: FileCoverage, paint: ReturnType<typeof painter>): string {
  const share = Math.floor((100 * (lines - missed.length)) / lines);
  const colour = missed.length === 0 ? 'green' : share < 50 ? 'red' : 'yellow';
  return `${paint(colour, `${String(share).padStart(3)} %`)} ${file}${missed.length === 0 ? '' : `, not executed: ${rangesOf(missed)}`}`;
}

function tell({ test, failures, outcome, ms }: TestResult, files: DiskFiles, io: Io): void {
  const paint = painter(io);
  const head = `${test.from} ${paint('bold', test.name)}`;
  if (failures.length === 0) {
    io.out(`${paint('green', 'ok')}   ${head} ${paint('grey', `${ms.toFixed(0)} ms`)}\n`);
    return;
  }
  io.out(`${paint('red', 'FAIL')} ${head}\n`);
  for (const failure of failures) io.out(`     ${failure}\n`);
  for (const diagnostic of outcome.diagnostics.filter(d => d.severity === 'error')) {
    io.out(`${renderDiagnostic(diagnostic, files.read(diagnostic.file) ?? undefined)}\n`);
  }
  const { error, log } = outcome;
  for (const { section, file, line, column } of error?.frames ?? [])
    io.out(`     in ${section} (${file}:${line}:${column})\n`);
  if (error?.frame !== undefined) io.out(`${error.frame}\n`);
  for (const { text } of log) io.out(`     ${paint('grey', `log: ${text}`)}\n`);
}

/** Waits for a change below a folder; an interrupt ends the waiting, too. */
class Changes {
  readonly #first: Promise<void>;
  #problem: Error | null = null;

  constructor(root: string, signal: AbortSignal) {
    const watcher = watch(root, { recursive: true });
    this.#first = new Promise(resolve => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        watcher.close();
        resolve();
      };
      watcher.once('change', end);
      watcher.on('error', error => {
        this.#problem = error;
        end();
      });
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
  }

  /** @throws Stop when the folder cannot be watched */
  async next(): Promise<void> {
    await this.#first;
    if (this.#problem !== null) throw new Stop(`changes cannot be seen: ${this.#problem.message}`);
    await new Promise(resolve => setTimeout(resolve, SETTLE));
  }
}

/** Runs again and again until the user interrupts. */
async function forever(options: Arguments, root: string, io: Io): Promise<number> {
  let status = OK;
  while (!io.signal.aborted) {
    // watched from before the run: what changes meanwhile counts
    const changes = new Changes(root, io.signal);
    status = await once(options, root, io).catch(error => {
      if (!(error instanceof Stop)) throw error;
      io.err(`${error.message}\n`);
      return FOUND;
    });
    await changes.next();
    if (io.signal.aborted) break;
    io.out('\n');
  }
  return status;
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, OPTIONS);
  const root = folderAt(options.rest[0] ?? '.', io.cwd);
  return options.has('--watch') ? forever(options, root, io) : once(options, root, io);
}

export const test: Command = {
  name: 'test',
  usage: '[FOLDER]',
  about: 'run the tests of programs and pages',
  help: `Tests are entries of programs whose names begin with test_, usually in files named ....test.wcgp:

  function Twice(n) external;          // in twice.wcgi
  entry test_twice is
    AssertEqual(Twice(2), 4);
  end entry;

Assert(c[, text]), AssertEqual(a, b[, text]), AssertContains(text, part[, about]) and Fail(text) end a test that does
not hold, and so does every program exception. Tests are also cases in files named ....test.json:

  [{"name": "greets", "file": "hello.wcgp", "request": {"query": {"name": "Ann"}},
    "expect": {"status": 200, "type": "text/plain", "body": "Hello, Ann!"}}]

A case names a program or a page; "entry", "dataset", "session" (Data texts), "preferences" and "files" of the account
prepare it; "expect" takes status, type, body, bodyContains, bodyMatches, json, fields, log, session, error, empty.
Each test has an empty account of its own.`,
  options: OPTIONS,
  run,
};
