/** The skin pages: rights, forgery protection, upload with the error in place (webapp.md A6). */
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formToken, isGoodToken } from '../../host/web/skins/token.js';
import { ask, basic, form, upload, type Wanted } from './wire.js';
import { World } from './world.js';

const world = new World(['main.test', 'two.test']);
let port = 0;
const path = '/Admin/Skins/';
const admin = { Host: 'main.test', ...basic('anna', 'secret') };

beforeAll(async () => {
  world.addAccount('anna@main.test', 'secret');
  world.addAccount('bert@main.test', 'secret');
  world.administrators.add('anna@main.test');
  world.addFiles('stock', '', { 'login.wssp': 'stock', 'unauthorized.wssp': 'p', 'denied.wssp': 'p' });
  port = await world.start();
});

afterAll(() => world.stop());

const show = (query = '') => ask(port, path + query, { fields: admin });

const post = (wanted: Wanted, fields: Record<string, string> = {}) =>
  ask(port, path, {
    ...wanted,
    fields: { ...admin, Origin: 'http://main.test', ...wanted.fields, ...fields },
  });

const act = (values: Record<string, string>, fields: Record<string, string> = {}) =>
  post(form({ token: formToken('anna@main.test'), ...values }), fields);

const send = (files: Record<string, string>, skin = '') =>
  post(
    upload([
      { name: 'token', value: formToken('anna@main.test') },
      { name: 'skin', value: skin },
      { name: 'action', value: 'upload' },
      ...Object.entries(files).map(([file, value]) => ({ name: 'file', value, file })),
    ]),
  );

