/** The administration pages of the user listeners: index, usage, the log as it comes; the commands that show the same. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, logStream } from '../../../host/admin/log/stream.js';
import { LogTail } from '../../../host/admin/log/tail.js';
import { log as logCommand, shownLine } from '../../../host/bin/commands/log.js';
import type { Terminal } from '../../../host/bin/commands/types.js';
import { usage as usageCommand } from '../../../host/bin/commands/usage.js';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { basic, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
const ADMIN = basic('postmaster', 'Post-pass-1');
const BEN = basic('ben@second.test', 'Secret-pass-1');
const ANNA = basic('anna', 'Secret-pass-1');

beforeAll(async () => {
  test = await startTestServer();
  const { accounts, domains, passwords } = test.server.objects;
  await passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
  await domains.create(SYSTEM, 'second.test');
  const password = ['Password', 'Secret-pass-1'] as const;
  await accounts.create(SYSTEM, 'anna@main.test', { settings: dictOf([password]) });
  await accounts.create(SYSTEM, 'ben@second.test', { settings: dictOf([password]) });
  await test.server.objects.rights.setRights(SYSTEM, 'ben@second.test', ['Domain', 'CanModifySkins']);
  await test.put({
    'hi.wcgp': 'entry Main is SysLog("hi from main"); SetHTTPResponseData("hi"); end entry;',
    'bad.wcgp': 'entry Main is a = NewArray(); a[0 - 1] = 1; end entry;',
  });
  await test.put(
    { 'two.wcgp': 'entry Main is SysLog("from second"); SetHTTPResponseData("2"); end entry;' },
    '',
    'second.test',
  );
});

afterAll(() => test?.stop());

const page = async (path: string, headers: Record<string, string>) => test.get(path, { headers });
const run = async (): Promise<void> => {
  await test.get('/hi.wcgp');
  await test.get('/bad.wcgp');
  // Not fetch: it sends no Host field of ours.
  const { hostname, port } = new URL(test.server.address('HTTPU').url);
  await new Promise(done =>
    request({ hostname, port, path: '/two.wcgp', headers: { Host: 'second.test' } }, answer => {
      answer.resume().on('end', done);
    }).end(),
  );
};

describe('administration pages', () => {
  it('are linked together, for administrators', async () => {
    const index = await page('/Admin/', ADMIN);
    expect(index.status).toBe(200);
    for (const path of ['Skins', 'Usage', 'Log', 'Recordings', 'Monitor']) {
      expect(index.body).toContain(`href="/Admin/${path}/"`);
      const { status, body } = await page(`/Admin/${path}/`, ADMIN);
      expect([path, status]).toEqual([path, 200]);
      // The monitor is a page of the skin: it leads back.
      expect(body).toContain(
        path === 'Monitor' ? '<a href="/Admin/">' : `<a href="/Admin/${path}/" aria-current="page">`,
      );
    }
    for (const path of ['', 'Usage/', 'Log/', 'Log/?stream=1', 'Log/?script=1']) {
      expect((await page(`/Admin/${path}`, ANNA)).status).toBe(403);
      expect((await test.get(`/Admin/${path}`)).status).toBe(401);
    }
  });

  it('show the usage of each program, to administrators of a domain their own', async () => {
    await run();
    const all = await page('/Admin/Usage/?sort=failures', ADMIN);
    expect(all.body.indexOf('bad.wcgp')).toBeLessThan(all.body.indexOf('hi.wcgp'));
    expect(all.body).toContain('two.wcgp');
    const own = await page('/Admin/Usage/', BEN);
    expect(own.status).toBe(200);
    expect(own.body).toContain('two.wcgp');
    expect(own.body).not.toContain('hi.wcgp');
    const some = await page('/Admin/Usage/?filter=HI&domain=main.test', ADMIN);
    expect(some.body).toContain('hi.wcgp');
    expect(some.body).not.toContain('two.wcgp</a>');
    expect((await page('/Admin/Usage/?filter=%3Cb%3E', ADMIN)).body).not.toContain('<b>');
  });

  it('show the versions of a file of a skin, and bring one back', async () => {
    const texts = ['one', 'two'].map(text => `entry Main is SetHTTPResponseData("${text}"); end entry;`);
    for (const text of texts) await test.put({ 'kept.wcgp': text });
    const list = (await page('/Admin/Skins/?domain=main.test', ADMIN)).body;
    const own = [...list.matchAll(/href="([^"]*versions=kept\.wcgp)#versions"/g)];
    const where = (own[0]?.[1] ?? '').replaceAll('&amp;', '&');
    const shown = (await page(where, ADMIN)).body;
    expect(shown).toContain('Versions of kept.wcgp');
    const get = async (version: number) =>
      (await page(`/Admin/Skins/?domain=main.test&file=kept.wcgp&version=${version}`, ADMIN)).body;
    expect([await get(1), await get(2)]).toEqual(texts);
    expect((await page('/Admin/Skins/?domain=main.test&file=kept.wcgp&version=9', ADMIN)).status).toBe(404);
    const token = /name="token" value="([^"]*)"/.exec(shown)?.[1] ?? '';
    const back = (version: string) => {
      const body = new URLSearchParams({
        token,
        domain: 'main.test',
        action: 'rollback',
        file: 'kept.wcgp',
        version,
      });
      const headers = { ...ADMIN, 'Content-Type': 'application/x-www-form-urlencoded' };
      return test.get('/Admin/Skins/?domain=main.test', {
        method: 'POST',
        headers,
        body: String(body),
        redirect: 'manual',
      });
    };
    expect((await test.get('/kept.wcgp')).body).toBe('two');
    expect((await back('9')).status).toBe(404);
    expect((await back('x')).status).toBe(400);
    expect((await back('1')).status).toBe(303);
    expect((await test.get('/kept.wcgp')).body).toBe('one');
    expect((await page('/Admin/Skins/?domain=main.test&versions=kept.wcgp', BEN)).status).toBe(403);
  });

  it('show the usage of a program by path', async () => {
    for (const path of ['', '/items/17', '/items/18', '/%3Cb%3E']) await test.get(`/hi.wcgp${path}`);
    const link =
      /href="([^"]*file=hi\.wcgp[^"]*)"/.exec((await page('/Admin/Usage/', ADMIN)).body)?.[1] ?? '';
    const shown = (await page(link.replaceAll('&amp;', '&').replace(/#.*/, ''), ADMIN)).body;
    expect(shown).toContain('Paths of hi.wcgp');
    expect(shown).toContain('>/hi.wcgp/items/*</th><td class="number">2</td>');
    expect(shown).not.toContain('<b>');
    const foreign = await page('/Admin/Usage/?domain=main.test&file=hi.wcgp', BEN);
    expect(foreign.body).not.toContain('Paths of');
  });

  it('show the log, to administrators of a domain what their programs wrote', async () => {
    await run();
    const all = await page('/Admin/Log/', ADMIN);
    expect(all.body).toContain('hi from main');
    expect(all.body).toContain('starts on');
    expect(all.headers.get('content-security-policy')).toContain("script-src 'self'");
    const own = await page('/Admin/Log/?domain=main.test', BEN);
    expect(own.body).toContain('from second');
    expect(own.body).not.toContain('hi from main');
    expect(own.body).not.toContain('starts on');
    const app = await page('/Admin/Log/?app=HI.wcgp&level=3', ADMIN);
    expect(app.body).toContain('hi from main');
    expect(app.body).not.toContain('from second');
  });

  it('follow the log, filtered, as many as may', async () => {
    const url = new URL('/Admin/Log/?stream=1&app=two.wcgp', test.server.address('HTTPU').url);
    const stop = new AbortController();
    const answer = await fetch(url, { headers: ADMIN, signal: stop.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await run();
    const reader = answer.body?.getReader();
    let text = '';
    while (!text.includes('data: ')) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')).toMatchObject({
      level: 3,
      tag: 'CGPL',
      domain: 'second.test',
      app: 'two.wcgp',
    });
    expect(text).not.toContain('hi from main');
    test.server.settings.LogTailReaders = 1;
    expect((await page('/Admin/Log/?stream=1', ADMIN)).status).toBe(503);
    stop.abort();
    await expect.poll(() => test.server.log.tail.followerCount).toBe(0);
    test.server.settings.LogTailReaders = 16;
  });

  it('lead from the start page of an administrator, of nobody else', async () => {
    const start = async (name: string, password: string): Promise<string> => {
      const body = new URLSearchParams({ Username: name, Password: password });
      const answer = await test.get('/', { method: 'POST', body });
      const place = answer.headers.get('location') ?? '';
      return (await test.get(new URL(place, 'http://x').pathname)).body;
    };
    expect(await start('postmaster', 'Post-pass-1')).toContain('href="/Admin/"');
    const anna = await start('anna', 'Secret-pass-1');
    expect(anna).toContain('<nav');
    expect(anna).not.toContain('/Admin/');
  });
});

