// npm run fuzz [-- COUNT [SEED]]: damaged XIMSS documents against the built package, 200,000 by default.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from '../../host/bin/prepare.mjs';

await prepare();
const { build } = await import('esbuild');
const entry = 'test/ximss/fuzzrun.ts';
const shared = { absWorkingDir: root, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' };
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
const { main } = await import(pathToFileURL(join(root, 'dist/test/ximss/fuzzrun.js')).href);
process.exit(await main(Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? Date.now() % 1e9)));
