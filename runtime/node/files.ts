/** Where the built package and the engine are. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the package `postern`: the folder above this file whose package.json says so. */
export function projectRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'postern')
      return folder;
    if (dirname(folder) === folder) throw new Error('the package root was not found');
  }
}

/** The engine's WebAssembly module, as bytes. */
export function engineBytes(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
}

/** Text of the bundled prelude. */
export function preludeBundle(): string {
  return readFileSync(join(projectRoot(), 'dist/prelude.js'), 'utf8');
}
