/**
 * Recordings of failed requests in a folder: `ID.prec`, readable by `postern replay` and the playground, and `ID.json`
 * with what lists show. The oldest ones go when there are too many or when they are too large together.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is known of a recording without opening it. */
export interface RecordingInfo {
  /** Name without extension; later ones sort after earlier ones. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Null: the request belonged to no domain. */
  readonly domain: string | null;
  readonly skin: string;
  /** Program or page of the request. */
  readonly file: string;
  readonly code: string;
  readonly number: number;
  readonly message: string;
  /** Where it failed, `file:line:column`. */
  readonly place: string;
  /** Log tag of the connection or session. */
  readonly tag: string;
  /** Version of Postern that made it: no other one opens it. Absent in recordings of before this was written down. */
  readonly version?: string;
  /** How many secrets were covered. */
  readonly covered: number;
  /** Bytes. */
  readonly size: number;
}

export interface ShelfLimits {
  readonly count: number;
  /** Bytes of all together. */
  readonly space: number;
  /** Bytes of one. */
  readonly size: number;
  /** Milliseconds that one is kept. */
  readonly age: number;
}

const ID = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/** The beginning of the names of recordings made at a time. */
const idTime = (time: Date): string => time.toISOString().replace(/[-:.]/g, '');

/** Recordings on the way to the disk; further ones are dropped, since failures can come faster than disks write. */
const MOST_WAITING = 16;

export class RecordingShelf {
  private waiting = 0;
  private work: Promise<unknown> = Promise.resolve();

  /** @param failed told of what could not be written */
  constructor(
    private readonly folder: string,
    private readonly limits: () => ShelfLimits,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Keeps a recording that `make` gives; never rejects. */
  keep(make: () => Promise<{ info: Omit<RecordingInfo, 'id' | 'size'>; bytes: Uint8Array } | null>): void {
    if (this.waiting >= MOST_WAITING) return;
    this.waiting++;
    this.work = this.work
      .then(async () => {
        const made = await make();
        if (made !== null && made.bytes.length <= this.limits().size) await this.write(made.info, made.bytes);
      })
      .catch(this.failed)
      .finally(() => {
        this.waiting--;
      });
  }

  /** Resolves when everything given so far is on the disk. */
  async settled(): Promise<void> {
    await this.work;
  }

  /** All recordings, the newest first. */
  async list(): Promise<RecordingInfo[]> {
    await this.prune();
    const ids = (await this.ids()).reverse();
    const infos = await Promise.all(ids.map(id => this.info(id)));
    return infos.filter(info => info !== null);
  }

  /** Null when there is none. */
  async info(id: string): Promise<RecordingInfo | null> {
    if (!ID.test(id)) return null;
    try {
      return JSON.parse(await readFile(this.path(id, 'json'), 'utf8')) as RecordingInfo;
    } catch {
      return null;
    }
  }

  /** The recording as a file; null when there is none. */
  async read(id: string): Promise<Uint8Array | null> {
    return ID.test(id) ? readFile(this.path(id, 'prec')).catch(() => null) : null;
  }

  async remove(id: string): Promise<void> {
    if (!ID.test(id)) return;
    // The list is made of the second file: it goes first.
    await rm(this.path(id, 'json'), { force: true });
    await rm(this.path(id, 'prec'), { force: true });
  }

  private path(id: string, extension: string): string {
    return join(this.folder, `${id}.${extension}`);
  }

  /** The oldest first. */
  private async ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .filter(name => name.endsWith('.prec'))
      .map(name => name.slice(0, -'.prec'.length))
      .filter(id => ID.test(id))
      .sort();
  }

  private async write(info: Omit<RecordingInfo, 'id' | 'size'>, bytes: Uint8Array): Promise<void> {
    const id = `${idTime(new Date(info.time))}-${randomBytes(4).toString('hex')}`;
    const mode = 0o600;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(this.path(id, 'prec'), bytes, { mode });
    await writeFile(this.path(id, 'json'), JSON.stringify({ id, ...info, size: bytes.length }), { mode });
    await this.prune();
  }

  private async prune(): Promise<void> {
    const { count, space, age } = this.limits();
    const oldest = idTime(new Date(Date.now() - age));
    const ids = await this.ids();
    const sizes = await Promise.all(
      ids.map(async id => (await stat(this.path(id, 'prec')).catch(() => null))?.size ?? 0),
    );
    let total = sizes.reduce((sum, size) => sum + size, 0);
    for (const [at, id] of ids.entries()) {
      if (ids.length - at <= count && total <= space && id >= oldest) return;
      total -= sizes[at] ?? 0;
      await this.remove(id);
    }
  }
}
