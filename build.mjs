// Builds Postern: every TypeScript file is transpiled one to one into dist/, then the guest prelude
// (what every sandbox starts with) is bundled into one script. `npm run types` does the type check.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPlayground } from './playground/build.mjs';
import { bundlePrelude } from './runtime/guest/bundle.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const rooms = ['compiler', 'stdlib', 'runtime', 'host', 'playground'];
const bundled = ['playground/page', 'playground/examples', 'playground/vscode'].map(folder =>
  join(root, folder),
);

function* files(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** Transpiles the rooms, copies their data files, bundles the prelude. */
export async function buildAll() {
  const dist = join(root, 'dist');
  const sources = [];
  const data = [];
  for (const room of rooms) {
    if (!existsSync(join(root, room))) continue;
    for (const file of files(join(root, room))) {
      // the page of the playground is bundled
      if (bundled.some(folder => file.startsWith(folder))) continue;
      if (file.endsWith('.ts') && !file.endsWith('.d.ts')) sources.push(file);
      else if (file.endsWith('.json') || file.endsWith('.mjs')) data.push(file);
    }
  }
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await build({
    entryPoints: sources,
    outdir: dist,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  await joinModules(dist);
  for (const file of data) {
    const target = join(dist, relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  await bundlePrelude(root, join(dist, 'prelude.js'));
  await buildPlayground(root, join(dist, 'playground/site'), readFileSync(join(dist, 'prelude.js'), 'utf8'));
  writeFileSync(join(dist, 'built'), String(Date.now()));
}

/** What the server and its threads start from. */
const starts = [
  'host/bin/main.ts',
  'runtime/node/main.ts',
  'host/builtins/worker/web.ts',
  'host/apps/compile/worker.ts',
];

/** The same code in few files, `dist/run`: a start that loads hundreds of files takes twice as long. */
async function joinModules(dist) {
  await build({
    entryPoints: starts.map(file => join(root, file)),
    outdir: join(dist, 'run'),
    outbase: root,
    bundle: true,
    splitting: true,
    // Packages with machine code or files of their own stay where they are.
    external: ['level', 'classic-level', 'memory-level', '@node-rs/*', '@jitl/*', 'quickjs-emscripten*'],
    // Packages in the older module format ask for others while they run.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** True when no source is newer than the last build. */
export function isFresh() {
  const stamp = join(root, 'dist/built');
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  if (statSync(join(root, 'build.mjs')).mtimeMs > built) return false;
  for (const room of rooms) {
    if (!existsSync(join(root, room))) continue;
    for (const file of files(join(root, room))) if (statSync(file).mtimeMs > built) return false;
  }
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-needed') && isFresh()) process.exit(0);
  await buildAll();
  if (process.argv.includes('--types'))
    execFileSync('npx', ['tsc', '--noEmit'], { cwd: root, stdio: 'inherit' });
}
