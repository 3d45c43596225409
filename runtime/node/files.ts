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

/** The server runs from files that hold many modules each: loading hundreds of files takes longer than anything else. */
const JOINED = 'run';

/**
 * Absolute path of a built file, also when this file runs from its source. Code that runs from the joined files gets
 * a joined one, so that no module is loaded twice.
 */
export function builtFile(path: string): string {
  const isJoined = fileURLToPath(import.meta.url).startsWith(join(projectRoot(), 'dist', JOINED));
  return join(projectRoot(), 'dist', isJoined ? JOINED : '', path);
}

/** The engine's WebAssembly module, as bytes. */
export function engineBytes(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
}

/** Text of the bundled prelude. */
export function preludeBundle(): string {
  return readFileSync(join(projectRoot(), 'dist/prelude.js'), 'utf8');
}
