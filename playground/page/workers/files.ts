/** A table of files as the language service and the runner read it. */
import type { WorkFiles } from '../../sandbox/units.js';
import type { FileTable } from './protocol.js';

export class TableFiles implements WorkFiles {
  /** The stock skin, when the files need it. */
  behind?: TableFiles;
  readonly #files = new Map<string, { readonly name: string; readonly content: string | Uint8Array }>();

  constructor(table: FileTable, behind: TableFiles | null = null) {
    if (behind !== null) this.behind = behind;
    for (const [name, content] of Object.entries(table)) this.set(name, content);
  }

  set(name: string, content: string | Uint8Array): void {
    this.#files.set(name.toLowerCase(), { name, content });
  }

  delete(name: string): void {
    this.#files.delete(name.toLowerCase());
  }

  list(): string[] {
    return [...this.#files.values()].map(({ name }) => name);
  }

  read(file: string): string | null {
    const content = this.#files.get(file.toLowerCase())?.content;
    return typeof content === 'string' ? content : null;
  }

  bytes(file: string): Uint8Array | null {
    const content = this.#files.get(file.toLowerCase())?.content;
    if (content === undefined) return null;
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  }
}
