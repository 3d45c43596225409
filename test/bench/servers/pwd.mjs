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
const { accounts = 100 } = JSON.parse(process.argv[2] ?? '{}');
for (let i = 0; i < accounts; i++) {
  await objects.accounts.create(SYSTEM, `user${i}@main.test`, { settings });
}
const pwd = createPwd({
  objects,
  cli: createCli(objects, { log, version: '0' }),
  settings: () => defaultPwdSettings,
  version: '0',
  tls: () => null,
});
const server = createServer(socket => pwd.serve(socket, log));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
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
