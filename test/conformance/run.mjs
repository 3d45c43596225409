// npm run conformance -- KIND DIR: runs a folder of vectors, prints the id of each one that fails and why, then
// `N passed, N failed`. Vectors named in disputed.json ({kind: {id: reason}}) run, too, and are counted apart.
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepare, root } from '../../host/bin/prepare.mjs';
import { runInThread } from './thread.mjs';

/** Kind -> the module in kinds/ that exports `run(folder, report)` (type RunFolder of report.ts). */
export const KINDS = {
  cgpl: 'cgpl.ts',
  wssp: 'wssp.ts',
  data: 'data.ts',
  cli: 'cli.ts',
  ximss: 'ximss.ts',
};

/** Kinds whose vectors run in a sandbox of this process. */
const DEEP = new Set(['cgpl', 'wssp']);

/** Transpiles a module of the tests, and what it needs of the tests, to dist/test, beside the built package: its path. */
async function load(file) {
  const { build } = await import('esbuild');
  const shared = {
    absWorkingDir: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  };
  const entry = `test/conformance/kinds/${file}`;
  const { metafile } = await build({
    ...shared,
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    write: false,
    outdir: 'dist',
    metafile: true,
  });
  const entryPoints = Object.keys(metafile.inputs).filter(path => /^test\/.*\.ts$/.test(path));
  await build({ ...shared, entryPoints, outdir: join(root, 'dist/test'), outbase: join(root, 'test') });
  return join(root, 'dist', entry.replace(/\.ts$/, '.js'));
}

/**
 * Runs the vectors of a folder with the built package.
 * @returns counts, and a line of text for each that fails or is disputed
 */
export async function runFolder(kind, folder) {
  const disputed = JSON.parse(readFileSync(join(root, 'test/conformance/disputed.json'), 'utf8'))[kind] ?? {};
  const counts = { passed: 0, failed: 0, disputed: 0, lines: [] };
  const tell = (id, why) => {
    if (Object.hasOwn(disputed, id)) {
      counts.disputed++;
      counts.lines.push(`${id}: disputed (${disputed[id]}): ${why ?? 'holds'}`);
    } else if (why === null) counts.passed++;
    else {
      counts.failed++;
      counts.lines.push(`${id}: ${why}`);
    }
  };
  try {
    const file = await load(KINDS[kind]);
    const report = { pass: id => tell(id, null), fail: tell };
    if (DEEP.has(kind)) await runInThread(file, folder, report);
    else await (await import(pathToFileURL(file).href)).run(folder, report);
    if (counts.passed + counts.failed + counts.disputed === 0) tell(folder, 'holds no vectors');
  } catch (error) {
    tell(kind, `the vectors cannot run: ${error instanceof Error ? error.stack : error}`);
  }
  return counts;
}

async function main([kind = '', given]) {
  const folder = resolve(process.env.INIT_CWD ?? '', given ?? '');
  if (
    !Object.hasOwn(KINDS, kind) ||
    given === undefined ||
    !statSync(folder, { throwIfNoEntry: false })?.isDirectory()
  ) {
    console.error(
      `usage: npm run conformance -- KIND DIR\nKIND: ${Object.keys(KINDS).join(', ')}; DIR: a folder of vectors`,
    );
    return 64;
  }
  await prepare();
  const { passed, failed, disputed, lines } = await runFolder(kind, folder);
  for (const line of lines) console.log(line);
  if (disputed > 0) console.log(`${disputed} disputed`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

// Sandboxes that a broken kind left open must not keep the process.
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
