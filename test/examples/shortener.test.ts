/** Short addresses lead where they should, and nowhere else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from './server.js';

const url = '/sys/s.wcgp';
let site: Site;

beforeAll(async () => {
  site = await startSite('shortener');
});
afterAll(() => site.stop());

it.each([
  'http://example.com/',
  'https://example.com:8443/a/b?c=d&e=%20#f',
  `https://example.com/${'x'.repeat(1900)}`,
])('makes address %# short', async long => {
  const made = await site.post(url, { url: long });
  expect(made.status).toBe(201);
  const short = /href="([^"]*\/sys\/s\.wcgp\/[2-9a-z]{8})"/.exec(made.text)?.[1] ?? '';
  expect(short.startsWith(site.url)).toBe(true);
  const { status, headers } = await site.get(short.slice(site.url.length));
  expect([status, headers.get('location')]).toEqual([302, long]);
});

it.each([
  'javascript:alert(1)',
  'ftp://example.com/',
  'http://',
  'http://a b/',
  'http://example.com/\r\nSet-Cookie: a=b',
  `http://example.com/${'x'.repeat(2000)}`,
  '',
])('refuses address %#', async long => {
  const { status, text } = await site.post(url, { url: long });
  expect(status).toBe(422);
  expect(text).toContain('role="alert"');
});

it.each(['/22222222', '/../profile.vcf', '/abc', '/ABCDEFGH', '/2222222222'])('knows no %s', async path => {
  expect((await site.get(url + path)).status).toBe(404);
});
