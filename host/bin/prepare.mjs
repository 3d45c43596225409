// Makes a fresh clone runnable: installs the packages when they are missing, builds when dist/ is older than
// the sources. Plain JavaScript without dependencies: it runs before anything is installed or built.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const FLOOR = [20, 19];

function run(what, command, args) {
  process.stderr.write(`postern: ${what} ...\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    process.stderr.write(`postern: ${what} failed${error ? `: ${error.message}` : ''}\n`);
    process.exit(1);
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  process.stderr.write(
    `postern: Node ${FLOOR.join('.')} or later is needed, this is ${process.versions.node}\n`,
  );
  process.exit(1);
}

/** True when the package can be loaded from the clone. */
function installed(name) {
  try {
    createRequire(join(root, 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Installs and builds what is missing. */
export async function prepare() {
  checkNode();
  if (!existsSync(join(root, 'node_modules')))
    run('installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const built = existsSync(join(root, 'dist/built'));
  // An installation for production has no build tools: what is built is used as it is.
  if (!installed('esbuild')) {
    if (built) return;
    process.stderr.write(
      'postern: dist/ is missing and the build tools are not installed: run "npm ci" first\n',
    );
    process.exit(1);
  }
  const { isFresh } = await import(pathToFileURL(join(root, 'build.mjs')).href);
  if (!built || !isFresh()) run('building', process.execPath, ['build.mjs']);
}

/** Runs a command of the built program; the result is its exit status, or undefined while a server runs. */
export async function runBuilt(args) {
  const { main } = await import(pathToFileURL(join(root, 'dist/run/host/bin/main.js')).href);
  return main(args);
}
