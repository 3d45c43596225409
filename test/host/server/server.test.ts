/** A whole server: first start, pages and programs, a second server, restart, damage, refresh. */

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../../host/server/start.js';
import { removeFolder } from '../../tools/folders.js';
import { basic, MAIN, startTestServer, type TestServer, temporaryBase } from './harness.js';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());

describe('a first start', () => {
  it('makes the base directory, its lock and its control file', () => {
    expect(statSync(test.base).isDirectory()).toBe(true);
    for (const entry of ['Settings', 'SystemLogs', 'Store', 'WebSkins']) {
      expect(existsSync(join(test.base, entry))).toBe(true);
    }
    expect(readFileSync(join(test.base, 'ProcessID'), 'utf8')).toMatch(new RegExp(`^${process.pid}\n`));
    expect(statSync(join(test.base, 'Settings/control.json')).mode & 0o777).toBe(0o600);
  });

  it('gives a password that is good for postmaster, who may do everything', async () => {
    const { firstPassword } = test.server;
    expect(firstPassword).toMatch(/^[\w-]{12,}$/);
    const url = new URL('/skins?domain=', test.server.address('HTTPA').url);
    const ask = (password: string) =>
      fetch(url, { headers: { ...basic('postmaster', password), Accept: 'application/json' } });
    expect((await ask(firstPassword ?? '')).status).toBe(200);
    expect((await ask('wrong')).status).toBe(401);
  });

  it('never writes the password to the log', () => {
    const logs = readdirSync(join(test.base, 'SystemLogs')).filter(name => name.endsWith('.log'));
    const text = logs.map(name => readFileSync(join(test.base, 'SystemLogs', name), 'utf8')).join('');
    expect(text).toContain('SYSTEM Postern');
    expect(text).not.toContain(test.server.firstPassword);
    expect(text).not.toContain(test.server.controlToken);
  });
});

