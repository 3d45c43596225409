/**
 * Content as files: `blobs/<2 digits>/<id>`. A file is written under `blobs/temp`, synced, renamed and its folder
 * synced, so that a file under its own name is always whole.
 */
import { constants, promises as fs } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.js';

const TEMP = 'temp';
const CHUNK = 64 * 1024;

export class BlobFiles {
  readonly #base: string;
  readonly #folders = new Set<string>();

  constructor(base: string) {
    this.#base = base;
  }

  /** Makes the folders and removes what a crash left half-written. */
  async open(): Promise<void> {
    const temp = join(this.#base, TEMP);
    await fs.mkdir(temp, { recursive: true });
    for (const name of await fs.readdir(temp)) await fs.rm(join(temp, name), { force: true });
    await syncFolder(this.#base);
  }

  /** Begins a file. */
  async create(id: string): Promise<BlobWriter> {
    const path = join(this.#base, TEMP, id);
    const file = await fs.open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    return {
      write: async bytes => {
        for (let done = 0; done < bytes.length; ) {
          done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
        }
      },
      finish: async () => {
        await file.sync();
        await file.close();
        const folder = await this.#folder(id);
        await fs.rename(path, join(folder, id));
        await syncFolder(folder);
      },
      abandon: async () => {
        await file.close().catch(() => {});
        await fs.rm(path, { force: true });
      },
    };
  }

  /** The file, for `read`; undefined if there is none. */
  async handle(id: string): Promise<fs.FileHandle | undefined> {
    try {
      return await fs.open(this.path(id), 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async *read(file: fs.FileHandle, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let at = start; at < end; ) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - at));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  /** Removes a file; true if it was there. */
  async remove(id: string): Promise<boolean> {
    try {
      await fs.unlink(this.path(id));
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** Size of a file, undefined if it is not there. */
  async size(id: string): Promise<number | undefined> {
    try {
      return (await fs.stat(this.path(id))).size;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** The names of all whole files. */
  async *names(): AsyncGenerator<string, void, undefined> {
    for (const folder of await fs.readdir(this.#base)) {
      if (folder === TEMP) continue;
      for await (const entry of await fs.opendir(join(this.#base, folder))) yield entry.name;
    }
  }

  path(id: string): string {
    return join(this.#base, id.slice(1, 3), id);
  }

  async #folder(id: string): Promise<string> {
    const folder = join(this.#base, id.slice(1, 3));
    if (!this.#folders.has(folder)) {
      await fs.mkdir(folder, { recursive: true });
      await syncFolder(this.#base);
      this.#folders.add(folder);
    }
    return folder;
  }
}

/** A file that is being written. Ends with either `finish` or `abandon`. */
export interface BlobWriter {
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** Makes names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