describe('commands', () => {
  const said: string[] = [];
  const terminal: Terminal = {
    out: text => void said.push(text),
    error: text => void said.push(text),
    isInteractive: false,
    secret: async () => null,
    input: async () => Buffer.alloc(0),
  };
  const heard = (): string => said.splice(0).join('');

  it('show usage and log of a running server', async () => {
    await run();
    expect(await usageCommand.run(['--base', test.base, '--sort', 'runs'], terminal)).toBe(0);
    expect(heard()).toMatch(/^ *runs +failed +cpu ms .*\n(.*\n)* +\d+ +0 .* hi\.wcgp +main\.test\n/);
    expect(await usageCommand.run(['--base', test.base, '--json', '--domain', 'second.test'], terminal)).toBe(
      0,
    );
    expect(JSON.parse(heard())).toMatchObject([{ file: 'two.wcgp', domain: 'second.test' }]);
    expect(await usageCommand.run(['--base', test.base, '--paths'], terminal)).toBe(0);
    expect(heard()).toMatch(/ two\.wcgp {2}\/two\.wcgp +second\.test\n/);
    expect(await logCommand.run(['--base', test.base, '--app', 'hi.wcgp', '--count', '1'], terminal)).toBe(0);
    expect(heard()).toMatch(/^[\d:.]+ 3 CGPL \[main\.test hi\.wcgp\] HTTPU-\d+ hi from main\n$/);
    await expect(usageCommand.run(['--base', test.base, '--sort', 'beauty'], terminal)).rejects.toThrow(
      'one of',
    );
    await expect(logCommand.run(['--base', test.base, '--level', 'x'], terminal)).rejects.toThrow(
      'malformed',
    );
    await expect(logCommand.run(['--base', `${test.base}-no`], terminal)).rejects.toThrow('no server runs');
  });

  it('follow until they are interrupted', async () => {
    const done = logCommand.run(
      ['--base', test.base, '--follow', '--count', '0', '--domain', 'second.test'],
      terminal,
    );
    await expect.poll(() => test.server.log.tail.followerCount).toBe(1);
    await run();
    await expect.poll(() => said.join('')).toContain('from second');
    process.emit('SIGINT');
    expect(await done).toBe(0);
    expect(heard()).not.toContain('hi from main');
  });
});

describe('slow readers', () => {
  it('lose records and are told how many', async () => {
    const tail = new LogTail(() => 10);
    const everything = { domain: null, app: null, level: 5, text: '' };
    const stream = logStream(tail, jsonLines, everything, 0, true);
    const record = { time: new Date(0), level: 3 as const, tag: 'X', text: 'x'.repeat(100_000) };
    for (let i = 0; i < 30; i++) tail.add(record);
    expect(tail.recent(everything, 100)).toHaveLength(10);
    let text = String(stream.read());
    tail.add({ ...record, text: 'last' });
    text += String(stream.read());
    expect(/\{"dropped":\d+\}\n.*last/.test(text)).toBe(true);
    tail.close();
    stream.resume();
    await new Promise(done => stream.on('end', done));
    expect(shownLine('{"dropped":3}', false)).toContain('3 records');
  });
});
