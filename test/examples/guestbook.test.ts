/** The guest book: many visitors at once lose nothing, nobody signs with markup. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from './server.js';

const url = '/sys/guestbook.wcgp';
let site: Site;

beforeAll(async () => {
  site = await startSite('guestbook');
});
afterAll(() => site.stop());

it('starts empty', async () => {
  expect((await site.get(url)).text).toContain('Entries: 0');
});

it('shows what was signed, as text', async () => {
  const signed = await site.post(url, {
    name: 'Zoë <script>',
    text: 'first line\n{a=b;}\n"quoted" \\ %%x%%',
  });
  expect([signed.status, signed.headers.get('location')]).toEqual([303, url]);
  const { text } = await site.get(url);
  expect(text).toContain('<strong>Zoë &lt;script&gt;</strong>');
  expect(text).toContain('first line\n{a=b;}\n&quot;quoted&quot; \\ %%x%%');
});

it('refuses empty and too long entries, and keeps what was typed', async () => {
  const { text } = await site.post(url, { name: 'Ann', text: ' ' });
  expect(text).toContain('Please write something');
  expect(text).toContain('value="Ann"');
  expect((await site.post(url, { name: 'x'.repeat(101), text: 'y' })).text).toContain('at most 100');
});

it('loses no entry of visitors who sign at the same moment, and pages through them', async () => {
  const names = Array.from({ length: 24 }, (_, at) => `visitor ${at}.`);
  await Promise.all(names.map(name => site.post(url, { name, text: 'x' })));
  const pages = await Promise.all([1, 2, 3].map(page => site.get(`${url}?page=${page}`)));
  const all = pages.map(({ text }) => text).join('');
  expect(pages[0]?.text).toContain('Entries: 25');
  expect(names.filter(name => !all.includes(name))).toEqual([]);
  expect(pages[0]?.text.match(/<article>/g)).toHaveLength(10);
  expect(pages[2]?.text).toContain('page=2');
  expect(pages[2]?.text).not.toContain('Older');
});
