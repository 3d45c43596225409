// npm test: everything that can be checked, from a fresh clone. Static checks count as one test each. The last line
// is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../host/bin/prepare.mjs';
import { setup } from './tools/setup.mjs';

/** Minutes that the test files may take together: a hang must end as a failure, not as a silence. */
const MINUTES = 24;

/** Lines about failures that are repeated at the end, where they are seen even when only the end is kept. */
const MOST_TOLD = 50;

/** Symbols of a line of those. */
const LONGEST = 300;

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function tell(name, passed, failed, lines = []) {
  total.passed += passed;
  total.failed += failed;
  console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed`);
  for (const line of lines) console.log(`       ${line}`);
  if (failed > 0) failures.push(name, ...lines.map(line => `  ${line}`));
}

/** Runs a program of node_modules/.bin; gives its status and what it wrote. */
function program(name, args, { show = false, minutes = MINUTES } = {}) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(root, 'node_modules', name), ...args], {
      cwd: root,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      timeout: minutes * 60_000,
      killSignal: 'SIGKILL',
    });
    let text = '';
    child.stdout?.on('data', data => (text += data));
    child.stderr?.on('data', data => (text += data));
    child.on('error', error => resolve({ status: 1, text: error.message }));
    child.on('close', status => resolve({ status: status ?? 1, text }));
  });
}

/** A check that passes when it has nothing to say. */
async function check(name, lines) {
  const found = await lines().catch(error => [error.stack ?? String(error)]);
  tell(name, found.length > 0 ? 0 : 1, found.length > 0 ? 1 : 0, found);
}

/** A check by a program. */
const byProgram = (file, args) => async () => {
  const { status, text } = await program(file, args);
  return status === 0 ? [] : text.trim().split('\n');
};

async function sharedVectors() {
  const { differences, SHARED } = await import('./tools/copy-vectors.mjs');
  return existsSync(SHARED) ? differences(SHARED) : [];
}

async function edges() {
  const { checkEdges } = await import('./tools/edges.mjs');
  return checkEdges();
}

/** The vectors of every kind that the runner knows: those of the project, and its own. */
async function conformance() {
  const { KINDS, runFolder } = await import('./conformance/run.mjs');
  for (const kind of Object.keys(KINDS)) {
    for (const set of ['vectors', 'own']) {
      const folder = join(root, 'test/conformance', set, kind);
      if (!existsSync(folder) || readdirSync(folder).length === 0) continue;
      const { passed, failed, disputed, lines } = await runFolder(kind, folder);
      tell(
        `conformance ${set}/${kind}${disputed > 0 ? ` (${disputed} disputed)` : ''}`,
        passed,
        failed,
        lines,
      );
    }
  }
}

/** Names of the failed tests of a file, each with the first line of what it says. */
function failedTests({ name, assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(
      ({ fullName, failureMessages: [message = ''] }) =>
        `${relative(root, name)}: ${fullName}: ${message.split('\n')[0]}`,
    );
}

async function testFiles(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tests-'));
  const report = join(folder, 'report.json');
  const { status } = await program(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    { show: true },
  );
  let { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, testResults = [] } = {};
  if (existsSync(report))
    ({ numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    ));
  rmSync(folder, { recursive: true, force: true });
  // Files that cannot be loaded have no tests in the report.
  const broken = testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(t => t.status === 'failed'),
  );
  const lines = broken.map(file => `${relative(root, file.name)}: ${file.message}`);
  lines.push(...testResults.flatMap(failedTests));
  let failed = numFailedTests + broken.length;
  if (status !== 0 && failed === 0) {
    failed = 1;
    lines.push(
      `vitest ended with status ${status}: an error outside the tests, or no end after ${MINUTES} minutes`,
    );
  }
  total.skipped = numPendingTests;
  tell('test files', numPassedTests, failed, lines);
}

await setup();
const filters = process.argv.slice(2);
if (filters.length === 0) {
  await Promise.all([
    check(
      'lint',
      byProgram('@biomejs/biome/bin/biome', [
        'check',
        '--diagnostic-level=warn',
        '--max-diagnostics=200',
        '.',
      ]),
    ),
    check('types', byProgram('typescript/bin/tsc', ['--noEmit'])),
  ]);
  await check('imports', edges);
  await check('vectors are those of ../shared', sharedVectors);
  await conformance();
}
await testFiles(filters);
if (failures.length > 0) console.log('what failed, in short:');
for (const line of failures.slice(0, MOST_TOLD)) console.log(line.slice(0, LONGEST));
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
