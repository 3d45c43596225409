// What the tests need besides the sources: packages, the build, a browser. Plain JavaScript without packages:
// it runs first in a fresh clone. As a program (`node test/tools/setup.mjs`) it does only that.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../host/bin/prepare.mjs';

const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const has = command => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** The browser of the tests, or undefined. */
export const chromium = () => PLACES.find(path => path !== '' && existsSync(path));

/** Installs Chromium where that is possible without a question. */
function installChromium() {
  if (chromium() !== undefined || process.getuid?.() !== 0 || !has('apt-get')) return;
  process.stderr.write('postern: installing chromium ...\n');
  const options = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 300_000,
  };
  const get = (...args) => spawnSync('apt-get', args, options).status === 0;
  if (
    !get('update', '-qq') ||
    !get('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core')
  )
    process.stderr.write('postern: no chromium, tests in a browser are skipped\n');
}

/** Makes a fresh clone ready for the tests. */
export async function setup() {
  await prepare();
  installChromium();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
