/** The base directory (admin.md 2): created when missing, readable by the server's user and group only. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Sub-directories that exist from the first start on. */
const directories = ['Settings', 'SystemLogs', 'WebSkins'];

/** Absolute path of the base directory: option, environment, `./base`. */
export function basePath(option: string | null): string {
  return resolve(option ?? process.env.POSTERN_BASE ?? 'base');
}

/** Makes the directory and its fixed entries. True when it was created now. */
export function prepareBase(base: string): boolean {
  const isNew = !existsSync(base);
  mkdirSync(base, { recursive: true, mode: 0o770 });
  // The group bit makes new files belong to the directory's group; mkdir drops it on some systems.
  if (isNew) chmodSync(base, 0o2770);
  for (const name of directories) mkdirSync(join(base, name), { recursive: true, mode: 0o770 });
  return isNew;
}
