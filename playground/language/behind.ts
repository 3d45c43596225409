/**
 * Files in the order in which a server looks for them: beside the one that names them, in the folder above (named skins
 * are folders in that of the unnamed skin), then in the skins behind.
 */
import type { FileSource } from './types.js';

/** Workspace and skins behind it, each with the folder in which a file is looked for there. */
export function* levels<Files extends FileSource & { readonly behind?: Files }>(
  files: Files,
  folder: string,
): Generator<readonly [files: Files, folder: string]> {
  yield [files, folder];
  if (folder !== '') yield [files, folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)];
  for (let next = files.behind; next !== undefined; next = next.behind) yield [next, ''];
}

/**
 * Text of the first file of this name; null when there is none.
 * @param folder of the file that names it, in lower case with a slash at its end, or nothing
 * @param name in any letter case, without folder
 */
export function readThrough(files: FileSource, folder: string, name: string): string | null {
  for (const [level, place] of levels(files, folder)) {
    const text = level.read(place + name.toLowerCase());
    if (text !== null) return text;
  }
  return null;
}

/** The folder of a file: in lower case with a slash at its end, or nothing. */
export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1).toLowerCase();
