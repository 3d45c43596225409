/** Versions of skin files: the administration face, the launcher's commands, deployments of the playground. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skin as skinCommand } from '../../../host/bin/commands/skin.js';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { removeFolder } from '../../tools/folders.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
let admin: Record<string, string>;
let local: string;
const basic = (name: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const program = (text: string) => `entry Main is\n  SetHTTPResponseData("${text}");\nend entry;\n`;

beforeAll(async () => {
  test = await startTestServer();
  local = mkdtempSync(join(tmpdir(), 'postern-deploy-'));
  const { accounts, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  await accounts.create(SYSTEM, 'anna@main.test', { settings: dictOf([['Password', 'Secret-pass-1']]) });
  admin = basic('postmaster', 'Post-pass-1');
});

afterAll(async () => {
  await test?.stop();
  removeFolder(local);
});

/** What the line of progress was given. */
let progress = '';

async function postern(
  ...args: string[]
): Promise<{ status: number | undefined; out: string; error: string }> {
  let out = '';
  let error = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
    secret: async () => null,
    screen: { write: (text: string) => void (progress += text), columns: 80, color: false },
  };
  progress = '';
  const status = await skinCommand.run([...args, '--base', test.base], terminal as never);
  return { status, out, error };
}

describe('postern skin', () => {
  it('shows how far an upload of many files is', async () => {
    const files = ['p1.wssp', 'p2.wssp'].map(name => join(local, name));
    for (const file of files) writeFileSync(file, 'Hello');
    const { status, out } = await postern('put', MAIN, '', ...files);
    expect([status, out]).toEqual([0, 'stored p1.wssp\nstored p2.wssp\n']);
    expect(progress).toMatch(/^\r\x1b\[K0\/2 .*p1\.wssp\r\x1b\[K/);
    expect(progress.endsWith('\r\x1b[K')).toBe(true);
    await postern('put', MAIN, '', ...files.slice(1));
    expect(progress).toBe('');
  });

  it('tells versions and differences, and goes back', async () => {
    for (const text of ['one', 'two', 'three']) await test.put({ 'v.wcgp': program(text) });
    const versions = await postern('versions', MAIN, '', 'v.wcgp');
    expect(versions.out.match(/^[* ] +\d+ .*postmaster@main\.test$/gm)).toHaveLength(3);
    expect(versions.out.match(/^\*/gm)).toHaveLength(1);
    const file = join(local, 'v.wcgp');
    writeFileSync(file, program('three'));
    expect(await postern('diff', MAIN, '', file)).toEqual({ status: 0, out: '', error: '' });
    writeFileSync(file, program('four'));
    const diff = await postern('diff', MAIN, '', file);
    expect(diff.status).toBe(1);
    expect(diff.out).toContain('-  SetHTTPResponseData("three");\n+  SetHTTPResponseData("four");\n');
    const old = await postern('diff', MAIN, '', 'v.wcgp', '--version', '1');
    expect(old.out).toContain('-  SetHTTPResponseData("one");\n+  SetHTTPResponseData("three");\n');
    expect(await postern('rollback', MAIN, '', 'V.wcgp')).toMatchObject({
      status: 0,
      out: 'v.wcgp is as in version 2 again\n',
    });
    expect((await test.get('/v.wcgp')).body).toBe('two');
    expect(await postern('rollback', MAIN, '', 'v.wcgp', '--version', '1')).toMatchObject({ status: 0 });
    expect((await test.get('/v.wcgp')).body).toBe('one');
  });

  it('brings back what was deleted', async () => {
    await test.put({ 'gone.wcgp': program('here') });
    expect((await postern('delete', MAIN, '', 'gone.wcgp')).status).toBe(0);
    expect((await test.get('/gone.wcgp')).status).toBe(404);
    expect((await postern('versions', MAIN, '', 'gone.wcgp')).out).not.toMatch(/^\*/m);
    expect((await postern('rollback', MAIN, '', 'gone.wcgp')).status).toBe(0);
    expect((await test.get('/gone.wcgp')).body).toBe('here');
  });

  it('refuses what is not there', async () => {
    expect((await postern('rollback', MAIN, '', 'none.wcgp')).status).toBe(1);
    expect((await postern('rollback', MAIN, '', 'v.wcgp', '--version', '99')).status).toBe(1);
    expect((await postern('rollback', MAIN, '', 'v.wcgp', '--version', 'x')).status).toBe(1);
  });
});

describe('/Admin/Deploy/', () => {
  const path = '/Admin/Deploy/';
  let token = '';

  async function post(values: Record<string, string>, files: Record<string, string> = {}, headers = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ token, domain: MAIN, skin: '', ...values }))
      form.set(name, value);
    for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name);
    const { status, body } = await test.get(path, {
      method: 'POST',
      body: form,
      headers: { ...admin, ...headers },
    });
    const json: unknown = body.startsWith('{') ? JSON.parse(body) : body;
    return { status, json };
  }

  it('tells administrators where they may deploy', async () => {
    expect((await test.get(path)).status).toBe(401);
    expect((await test.get(path, { headers: basic('anna', 'Secret-pass-1') })).status).toBe(403);
    const answer = JSON.parse((await test.get(path, { headers: admin })).body) as { token: string };
    expect(answer).toMatchObject({ places: [{ domain: MAIN, skins: [''] }, { domain: null }] });
    token = answer.token;
  });

  it('checks, stores everything and goes back', async () => {
    await test.put({ 'a.wcgp': program('old') });
    const files = { 'A.wcgp': program('new'), 'b.wcgp': program('b') };
    expect(await post({ action: 'check' }, files)).toMatchObject({
      status: 200,
      json: {
        files: [
          { name: 'a.wcgp', errors: [], before: program('old'), isThere: true, isSame: false },
          { name: 'b.wcgp', errors: [], before: null, isThere: false },
        ],
      },
    });
    expect((await test.get('/a.wcgp')).body).toBe('old');
    const { status, json } = await post({ action: 'deploy' }, files);
    expect([status, json]).toEqual([
      200,
      { back: [expect.objectContaining({ name: 'a.wcgp' }), { name: 'b.wcgp', version: null }] },
    ]);
    expect((await test.get('/a.wcgp')).body).toBe('new');
    expect((await test.get('/b.wcgp')).body).toBe('b');
    const { back } = json as { back: unknown };
    expect(await post({ action: 'rollback', back: JSON.stringify(back) })).toMatchObject({ status: 200 });
    expect((await test.get('/a.wcgp')).body).toBe('old');
    expect((await test.get('/b.wcgp')).status).toBe(404);
  });

  it('stores nothing when one file has an error, or is refused', async () => {
    const files = { 'a.wcgp': program('half'), 'c.wcgp': 'entry Main is' };
    expect(await post({ action: 'deploy' }, files)).toMatchObject({ status: 422 });
    expect((await test.get('/a.wcgp')).body).toBe('old');
    const bad = { 'a.wcgp': program('half'), [`${'x'.repeat(300)}.txt`]: 'x' };
    expect((await post({ action: 'deploy' }, bad)).status).toBeGreaterThanOrEqual(400);
    expect((await test.get('/a.wcgp')).body).toBe('old');
  });

  it('makes a named skin', async () => {
    expect(await post({ action: 'deploy', skin: 'Shop' }, { 'a.wcgp': program('shop') })).toMatchObject({
      status: 200,
    });
    expect(await test.server.objects.skins.exists(MAIN, 'Shop')).toBe(true);
  });

  it('does nothing for others', async () => {
    const files = { 'a.wcgp': program('evil') };
    expect((await post({ action: 'deploy', token: 'x' }, files)).status).toBe(403);
    expect((await post({ action: 'deploy' }, files, { Origin: 'https://other.test' })).status).toBe(403);
    expect((await post({ action: 'deploy' }, files, basic('anna', 'Secret-pass-1'))).status).toBe(403);
    expect((await post({ action: 'deploy', domain: 'none.test' }, files)).status).toBeGreaterThanOrEqual(400);
    expect((await post({ action: 'rollback', back: '[{"name":1}]' })).status).toBe(400);
    expect((await post({ action: 'other' }, files)).status).toBe(400);
    expect((await test.get('/a.wcgp')).body).toBe('old');
  });
});
