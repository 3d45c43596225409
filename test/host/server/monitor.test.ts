/** The monitor page shows who is connected over XIMSS, to administrators only. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

let site: TestServer;
let client: Socket;
let admin = '';
const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}@${MAIN}:${password}`).toString('base64')}`;
beforeAll(async () => {
  site = await startTestServer();
  admin = basic('postmaster', site.server.firstPassword ?? '');
  await site.server.objects.accounts.create(SYSTEM, `ann@${MAIN}`, {
    settings: dictOf([['Password', 'ann-pass-1']]),
  });
  const { port } = site.server.address('XIMSSI');
  client = connect(port, '127.0.0.1');
  const answered = new Promise<string>(resolve => {
    let text = '';
    client.on('data', data => {
      text += data.toString();
      if (text.includes('<response')) resolve(text);
    });
  });
  client.write(`<login id="1" authData="ann@${MAIN}" password="ann-pass-1"/>\0`);
  expect(await answered).toContain('<session');
});
afterAll(() => {
  client?.destroy();
  return site.stop();
});

const show = (query = '', authorization = admin) =>
  site.get(`/Admin/Monitor/${query}`, { headers: { authorization, host: MAIN } });

test('lines, filter, end of a connection', async () => {
  const page = await show();
  expect([page.status, page.body.includes(`ann@${MAIN}`), page.body.includes('1 of 1 selected')]).toEqual([
    200,
    true,
    true,
  ]);
  expect((await show('?filter=nobody')).body).toContain('0 of 1 selected');
  const id = /name="id" value="(\d+)"/.exec(page.body)?.[1] ?? '';
  const token = /name="token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const closed = new Promise(resolve => client.once('close', resolve));
  const ended = await site.get('/Admin/Monitor/', {
    method: 'POST',
    headers: { authorization: admin, origin: site.server.address('HTTPU').url.replace(/\/$/, '') },
    body: new URLSearchParams({ token, id, action: 'end' }),
  });
  expect(ended.status).toBe(303);
  await closed;
  await expect.poll(async () => (await show()).body.includes('0 of 0 selected')).toBe(true);
});

test('is closed to others', async () => {
  expect((await show('', basic('ann', 'ann-pass-1'))).status).toBe(403);
  expect((await site.get('/Admin/Monitor/')).status).toBe(401);
});
