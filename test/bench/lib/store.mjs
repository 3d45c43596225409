// The object layer on a store in a temporary folder of this process, with the database below it for plain walks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../host/bin/prepare.mjs';

/** A module of the built package. */
export const built = path => import(pathToFileURL(join(root, 'dist', path)).href);

const none = () => undefined;

/** `level`: the database itself; `end` closes all and removes the folder. */
export async function openBench(folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))) {
  const { Level } = await import('level');
  const { createObjects, SYSTEM } = await built('host/objects/api.js');
  const { openStore } = await built('host/storage/index.js');
  let level = null;
  const store = await openStore({
    folder,
    database: async location => {
      level = new Level(location, { keyEncoding: 'view', valueEncoding: 'view' });
      await level.open();
      return level;
    },
  });
  const objects = await createObjects({
    store,
    mainDomain: 'main.test',
    hostName: 'main.test',
    baseFolder: folder,
    log: { failure: text => console.error(text), problem: none, low: none },
    firstPassword: 'bench-pass-1',
    scryptLog2: 10,
  });
  const close = async () => {
    await objects.close();
    await store.close();
  };
  return {
    folder,
    level,
    store,
    objects,
    SYSTEM,
    close,
    async end() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `make(i)` for every number below `count`, so many at a time. */
export async function many(count, atATime, make) {
  for (let i = 0; i < count; ) {
    const batch = [];
    for (; batch.length < atATime && i < count; i++) batch.push(make(i));
    await Promise.all(batch);
  }
}

/** Microseconds of processor time of this process, its threads included, for each of `count` pieces. */
export async function cpuOf(count, run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** Reads a range of the database with nothing around it, in large steps; gives the number of entries. */
export async function rawScan(level, range) {
  const iterator = level.iterator(range);
  let count = 0;
  let bytes = 0;
  for (;;) {
    const entries = await iterator.nextv(1000);
    if (entries.length === 0) break;
    for (const [key, value] of entries) bytes += key.length + value.length;
    count += entries.length;
  }
  await iterator.close();
  if (bytes === 0) throw new Error('nothing was read');
  return count;
}
