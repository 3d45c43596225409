// npm run kills [-- COUNT]: the server is killed that often (50) in the middle of its work on objects; see objects.test.ts.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from '../../host/bin/prepare.mjs';

await prepare();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/durability/objects.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, POSTERN_KILLS: process.argv[2] ?? '50' } },
);
process.exit(status ?? 1);
