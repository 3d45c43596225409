// The object layer and the PWD module on a store in a temporary folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCli } from '../../../dist/host/cli/engine.js';
import { createPwd } from '../../../dist/host/cli/pwd/server.js';
import { defaultPwdSettings } from '../../../dist/host/cli/pwd/types.js';
import { createObjects, SYSTEM } from '../../../dist/host/objects/api.js';
import { openStore } from '../../../dist/host/storage/index.js';
import { dictOf } from '../../../dist/stdlib/values/dict.js';

const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
const none = () => undefined;
const log = { failure: text => console.error(text), problem: none, low: none, all: none };
const store = await openStore({ folder });
const objects = await createObjects({
  store,
  mainDomain: 'main.test',
  hostName: 'main.test',
  baseFolder: folder,
  log,
  firstPassword: 'bench-pass-1',
});
const settings = dictOf([
  ['RealName', 'A Person with a Name'],
  ['MaxAccountSize', '100M'],
  ['AccessModes', ['Mail', 'POP', 'IMAP', 'WebMail', 'PWD']],
]);
/** `accounts` in the main domain, `large` in a domain of its own, 100 in each of some small `domains`. */
const { accounts = 100, large = 0, domains = 0 } = JSON.parse(process.argv[2] ?? '{}');
async function fill(domain, count) {
  const made = [];
  for (let i = 0; i < count; i++) {
    made.push(objects.accounts.create(SYSTEM, `user${i}@${domain}`, { settings }));
    if (made.length === 2000) await Promise.all(made.splice(0));
  }
  await Promise.all(made);
}
await fill('main.test', accounts);
const { newDict } = await import('../../../dist/stdlib/values/dict.js');
for (const [domain, count] of [
  ...(large > 0 ? [['large.test', large]] : []),
  ...Array.from({ length: domains }, (_, i) => [`small${i}.test`, 100]),
]) {
  await objects.domains.create(SYSTEM, domain, newDict());
  await fill(domain, count);
}
if (large > 0) await store.compact();
const pwd = createPwd({
  objects,
  cli: createCli(objects, { log, version: '0' }),
  settings: () => defaultPwdSettings,
  version: '0',
  tls: () => null,
});
const server = createServer(socket => pwd.serve(socket, log));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', what => {
  if (what === 'memory') {
    // Garbage is no growth.
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ heap: heapUsed + external, rss });
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('SIGTERM', async () => {
  server.close();
  await pwd.close();
  await objects.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
