/**
 * Builds the guest prelude. The engine's parser leaves holes in the heap as large as what it reads at once, and every
 * copy of an image pays for them; so the prelude is not one script but pieces, about one per module, that the engine
 * reads one after the other. A piece is a function of the table of all pieces' exports.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Between pieces. */
export const SEPARATOR = '\n//--\n';

const IMPORT = /^import(?:\{([^}]*)\}from)?"(?:[^"]*\/)?([^"/]+)";/;
const EXPORT = /export\{([^}]*)\};?\s*$/;

const shared = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  write: false,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** `a as b, c` as pairs. */
const names = list =>
  list
    .split(',')
    .filter(Boolean)
    .map(item => item.split(' as '));

/** @param root folder of the package */
export async function bundlePrelude(root, outfile) {
  const entry = join(root, 'runtime/guest/prelude.ts');
  const whole = await build({ ...shared, entryPoints: [entry], absWorkingDir: root });
  const split = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: Object.keys(whole.metafile.inputs).map(input => join(root, input)),
    outdir: '/pieces',
    outbase: root,
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    minify: true,
  });
  const texts = new Map(split.outputFiles.map(file => [basename(file.path), file.text.trim()]));
  const last = [...texts.keys()].find(name => name.startsWith('prelude-'));
  const order = [];
  const visit = name => {
    if (order.includes(name)) return;
    for (
      let rest = texts.get(name), m = IMPORT.exec(rest);
      m;
      rest = rest.slice(m[0].length), m = IMPORT.exec(rest)
    ) {
      visit(m[2]);
    }
    order.push(name);
  };
  visit(last);
  const pieces = order.map(name => piece(texts.get(name), order)).filter(Boolean);
  writeFileSync(outfile, pieces.join(SEPARATOR));
}

function piece(text, order) {
  let rest = text;
  let head = '';
  for (let m = IMPORT.exec(rest); m; m = IMPORT.exec(rest)) {
    rest = rest.slice(m[0].length);
    const bindings = names(m[1] ?? '').map(([from, to]) => (to ? `${from}:${to}` : from));
    if (bindings.length > 0) head += `const{${bindings.join(',')}}=$m[${order.indexOf(m[2])}];`;
  }
  const exported = EXPORT.exec(rest);
  if (exported) rest = rest.slice(0, exported.index);
  if (/\b(?:import|export)[{ "]/.test(rest)) throw new Error('a piece of the prelude has an unknown form');
  const result = names(exported?.[1] ?? '').map(([from, to]) => (to ? `${to}:${from}` : from));
  // The place in the table must be kept even when the module exports nothing.
  return `(function($m){"use strict";${head}${rest}\n$m.push({${result.join(',')}})})`;
}
