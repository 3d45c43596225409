/** What Rules do with the server around them: instant messages to live sessions, calls of addresses. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { parse } from '../../../stdlib/data/index.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

const PASSWORD = 'test-password-1';
let test: TestServer;
let web: Server;
const called: string[] = [];

beforeAll(async () => {
  web = createServer((request, response) => {
    called.push(`${request.method} ${request.url}`);
    response.statusCode = request.url === '/broken' ? 500 : 200;
    response.end('ignored');
  });
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
  test = await startTestServer({ HTTPCallPrivate: 'YES' });
  for (const name of ['anna', 'bert']) {
    const settings = dictOf([['Password', PASSWORD]]);
    await test.server.objects.accounts.create(SYSTEM, `${name}@${MAIN}`, { settings });
  }
});
afterAll(async () => {
  await test.stop();
  web.close();
});

/** Mails something to Anna, whose Rules are these. */
async function mailUnder(rules: string): Promise<void> {
  const { objects } = test.server;
  const parsed = parse(rules, { mode: 'single' });
  if (!parsed.ok) throw new Error(rules);
  await objects.rules.setAccount(SYSTEM, `anna@${MAIN}`, 'mail', parsed.value);
  const text = Buffer.from('From: x@y.example\r\nSubject: Lunch & more\r\n\r\ntext\r\n');
  await objects.delivery.submit(SYSTEM, { from: '', to: [`anna@${MAIN}`], text });
  await objects.delivery.idle();
}

it('instant messages reach the bound sessions of an account, the subject in place of a text', async () => {
  const socket = connect(test.server.address('XIMSSI').port, '127.0.0.1');
  let text = '';
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  socket.write(`<login id="1" authData="bert@${MAIN}" password="${PASSWORD}"/>\0`);
  await expect.poll(() => text).toContain('<response id="1"');
  socket.write('<signalBind id="2" readIM="1"/>\0');
  await expect.poll(() => text).toContain('<response id="2"');
  await mailUnder('((5,r,(),((SendIM,bert),("Send Instant Message","bert\\eSee <this>"),(Discard))))');
  await expect.poll(() => text).toContain('<body>See &lt;this&gt;</body></readIM>');
  expect(text).toContain(`<readIM peer="anna@${MAIN}"`);
  expect(text).toContain('<body>Lunch &amp; more</body></readIM>');
  socket.destroy();
});

it('addresses are called as programs may call them; a failure ends the Rule and keeps the mail', async () => {
  const at = (path: string) => `"http://127.0.0.1:${(web.address() as AddressInfo).port}${path}"`;
  const count = async () => {
    const box = await test.server.objects.mailboxes.open(SYSTEM, `anna@${MAIN}`, 'INBOX', 'r');
    return box.use.messages;
  };
  const before = await count();
  await mailUnder(`((5,r,(),(("Execute URL",${at('/told?a=b')}),(Discard))))`);
  expect(called).toEqual(['GET /told?a=b']);
  expect(await count()).toBe(before);
  await mailUnder(`((5,r,(),(("Execute URL",${at('/broken')}),(Discard))))`);
  expect(await count()).toBe(before + 1);
  test.server.settings.HTTPCallPrivate = false;
  await mailUnder(`((5,r,(),((SendURL,${at('/secret')}),(Discard))))`);
  expect(called).toEqual(['GET /told?a=b', 'GET /broken']);
  expect(await count()).toBe(before + 2);
});
