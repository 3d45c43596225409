/** Who answers which address: realms, programs, skins, languages, devices, hosts (webapp.md A2, A3, B1, B2, E). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestContext } from '../../host/apps/types.js';
import { dictOf } from '../../stdlib/values/index.js';
import { ask, basic, begin, form, sendRaw } from './wire.js';
import { answer, failure, pageOf, World } from './world.js';

const world = new World(['main.test', 'two.test']);
let port = 0;

/** What a program is told about its request. */
const tell = (context: RequestContext) =>
  answer(
    JSON.stringify({
      realm: context.realm,
      domain: context.domain,
      skin: context.skin,
      who: (context.principal as unknown as { email: string }).email,
      method: context.request.method,
      path: context.request.path,
      query: context.request.query,
      body: context.request.body === null ? null : Buffer.from(context.request.body).toString(),
      language: context.world.language,
      session: context.session !== undefined,
      remote: context.request.remoteAddress,
      proxied: context.request.proxiedAddress,
    }),
  );

beforeAll(async () => {
  world.aliases.set('alias.test', 'two.test');
  world.addAccount('anna@main.test', 'secret');
  world.addAccount('bert@two.test', 'secret');
  world.administrators.add('anna@main.test');
  world.addFiles('stock', '', {
    'login.wssp': 'stock',
    'notfound.wssp': 'stock',
    'failure.wssp': 'stock',
    'unauthorized.wssp': 'stock',
    'denied.wssp': 'stock',
    'strings.data': '{charset="utf-8";}',
    'logo.gif': 'stock gif',
    'a+b.txt': 'plus',
    'french.data': '{}',
    'part.wssi': 'x',
    'lib.wcgi': 'x',
    'page.wssp': 'x',
  });
  world.addFiles(null, '', { 'logo.gif': 'server gif' });
  world.addFiles(null, 'Fancy', { 'login.wssp': 'fancy', 'only.css': 'fancy css' });
  world.addFiles('two.test', '', { 'logo.gif': 'two gif', 'own.txt': 'two own' });
  world.addFiles('two.test', 'Fancy', { 'logo.gif': 'two fancy gif' });
  world.addFiles('stock', 'WML', { 'login.wssp': 'wml' });
  world.addFiles('stock', 'IMode', { 'login.wssp': 'imode' });
  for (const domain of ['main.test', 'two.test']) {
    world.preferences.set(
      domain,
      dictOf([
        ['WMLSkinName', 'WML'],
        ['IModeSkinName', 'IMode'],
      ]),
    );
  }
  world.programs.set('tell.wcgp', tell);
  world.programs.set('host.wcgp', ({ request }) =>
    answer(JSON.stringify(request.fields.filter(([name]) => /^host$/i.test(name)).map(([, value]) => value))),
  );
  world.programs.set('empty.wcgp', () => ({ kind: 'empty' }));
  world.programs.set('bad.wcgp', () => ({ kind: 'failed', failure }));
  world.programs.set('throws.wcgp', () => {
    throw new Error('inner secret');
  });
  world.programs.set('fields.wcgp', () =>
    answer('x', 201, [
      ['X-One', '1'],
      ['X-Frame-Options', 'DENY'],
      ['Cache-Control', 'max-age=5'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Length', '999'],
      ['Transfer-Encoding', 'chunked'],
      ['X-Bad', 'a\r\nEvil: 1'],
      ['Bad Name', '1'],
    ]),
  );
  world.programs.set('wait.wcgp', async context => {
    const body = await context.continueBody?.();
    return answer(`got ${body ? Buffer.from(body).toString() : 'nothing'}`);
  });
  world.programs.set('refuse.wcgp', () => answer('no thanks', 403));
  port = await world.start();
});

afterAll(() => world.stop());

describe('routes', () => {
  /** target, status, part of the body or name of the page */
  const cases: [string, number, string][] = [
    ['/', 200, 'login.wssp'],
    ['//', 200, 'login.wssp'],
    ['/default.html', 200, 'login.wssp'],
    ['/Default.HTML', 200, 'login.wssp'],
    ['/tell.wcgp', 200, '"realm":"stateless"'],
    ['/TELL.WCGP', 200, '"realm":"stateless"'],
    ['//tell.wcgp', 200, '"path":"//tell.wcgp"'],
    ['/tell.wcgp/extra/path', 200, '"path":"/tell.wcgp/extra/path"'],
    ['/tell.wcgp?a=1+2%20', 200, '"query":"a=1+2%20"'],
    ['/%74ell.wcgp', 200, '"path":"/%74ell.wcgp"'],
    [
      '/sys/tell.wcgp',
      200,
      '"realm":"sys","domain":"main.test","skin":{"domain":null,"skin":""},"who":"postmaster@main.test"',
    ],
    ['/SYS/tell.wcgp/x', 200, '"realm":"sys"'],
    ['/sys//tell.wcgp', 200, '"realm":"sys"'],
    ['/sys/logo.gif', 404, 'notfound.wssp'],
    ['/sys/', 404, 'notfound.wssp'],
    ['/sys', 404, 'notfound.wssp'],
    ['/auth/tell.wcgp', 401, 'unauthorized.wssp'],
    ['/empty.wcgp', 404, 'notfound.wssp'],
    ['/none.wcgp', 404, 'notfound.wssp'],
    ['/.wcgp', 404, 'notfound.wssp'],
    ['/logo.gif', 200, 'server gif'],
    ['/LOGO.GIF', 200, 'server gif'],
    ['/a+b.txt', 200, 'plus'],
    ['/a%2Bb.txt', 200, 'plus'],
    ['/a%20b.txt', 404, 'notfound.wssp'],
    ['/logo.gif/x', 404, 'notfound.wssp'],
    ['/page.wssp', 404, 'notfound.wssp'],
    ['/login.wssp', 404, 'notfound.wssp'],
    ['/part.wssi', 404, 'notfound.wssp'],
    ['/lib.wcgi', 404, 'notfound.wssp'],
    ['/strings.data', 404, 'notfound.wssp'],
    ['/STRINGS.DATA', 404, 'notfound.wssp'],
    ['/.hidden', 404, 'notfound.wssp'],
    ['/..', 404, 'notfound.wssp'],
    ['/../logo.gif', 404, 'notfound.wssp'],
    ['/none.txt', 404, 'notfound.wssp'],
    ['/__proto__', 404, 'notfound.wssp'],
    ['/constructor', 404, 'notfound.wssp'],
    ['/Session', 404, 'notfound.wssp'],
    ['/SkinFiles', 404, 'notfound.wssp'],
    ['/SkinFiles///logo.gif', 200, 'server gif'],
    ['/skinfiles///LOGO.gif', 200, 'server gif'],
    ['/SkinFiles/two.test//logo.gif', 200, 'two gif'],
    ['/SkinFiles/TWO.test//logo.gif', 200, 'two gif'],
    ['/SkinFiles/alias.test//logo.gif', 200, 'two gif'],
    ['/SkinFiles/two.test/Fancy/logo.gif', 200, 'two fancy gif'],
    ['/SkinFiles/two.test/Fancy//logo.gif', 200, 'two fancy gif'],
    ['/SkinFiles/two.test/Fancy/only.css', 200, 'fancy css'],
    ['/SkinFiles//Fancy/only.css', 200, 'fancy css'],
    ['/SkinFiles/two.test/Fancy/own.txt', 404, 'notfound.wssp'],
    ['/SkinFiles/two.test/None/logo.gif', 404, 'notfound.wssp'],
    ['/SkinFiles/none.test//logo.gif', 404, 'notfound.wssp'],
    ['/SkinFiles/two.test//strings.data', 404, 'notfound.wssp'],
    ['/SkinFiles/two.test//login.wssp', 404, 'notfound.wssp'],
    ['/SkinFiles/two.test//a/b.gif', 404, 'notfound.wssp'],
    ['/SkinFiles/two.test/', 404, 'notfound.wssp'],
    ['/cgi-bin/x', 404, 'notfound.wssp'],
    ['/~', 404, 'notfound.wssp'],
    ['/~none/', 404, 'notfound.wssp'],
    [`/${'x'.repeat(300)}`, 404, 'notfound.wssp'],
  ];

  it.each(cases)('%s', async (target, status, expected) => {
    const { status: got, body } = await ask(port, target, { fields: { Host: 'main.test' } });
    expect(got).toBe(status);
    expect(body).toContain(expected);
  });

  it('answers HEAD like GET, without the body', async () => {
    for (const target of ['/', '/logo.gif', '/tell.wcgp', '/none']) {
      const get = await ask(port, target);
      const head = await ask(port, target, { method: 'HEAD' });
      expect(head.status).toBe(get.status);
      expect(head.body).toBe('');
      expect(head.fields['content-type']).toBe(get.fields['content-type']);
      if (target !== '/tell.wcgp') expect(head.fields['content-length']).toBe(get.fields['content-length']);
    }
  });

  it('hands the body to programs as it came', async () => {
    const got = await ask(port, '/tell.wcgp', { ...form({ a: '1 +ä' }) });
    expect(JSON.parse(got.body)).toMatchObject({ method: 'POST', body: 'a=1+%2B%C3%A4' });
  });
});

describe('domain, skin, language', () => {
  const skinOf = async (target: string, fields: Record<string, string>) =>
    JSON.parse((await ask(port, target, { fields })).body) as { skin: unknown; domain: unknown };

  /** Host, domain */
  const hosts: [string, string | null][] = [
    ['main.test', 'main.test'],
    ['MAIN.test:8100', 'main.test'],
    ['two.test', 'two.test'],
    ['alias.test', 'two.test'],
    ['127.0.0.1:99', 'main.test'],
    ['[::1]', 'main.test'],
    ['localhost', 'main.test'],
    ['unknown.test', null],
  ];

  it.each(hosts)('host %s', async (host, domain) => {
    expect((await skinOf('/tell.wcgp', { Host: host })).domain).toBe(domain);
  });

  it('takes an HTTP/1.0 request without Host field for one to the main domain', async () => {
    expect(await sendRaw(port, 'GET /tell.wcgp HTTP/1.0\r\n\r\n')).toContain('"domain":"main.test"');
  });

  it('believes the authority of an absolute target, not the Host field', async () => {
    expect((await skinOf('http://two.test/tell.wcgp', { Host: 'main.test' })).domain).toBe('two.test');
    const fields = { Host: 'main.test' };
    expect(pageOf((await ask(port, 'http://two.test:81/none.txt', { fields })).body).hostName).toBe(
      'two.test:81',
    );
    const seen = await ask(port, 'http://two.test:81/host.wcgp', { fields });
    expect(JSON.parse(seen.body)).toEqual(['two.test:81']);
  });

  /** target, header fields, skin */
  const skins: [string, Record<string, string>, string][] = [
    ['/tell.wcgp', {}, ''],
    ['/tell.wcgp?Skin=Fancy', {}, 'Fancy'],
    ['/tell.wcgp?skin=Fancy', {}, 'Fancy'],
    ['/tell.wcgp?Skin=FANCY', {}, 'Fancy'],
    ['/tell.wcgp?Skin=imode', {}, 'IMode'],
    ['/tell.wcgp?Skin=None', {}, ''],
    ['/tell.wcgp?Skin=..', {}, ''],
    ['/tell.wcgp?Skin=a%2Fb', {}, ''],
    ['/tell.wcgp?Skin=', { Accept: 'text/vnd.wap.wml' }, ''],
    ['/tell.wcgp', { Accept: 'text/html, text/vnd.wap.wml' }, 'WML'],
    ['/tell.wcgp', { 'User-Agent': 'DoCoMo/1.0/F502i' }, 'IMode'],
    ['/tell.wcgp', { 'User-Agent': 'portalmmm/1.0' }, 'IMode'],
    ['/tell.wcgp?Skin=Fancy', { Accept: 'text/vnd.wap.wml' }, 'Fancy'],
  ];

  it.each(skins)('%s %j', async (target, fields, skin) => {
    expect((await skinOf(target, { Host: 'two.test', ...fields })).skin).toEqual({
      domain: 'two.test',
      skin,
    });
  });

  it('takes Skin from a form, but rather from the URL', async () => {
    const posted = { ...form({ Skin: 'Fancy' }) };
    expect(JSON.parse((await ask(port, '/tell.wcgp', posted)).body)).toMatchObject({
      skin: { skin: 'Fancy' },
    });
    expect(JSON.parse((await ask(port, '/tell.wcgp?Skin=', posted)).body)).toMatchObject({
      skin: { skin: '' },
    });
  });

  it.each([
    ['/tell.wcgp', null],
    ['/tell.wcgp?Language=french', 'french'],
    ['/tell.wcgp?language=French', 'French'],
    ['/tell.wcgp?Language=klingon', null],
    ['/tell.wcgp?Language=strings', null],
    ['/tell.wcgp?Language=..%2Fx', null],
  ])('language of %s', async (target, language) => {
    expect(JSON.parse((await ask(port, target)).body)).toMatchObject({ language });
  });

  it('gives pages the generic elements', async () => {
    const got = await ask(port, '/?Skin=Fancy&Language=french', { fields: { Host: 'two.test' } });
    expect(pageOf(got.body)).toMatchObject({
      text: 'fancy',
      filesRef: '/SkinFiles/two.test/Fancy/',
      serverName: 'main.test',
      skinName: 'Fancy',
      language: 'french',
      domainName: 'two.test',
      charset: 'utf-8',
    });
    const plain = pageOf((await ask(port, '/', { fields: { Host: 'unknown.test' } })).body);
    expect(plain).toMatchObject({ filesRef: '/SkinFiles///', serverName: 'main.test' });
    for (const name of ['skinName', 'language', 'domainName', 'secureChannel', 'isWML'])
      expect(plain[name]).toBeUndefined();
  });

  it('sends WML and I-Mode pages in their types and charsets', async () => {
    const type = async (fields: Record<string, string>) =>
      (await ask(port, '/', { fields: { Host: 'main.test', ...fields } })).fields['content-type'];
    expect(await type({})).toBe('text/html; charset=utf-8');
    expect(await type({ Accept: 'text/vnd.wap.wml' })).toBe('text/vnd.wap.wml; charset=utf-8');
    expect(await type({ 'User-Agent': 'DoCoMo' })).toMatch(/^text\/html; charset=shift_jis$/i);
    expect(await type({ 'User-Agent': 'portalmmm' })).toMatch(/^text\/html; charset=windows-1252$/i);
  });
});

describe('programs', () => {
  it('runs on behalf of the account that authenticated', async () => {
    const got = await ask(port, '/auth/tell.wcgp/x', {
      fields: { Host: 'main.test', ...basic('anna', 'secret') },
    });
    expect(JSON.parse(got.body)).toMatchObject({
      realm: 'auth',
      who: 'anna@main.test',
      path: '/auth/tell.wcgp/x',
    });
    const other = await ask(port, '/auth/tell.wcgp', { fields: basic('bert@two.test', 'secret') });
    expect(JSON.parse(other.body)).toMatchObject({ who: 'bert@two.test' });
    expect(other.fields['cache-control']).toBe('private, no-store');
  });

  /** Authorization, status, page */
  const authorizations: [string, number, string][] = [
    [basic('anna', 'wrong').Authorization ?? '', 401, 'denied.wssp'],
    [basic('nobody', 'secret').Authorization ?? '', 401, 'denied.wssp'],
    ['Bearer abc', 401, 'unauthorized.wssp'],
    ['Basic', 401, 'unauthorized.wssp'],
    ['Basic %%%', 400, '<h1>400</h1>'],
    [`Basic ${Buffer.from('no colon').toString('base64')}`, 400, '<h1>400</h1>'],
    [`Basic ${Buffer.from('a:b\0c').toString('base64')}`, 400, '<h1>400</h1>'],
  ];

  it.each(authorizations)('%s', async (Authorization, status, page) => {
    const got = await ask(port, '/auth/tell.wcgp', { fields: { Host: 'main.test', Authorization } });
    expect(got.status).toBe(status);
    expect(got.body).toContain(page);
    if (status === 401)
      expect(got.fields['www-authenticate']).toBe('Basic realm="main.test", charset="UTF-8"');
  });

  it('serves nothing but programs in /auth/', async () => {
    const fields = { Host: 'main.test', ...basic('anna', 'secret') };
    expect((await ask(port, '/auth/logo.gif', { fields })).status).toBe(404);
    expect((await ask(port, '/auth/', { fields })).status).toBe(404);
  });

  it('hides why a program failed from visitors and shows it to administrators', async () => {
    const visitor = await ask(port, '/bad.wcgp');
    expect(visitor.status).toBe(500);
    expect(pageOf(visitor.body).page).toBe('failure.wssp');
    expect(visitor.body).not.toContain('secret');
    const user = await ask(port, '/auth/bad.wcgp', { fields: basic('bert@two.test', 'secret') });
    expect(user.body).not.toContain('secret source');
    const system = await ask(port, '/sys/bad.wcgp');
    expect(system.body).not.toContain('secret source');
    const administrator = await ask(port, '/auth/bad.wcgp', { fields: basic('anna@main.test', 'secret') });
    expect(administrator.status).toBe(500);
    expect(administrator.body).toContain('&gt; 3 | secret source');
    expect(administrator.body).toContain('line 3, column 5');
    expect(world.lines.some(line => line.includes('test-failure'))).toBe(true);
  });

  it('answers errors nobody expected with the failure page', async () => {
    const got = await ask(port, '/throws.wcgp');
    expect(got.status).toBe(500);
    expect(pageOf(got.body).page).toBe('failure.wssp');
    expect(got.body).not.toContain('inner secret');
    expect(world.lines.some(line => line.includes('inner secret'))).toBe(true);
  });

  it('lets programs set fields, but none that the connection needs and none with line breaks', async () => {
    const got = await ask(port, '/fields.wcgp');
    expect(got.status).toBe(201);
    expect(got.fields).toMatchObject({
      'x-one': '1',
      'x-frame-options': 'DENY',
      'cache-control': 'max-age=5',
      'set-cookie': 'a=1\nb=2',
      'content-length': '1',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(got.fields['x-bad']).toBeUndefined();
    expect(got.fields['transfer-encoding']).toBeUndefined();
    expect(got.raw).not.toContain('Evil');
  });

  it('keeps a client waiting until the program wants the body', async () => {
    const head =
      'HTTP/1.1\r\nHost: main.test\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n';
    const wanted = await sendRaw(port, `POST /wait.wcgp ${head}body`);
    expect(wanted).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*got body$/);
    const refused = await sendRaw(port, `POST /refuse.wcgp ${head}`);
    expect(refused).toMatch(/^HTTP\/1\.1 403 Forbidden[\s\S]*no thanks$/);
    const [socket, ...chunks] = [await begin(port, `POST /tell.wcgp ${head}`)];
    await new Promise(resolve =>
      socket.on('data', chunk => chunks.push(chunk as never)).on('close', resolve),
    );
    expect(chunks.join('')).toContain('"body":null');
  });

  it('believes X-Forwarded-For from trusted proxies only', async () => {
    const fields = { 'X-Forwarded-For': '9.9.9.9' };
    expect(JSON.parse((await ask(port, '/tell.wcgp', { fields })).body)).toMatchObject({ proxied: null });
    world.proxies = '127.0.0.0/8';
    const got = await ask(port, '/tell.wcgp', { fields });
    world.proxies = '';
    expect(JSON.parse(got.body)).toMatchObject({ remote: '127.0.0.1', proxied: '9.9.9.9' });
  });
});
