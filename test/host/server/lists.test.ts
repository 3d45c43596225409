/** Archives of mailing lists over HTTP (webapp.md C4 to C6), on a real server with the stock skin. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { parse } from '../../../stdlib/data/index.js';
import { dictOf } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import { basic, MAIN, startTestServer, type TestServer } from './harness.js';

const PASSWORD = 'test-password-1';
let test: TestServer;

const dict = (text: string): Dict => {
  const result = parse(text, { mode: 'single' });
  if (!result.ok) throw new Error(text);
  return result.value as Dict;
};

async function post(list: string, from: string, subject: string, body: string, more = ''): Promise<void> {
  const text = `From: ${from}\r\nTo: ${list}@${MAIN}\r\nSubject: ${subject}\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n${more}\r\n${body}`;
  await test.server.objects.delivery.submit(SYSTEM, {
    from: 'someone@far.example',
    to: [`${list}@${MAIN}`],
    text: Buffer.from(text),
  });
  await test.server.objects.delivery.idle();
}

const HOSTILE = [
  '--b',
  'Content-Type: text/html',
  '',
  '<script>alert(1)</script><b onclick="x()">Bold &lt;b&gt;</b><img src=http://x.example/spy.gif>',
  '--b',
  'Content-Type: image/png; name="../../<pic>.png"',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--b',
  'Content-Type: text/html; name="page.html"',
  'Content-Disposition: attachment; filename="page.html"',
  '',
  '<script>alert(2)</script>',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'Subject: Inner <s>',
  '',
  'inner text',
  '--b--',
  '',
].join('\r\n');

beforeAll(async () => {
  test = await startTestServer();
  const { accounts, lists } = test.server.objects;
  for (const name of ['owner', 'sub', 'other'])
    await accounts.create(SYSTEM, `${name}@${MAIN}`, { settings: dictOf([['Password', PASSWORD]]) });
  await accounts.setAliases(SYSTEM, `sub@${MAIN}`, ['subscriber']);
  for (const [name, browse] of [
    ['news', 'anyone'],
    ['team', 'subscribers'],
    ['secret', 'nobody'],
  ]) {
    await lists.create(SYSTEM, `${name}@${MAIN}`, `owner@${MAIN}`);
    const settings = `{Browse=${browse};RealName="About ${name} & more";Postings="from anybody";}`;
    await lists.update(SYSTEM, `${name}@${MAIN}`, dict(settings));
  }
  await lists.change(SYSTEM, `team@${MAIN}`, 'subscribe', `subscriber@${MAIN}`, { silently: true });
  for (let i = 1; i <= 25; i++)
    await post(
      'news',
      i % 2 ? '"Anna Berg" <anna@far.example>' : 'bert@far.example',
      `Number ${i}`,
      `text ${i}\r\n`,
    );
  await post('team', 'x@y.example', 'Inside', 'for us\r\n');
  await post(
    'news',
    '"<i>Eve</i>" <eve@far.example>',
    '<b>Bad</b>',
    HOSTILE,
    'Content-Type: multipart/mixed; boundary=b\r\n',
  );
});
afterAll(() => test.stop());

const get = async (path: string, init: RequestInit = {}) => test.get(path, init);

describe('the index', () => {
  it('names the lists that may be browsed, the login page leads there', async () => {
    const { body, status } = await get('/List/');
    expect(status).toBe(200);
    expect(body).toContain('href="/List/news/');
    expect(body).toContain('About news &amp; more');
    expect(body).toContain('href="/List/team/');
    expect(body).not.toContain('secret');
    expect((await get('/list/Default.html')).body).toBe(body);
    expect((await get('/')).body).toContain('href="/List/"');
  });
});

describe('an archive', () => {
  it('shows the newest messages first, page by page', async () => {
    const first = (await get('/List/News/')).body;
    expect(first).toContain('About news &amp; more');
    expect(first.indexOf('Number 25')).toBeGreaterThan(0);
    expect(first.indexOf('Number 25')).toBeLessThan(first.indexOf('Number 24'));
    expect(first).toContain('1 to 20 of 26');
    expect(first).toContain('Anna Berg');
    expect(first).not.toContain('anna@far.example');
    const next = /href="(\/List\/news\/\?Next=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await get(next)).body;
    expect(second).toContain('21 to 26 of 26');
    expect(second).toContain('Number 1<');
  });

  it('is sorted and filtered by the parameters of its links', async () => {
    const sorted = (await get('/List/news/List.html?Sort=0&SDir=1&Limit=3')).body;
    expect(sorted.match(/Anna Berg/g)?.length ?? 0).toBeGreaterThan(0);
    expect(sorted).toContain('aria-sort="ascending"');
    const found = (await get('/List/news/?Filter=number%2017')).body;
    expect(found).toContain('1 to 1 of 1');
    expect(found).toContain('Number 17');
    expect((await get('/List/news/?Filter=%3Cscript%3E')).body).toContain('value="&lt;script&gt;"');
  });

  it.each(['Skip=-5&Limit=0', 'Skip=99999999999&Sort=77&SDir=x', 'Next=1&Skip=1000000', 'Limit=1000000'])(
    'bears %s',
    async query => expect((await get(`/List/news/?${query}`)).status).toBe(200),
  );

  it('jumps to neighbours', async () => {
    const jump = await get('/List/news/?NextMessage=3');
    expect([jump.status, jump.headers.get('location')]).toEqual([301, '/List/news/Message/4.html']);
    expect((await get('/List/news/?NextMessage=26')).status).toBe(200);
  });

  it('tells new messages at once', async () => {
    await post('news', 'late@far.example', 'Late news', 'x\r\n');
    expect((await get('/List/news/')).body).toContain('Late news');
  });
});

describe('a message', () => {
  it('is shown with its neighbours', async () => {
    const { body } = await get('/List/news/Message/3.html');
    expect(body).toContain('<h1>Number 3</h1>');
    expect(body).not.toContain('anna@far');
    expect(body.replace(/\r/g, '')).toContain('<pre class="text">text 3\n</pre>');
    expect(body).toContain('/List/news/Message/2.html');
    expect(body).toContain('/List/news/Message/4.html');
  });

  it('of a stranger brings no markup of its own', async () => {
    const { body } = await get('/List/news/Message/26.html');
    expect(body).toContain('&lt;b&gt;Bad&lt;/b&gt;');
    expect(body).toContain('Bold &lt;b&gt;');
    expect(body).not.toMatch(/<script|onclick|spy\.gif|<i>|<s>/);
    expect(body).toContain('inner text');
    expect(body).toContain('Inner &lt;s&gt;');
    const picture = /<img src="(\/List[^"]*)" alt="([^"]*)"/.exec(body);
    expect(picture?.[2]).toBe('../../&lt;pic&gt;.png');
    const image = await get(picture?.[1] ?? '');
    expect([
      image.status,
      image.headers.get('content-type'),
      image.headers.get('content-disposition'),
    ]).toEqual([200, 'image/png', 'inline']);
    const page = /href="([^"]*page\.html)"/.exec(body)?.[1] ?? '';
    const file = await get(page);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe('attachment');
    expect(file.headers.get('content-security-policy')).toBe('sandbox');
    expect(file.body).toBe('<script>alert(2)</script>');
  });

  it.each([
    '/List/news/Message/999.html',
    '/List/news/Message/0.html',
    '/List/news/Message/3',
    '/List/news/Message/3/01/x',
    '/List/news/Message/26/09/x',
    '/List/news/Message/26/../x',
    '/List/news/other',
    '/List/secret/',
    '/List/nothing/',
    '/List/secret/Message/1.html',
  ])('%s is not there', async path => expect((await get(path)).status).toBe(404));

  it('is made for small devices, too', async () => {
    const { body } = await get('/List/news/Message/3.html', {
      headers: { Accept: 'text/vnd.wap.wml' },
    });
    expect(body).toContain('<wml');
    expect(body).toContain('text 3<br/>');
  });
});

describe('a list for subscribers', () => {
  it('asks who it is, under any name of the account', async () => {
    expect((await get('/List/team/')).status).toBe(401);
    expect((await get('/List/team/', { headers: basic('other', PASSWORD) })).status).toBe(401);
    const { status, body } = await get('/List/team/', { headers: basic('sub', PASSWORD) });
    expect([status, body.includes('Inside')]).toEqual([200, true]);
    expect((await get('/List/team/Message/1.html')).status).toBe(401);
    expect((await get('/List/team/Message/1.html', { headers: basic('sub', PASSWORD) })).body).toContain(
      'for us',
    );
  });
});

describe('subscriptions', () => {
  const ask = async (address: string, button = 'Subscribe', method = 'POST') => {
    const form = new URLSearchParams({ Address: address, [button]: '1' });
    const init = method === 'POST' ? { method, body: form } : {};
    const { body } = await get(method === 'POST' ? '/List/news/' : `/List/news/?${form}`, init);
    await test.server.objects.delivery.idle();
    return body;
  };
  const mailOf = async (name: string): Promise<string[]> => {
    const { mailboxes, messages } = test.server.objects;
    const box = await mailboxes.open(SYSTEM, `${name}@${MAIN}`, 'INBOX', 'r');
    const found: string[] = [];
    for await (const { uid } of messages.all(SYSTEM, box))
      found.push(Buffer.from(await messages.read(SYSTEM, box, uid)).toString('latin1'));
    return found;
  };
  const subscribers = () => test.server.objects.lists.subscribers(SYSTEM, `news@${MAIN}`, null, null);

  it('are confirmed by mail, and asked for once in a while', async () => {
    expect(await ask(`other@${MAIN}`, 'Subscribe', 'GET')).not.toContain('confirm');
    expect(await mailOf('other')).toEqual([]);
    expect(await ask(`other@${MAIN}`)).toContain('a letter asks you to confirm');
    const [letter = ''] = await mailOf('other');
    expect(letter).toMatch(/Subject: Please confirm your subscription/);
    const info = test.server.objects.lists.subscriberInfo(SYSTEM, `news@${MAIN}`, `other@${MAIN}`);
    expect(info.entries.mode).toBe('subscribe');
    expect(await ask(`other@${MAIN}`)).toContain('Too many requests');
    expect(await mailOf('other')).toHaveLength(1);
  });

  it('tell nobody who is subscribed', async () => {
    const stranger = await ask(`owner@${MAIN}`, 'Unsubscribe');
    expect(stranger).toContain('a letter asks you to confirm');
    expect((await mailOf('owner')).filter(text => text.includes('news-confirm'))).toEqual([]);
    expect(await subscribers()).not.toContain(`owner@${MAIN}`);
  });

  it.each(['', 'nobody', 'a@b@c', 'x y@z.example', 'a@b.example,c@d.example', '"x"@y.example\n'])(
    'refuses the address %j',
    async address => expect(await ask(address)).toContain('class="problem"'),
  );
});
