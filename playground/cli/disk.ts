/** Files of the disk as a workspace. Texts are read once. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { languageOf } from '../language/languages.js';
import type { WorkFiles } from '../sandbox/units.js';
import { Stop } from './types.js';

const MOST_FILES = 50_000;
/** Never looked into. */
const SKIPPED = new Set(['node_modules', '.git', 'dist']);

/** One folder with everything below it. Names are paths with slashes. */
export class DiskFiles implements WorkFiles {
  readonly behind?: DiskFiles;
  readonly #names = new Map<string, string>();
  readonly #texts = new Map<string, string | null>();

  constructor(
    readonly root: string,
    /** The skin behind all folders; null for none. */
    behind: DiskFiles | null = null,
  ) {
    if (behind !== null) this.behind = behind;
    for (const name of walk(root, '')) this.#names.set(name.toLowerCase(), name);
  }

  list(): string[] {
    return [...this.#names.values()];
  }

  read(file: string): string | null {
    const key = file.toLowerCase();
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const bytes = this.bytes(file);
    const text = bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    this.#texts.set(key, text);
    return text;
  }

  bytes(file: string): Uint8Array | null {
    const name = this.#names.get(file.toLowerCase());
    return name === undefined ? null : readFileSync(join(this.root, name));
  }

  /** Name of a file in a message: relative to where the user is. */
  shown(file: string, cwd: string): string {
    return relative(cwd, join(this.root, file)) || file;
  }
}

function* walk(root: string, folder: string): Generator<string> {
  let count = 0;
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name)) continue;
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, name);
    else if (entry.isFile()) {
      if (++count > MOST_FILES) throw new Stop(`more than ${MOST_FILES} files in ${join(root, folder)}`);
      yield name;
    }
  }
}

/** What the user named: files with the folders they are in. */
export interface Selection {
  readonly files: DiskFiles;
  readonly names: readonly string[];
}

/** Folders stand for all sources in them, `behind` is the skin behind all. Throws `Stop` for what is not there. */
export function select(paths: readonly string[], cwd: string, behind: DiskFiles | null = null): Selection[] {
  const folders = new Map<string, { files: DiskFiles; names: Set<string> }>();
  for (const path of paths) {
    const full = resolve(cwd, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat === undefined) throw new Stop(`there is no ${path}`);
    const root = stat.isDirectory() ? full : dirname(full);
    let known = folders.get(root);
    if (known === undefined)
      folders.set(root, (known = { files: new DiskFiles(root, behind), names: new Set() }));
    if (!stat.isDirectory()) known.names.add(basename(full));
    else for (const name of known.files.list()) if (languageOf(name) !== null) known.names.add(name);
  }
  return [...folders.values()].map(({ files, names }) => ({ files, names: [...names] }));
}

/** The folder of one file, and its name in it. */
export function openFile(
  path: string,
  cwd: string,
  behind: DiskFiles | null = null,
): { files: DiskFiles; name: string } {
  const [selection] = select([path], cwd, behind);
  const name = selection?.names[0];
  if (selection === undefined || name === undefined || selection.files.read(name) === null)
    throw new Stop(`there is no file ${path}`);
  return { files: selection.files, name };
}

/** The full path of a folder. Throws `Stop` for what is not there or no folder. */
export function folderAt(path: string, cwd: string): string {
  const full = resolve(cwd, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new Stop(`there is no ${path}`);
  if (!stat.isDirectory()) throw new Stop(`${path} is not a folder`);
  return full;
}