describe('serving', () => {
  it('shows the stock login page', async () => {
    const { status, body, headers } = await test.get('/');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<form');
  });

  it('runs an uploaded program at once, and its next version', async () => {
    await test.put({ 'hello.wcgp': 'entry Main is SetHTTPResponseData("one " + MyDomain()); end entry;' });
    expect((await test.get('/hello.wcgp')).body).toBe(`one ${MAIN}`);
    await test.put({ 'hello.wcgp': 'entry Main is SetHTTPResponseData("two"); end entry;' });
    expect((await test.get('/hello.wcgp')).body).toBe('two');
  });

  it('refuses a program with an error and keeps the old one', async () => {
    const answer = await test.admin(
      'PUT',
      `/skins?domain=${MAIN}&skin=&file=hello.wcgp`,
      'entry Main is x = ; end entry;',
    );
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).refused[0].check.marked).toContain('<--ERROR-->');
    expect((await test.get('/hello.wcgp')).body).toBe('two');
  });

  it('renders a page with the generic elements through ProcessWSSP', async () => {
    await test.put({
      'page.wssp': '%%serverName%%|%%domainName%%|%%HTML:greeting%%|%%STRING("title")%%',
      'strings.data': '{title = "Title";}',
      'page.wcgp': `entry Main is
        d = NewDictionary(); d.greeting = "<" + GetHTTPParameter("name") + ">";
        ProcessWSSP("page", d);
      end entry;`,
    });
    const { status, body } = await test.get('/page.wcgp?name=you');
    expect([status, body]).toEqual([200, `${MAIN}|${MAIN}|&lt;you&gt;|Title`]);
  });

  it('answers a failing program with the page of the skin, and tells the log where', async () => {
    await test.put({ 'bad.wcgp': 'entry Main is\n  x = "text";\n  x.key = 1;\nend entry;' });
    const { status, body } = await test.get('/bad.wcgp');
    expect(status).toBe(500);
    expect(body).not.toContain('bad.wcgp');
    const logs = readdirSync(join(test.base, 'SystemLogs')).filter(name => name.endsWith('.log'));
    const text = logs.map(name => readFileSync(join(test.base, 'SystemLogs', name), 'utf8')).join('');
    expect(text).toMatch(/CGPL HTTPU-\d+ bad\.wcgp:3:\d+: key-not-assignable/);
  });

  it('shows administrators and the log the lines around the error and who called, also in other files', async () => {
    const program = 'procedure Deep(x) external;\nentry Main is\n  Deep("<b>");\nend entry;';
    const module = 'procedure Deep(x) is\n  // not this line\n  x.key = 1;\nend procedure;';
    await test.put({ 'deep.wcgi': module, 'calls.wcgp': program });
    const fields = basic('postmaster', test.server.firstPassword ?? '');
    const { status, body } = await test.get('/auth/calls.wcgp', { headers: fields });
    expect(status).toBe(500);
    expect(body).toContain('&gt; 3 |   x.key = 1;');
    expect(body).toMatch(/<li>calls\.wcgp:3:\d+ \(/);
    const logs = readdirSync(join(test.base, 'SystemLogs')).filter(name => name.endsWith('.log'));
    const text = logs.map(name => readFileSync(join(test.base, 'SystemLogs', name), 'utf8')).join('');
    expect(text).toMatch(
      /deep\.wcgi:3:\d+: key-not-assignable .*\[.*2: \/\/ not this line >3: x\.key = 1; .*\] called from calls\.wcgp:3:\d+ \(/,
    );
  });

  it('starts a session from the login page and ends it', async () => {
    const form = new URLSearchParams({ username: 'postmaster', password: test.server.firstPassword ?? '' });
    const answer = await test.get('/', { method: 'POST', body: form });
    expect([301, 302]).toContain(answer.status);
    const place = new URL(answer.headers.get('location') ?? '', test.server.address('HTTPU').url).pathname;
    expect(place).toMatch(/^\/Session\/\d{6}-[A-Za-z0-9]{20}\//);
    await test.put({ 'who.wcgp': 'entry Main is SetHTTPResponseData(MyEmail()); end entry;' });
    const session = place.split('/').slice(0, 3).join('/');
    expect((await test.get(`${session}/who.wcgp`)).body).toBe(`postmaster@${MAIN}`);
    await test.get(`${session}/bye.wssp`);
    expect((await test.get(`${session}/who.wcgp`)).body).not.toContain('postmaster@');
  });

  it('has metrics of listeners, programs, sandboxes and the store', async () => {
    const { body } = await test.admin('GET', '/metrics');
    for (const name of [
      'http_connections',
      'app_runs_total',
      'sandbox_images',
      'storage_syncs_total',
      'sessions',
    ]) {
      expect(body).toMatch(new RegExp(`^postern_${name}\\S* [0-9.e+]+$`, 'm'));
    }
  });
});

describe('the administration listener', () => {
  /** Status of a request with this Host field and no credentials. */
  const statusOf = (path: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(path, test.server.address('HTTPA').url);
      const asked = request(url, { headers: { host } }, response => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });

  it('tells its metrics without a password only to who asks for this host', async () => {
    expect(await statusOf('/metrics', 'localhost:8010')).toBe(200);
    expect(await statusOf('/metrics', '127.0.0.1')).toBe(200);
    expect(await statusOf('/metrics', 'rebound.attacker.example')).toBe(401);
  });

  it('keeps a password out of answers and records when the text is no JSON', async () => {
    for (const text of ['{"account":"x","password":"s3cret-9"', 'null', '[]', '"s3cret-9"'])
      expect(await test.admin('POST', '/password', text)).toMatchObject({
        status: 400,
        body: expect.not.stringContaining('s3cret-9'),
      });
  });
});

describe('starts that are refused', () => {
  it('tells that another server runs on the base directory', async () => {
    await expect(startTestServer({}, { base: test.base })).rejects.toThrow(
      /is running on the base directory/,
    );
    expect((await test.get('/')).status).toBe(200);
  });

  it('tells the wrong setting and leaves nothing behind', async () => {
    const base = temporaryBase();
    writeFileSync(join(base, 'postern.conf'), '{\n HTTPUPort = x;\n}');
    await expect(startServer({ base })).rejects.toThrow(/postern\.conf:2:14: HTTPUPort must be/);
    expect(existsSync(join(base, 'ProcessID'))).toBe(false);
    removeFolder(base);
  });

  it('tells the port that is taken and leaves nothing behind', async () => {
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as import('node:net').AddressInfo;
    const base = temporaryBase();
    const start = startTestServer({ HTTPUPort: String(port) }, { base });
    await expect(start).rejects.toThrow(`HTTPU listener on port ${port}: another program uses this port`);
    expect(existsSync(join(base, 'ProcessID'))).toBe(false);
    taken.close();
    removeFolder(base);
  });

  it('says what is wrong with a damaged store', async () => {
    const first = await startTestServer();
    const { base } = first;
    await first.server.stop();
    const database = join(base, 'Store/db');
    for (const name of readdirSync(database)) {
      if (/^MANIFEST/.test(name)) writeFileSync(join(database, name), 'rubbish');
    }
    await expect(startTestServer({}, { base })).rejects.toThrow(
      /the store in .* cannot be used: .* Restore the folder/,
    );
    expect(existsSync(join(base, 'ProcessID'))).toBe(false);
    removeFolder(base);
  });
});

describe('a second start', () => {
  it('finds everything again and makes no password', async () => {
    const first = await startTestServer();
    await first.put({ 'kept.wcgp': 'entry Main is SetHTTPResponseData("kept"); end entry;' }, 'Named');
    expect(await first.server.stop()).toBe(true);
    expect(existsSync(join(first.base, 'ProcessID'))).toBe(false);
    expect(existsSync(join(first.base, 'Settings/control.json'))).toBe(false);
    const again = await startTestServer({}, { base: first.base });
    expect(again.server.firstPassword).toBeNull();
    expect((await again.get('/kept.wcgp?Skin=named')).body).toBe('kept');
    await again.stop();
  });
});

describe('refresh', () => {
  it('takes live settings over and keeps them when the file is wrong', async () => {
    const conf = join(test.base, 'postern.conf');
    writeFileSync(conf, '{ SessionLimit = 7; }');
    test.server.refresh();
    expect(test.server.settings.SessionLimit).toBe(7);
    writeFileSync(conf, '{ SessionLimit = no; }');
    test.server.refresh();
    expect(test.server.settings.SessionLimit).toBe(7);
    rmSync(conf);
  });
});
