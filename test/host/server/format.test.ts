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
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: Inner',
    '',
    'second text',
    '--b',
    'Content-Type: text/vcard',
    '',
    'BEGIN:VCARD',
    'FN:<i>Clara</i>',
    'TEL;TYPE=HOME:1',
    'TEL:2',
    'END:VCARD',
    '--b',
    'Content-Type: text/calendar',
    '',
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:e',
    'SUMMARY:Meet <b>',
    'DTSTART:20260302T090000Z',
    'END:VEVENT',
    'END:VCALENDAR',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns;x',
    '',
    'Action: failed',
    '--b--',
  ];
  await messages.append(SYSTEM, box, Buffer.from(mail.join('\r\n')));
  await skins.create(SYSTEM, MAIN, '');
  await skins.create(SYSTEM, MAIN, 'own');
  await test.put(
    {
      'formatmessage.wssp': 'Mine: %%HTML:subject%% %%messageBody%%',
      'attachmentpart.wssp': '[%%HTML:fileName%% %%HTML:filesRef%%]',
      'imagepart.wssp': '<%%HTML:fileName%%>',
    },
    'own',
  );
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

it('has texts and headers of messages inside, and pages for contacts, events and reports', async () => {
  const { body } = await format('samoware');
  expect(body.match(/<table class="rfcheader">/g)).toHaveLength(2);
  expect(body.match(/<div class="samoware-RFC822-body">/g)).toHaveLength(2);
  expect(body).toMatch(/<blockquote><table .*Inner.*second text.*<\/blockquote>/s);
  expect(body).toContain('<dd>&lt;i&gt;Clara&lt;/i&gt;</dd>');
  expect(body).toContain('<dd>1 <small>home</small><br>2</dd>');
  expect(body).toContain('<dd>Meet &lt;b&gt;</dd>');
  expect(body).toContain('<dt>Reporting-MTA</dt><dd>dns;x</dd>');
  expect(body).not.toContain('%%');
});

it('a skin may have pages of its own for each component', async () => {
  const { body } = await format('OWN');
  expect(body).toMatch(/^Mine: &lt;script&gt;alert\(1\)&lt;\/script&gt; /);
  expect(body).toContain('<a&amp;b.png>');
  expect(body).toContain('<pre class="text">second text');
  const part = await format('Samoware', '1-02');
  expect(part.body).toContain('<body><cg-message-attachment ');
  expect((await format('Samoware', '1-99')).status).toBe(404);
  expect((await format('nosuch')).status).toBe(404);
  expect((await format('Samoware', '9')).status).toBe(404);
});
