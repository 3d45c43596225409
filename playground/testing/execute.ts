/** Runs tests, each with an account of its own. */
import { TEST_SECTIONS } from '../language/cgpl/testing.js';
import { extensionOf } from '../language/languages.js';
import { toUtf8 } from '../language/text.js';
import { Account } from '../sandbox/account/account.js';
import { type AccountState, emptyAccount } from '../sandbox/account/state.js';
import type { Runner, RunOptions } from '../sandbox/runner.js';
import type { WorkFiles } from '../sandbox/units.js';
import { compare } from './expect.js';
import type { TestCase, TestResult } from './types.js';

function accountOf({ preferences, accountFiles }: TestCase): AccountState {
  const files = Object.entries(accountFiles ?? {}).map(([name, text]) => [
    toUtf8(name),
    { bytes: toUtf8(text), created: 0, modified: 0 },
  ]);
  const base = emptyAccount();
  return {
    ...base,
    files: Object.fromEntries(files),
    preferences: preferences === undefined ? base.preferences : toUtf8(preferences),
  };
}

/** Runs one test. `more` goes to the run. */
export async function execute(
  test: TestCase,
  files: WorkFiles,
  runner: Runner,
  more: Partial<RunOptions> = {},
): Promise<TestResult> {
  const options: RunOptions = {
    files,
    file: test.file,
    entry: test.entry,
    request: test.request,
    account: new Account(accountOf(test)),
    extra: TEST_SECTIONS,
    ...(test.dataset === undefined ? {} : { dataset: test.dataset }),
    ...(test.session === undefined ? {} : { session: test.session }),
    ...more,
  };
  const begin = performance.now();
  const isPage = /^wss[pi]$/.test(extensionOf(test.file));
  const outcome =
    files.read(test.file.toLowerCase()) === null
      ? null
      : await (isPage ? runner.render(options) : runner.run(options));
  const ms = performance.now() - begin;
  if (outcome === null) {
    const nothing = {
      kind: 'invalid',
      answer: null,
      error: null,
      diagnostics: [],
      log: [],
      session: null,
      usage: null,
      recording: null,
    } as const;
    return { test, failures: [`there is no file ${test.file}`], outcome: nothing, ms };
  }
  return { test, failures: compare(outcome, test.expect), outcome, ms };
}
