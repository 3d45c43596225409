/** FORMAT addresses show messages through a page of the skin (ximss.md 1.5.10, C-42). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
let session = '';
beforeAll(async () => {
  test = await startTestServer();
  const { mailboxes, messages, skins } = test.server.objects;
  const box = await mailboxes.open(SYSTEM, `postmaster@${MAIN}`, 'INBOX', 'i');
  const mail = [
    'From: "A <b>" <a@example.test>',
    'Subject: <script>alert(1)</script>',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    '',
    'Soup & <salad>',
    '--b',
    'Content-Type: image/png; name="a&b.png"',
    'Content-Disposition: attachment',
    '',
    'x',
    '--b--',
  ];
  await messages.append(SYSTEM, box, Buffer.from(mail.join('\r\n')));
  await skins.create(SYSTEM, MAIN, '');
  await skins.create(SYSTEM, MAIN, 'own');
  await test.put({ 'formatmessage.wssp': 'Mine: %%HTML:subject%%' }, 'own');
  const password = encodeURIComponent(test.server.firstPassword ?? '');
  const login = await test.get(`/XIMSSLogin/?errorAsXML=1&userName=postmaster@${MAIN}&password=${password}`);
  session = /urlID="([^"]+)"/.exec(login.body)?.[1] ?? '';
  const body = '<XIMSS><folderOpen id="1" folder="In/box" mailbox="INBOX"/></XIMSS>';
  expect((await test.get(`/Session/${session}/sync`, { method: 'POST', body })).body).toContain(
    'mode="init"',
  );
});
afterAll(() => test.stop());

const format = (skin: string, uid = '1') => test.get(`/Session/${session}/FORMAT/${skin}/In/box/${uid}`);

it('has the hooks that programs look for, and nothing of the message is markup', async () => {
  const { status, body, headers } = await format('Samoware');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(body).toContain('<table class="rfcheader"><tr><th>From:</th>');
  expect(body).toContain('<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>');
  expect(body).toMatch(
    /<div class="samoware-RFC822-body"><span class="textBeg"><\/span><pre>Soup &amp; &lt;salad&gt;\s*<\/pre><span class="textEnd"><\/span><\/div>/,
  );
  expect(body).toContain(
    `attachment-ref="/Session/${session}/MIME/In/box/1-02-B/a%26b.png" attachment-name="a&amp;b.png"`,
  );
});

it('a skin may have a page of its own', async () => {
  expect((await format('OWN')).body).toBe('Mine: &lt;script&gt;alert(1)&lt;/script&gt;');
  expect((await format('nosuch')).status).toBe(404);
  expect((await format('Samoware', '9')).status).toBe(404);
});
