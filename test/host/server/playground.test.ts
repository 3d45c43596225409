/** `/playground/` of a real server: who may use it, compressed files, validators, policies. */

import { request } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { accepts } from '../../../host/web/playground/accept.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { startTestServer, type TestServer } from './harness.js';

let test: TestServer;
let admin: Record<string, string>;
const basic = (name: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

interface Raw {
  readonly status: number;
  readonly fields: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** Not fetch: it would unpack the answer. */
function raw(path: string, headers: Record<string, string>): Promise<Raw> {
  const { hostname, port } = new URL(test.server.address('HTTPU').url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, fields: answer.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

beforeAll(async () => {
  test = await startTestServer();
  const { accounts, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  await accounts.create(SYSTEM, 'anna@main.test', { settings: dictOf([['Password', 'Secret-pass-1']]) });
  admin = basic('postmaster', 'Post-pass-1');
});

afterAll(() => test?.stop());

describe('the playground of a server', () => {
  it('is for administrators', async () => {
    expect((await test.get('/playground/')).status).toBe(401);
    expect((await test.get('/playground/main.js')).status).toBe(401);
    const anna = basic('anna', 'Secret-pass-1');
    expect((await test.get('/playground/', { headers: anna })).status).toBe(403);
    expect((await test.get('/playground/', { headers: basic('postmaster', 'wrong') })).status).toBe(401);
    const page = await test.get('/playground/', { headers: admin });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>Postern playground</title>');
    expect(page.headers.get('cache-control')).toBe('private, no-cache');
    const short = await test.get('/playground', { headers: admin });
    expect([short.status, short.headers.get('location')]).toEqual([301, '/playground/']);
  });

  it('is for everybody, or for nobody, by a setting', async () => {
    const { settings } = test.server;
    settings.PlaygroundAccess = 'everybody';
    expect((await test.get('/playground/')).status).toBe(200);
    settings.PlaygroundAccess = 'off';
    expect((await test.get('/playground/', { headers: admin })).status).toBe(404);
    settings.PlaygroundAccess = 'administrators';
  });

  it('has a strict policy on pages and on scripts, which workers run under', async () => {
    const policy = async (file: string) =>
      (await test.get(`/playground/${file}`, { headers: admin })).headers.get('content-security-policy') ??
      '';
    const page = await policy('');
    expect(page).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(page).toMatch(/frame-ancestors 'self'$/);
    expect(page).not.toMatch(/'unsafe-eval'|script-src[^;]*'unsafe-inline'|\*/);
    expect(await policy('runner.js')).toBe(page);
    expect(await policy('preview.html')).not.toBe(page);
    expect(await policy('preview.html')).toMatch(/^default-src 'none'/);
  });

  it('sends files compressed to those who take that, with validators of their own', async () => {
    const plain = await raw('/playground/main.js', admin);
    const small = await raw('/playground/main.js', { ...admin, 'Accept-Encoding': 'gzip, br;q=0.5' });
    expect(plain.fields['content-encoding']).toBeUndefined();
    expect(small.fields).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(small.body.length * 2).toBeLessThan(plain.body.length);
    expect(brotliDecompressSync(small.body).equals(plain.body)).toBe(true);
    expect(small.fields.etag).not.toBe(plain.fields.etag);
    const again = await raw('/playground/main.js', {
      ...admin,
      'Accept-Encoding': 'br',
      'If-None-Match': String(small.fields.etag),
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('has nothing but its files', async () => {
    const ask = async (path: string) => (await raw(path, admin)).status;
    expect(await ask('/playground/none.js')).toBe(404);
    expect(await ask('/playground/main.js.br')).toBe(404);
    expect(await ask('/playground/main.js/more')).toBe(404);
    expect(await ask('/playground/../package.json')).toBeGreaterThanOrEqual(400);
    expect(await ask('/playground/%2e%2e/package.json')).toBeGreaterThanOrEqual(400);
  });
});

describe('Accept-Encoding', () => {
  it.each([
    ['br', true],
    ['gzip, deflate, BR', true],
    ['*', true],
    ['*;q=0.2', true],
    ['br;q=0, *', false],
    ['br; q=0.000', false],
    ['gzip', false],
    ['', false],
    ['brotli', false],
  ])('"%s"', (field, expected) => {
    expect(accepts(field, 'br')).toBe(expected);
  });
});
