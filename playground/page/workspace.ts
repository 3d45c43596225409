/** What the user works on: files, request, dataset. Tells listeners of every change. */
import { EMPTY_REQUEST, type RequestSpec } from '../sandbox/request.js';
import type { FileTable } from './workers/protocol.js';

/** Everything that is shared, kept and opened together. */
export interface Workspace {
  readonly name: string;
  readonly files: FileTable;
  /** The file in the editor. */
  readonly active: string;
  /** The file that Run runs; null for the active one. */
  readonly main: string | null;
  readonly entry: string;
  readonly request: RequestSpec;
  /** Data texts. */
  readonly dataset: string;
  readonly session: string;
}

export const EMPTY: Workspace = {
  name: 'Untitled',
  files: { 'main.wcgp': 'entry Main is\n  SetHTTPResponseData("Hello, world!");\nend entry;\n' },
  active: 'main.wcgp',
  main: null,
  entry: 'Main',
  request: EMPTY_REQUEST,
  dataset: '{}',
  session: '{}',
};

/** Bytes of all files together. */
export const MOST_BYTES = 16 * 1024 * 1024;
export const MOST_FILES = 500;

export type Change = 'files' | 'active' | 'text' | 'request' | 'all';

export class Store {
  #current: Workspace = EMPTY;
  #isTouched = false;
  readonly #listeners: ((change: Change, workspace: Workspace) => void)[] = [];

  get current(): Workspace {
    return this.#current;
  }

  onChange(listener: (change: Change, workspace: Workspace) => void): void {
    this.#listeners.push(listener);
  }

  /** Something was changed since the workspace was opened. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  /** @param isTouched it holds work that is nowhere else */
  open(workspace: Workspace, isTouched = false): void {
    this.#change('all', workspace);
    this.#isTouched = isTouched;
  }

  patch(patch: Partial<Workspace>, change: Change = 'request'): void {
    this.#change(change, { ...this.#current, ...patch });
  }

  setText(file: string, text: string): void {
    this.#change('text', { ...this.#current, files: { ...this.#current.files, [file]: text } });
  }

  addFile(file: string, content: string | Uint8Array): void {
    this.#change('files', {
      ...this.#current,
      files: { ...this.#current.files, [file]: content },
      active: file,
    });
  }

  deleteFile(file: string): void {
    const { [file]: _, ...files } = this.#current.files;
    const names = Object.keys(files);
    const active = this.#current.active === file ? (names[0] ?? '') : this.#current.active;
    const main = this.#current.main === file ? null : this.#current.main;
    this.#change('files', { ...this.#current, files, active, main });
  }

  renameFile(file: string, to: string): void {
    const files = Object.fromEntries(
      Object.entries(this.#current.files).map(([name, text]) => [name === file ? to : name, text]),
    );
    const follow = (name: string): string => (name === file ? to : name);
    const { active, main } = this.#current;
    this.#change('files', {
      ...this.#current,
      files,
      active: follow(active),
      main: main === null ? null : follow(main),
    });
  }

  /** Why a name cannot be that of a file, null when it can. */
  nameProblem(name: string): string | null {
    if (!/^[^/\\:*?"<>|\0]{1,200}$/.test(name) || name.startsWith('.'))
      return 'This cannot be the name of a file.';
    const taken = Object.keys(this.#current.files).some(other => other.toLowerCase() === name.toLowerCase());
    return taken ? 'There is a file with this name.' : null;
  }

  #change(change: Change, workspace: Workspace): void {
    this.#current = workspace;
    if (change !== 'active') this.#isTouched = true;
    for (const listener of this.#listeners) listener(change, workspace);
  }
}

/** The file that Run runs. */
export function mainFile({ main, active, files }: Workspace): string | null {
  if (main !== null && Object.hasOwn(files, main)) return main;
  if (/\.(?:wcgp|wssp)$/i.test(active)) return active;
  return (
    Object.keys(files).find(name => /\.wcgp$/i.test(name)) ??
    Object.keys(files).find(name => /\.wssp$/i.test(name)) ??
    null
  );
}
