/** The wire in the log: everything that happens, no secret, whatever transport it came by (admin.md 6, 13). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shown } from '../../host/ximss/wirelog.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { HttpClient } from '../conformance/ximss/httpclient.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { ask, baseFixture, LOGIN } from './support.js';

const SECRET = 'hunter2hunter2';
const ID = '004211-vK3mZq0bT7cYw9RdLx2P';

test.each([
  `<login id="1" authData="anna" password="${SECRET}"/>`,
  `<LOGIN id='1' authData='anna' PassWord = '${SECRET}'/>`,
  `<login id="1" authData="anna" password="${SECRET}`,
  `<login id="1" method="PLAIN" authData="${SECRET}"/>`,
  `<auth id="1" value="${SECRET}"/>`,
  `<challenge id="1" value="${SECRET}"/>`,
  `<passwordModify id="1" oldPassword="${SECRET}" newPassword="${SECRET}"/>`,
  `<SMIMEUnlock id="1" password="${SECRET}"/>`,
  `<login id="1" method="SESSIONID" userName="anna" sessionID="${SECRET}"/>`,
  `<features id="1"><nonce>${SECRET}</nonce></features>`,
  `<XIMSS><signup id="1" userName="a" password="${SECRET}"/></XIMSS>`,
  `<cliExecute id="1">SETACCOUNTPASSWORD a TO ${SECRET}</cliExecute>`,
  `<cliResult id="1"><subKey key="Password">${SECRET}</subKey></cliResult>`,
])('%s', document => expect(shown(document)).not.toContain(SECRET));

test('what is no secret is shown', () => {
  expect(shown(`<session id="1" urlID="${ID}" userName="anna"/>`)).toBe(
    '<session id="1" urlID="004211-***" userName="anna"/>',
  );
  expect(shown(`<a>/Session/${ID}/x</a>`)).toBe('<a>/Session/004211-***/x</a>');
  expect(shown('<cliExecute id="1">LISTDOMAINS</cliExecute>')).toBe(
    '<cliExecute id="1">LISTDOMAINS ***</cliExecute>',
  );
  expect(shown('<noop id="1"/>')).toBe('<noop id="1"/>');
  expect(shown(`<a>${'x'.repeat(5000)}</a>`)).toMatch(/^<a>x{1997}\.\.\. \(5007 bytes\)$/);
});

let world: XimssWorld;
const records: string[] = [];
beforeAll(async () => {
  const keep = (tag: string, text: string): void => void records.push(`${tag} ${text}`);
  const log = { failure: keep, problem: keep, low: keep, all: keep, tells: true };
  world = await openXimssWorld(baseFixture(), { failureDelay: 1 }, { log });
});
afterAll(() => world.close());

test('every transport is recorded under the number of its session', async () => {
  const client = await TcpClient.open(world.port);
  await ask(client, '<login id="w" authData="anna@example.test" password="Wrong-pass"/>');
  await ask(client, LOGIN);
  await ask(client, '<noop id="n"/>');
  client.close();
  const browser = new HttpClient(world.httpPort);
  const query = { userName: 'anna@example.test', password: 'Anna-pass-1' };
  const login = await browser.run({ method: 'GET', path: '/XIMSSLogin/', query });
  const id = /urlID="([^"]+)"/.exec(login.body)?.[1] ?? '';
  await browser.run({ method: 'POST', path: `/Session/${id}/sync`, body: '<XIMSS><noop id="h"/></XIMSS>' });
  browser.close();
  await expect.poll(() => records.join('\n')).toContain('S: <XIMSS><response id="h"/>');
  const text = records.join('\n');
  expect(text).toContain('XIMSSI C: <login id="l" authData="anna@example.test" password="***"/>');
  expect(text).toMatch(/XIMSSI \[127\.0\.0\.1\] login of anna@example\.test failed: /);
  expect(text).toMatch(/XIMSS-\d{6} C: <noop id="n"\/>\nXIMSS-\d{6} S: <response id="n"\/>/);
  const tag = `XIMSS-${id.slice(0, 6)}`;
  expect(text).toContain(
    `${tag} C: <XIMSS><noop id="h"/></XIMSS>\n${tag} S: <XIMSS><response id="h"/></XIMSS>`,
  );
  for (const secret of ['Anna-pass-1', 'Wrong-pass', id]) expect(text).not.toContain(secret);
});
