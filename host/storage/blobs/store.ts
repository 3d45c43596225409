/** Large content: files, or LevelDB when it is small; counted references; removal of what nothing refers to. */
import { createHash, randomBytes } from 'node:crypto';
import { BlobMissing, StorageDamaged, StorageLimit, StorageMisuse } from '../errors.js';
import { latin1 } from '../keys.js';
import { type Level, readLevel, Space, spaceRange, type Write } from '../level.js';
import { mergedRange } from '../merge.js';
import type { Overlay, Patch } from '../overlay.js';
import type { StoreSettings } from '../settings.js';
import type { BlobInfo, Blobs } from '../types.js';
import type { BlobFiles } from './files.js';
import { FreshBlobs } from './fresh.js';
import {
  type BlobRecord,
  contentKey,
  decodeRecord,
  encodeRecord,
  idOf,
  isBlobId,
  isInline,
  recordKey,
} from './records.js';

/** What a transaction does to references. */
export interface BlobPlan {
  readonly writes: Write[];
  /** The transaction is committed. */
  commit(): void;
  /** It is on disk. */
  settled(): void;
}

export class BlobStore implements Blobs {
  readonly #files: BlobFiles;
  readonly #level: Level;
  readonly #overlay: Overlay;
  readonly #settings: StoreSettings;
  readonly fresh = new FreshBlobs();
  #sweeping: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  #writing = 0;
  written = 0;
  bytesWritten = 0;
  removed = 0;

  constructor(files: BlobFiles, level: Level, overlay: Overlay, settings: StoreSettings) {
    this.#files = files;
    this.#level = level;
    this.#overlay = overlay;
    this.#settings = settings;
  }

