/** Worker threads run built JavaScript: the place of a built file, also when this file runs from its source. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Root of the package. */
export const packageRoot = here.includes(join('dist', 'host', 'apps'))
  ? join(here, '../../..')
  : join(here, '../..');

/** Absolute path of a file of `dist/`. */
export function distFile(path: string): string {
  return join(packageRoot, 'dist', path);
}
