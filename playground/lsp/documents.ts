/** Open documents over the files of their folders. A folder is a skin: names are looked for in it only. */
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DiskFiles } from '../cli/disk.js';
import { stockSkin } from '../cli/stock.js';
import { LanguageService } from '../language/service.js';
import type { FileSource } from '../language/types.js';

interface Folder {
  disk: FileSource;
  readonly open: Map<string, { readonly name: string; text: string }>;
  readonly service: LanguageService;
}

/** A document in its folder. */
export interface Opened {
  readonly service: LanguageService;
  readonly name: string;
  readonly text: string;
  /** URI of a file of the same folder. */
  uri(name: string): string;
  textOf(name: string): string;
}

const NO_FILES: FileSource = { list: () => [], read: () => null };

export class Documents {
  readonly #folders = new Map<string, Folder>();
  /** Root folders of the editor, the longest first. */
  #roots: string[] = [];

  setRoots(uris: readonly string[]): void {
    this.#roots = uris.flatMap(uri => pathOf(uri) ?? []).sort((a, b) => b.length - a.length);
  }

  set(uri: string, text: string): void {
    const place = this.#place(uri);
    this.#folder(place.folder).open.set(place.name.toLowerCase(), { name: place.name, text });
  }

  close(uri: string): void {
    const place = this.#place(uri);
    this.#folder(place.folder).open.delete(place.name.toLowerCase());
  }

  /** Files of the disk have changed. */
  refresh(): void {
    for (const [path, folder] of this.#folders) folder.disk = readFolder(path);
  }

  /** URIs of all open documents. */
  open(): string[] {
    return [...this.#folders].flatMap(([path, folder]) =>
      [...folder.open.values()].map(({ name }) => uriOf(path, name)),
    );
  }

  get(uri: string): Opened | null {
    const { folder: path, name } = this.#place(uri);
    const { service } = this.#folder(path);
    const text = service.files.read(name.toLowerCase());
    if (text === null) return null;
    return {
      service,
      name,
      text,
      uri: other => uriOf(path, other),
      textOf: other => service.files.read(other.toLowerCase()) ?? '',
    };
  }

  /** Folder and name of a document. The folder is the one with the file: sections are looked for beside it. */
  #place(uri: string): { folder: string; name: string } {
    const path = pathOf(uri);
    if (path === null) return { folder: '', name: uri.replace(/^.*[/:]/, '') };
    const root = this.#roots.find(candidate => path.startsWith(candidate + sep));
    const folder = dirname(path);
    // one workspace for a root, so that names lead into its other folders, too
    return root === undefined
      ? { folder, name: path.slice(folder.length + 1) }
      : { folder: root, name: relative(root, path).split(sep).join('/') };
  }

  #folder(path: string): Folder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      const open: Folder['open'] = new Map();
      const made: { disk: FileSource } = { disk: readFolder(path) };
      const behind = stockSkin();
      const files: FileSource = {
        ...(behind === null ? {} : { behind }),
        list: () => [...new Set([...open.values()].map(({ name }) => name).concat(made.disk.list()))],
        read: file => open.get(file)?.text ?? made.disk.read(file),
      };
      folder = Object.assign(made, { open, service: new LanguageService(files) });
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

function readFolder(path: string): FileSource {
  if (path === '') return NO_FILES;
  try {
    return new DiskFiles(path);
  } catch {
    return NO_FILES;
  }
}

function pathOf(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

const uriOf = (folder: string, name: string): string =>
  folder === '' ? `untitled:${name}` : pathToFileURL(join(folder, name)).href;
