// The whole server, on a temporary base directory, with the programs and pages of the bench in its skins.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../dist/host/server/start.js';
import { DATA, wssp } from '../lib/rows.mjs';

// 0: the server's own default.
const { workers = 0, domains = [], settings = [] } = JSON.parse(process.argv[2] ?? '{}');
const MAIN = 'main.test';
const base = mkdtempSync(join(tmpdir(), 'postern-bench-'));
const ports = ['HTTPUPort', 'HTTPUTLSPort', 'HTTPAPort', 'HTTPATLSPort', 'PWDPort', 'XIMSSPort'].map(name => [
  name,
  '0',
]);
const server = await startServer({
  base,
  set: new Map([...ports, ['DomainName', MAIN], ['SandboxWorkers', String(workers)], ...settings]),
});

/** Text of the Data format. */
const data = x => {
  if (x === null) return '#NULL#';
  if (Array.isArray(x)) return `(${x.map(data).join(',')})`;
  if (typeof x !== 'object') return JSON.stringify(String(x));
  const pairs = Object.entries(x).filter(([, value]) => value !== null);
  return `{${pairs.map(([key, value]) => `${key}=${data(value)};`).join('')}}`;
};

const FILES = {
  'hello.wcgp': 'entry Main is SetHTTPResponseData("Hello World"); end entry;',
  'hog.wcgp':
    'entry Main is for i = 0 while i < 400000 by i += 1 loop x = i * 3 % 7; end loop; SetHTTPResponseData("done"); end entry;',
  'strings.data': data({ Report: DATA }),
  'table.wcgp': 'entry Main is ProcessWSSP("table", NewDictionary()); end entry;',
  // The rows are a part of the skin's text data set, as eta has them in memory.
  'table.wssp': wssp(name => `DICTIONARY("Report").${name}`),
};

async function put(domain, file, text) {
  const query = new URLSearchParams({ domain, skin: '', file });
  const answer = await fetch(new URL(`/skins?${query}`, server.address('HTTPA').url), {
    method: 'PUT',
    headers: { Authorization: `Bearer ${server.controlToken}`, Accept: 'application/json' },
    body: text,
  });
  if (answer.status !== 200) throw new Error(`${file}: ${await answer.text()}`);
}

if (domains.length > 0) {
  const { SYSTEM } = await import('../../../dist/host/objects/api.js');
  for (const domain of domains) await server.objects.domains.create(SYSTEM, domain);
}
for (const domain of [MAIN, ...domains])
  for (const [file, text] of Object.entries(FILES)) await put(domain, file, text);
process.send({ port: Number(new URL(server.address('HTTPU').url).port) });
// Microseconds of processor time so far, of all threads.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('SIGTERM', async () => {
  await server.stop();
  rmSync(base, { recursive: true, force: true });
  process.exit(0);
});
