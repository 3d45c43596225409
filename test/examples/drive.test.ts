/** The drive: folders, upload, download, links for others, and nobody leaves it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from './server.js';

let site: Site;
let drive: string;

beforeAll(async () => {
  site = await startSite('drive');
  drive = `${await site.login()}drive.wcgp`;
});
afterAll(() => site.stop());

function upload(folder: string, name: string, bytes: Uint8Array) {
  const form = new FormData();
  form.set('folder', folder);
  form.set('action', 'upload');
  form.set('name', name);
  form.set('file', new Blob([Buffer.from(bytes)]), 'from-my-disk.bin');
  return site.post(drive, form);
}

it('starts empty', async () => {
  const { status, text } = await site.get(drive);
  expect(status).toBe(200);
  expect(text).toContain('This folder is empty.');
});

it('makes folders, stores files and gives them back byte for byte', async () => {
  const made = await site.post(drive, { action: 'makefolder', name: 'Plans & <ideas>' });
  expect(made.text).toContain('Plans &amp; &lt;ideas&gt;/');
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, at) => (at * 7) % 256);
  const stored = await upload('Plans & <ideas>', 'böse größe.bin', bytes);
  expect(stored.text).toContain('böse größe.bin');
  expect(stored.text).toContain('2441K');
  const query = new URLSearchParams({ folder: 'Plans & <ideas>', download: 'böse größe.bin' });
  const got = await fetch(`${site.url}${drive}?${query}`);
  expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
  expect(got.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''b%C3%B6se%20gr%C3%B6%C3%9Fe.bin",
  );
});

it('shares a file with everybody who has the link, until the link is ended', async () => {
  await upload('', 'shared.txt', Buffer.from('for you'));
  const { text } = await site.post(drive, { action: 'share', name: 'shared.txt' });
  const [, link = '', key = ''] =
    /href="(\/sys\/shared\.wcgp\/anna@example\.test\/([0-9a-f]{32}))"/.exec(text) ?? [];
  expect(await site.get(link)).toMatchObject({ status: 200, text: 'for you' });
  expect((await site.get(`${link.slice(0, -1)}${link.endsWith('0') ? 1 : 0}`)).status).toBe(404);
  await site.post(drive, { action: 'unshare', key });
  expect((await site.get(link)).status).toBe(404);
});

it('deletes files and empty folders, and says why it does not', async () => {
  await site.post(drive, { action: 'makefolder', name: 'full' });
  await upload('full', 'a.txt', Buffer.from('x'));
  const refused = await site.post(drive, { action: 'delete', kind: 'folder', name: 'full' });
  expect(refused.text).toContain('role="alert"');
  await site.post(drive, { folder: 'full', action: 'delete', name: 'a.txt' });
  const { text } = await site.post(drive, { action: 'delete', kind: 'folder', name: 'full' });
  expect(text).not.toContain('full/');
});

it.each(['..', '../settings', 'a/../../b', 'a\\b'])('never leaves the drive: %s', async folder => {
  expect((await site.get(`${drive}?${new URLSearchParams({ folder })}`)).status).toBe(400);
  const named = await site.post(drive, { action: 'makefolder', name: folder });
  expect(named.text).toContain('role="alert"');
});
