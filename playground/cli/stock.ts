/** The skin behind the author's files: on a server every file of the stock skin is there, so the commands see it, too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../runtime/node/files.js';
import { DiskFiles, folderAt } from './disk.js';
import type { Arguments } from './options.js';
import type { Option } from './types.js';

/** Names the skin between the author's files and the stock skin. */
export const SKIN_OPTION: Option = {
  name: '--skin',
  value: 'FOLDER',
  about: 'skin between the files and the stock skin, as skins/Courtyard',
};

let known: DiskFiles | null | undefined;

/** The unnamed skin of the package; null in packages that come without it. */
export function stockSkin(): DiskFiles | null {
  if (known === undefined) {
    const folder = join(projectRoot(), 'skins/stock');
    known = existsSync(folder) ? new DiskFiles(folder) : null;
  }
  return known;
}

/** What is asked for a file that is not among the author's. Throws `Stop` when `--skin` names no folder. */
export function skinBehind(options: Arguments, cwd: string): DiskFiles | null {
  const folder = options.one('--skin');
  return folder === null ? stockSkin() : new DiskFiles(folderAt(folder, cwd), stockSkin());
}
