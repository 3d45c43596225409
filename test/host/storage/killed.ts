/** The child of crash.test.ts: writes as fast as it can, and says what was acknowledged, until it is killed. */
import { writeSync } from 'node:fs';
import { key, openStore, type Store } from '../../../host/storage/index.js';

/** Each round adds to the counter, writes an entry, a change, and content that replaces the last one. */
async function writer(store: Store, name: string): Promise<void> {
  const count = store.get(key('count', name));
  for (let round = Number(Buffer.from(count ?? '0').toString()) + 1; ; round++) {
    const content = Buffer.alloc(round % 3 === 0 ? 20_000 : 200, round);
    const { id } = await store.blobs.put(content);
    await store.transact([name], tx => {
      const old = tx.get(key('blob', name));
      tx.put(key('count', name), Buffer.from(String(round)));
      tx.put(key('entry', name, round), Buffer.alloc(300, round));
      tx.put(key('blob', name), Buffer.from(id));
      tx.blobRef(id, 1);
      if (old !== undefined) tx.blobRef(Buffer.from(old).toString(), -1);
      tx.change('count', [name, round]);
    });
    writeSync(1, `${name} ${round}\n`);
  }
}

async function run(folder: string): Promise<void> {
  const store = await openStore({
    folder,
    blobGraceMs: 2000,
    keepChanges: 200,
    writeBufferBytes: 256 * 1024,
  });
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(name => writer(store, name)));
}

run(process.argv[2] ?? '').catch(error => {
  console.error(error);
  process.exit(1);
});
