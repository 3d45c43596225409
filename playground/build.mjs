// Builds the playground page into plain static files that work from any web server.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build, transform } from 'esbuild';
import { examples, tour } from './examples/collect.mjs';

/**
 * @param root folder of the package
 * @param target folder for the files; emptied first
 * @param prelude text of the bundled prelude
 */
export async function buildPlayground(root, target, prelude) {
  const page = join(root, 'playground/page');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const whole = {
    absWorkingDir: root,
    outdir: target,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    loader: { '.css': 'text' },
    alias: { 'iconv-lite': join(page, 'shims/iconv.ts') },
    plugins: [later(join(page, 'later/builtins.ts'))],
    inject: [join(page, 'shims/buffer.ts')],
    external: ['stream', 'string_decoder'],
    define: { 'process.env.NODE_ENV': '"production"' },
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
    logOverride: { 'direct-eval': 'silent' },
  };
  // The two workers share the compiler. The page shares little with them: files for that cost more than they hold.
  await build({ ...whole, entryPoints: [join(page, 'main.ts')] });
  await build({
    ...whole,
    entryPoints: ['language', 'runner'].map(name => join(page, `workers/${name}.ts`)),
  });
  // the frame of the preview has no origin, so its script cannot be a module
  await build({
    entryPoints: [join(page, 'preview.ts')],
    outfile: join(target, 'preview.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2023',
    logLevel: 'warning',
  });
  // the first script waits for no other one
  await build({
    entryPoints: [join(page, 'start.ts')],
    outfile: join(target, 'start.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'warning',
  });
  for (const name of ['index.html', 'preview.html', 'icon.svg']) cpSync(join(page, name), join(target, name));
  const style = await transform(readFileSync(join(page, 'style.css')), { loader: 'css', minify: true });
  writeFileSync(join(target, 'style.css'), style.code);
  const engine = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  cpSync(engine, join(target, 'engine.wasm'));
  writeFileSync(join(target, 'prelude.txt'), prelude);
  writeFileSync(join(target, 'examples.json'), JSON.stringify(examples(root)));
  writeFileSync(join(target, 'tour.json'), JSON.stringify(tour(root)));
  writeFileSync(join(target, 'stock.json'), JSON.stringify(stock(join(root, 'skins/stock'))));
  await compress(target);
}

/** Files of the stock skin that pages and programs can ask for. */
function stock(folder) {
  const names = readdirSync(folder).filter(name => /\.(?:wss[pi]|wcg[pi]|data|css|svg)$/.test(name));
  return Object.fromEntries(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Puts a module that loads them when they are needed in place of the built-ins of the host. */
function later(path) {
  return {
    name: 'later',
    setup: ({ onResolve }) => onResolve({ filter: /\/stdlib\/builtins\/host\.js$/ }, () => ({ path })),
  };
}

/** Puts a compressed form beside each file, for servers that send such. */
async function compress(target) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  await Promise.all(
    readdirSync(target).map(async name => {
      const bytes = readFileSync(join(target, name));
      const small = await promisify(brotliCompress)(bytes, {
        params: { ...params, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      });
      if (small.length < bytes.length) writeFileSync(join(target, `${name}.br`), small);
    }),
  );
}
