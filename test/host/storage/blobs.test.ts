/** Large content: what is put stays while there are references, and goes when there are none. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BlobMissing,
  key,
  openStore,
  StorageDamaged,
  StorageLimit,
  StorageMisuse,
  type Store,
  type StoreOptions,
} from '../../../host/storage/index.js';
import { removeFolder } from '../../tools/folders.js';

let folder = '';
let store: Store | null = null;
const open = async (options: StoreOptions = {}): Promise<Store> => {
  if (folder === '') folder = await mkdtemp(join(tmpdir(), 'postern-blobs-'));
  store = await openStore({ folder, ...options });
  return store;
};
afterEach(async () => {
  await store?.close();
  store = null;
  if (folder !== '') removeFolder(folder);
  folder = '';
});

const content = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
const files = async (): Promise<string[]> => {
  const all = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
  return all.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
};
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const gather = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const list: Uint8Array[] = [];
  for await (const part of parts) list.push(part);
  return Buffer.concat(list);
};
const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;
const refer = (to: Store, id: string, delta: number): Promise<void> =>
  to.transact('a', tx => tx.blobRef(id, delta));
const until = async (done: () => Promise<boolean>): Promise<void> => {
  while (!(await done())) await new Promise(resolve => setTimeout(resolve, 5));
};

describe('large content', () => {
  it.each([0, 1, 4095, 4096, 65_536, 200_000])('comes back whole and in parts: %d bytes', async size => {
    const now = await open();
    const bytes = content(size);
    const info = await now.blobs.put(pieces(bytes, 1000));
    expect(info).toMatchObject({ size, sha256: createHash('sha256').update(bytes).digest('hex') });
    for (const references of [0, 1]) {
      await refer(now, info.id, references);
      expect(same(await now.blobs.get(info.id), bytes)).toBe(true);
      const part = bytes.subarray(10, Math.max(0, size - 5));
      expect(same(await gather(now.blobs.stream(info.id, 10, size - 5)), part)).toBe(true);
      expect(await now.blobs.size(info.id)).toBe(size);
    }
    expect(await files()).toHaveLength(size < 4096 ? 0 : 1);
    await now.close();
    const again = await open();
    expect(same(await gather(again.blobs.stream(info.id)), bytes)).toBe(true);
    expect(await again.verify()).toMatchObject({ ok: true, blobs: 1, blobBytes: size, orphans: 0 });
  });

  it('counts references, in the same commit as the rest', async () => {
    let time = 0;
    const now = await open({ blobGraceMs: 10, clock: () => time });
    for (const size of [10, 10_000]) {
      const { id } = await now.blobs.put(content(size));
      await Promise.all([refer(now, id, 1), refer(now, id, 2)]);
      await expect(
        now.transact('a', tx => {
          tx.blobRef(id, -3);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await refer(now, id, -2);
      expect(await now.blobs.size(id)).toBe(size);
      await expect(
        now.transact('a', tx => {
          tx.put(key('k'), content(1));
          tx.blobRef(id, -2);
        }),
      ).rejects.toThrow(StorageMisuse);
      expect(now.get(key('k'))).toBeUndefined();
      await refer(now, id, -1);
      time += 1000;
      await until(async () => (await now.blobs.size(id)) === undefined);
      await expect(refer(now, id, 1)).rejects.toThrow(BlobMissing);
      await until(async () => (await files()).length === 0);
    }
    expect(await now.verify()).toMatchObject({ ok: true, blobs: 0 });
  });

  it('may be taken up again while its grace lasts', async () => {
    const now = await open({ blobGraceMs: 60_000 });
    const ids: string[] = [];
    for (const size of [10, 10_000]) {
      const { id } = await now.blobs.put(content(size));
      await refer(now, id, 1);
      await refer(now, id, -1);
      expect(await now.blobs.size(id)).toBe(size);
      await refer(now, id, 1);
      ids.push(id);
    }
    await now.close();
    const again = await open();
    for (const id of ids) expect((await again.blobs.get(id))?.length).toBe(await again.blobs.size(id));
    expect(await again.verify()).toMatchObject({ ok: true, blobs: 2, orphans: 0 });
  });

  it('without reference is gone after a start; what a crash left, too', async () => {
    const now = await open();
    const kept = await now.blobs.put(content(5000));
    await refer(now, kept.id, 1);
    const lost = await now.blobs.put(content(6000));
    await now.close();
    await writeFile(join(folder, 'blobs', 'temp', 'half'), 'x');
    const again = await open();
    await until(async () => (await files()).length === 1);
    expect(await again.blobs.get(lost.id)).toBeUndefined();
    expect(await again.blobs.get(kept.id)).toHaveLength(5000);
  });

  it('goes to a file when too much small content waits in memory', async () => {
    const now = await open({ maxFreshBytes: 150 });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await now.blobs.put(content(100))).id);
    expect(await files()).toHaveLength(2);
    for (const id of ids) expect(await now.blobs.get(id)).toHaveLength(100);
  });

  it('leaves nothing of a source that failed or was too large', async () => {
    const now = await open({ maxBlobBytes: 20_000 });
    await expect(now.blobs.put(pieces(content(20_001), 5000))).rejects.toThrow(StorageLimit);
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield content(10_000);
      throw new Error('source');
    };
    await expect(now.blobs.put(failing())).rejects.toThrow('source');
    expect(await files()).toEqual([]);
  });

  it('is unknown by any other name', async () => {
    const now = await open();
    for (const id of [
      '',
      '../../etc/passwd',
      `f${'0'.repeat(30)}`,
      `i${'0'.repeat(30)}`,
      `f${'Z'.repeat(30)}`,
    ]) {
      expect(await now.blobs.get(id)).toBeUndefined();
      expect(await now.blobs.size(id)).toBeUndefined();
      await expect(gather(now.blobs.stream(id))).rejects.toThrow(BlobMissing);
      await expect(refer(now, id, 1)).rejects.toThrow(BlobMissing);
      await expect(refer(now, id, -1)).rejects.toThrow(BlobMissing);
    }
  });

  it('that is damaged is told, not given', async () => {
    const now = await open();
    const infos = [await now.blobs.put(content(5000)), await now.blobs.put(content(6000))];
    const paths = [];
    for (const info of infos) {
      await refer(now, info.id, 1);
      paths.push(join(folder, 'blobs', info.id.slice(1, 3), info.id));
    }
    await truncate(paths[0] ?? '', 100);
    await unlink(paths[1] ?? '');
    for (const info of infos) await expect(now.blobs.get(info.id)).rejects.toThrow(StorageDamaged);
    expect(await now.verify()).toMatchObject({ ok: false, wrong: 2 });
  });
});
