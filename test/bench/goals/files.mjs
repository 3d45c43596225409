import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { interleaveFigures } from '../lib/measure.mjs';
import { built, cpuOf, openBench, rawScan } from '../lib/store.mjs';

const FOLDERS = 100;
const EACH = 1_000;
/** Bytes of files, by turns: 100 KB in the mean, so that all together have 10 GB. */
const SIZES = [20_000, 50_000, 80_000, 100_000, 250_000];
const ACCOUNT = 'files@main.test';

/**
 * Makes the files at once: their contents are files of their own, full of zeros that take no room on the disk; entries and
 * references are the records that the services write. Gives the bytes of all.
 */
async function fill(bench, account) {
  const { encodeRecord, recordKey } = await built('host/storage/blobs/records.js');
  const { putEntry, putUse } = await built('host/objects/files/tree.js');
  const digests = new Map(
    SIZES.map(size => [size, createHash('sha256').update(Buffer.alloc(size)).digest('hex')]),
  );
  const blobs = join(bench.folder, 'blobs');
  const now = Date.now();
  const folderOf = id => ({
    isFolder: true,
    id,
    size: 0,
    created: now,
    modified: now,
    attributesModified: 0,
    parts: [],
    attributes: [],
  });
  let total = 0;
  for (let folder = 1; folder <= FOLDERS; folder++) {
    const batch = bench.level.batch();
    putEntry(batch, account, folderOf(0), `folder${folder}`, folderOf(folder));
    for (let i = 0; i < EACH; i++) {
      const size = SIZES[i % SIZES.length];
      const id = `f${createHash('md5').update(`${folder}/${i}`).digest('hex').slice(0, 30)}`;
      mkdirSync(join(blobs, id.slice(1, 3)), { recursive: true });
      const file = openSync(join(blobs, id.slice(1, 3), id), 'w');
      ftruncateSync(file, size);
      closeSync(file);
      batch.put(recordKey(id), encodeRecord({ count: 1, size, sha256: digests.get(size) }));
      const entry = { ...folderOf(0), isFolder: false, size, parts: [[id, size]] };
      putEntry(batch, account, folderOf(folder), `a file with a name ${i}.pdf`, entry);
      total += size;
    }
    await batch.write();
  }
  const batch = bench.level.batch();
  putUse(batch, account, { files: FOLDERS * EACH, size: total, lastFolder: FOLDERS });
  await batch.write({ sync: true });
  return total;
}

export default {
  id: 'files',
  title: `${(FOLDERS * EACH).toLocaleString('en')} files with 10 GB`,
  figures: { 'a folder of 1,000 listed / raw scan': { atMost: 3 } },
  async measure() {
    const bench = await openBench();
    const { objects, SYSTEM, level } = bench;
    try {
      await objects.accounts.create(SYSTEM, ACCOUNT);
      const account = objects.core.accounts.find(objects.core.domains.main.id, 'files').id;
      const total = await fill(bench, account);
      await bench.store.compact();
      const use = objects.files.use(SYSTEM, ACCOUNT);
      if (use.files !== FOLDERS * EACH || total < 9.9e9)
        throw new Error(`${use.files} files, ${total} bytes`);
      const { prefixRange } = await built('host/storage/index.js');
      let turn = 0;
      const rounds = 10;
      const raw = () =>
        cpuOf(rounds * EACH, async () => {
          for (let i = 0; i < rounds; i++)
            await rawScan(level, prefixRange('file', account, 1 + (turn++ % FOLDERS)));
        });
      const list = () =>
        cpuOf(rounds * EACH, async () => {
          for (let i = 0; i < rounds; i++) {
            let bytes = 0;
            for await (const { size } of objects.files.list(
              SYSTEM,
              ACCOUNT,
              `folder${1 + (turn++ % FOLDERS)}`,
            ))
              bytes += size;
            if (bytes !== total / FOLDERS) throw new Error(`a folder has ${bytes} bytes`);
          }
        });
      const listed = await interleaveFigures({ raw, list }, { rounds: 15 });
      return {
        'a folder of 1,000 listed / raw scan': listed.ratio('list', 'raw'),
        about: `µs of processor time a file: raw scan ${listed.us('raw').toFixed(2)}, list ${listed.us('list').toFixed(2)}; ${(total / 1e9).toFixed(1)} GB, sparse`,
      };
    } finally {
      await bench.end();
    }
  },
};
