// The object layer and the XIMSS module on a store in a temporary folder: over TCP and HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjects, SYSTEM } from '../../../dist/host/objects/api.js';
import { openStore } from '../../../dist/host/storage/index.js';
import { createXimss, defaultXimssSettings } from '../../../dist/host/ximss/index.js';
import { dictOf } from '../../../dist/stdlib/values/dict.js';

const { messages = 0 } = JSON.parse(process.argv[2] ?? '{}');
const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
const none = () => undefined;
const failure = (...text) => console.error(...text);
const store = await openStore({ folder });
const objects = await createObjects({
  store,
  mainDomain: 'main.test',
  hostName: 'main.test',
  baseFolder: folder,
  log: { failure, problem: none, low: none },
  firstPassword: 'bench-pass-1',
});
await objects.core.server.changeDict('sessions', () => dictOf([['AccountSessionsLimit', '100000']]));
await objects.accounts.create(SYSTEM, 'user@main.test');
await objects.passwords.set(SYSTEM, 'user@main.test', 'bench-pass-1');
const box = await objects.mailboxes.open(SYSTEM, 'user@main.test', 'INBOX');
for (let i = 0; i < messages; i++) {
  const head = `From: "Person ${i}" <person${i}@main.test>\r\nTo: user@main.test\r\nSubject: Message number ${i}\r\nDate: Sun, 01 Mar 2026 08:00:00 +0000\r\n`;
  await objects.messages.append(SYSTEM, box, Buffer.from(`${head}\r\nText ${i}\r\n`));
}
const face = createXimss({
  objects,
  execute: async () => ({ code: 500, text: 'none' }),
  settings: () => ({ ...defaultXimssSettings, channels: 20_000 }),
  hostName: 'main.test',
  log: { failure, problem: none, low: none, all: none, tells: false },
});
const tcp = face.listener(false);
const http = createServer((request, response) => {
  const facts = () => ({ address: request.socket.remoteAddress ?? '', secure: false, domain: 'main.test' });
  if (!face.handle(request, response, facts)) response.writeHead(404).end();
});
const listen = server => new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
await listen(tcp);
await listen(http);
// A message asks for the memory in use, or for a change of a flag.
let on = false;
process.on('message', async what => {
  if (what === 'flag') {
    on = !on;
    const flag = { on: on ? 4 : 0, off: on ? 0 : 4, ownOn: [], ownOff: [] };
    await objects.messages.setFlags(SYSTEM, box, [1], flag);
    return process.send('done');
  }
  globalThis.gc?.();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  process.send({ rss, used: heapUsed + external + arrayBuffers });
});
process.on('SIGTERM', async () => {
  face.stop();
  tcp.close();
  http.closeAllConnections();
  await objects.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
process.send({ port: tcp.address().port, httpPort: http.address().port });