  async put(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<BlobInfo> {
    this.#writing++;
    try {
      return await this.#put(source instanceof Uint8Array ? pieces(source) : source);
    } finally {
      this.#writing--;
      this.#schedule();
    }
  }

  async #put(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<BlobInfo> {
    const { inlineBytes, maxFreshBytes, maxBlobBytes } = this.#settings;
    const hash = createHash('sha256');
    const name = randomBytes(15).toString('hex');
    const id = `f${name}`;
    let size = 0;
    let small: Uint8Array[] = [];
    let writer: Awaited<ReturnType<BlobFiles['create']>> | null = null;
    try {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > maxBlobBytes)
          throw new StorageLimit('blob-size', `content of more than ${maxBlobBytes} bytes`);
        hash.update(chunk);
        if (writer === null && size < inlineBytes) {
          small.push(chunk.slice());
          continue;
        }
        writer ??= await this.#files.create(id);
        for (const held of small) await writer.write(held);
        small = [];
        await writer.write(chunk);
      }
      const sha256 = hash.digest('hex');
      const due = this.#settings.clock() + this.#settings.blobGraceMs;
      this.written++;
      this.bytesWritten += size;
      if (writer === null && this.fresh.bytes + size <= maxFreshBytes) {
        this.fresh.add(`i${name}`, { content: Buffer.concat(small), size, sha256, due });
        return { id: `i${name}`, size, sha256 };
      }
      writer ??= await this.#files.create(id);
      for (const held of small) await writer.write(held);
      // known before it has its name: the sweep never takes a known file
      this.fresh.add(id, { content: null, size, sha256, due });
      await writer.finish();
      return { id, size, sha256 };
    } catch (error) {
      this.fresh.delete(id);
      await writer?.abandon();
      throw error;
    }
  }

  async get(id: string): Promise<Uint8Array | undefined> {
    const info = this.info(id);
    if (info === undefined) return undefined;
    let all: Buffer | null = null;
    let length = 0;
    for await (const part of this.#bytes(id, 0, info.size)) {
      if (part.length === info.size) return part;
      all ??= Buffer.allocUnsafeSlow(info.size);
      all.set(part, length);
      length += part.length;
    }
    return all ?? new Uint8Array();
  }

  async *stream(id: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    const info = this.info(id);
    if (info === undefined) throw new BlobMissing(id);
    const from = Math.min(Math.max(0, start), info.size);
    yield* this.#bytes(id, from, Math.min(Math.max(from, end), info.size));
  }

  async size(id: string): Promise<number | undefined> {
    return this.info(id)?.size;
  }

  async *references(): AsyncGenerator<{ id: string; count: number; size: number }> {
    const range = spaceRange(Space.BlobRecords);
    const patches = (): Map<string, Patch> => {
      const all = new Map<string, Patch>();
      this.#overlay.collect(range, all);
      return all;
    };
    for await (const { key, value } of mergedRange(this.#level, range, patches)) {
      const { count, size } = decodeRecord(value);
      yield { id: idOf(key), count, size };
    }
  }

  /** What is known of content, with or without references. */
  info(id: string): Omit<BlobRecord, 'count'> | undefined {
    if (!isBlobId(id)) return undefined;
    return this.#record(id) ?? this.fresh.get(id);
  }

  async *#bytes(id: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    if (start >= end) return;
    if (isInline(id)) {
      const content = this.fresh.get(id)?.content ?? this.#read(contentKey(id));
      if (content === undefined) throw missing(id);
      yield content.subarray(start, end);
      return;
    }
    const file = await this.#files.handle(id);
    if (file === undefined) throw missing(id);
    let size = 0;
    for await (const part of this.#files.read(file, start, end)) {
      size += part.length;
      yield part;
    }
    if (size !== end - start)
      throw new StorageDamaged('blob-damaged', `the file of content ${id} is too short`);
  }

  /** Checks and prepares what a transaction does; changes nothing yet. */
  plan(deltas: ReadonlyMap<string, number>): BlobPlan {
    const writes: Write[] = [];
    const commits: (() => void)[] = [];
    const settles: (() => void)[] = [];
    for (const [id, delta] of deltas) {
      const record = isBlobId(id) ? this.#record(id) : undefined;
      const known = record ?? (isBlobId(id) ? this.fresh.get(id) : undefined);
      if (known === undefined) throw new BlobMissing(id);
      const count = (record?.count ?? 0) + delta;
      if (count < 0) throw new StorageMisuse('wrong-count', `content ${id} has no references left to remove`);
      if (delta === 0 || (count === 0 && record === undefined)) continue;
      if (count > 0) this.#keep(id, { count, size: known.size, sha256: known.sha256 }, writes, commits);
      else this.#release(id, known, writes, commits, settles);
    }
    return {
      writes,
      commit: () => {
        for (const run of commits) run();
      },
      settled: () => {
        for (const run of settles) run();
        if (settles.length > 0) this.#schedule();
      },
    };
  }

  #keep(id: string, record: BlobRecord, writes: Write[], commits: (() => void)[]): void {
    writes.push({ type: 'put', key: recordKey(id), value: encodeRecord(record) });
    const fresh = this.fresh.get(id);
    if (fresh === undefined) return;
    if (fresh.content !== null) writes.push({ type: 'put', key: contentKey(id), value: fresh.content });
    commits.push(() => this.fresh.delete(id));
  }

  #release(
    id: string,
    known: Omit<BlobRecord, 'count'>,
    writes: Write[],
    commits: (() => void)[],
    settles: (() => void)[],
  ): void {
    writes.push({ type: 'del', key: recordKey(id) });
    let content: Uint8Array | null = null;
    if (isInline(id)) {
      content = this.#read(contentKey(id)) ?? null;
      if (content === null) throw missing(id);
      writes.push({ type: 'del', key: contentKey(id) });
    }
    const fresh = { size: known.size, sha256: known.sha256, content, due: Number.POSITIVE_INFINITY };
    commits.push(() => this.fresh.add(id, fresh));
    settles.push(() => {
      fresh.due = this.#settings.clock() + this.#settings.blobGraceMs;
    });
  }

  #record(id: string): BlobRecord | undefined {
    const bytes = this.#read(recordKey(id));
    return bytes === undefined ? undefined : decodeRecord(bytes);
  }

  #read(key: Uint8Array): Uint8Array | undefined {
    const pending = this.#overlay.get(latin1(key));
    return pending === undefined ? readLevel(this.#level, key) : pending.value;
  }

  /** Removes files that nothing knows: what a crash left. Runs beside the rest. */
  collect(): void {
    this.#sweeping = this.#collect().catch(this.#settings.onError);
  }

  async #collect(): Promise<void> {
    for await (const id of this.#files.names()) {
      if (this.#closed) return;
      if (isBlobId(id) && this.info(id) === undefined && (await this.#files.remove(id))) this.removed++;
    }
  }

  /** Removes what is due. */
  async sweep(): Promise<void> {
    for (const id of this.fresh.takeDue(this.#settings.clock())) {
      if (isInline(id) || (await this.#files.remove(id))) this.removed++;
    }
  }

  #schedule(): void {
    if (this.#timer !== null || this.#closed || this.fresh.size === 0) return;
    const wait = Math.min(Math.max(this.#settings.blobGraceMs, 10), 3_600_000);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const before = this.#sweeping;
      this.#sweeping = (async () => {
        await before;
        await this.sweep();
      })().catch(this.#settings.onError);
      void this.#sweeping.then(() => this.#schedule());
    }, wait);
    this.#timer.unref();
  }

  /** Ends the removal; content without reference goes at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#sweeping;
  }

  get writing(): number {
    return this.#writing;
  }
}

/** Bytes hashed and written at once: others get their turn in between. */
const PIECE = 1 << 20;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

function missing(id: string): StorageDamaged {
  return new StorageDamaged('blob-damaged', `content ${id} is referred to, but is not there`);
}
