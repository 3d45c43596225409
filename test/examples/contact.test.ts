/** The contact form: messages are kept, nonsense is refused with the form filled in, robots are thanked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PosternError } from '../../host/errors/index.js';
import { SYSTEM } from '../../host/objects/api.js';
import { type Site, startSite } from './server.js';

const url = '/sys/contact.wcgp';
const good = { name: 'Bert "B" <b>', email: 'bert@else.test', message: 'Hello,\nis it "you"?' };
let site: Site;

beforeAll(async () => {
  site = await startSite('contact');
});
afterAll(() => site.stop());

const owner = 'postmaster@example.test';

/** Texts of the stored messages. */
async function stored(): Promise<string[]> {
  const { files } = site.server.objects;
  const texts: string[] = [];
  try {
    for await (const { name, isFolder } of files.list(SYSTEM, owner, 'private/contact')) {
      if (isFolder) continue;
      const { bytes } = await files.read(SYSTEM, owner, `private/contact/${name}`);
      texts.push(Buffer.from(bytes).toString());
    }
  } catch (error) {
    // The folder is made with the first message.
    if (!(error instanceof PosternError) || error.code !== 'folder-unknown') throw error;
  }
  return texts;
}

it('shows a form', async () => {
  const { status, text } = await site.get(url);
  expect(status).toBe(200);
  expect(text).toContain('<form method="post" action="/sys/contact.wcgp">');
});

it.each([
  [{ name: ' ' }, 'Please tell us your name.'],
  [{ email: 'nobody' }, 'This is not an e-mail address.'],
  [{ message: 'x'.repeat(10_001) }, 'This message is too long.'],
])('refuses wrong form %# and keeps what was typed', async (change, text) => {
  const answer = await site.post(url, { ...good, ...change });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(text);
  if (!('name' in change)) expect(answer.text).toContain('Bert &quot;B&quot; &lt;b&gt;');
  expect(await stored()).toEqual([]);
});

it('thanks robots and stores nothing of them', async () => {
  const { text } = await site.post(url, { ...good, website: 'http://spam.test' });
  expect(text).toContain('Thank you.');
  expect(await stored()).toEqual([]);
});

it('stores a message, five an hour from one address', async () => {
  for (let count = 0; count < 5; count++) {
    expect((await site.post(url, good)).text).toContain('Thank you.');
  }
  const refused = await site.post(url, good);
  expect([refused.status, refused.text.includes('a lot of messages')]).toEqual([422, true]);
  const messages = await stored();
  expect(messages).toHaveLength(5);
  expect(messages[0]).toContain('bert@else.test');
});