describe('skin pages', () => {
  it('ask who it is', async () => {
    expect((await ask(port, path)).status).toBe(401);
    expect((await ask(port, '/admin/skins')).status).toBe(401);
    expect((await ask(port, path, { fields: { Host: 'main.test', ...basic('anna', 'wrong') } })).status).toBe(
      401,
    );
    expect(
      (await ask(port, path, { fields: { Host: 'main.test', ...basic('bert', 'secret') } })).status,
    ).toBe(403);
    expect((await show('?domain=none.test')).status).toBe(403);
  });

  it('do not read the upload of a stranger', async () => {
    const got = await ask(port, path, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(got.status).toBe(401);
  });

  it('begin with the unnamed skin', async () => {
    const first = await show();
    expect(first.status).toBe(200);
    expect(first.body).toContain('Create unnamed skin');
    expect(first.fields['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(first.body).not.toMatch(/<script|onclick|javascript:/i);
    const made = await act({ action: 'create', name: '' });
    expect([made.status, made.fields.location]).toEqual([303, '/Admin/Skins/?domain=main.test&done=created']);
    expect((await show('?domain=main.test&done=created')).body).toContain('The skin is created.');
    expect((await show('?done=__proto__')).status).toBe(200);
  });

  it('list own files and defaults, upload, download, delete', async () => {
    const stored = await send({ 'Logo.GIF': 'gif data', 'page.wssp': 'fine' });
    expect([stored.status, stored.fields.location]).toEqual([
      303,
      '/Admin/Skins/?domain=main.test&done=stored',
    ]);
    const { body } = await show();
    expect(body).toContain('aria-label="Mark logo.gif"');
    expect(body).toMatch(
      /<span class="default">default<\/span><\/td><td class="long"><a href="[^"]*file=login\.wssp"/,
    );
    const file = await show('?file=logo.gif');
    expect(file.body).toBe('gif data');
    expect(file.fields).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="logo.gif"; filename*=UTF-8''logo.gif`,
    });
    expect((await show('?file=none.gif')).status).toBe(404);
    expect((await act({ action: 'delete', file: 'logo.gif' })).status).toBe(303);
    expect((await show()).body).not.toContain('logo.gif');
    expect((await send({})).fields.location).toContain('done=nothing');
  });

  it('refuse a file with an error and show the place', async () => {
    const got = await send({ 'bad.wssp': '<b>first</b> WRONG & more', 'good.txt': 'x' });
    expect(got.status).toBe(422);
    expect(got.body).toContain('One file was not stored');
    expect(got.body).toContain('Stored: good.txt');
    expect(got.body).toContain('Line 1, column 14: not &lt;allowed&gt;');
    expect(got.body).toContain(
      '&lt;b&gt;first&lt;/b&gt; <mark id="error0">&lt;--ERROR--&gt;</mark>WRONG &amp; more</pre>',
    );
    expect(world.sets.get('main.test')?.get('')?.has('bad.wssp')).toBe(false);
    expect(world.sets.get('main.test')?.get('')?.has('good.txt')).toBe(true);
  });

  it('unpack archives and tell which member is wrong', async () => {
    const archive = pack();
    archive.entry({ name: 'dir/A.txt' }, 'text');
    archive.entry({ name: 'b.wssp' }, 'WRONG');
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk as Buffer);
    const parts = [
      { name: 'token', value: formToken('anna@main.test') },
      { name: 'action', value: 'upload' },
      { name: 'file', value: Buffer.concat(chunks), file: 'skin.tar' },
      { name: 'file', value: 'no archive at all'.repeat(100), file: 'damaged.tar' },
      { name: 'file', value: 'fine', file: 'last.txt' },
    ];
    const got = await post(upload(parts));
    expect(got.status).toBe(422);
    expect(got.body).toContain('Stored: a.txt, last.txt');
    expect(got.body).toContain('<h3>b.wssp</h3>');
    expect(got.body).toContain('<h3>damaged.tar</h3>');
  });

  it('create, rename and remove named skins', async () => {
    expect((await act({ action: 'create', name: 'Blue & <new>' })).fields.location).toContain(
      'skin=Blue+%26+%3Cnew%3E&done=created',
    );
    expect((await show('?skin=Blue+%26+%3Cnew%3E')).body).toContain('<h1>Blue &amp; &lt;new&gt; ');
    expect((await act({ action: 'rename', skin: 'Blue & <new>', name: 'Green' })).fields.location).toContain(
      'skin=Green&done=renamed',
    );
    expect((await show('?skin=Blue')).status).toBe(404);
    await send({ 'a.txt': 'x' }, 'Green');
    const full = await act({ action: 'remove', named: 'Green' });
    expect(full.status).toBeGreaterThanOrEqual(400);
    expect(full.body).toContain('role="alert"');
    await act({ action: 'delete', skin: 'Green', file: 'a.txt' });
    expect((await act({ action: 'remove', named: 'Green' })).fields.location).toBe(
      '/Admin/Skins/?domain=main.test&done=removed',
    );
    expect((await show()).body).toContain('None yet.');
    expect((await act({ action: 'explode' })).status).toBe(400);
    expect((await act({ action: 'constructor' })).status).toBe(400);
  });

  it('work on the server-wide set and other domains', async () => {
    expect((await show('?domain=*')).body).toContain(' aria-current="page">Server-wide</a>');
    expect((await show('?domain=TWO.test')).body).toContain('two.test');
    expect((await act({ action: 'create', domain: '*', name: 'Wide' })).fields.location).toBe(
      '/Admin/Skins/?domain=*&skin=Wide&done=created',
    );
  });

  /** what, fields, token, status */
  it.each<[string, Record<string, string>, string | undefined, number]>([
    ['another site', { Origin: 'http://evil.test' }, undefined, 403],
    ['an opaque origin', { Origin: 'null' }, undefined, 403],
    ['another port', { Origin: 'http://main.test:81' }, undefined, 403],
    ['a cross-site request without origin', { Origin: '', 'Sec-Fetch-Site': 'cross-site' }, undefined, 403],
    ['a sister site', { Origin: '', 'Sec-Fetch-Site': 'same-site' }, undefined, 403],
    ['no token', {}, '', 403],
    ['a token of somebody else', {}, formToken('bert@main.test'), 403],
    ['an old token', {}, formToken('anna@main.test', 1000), 403],
    ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, undefined, 303],
    ['our own page behind TLS', { Origin: 'https://main.test' }, undefined, 303],
  ])('%s', async (_, fields, token, status) => {
    const values = { action: 'delete', file: 'nothing.txt', ...(token === undefined ? {} : { token }) };
    expect((await act(values, fields)).status).toBe(status);
  });

  it('give tokens that cannot be changed', () => {
    const token = formToken('a@b', 1000);
    expect(isGoodToken(token, 'a@b', 1000)).toBe(true);
    expect(isGoodToken(token, 'a@b', 1000 + 13 * 3600)).toBe(false);
    expect(isGoodToken(token.replace(/^\d+/, '99999999999'), 'a@b', 1000)).toBe(false);
    for (const wrong of ['', '.', 'x.y', `${token}x`, token.slice(1)])
      expect(isGoodToken(wrong, 'a@b', 1000)).toBe(false);
  });
});
