/** `postern verify`: looks at everything that is stored. */
import { existsSync } from 'node:fs';
import { basePath } from '../../admin/process/base.js';
import { runningServer } from '../../admin/process/lock.js';
import { verifyObjects } from '../../objects/api.js';
import { storeFolder } from '../../server/folders.js';
import { openStore } from '../../storage/index.js';
import { readArguments } from '../arguments.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const base = basePath(readArguments(args, ['base']).options.get('base') ?? null);
  const folder = storeFolder(base);
  if (!existsSync(folder)) throw new Error(`${base} holds no store`);
  const pid = runningServer(base);
  if (pid !== null) throw new Error(`a server (process ${pid}) runs on ${base}: stop it first`);
  const store = await openStore({ folder });
  try {
    const problems = [...(await store.verify()).problems, ...(await verifyObjects(store))];
    for (const problem of problems) terminal.error(`${problem}\n`);
    terminal.out(`${base}: ${problems.length === 0 ? 'nothing is wrong' : 'the store is damaged'}\n`);
    return problems.length === 0 ? 0 : EXIT_FAILED;
  } finally {
    await store.close();
  }
}

export const verify: Command = {
  name: 'verify',
  usage: '[--base DIR]',
  help: `Reads the whole store of a base directory that no server uses, and names everything that is damaged, and every
record that does not agree with the others: names, counters, references to contents, the queue, lists.

  --base DIR         base directory (default: POSTERN_BASE, else ./base)

Exit status: 0 when nothing is wrong, else 1.`,
  run,
};
