// npm run bench [-- --only G5,G9] [--json FILE]: every goal with its figure, met or not met. A goal is a file of
// goals/: {id, title, figures: {name: {atMost | atLeast}}, measure()}, and measure gives a number for each figure, and
// `about`. Figures are ratios or medians within one interleaved run.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare } from '../../host/bin/prepare.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const { values: options } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });

/** The peers are installed only here. */
function installPeers() {
  if (existsSync(join(here, 'node_modules/.package-lock.json'))) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: here,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error('bench: the peers could not be installed, some goals cannot be measured');
}

const show = value => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

function judge(name, { atMost, atLeast }, value) {
  const met = value !== null && (atMost === undefined ? value >= atLeast : value <= atMost);
  return { name, goal: atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`, value, met };
}

async function measure(file) {
  const { default: goal } = await import(pathToFileURL(join(here, 'goals', file)).href);
  let found = {};
  try {
    found = await goal.measure();
  } catch (error) {
    found.about = `not measured: ${error.stack ?? error}`;
  }
  const figures = Object.entries(goal.figures).map(([name, bound]) =>
    judge(name, bound, found[name] ?? null),
  );
  return { id: goal.id, title: goal.title, figures, about: found.about ?? '' };
}

const only = options.only?.toLowerCase().split(',');
const files = readdirSync(join(here, 'goals'))
  .filter(name => name.endsWith('.mjs'))
  .sort();
const idOf = file => file.replace(/\.mjs$/, '').replace(/^g0*/, 'g');
const unknown = only?.filter(id => !files.some(file => idOf(file) === id)) ?? [];
if (unknown.length > 0) {
  console.error(`bench: no goal ${unknown.join(', ')}. There are ${files.map(idOf).join(', ')}`);
  process.exit(2);
}
await prepare();
installPeers();
const results = [];
for (const file of files) {
  if (only !== undefined && !only.includes(idOf(file))) continue;
  const result = await measure(file);
  results.push(result);
  console.log(`${result.id}  ${result.title}`);
  for (const { name, goal, value, met } of result.figures)
    console.log(
      `    ${met ? 'met    ' : 'NOT MET'}  ${name}: ${value === null ? '-' : show(value)} (${goal})`,
    );
  if (result.about !== '') console.log(`    ${result.about}`);
}
const all = results.flatMap(({ figures }) => figures);
console.log(`${all.filter(({ met }) => met).length} met, ${all.filter(({ met }) => !met).length} not met`);
const file = options.json;
if (file !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  writeFileSync(
    resolve(process.env.INIT_CWD ?? '', file),
    `${JSON.stringify({ machine, goals: results }, null, 2)}\n`,
  );
}
process.exit(0);
