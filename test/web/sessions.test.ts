/** Login, sessions, interrupted requests, code components (webapp.md B3, C, D). */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acapTime, readAcapTime } from '../../host/web/components/acap.js';
import { defaultWebLimits } from '../../host/web/request/limits.js';
import { Parameters } from '../../host/web/request/parameters.js';
import { readURLEncoded } from '../../host/web/request/urlencoded.js';
import { cookieValue } from '../../host/web/session/cookie.js';
import {
  interruptedRequest,
  isReturnURL,
  jumpPage,
  readInterrupted,
  resumeElements,
} from '../../host/web/session/restore.js';
import { type Dict, dictGet } from '../../stdlib/values/index.js';
import { type Answer, ask, form, upload } from './wire.js';
import { answer, data, pageOf, World } from './world.js';

let world: World;
let port = 0;

const pages = [
  'login',
  'resume',
  'disconnected',
  'bye',
  'alerts',
  'password',
  'publicinfo',
  'website',
  'hello',
  'notfound',
  'signup',
  'recoverypassword',
  'failure',
];

beforeAll(async () => {
  world = new World(['main.test', 'two.test']);
  world.addFiles('stock', '', {
    ...Object.fromEntries(pages.map(page => [`${page}.wssp`, 'stock'])),
    'strings.data': '{StartPage="Start.wssp"; GuestDirectoryFields=("cn");}',
    'french.data': '{StartPage="debut.wcgp/x?y=1";}',
    'logo.gif': 'gif',
    'broken.wssp': 'FAIL',
    'away.wssp': '<REDIRECT>http://else.test/x',
    'near.wssp': '<RELREDIRECT>/y',
  });
  world.addFiles('stock', 'Fancy', { 'hello.wssp': 'fancy' });
  world.addFiles('two.test', 'Own', { 'hello.wssp': 'own of two' });
  world.addFiles('stock', 'WMLBasic', {});
  world.programs.set('tell.wcgp', async context => {
    const read = context.session?.read() as Dict;
    context.session?.write(data(`{ID="x"; seen="${String(dictGet(read, 'seen') ?? '')}+";}`));
    const generic = (await context.genericElements()) as Dict;
    return answer(
      `${context.realm} ${context.domain} ${context.skin.skin} ${String(dictGet(read, 'seen'))} ${String(dictGet(generic, 'charset'))}`,
    );
  });
  port = await world.start();
});

afterAll(() => world.stop());

beforeEach(() => {
  world.addAccount('anna@main.test', 'secret');
  world.addAccount(
    'bert@two.test',
    'secret',
    '{SkinName=Own; IPWatch=YES; UseCookie=YES; Language=french; UseUTF8Mode=Never; Charset="iso-8859-1";}',
  );
});

const login = (values: Record<string, string>, fields: Record<string, string> = {}) => {
  const wanted = form(values);
  return ask(port, '/', { ...wanted, fields: { Host: 'main.test', ...wanted.fields, ...fields } });
};

/** Logs in and gives the prefix of the session's addresses. */
async function enter(values: Record<string, string> = {}): Promise<{ url: string; id: string; got: Answer }> {
  const got = await login({ username: 'anna', password: 'secret', ...values });
  const match = /^\/Session\/([^/]+)\//.exec(got.fields.location ?? '');
  if (match?.[1] === undefined) throw new Error(`no session: ${got.raw}`);
  return { url: `/Session/${match[1]}/`, id: match[1], got };
}

const page = async (target: string, fields: Record<string, string> = {}) =>
  pageOf((await ask(port, target, { fields: { Host: 'main.test', ...fields } })).body);

describe('login', () => {
  it('shows the page with what the domain offers', async () => {
    const shown = await page('/');
    expect(shown).toMatchObject({
      page: 'login.wssp',
      autoSignup: 'YES',
      clientAddress: '127.0.0.1',
      hasDirectory: 'YES',
      skinNames: ['Fancy'],
    });
    for (const name of ['errorCode', 'loginName', 'hasLists', 'hasCertificate', 'restoreSessionPage'])
      expect(shown[name]).toBeUndefined();
    expect((await page('/', { Host: 'two.test' })).skinNames).toEqual(['Own', 'Fancy']);
  });

  it('leads into the session', async () => {
    const got = await login({ username: 'anna', password: 'secret' });
    expect(got.status).toBe(302);
    expect(got.fields.location).toMatch(/^\/Session\/\d{6}-[A-Za-z0-9]{20}\/Start\.wssp$/);
    expect(got.fields['set-cookie']).toBeUndefined();
    const other = await login({ UserName: 'bert@two.test', PASSWORD: 'secret' });
    expect(other.fields.location).toMatch(/\/debut\.wcgp\/x\?y=1$/);
    expect(other.fields['set-cookie']).toMatch(
      /^CGateProWebUser=cookie\d+; Path=\/Session\/[^/]+\/; HttpOnly; SameSite=Lax$/,
    );
  });

  /** parameters, errorCode, forgotPassword */
  it.each<[Record<string, string>, string | undefined, string | undefined]>([
    [{ username: 'anna', password: 'wrong' }, 'Incorrect Password', 'YES'],
    [{ username: 'anna' }, undefined, undefined],
    [{ password: 'x' }, undefined, undefined],
  ])('refuses %j', async (values, errorCode, forgotPassword) => {
    const shown = pageOf((await login(values)).body);
    expect(shown).toMatchObject({ page: 'login.wssp' });
    expect([shown.errorCode, shown.forgotPassword]).toEqual([errorCode, forgotPassword]);
    expect(shown.loginName).toBe(errorCode === undefined ? undefined : values.username);
  });

  it.each([
    [{ SessionSkin: 'Fancy' }, 'Fancy'],
    [{ SessionSkin: '*' }, ''],
    [{ SessionSkin: 'None' }, ''],
    [{ SessionSkin: 'Own' }, ''],
  ])('session skin of %j', async (values, skin) => {
    const { id } = await enter(values as Record<string, string>);
    expect(world.sessions.get(id)?.skin).toBe(skin);
  });

  it('takes skin and language of the session from the account, in its domain', async () => {
    const got = await login({
      username: 'bert@two.test',
      password: 'secret',
      DisableUseCookie: '1',
      DisableIPWatch: '1',
    });
    const id = /Session\/([^/]+)/.exec(got.fields.location ?? '')?.[1] ?? '';
    expect(world.sessions.get(id)).toMatchObject({
      skin: 'Own',
      language: 'french',
      address: null,
      cookie: null,
    });
    const shown = await page(`/Session/${id}/hello.wssp`, { Host: 'main.test' });
    expect(shown).toMatchObject({ text: 'own of two', charset: 'iso-8859-1' });
    expect(dictGet(world.sessions.get(id)?.data as Dict, 'filesRef')).toBe('/SkinFiles/two.test/Own/');
  });
});

describe('session requests', () => {
  it('serve pages, programs and files', async () => {
    const { url, id } = await enter();
    const hello = await ask(port, `${url}HELLO.wssp?messageText=a%20b&MessageCode=Updated`);
    expect(pageOf(hello.body)).toMatchObject({
      page: 'hello.wssp',
      messageText: 'a b',
      messageCode: 'Updated',
      charset: 'utf-8',
    });
    expect(hello.fields['cache-control']).toBe('private, no-store');
    expect(pageOf(hello.body).serverName).toBeUndefined();
    expect((await ask(port, `${url}tell.wcgp`)).body).toBe('session main.test  null utf-8');
    expect((await ask(port, `/session//${id}//TELL.wcgp/x`)).body).toBe('session main.test  + utf-8');
    const file = await ask(port, `${url}logo.gif`);
    expect([file.body, file.fields['cache-control']]).toEqual(['gif', 'private, no-store']);
    expect(world.lines.filter(line => line === `touch ${id.slice(0, 6)}`).length).toBeGreaterThanOrEqual(4);
    for (const target of [
      'none.wssp',
      'none.gif',
      'strings.data',
      'hello.wssp/x',
      'none.wcgp',
      '__proto__.wssp',
      'login',
    ]) {
      const got = await ask(port, url + target);
      expect([target, got.status]).toEqual([target, 404]);
    }
    const start = await ask(port, url);
    expect([start.status, start.fields.location]).toEqual([302, `${url}Start.wssp`]);
  });

  it('redirect where the page says', async () => {
    const { url } = await enter();
    expect((await ask(port, `${url}away.wssp`)).fields.location).toBe('http://else.test/x');
    const near = await ask(port, `${url}near.wssp`, { fields: { Host: 'main.test:99' } });
    expect([near.status, near.fields.location]).toEqual([301, 'http://main.test:99/y']);
  });

  it('show nobody but administrators why a page failed', async () => {
    const { url } = await enter();
    const user = await ask(port, `${url}broken.wssp`);
    expect([user.status, pageOf(user.body).page]).toEqual([500, 'failure.wssp']);
    world.administrators.add('anna@main.test');
    const administrator = await ask(port, `${url}broken.wssp`);
    world.administrators.delete('anna@main.test');
    expect(administrator.body).toContain('secret source');
  });

  it('are refused without a session', async () => {
    const { id } = await enter();
    for (const wrong of ['', 'x', '000000-zzzzzzzzzzzzzzzzzzzz', `${id}x`, id.toUpperCase(), '../x']) {
      const got = await ask(port, `/Session/${wrong}/hello.wssp`);
      expect(got.status).toBe(200);
      expect(pageOf(got.body).page).toBe('disconnected.wssp');
    }
  });

  it('are tied to the address of the login', async () => {
    world.proxies = '127.0.0.1';
    const got = await login(
      { username: 'bert@two.test', password: 'secret', DisableUseCookie: '1' },
      { 'X-Forwarded-For': '9.9.9.9' },
    );
    const url = (got.fields.location ?? '').replace(/[^/]*$/, '').replace('debut.wcgp/', '');
    expect((await page(`${url}hello.wssp`, { 'X-Forwarded-For': '9.9.9.9' })).page).toBe('hello.wssp');
    expect((await page(`${url}hello.wssp`, { 'X-Forwarded-For': '9.9.9.8' })).page).toBe('disconnected.wssp');
    expect((await page(`${url}hello.wssp`)).page).toBe('disconnected.wssp');
    world.proxies = '';
    expect((await page(`${url}hello.wssp`, { 'X-Forwarded-For': '9.9.9.9' })).page).toBe('disconnected.wssp');
  });

  it('need the cookie once it has come back', async () => {
    const got = await login({ username: 'bert@two.test', password: 'secret' });
    const url = (got.fields.location ?? '').replace('debut.wcgp/x?y=1', '');
    const cookie = /^[^;]*/.exec(got.fields['set-cookie'] ?? '')?.[0] ?? '';
    const first = await ask(port, `${url}hello.wssp`);
    expect([pageOf(first.body).page, first.fields['set-cookie']]).toEqual([
      'hello.wssp',
      got.fields['set-cookie'],
    ]);
    const second = await ask(port, `${url}hello.wssp`, { fields: { Cookie: `a=b; ${cookie}; c=d` } });
    expect([pageOf(second.body).page, second.fields['set-cookie']]).toEqual(['hello.wssp', undefined]);
    expect((await page(`${url}hello.wssp`)).page).toBe('disconnected.wssp');
    expect((await page(`${url}hello.wssp`, { Cookie: 'CGateProWebUser=guess' })).page).toBe(
      'disconnected.wssp',
    );
  });

  it('end with Bye', async () => {
    const { url } = await enter();
    world.accounts.get('anna@main.test')?.alerts.push({ time: 1, text: 'x' });
    expect(await page(`${url}bye.wssp`)).toMatchObject({ page: 'bye.wssp', blockAlerts: 'Yes' });
    expect((await page(`${url}hello.wssp`)).page).toBe('disconnected.wssp');
  });
});

describe('interrupted requests', () => {
  const gone = '/Session/000999-zzzzzzzzzzzzzzzzzzzz/';

  it('survive the login', async () => {
    const lost = await ask(port, `${gone}compose.wssp?To=a%40b&Empty=`, {
      ...form({ Body: 'Zeile 1 & ü', FormCharset: 'utf-8', OldPassword: 'geheim', restoreX: '1' }),
    });
    const shown = pageOf(lost.body);
    expect(shown).toMatchObject({
      page: 'disconnected.wssp',
      restoreSessionPage: 'compose.wssp',
      restoreCharset: 'utf-8',
    });
    expect(shown.restoreParameters).toEqual([
      { name: 'restore-To', value: 'a%40b' },
      { name: 'restore-Empty', value: '' },
      { name: 'restore-Body', value: 'Zeile%201%20%26%20%C3%BC' },
      { name: 'restore-FormCharset', value: 'utf-8' },
    ]);
    const fields = Object.fromEntries(
      (shown.restoreParameters as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
    );
    const hidden = { restoreSessionPage: 'compose.wssp', restoreCharset: 'utf-8', ...fields };
    const failed = pageOf((await login({ username: 'anna', password: 'wrong', ...hidden })).body);
    expect(failed).toMatchObject({
      page: 'login.wssp',
      restoreSessionPage: 'compose.wssp',
      restoreParameters: shown.restoreParameters,
    });
    const answered = await login({ username: 'anna', password: 'secret', ...hidden });
    expect([lost, answered].map(({ fields }) => fields['cache-control'])).toEqual([
      'private, no-store',
      'no-store',
    ]);
    const resumed = pageOf(answered.body);
    expect(resumed).toMatchObject({
      page: 'resume.wssp',
      jumpPage: 'compose.wssp?To=a%40b&Empty=&Body=Zeile%201%20%26%20%C3%BC&FormCharset=utf-8',
      serverName: 'main.test',
    });
    expect(world.sessions.has(String(resumed.sessionID))).toBe(true);
    expect((resumed.restoreParameters as unknown[])[2]).toEqual({ name: 'Body', value: 'Zeile 1 & Ã¼' });
  });

  it('drop files and whatever is too large', async () => {
    const sent = upload([
      { name: 'a', value: '1' },
      { name: 'Upload', value: 'data', file: 'f.txt' },
    ]);
    expect(pageOf((await ask(port, `${gone}website.wssp`, sent)).body).restoreParameters).toEqual([
      { name: 'restore-a', value: '1' },
    ]);
    const large = pageOf(
      (await ask(port, `${gone}compose.wssp`, form({ Body: 'x'.repeat(1_100_000) }))).body,
    );
    expect(large).toMatchObject({ restoreSessionPage: 'compose.wssp' });
    expect(large.restoreParameters).toBeUndefined();
  });

  it.each([
    '//evil.test/x',
    '/x',
    'http://evil.test',
    'javascript:alert(1)',
    '../x',
    'a/../../x',
    'a//b',
    '%2e%2e/x',
    'a\nb',
    '',
    '<b>',
  ])('go nowhere but into the session: %j', async restoreSessionPage => {
    const got = await login({ username: 'anna', password: 'secret', restoreSessionPage });
    expect(got.status).toBe(302);
  });

  it('come back as they were', () => {
    const limits = defaultWebLimits;
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), pairs => {
        const list: ConstructorParameters<typeof Parameters>[0][number][] = [];
        readURLEncoded(pairs.map(pair => pair.map(encodeURIComponent).join('=')).join('&'), list, limits);
        const lost = interruptedRequest('page.wssp', new Parameters(list, null), 1e6);
        expect(lost).not.toBeNull();
        if (lost === null) return;
        const hidden: typeof list = [];
        const field = (name: string, value: string) =>
          hidden.push({ name, value, data: null, fileName: null });
        field('restoreSessionPage', lost.page);
        field('restoreCharset', lost.charset);
        for (const [name, value] of lost.parameters) field(`restore-${name}`, value);
        expect(readInterrupted(new Parameters(hidden, null), 1e6)).toEqual(lost);
        const jumped: typeof list = [];
        readURLEncoded(jumpPage(lost).split('?')[1] ?? '', jumped, limits);
        const kept = list.filter(({ name }) => !/^restore/i.test(name) && !/password/i.test(name));
        expect(jumped).toEqual(kept);
        expect(dictGet(resumeElements(lost, 'id'), 'sessionID')).toBe('id');
      }),
      { numRuns: 50 },
    );
  });
});

describe('components', () => {
  it('Alerts takes the place of a page until they are confirmed', async () => {
    const { url } = await enter();
    world.accounts
      .get('anna@main.test')
      ?.alerts.push({ time: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000, text: 'server stops' });
    const shown = await page(`${url}hello.wssp?a=1&b=2`);
    expect(shown).toMatchObject({
      page: 'alerts.wssp',
      alerts: [{ time: '20260102030405', text: 'server stops' }],
      returnURL: 'hello.wssp%3Fa%3D1%26b%3D2',
    });
    expect(shown.currentTime).toMatch(/^\d{14}$/);
    expect((await ask(port, `${url}tell.wcgp`)).body).toMatch(/^session/);
    expect((await ask(port, `${url}logo.gif`)).body).toBe('gif');
    expect((await page(`${url}alerts.wssp`)).alerts).toHaveLength(1);
    const confirmed = await page(
      `${url}alerts.wssp?AlertTime=${shown.currentTime}&returnURL=hello.wssp%3Fa%3D1`,
    );
    expect(confirmed).toMatchObject({ page: 'alerts.wssp', returnURL: 'hello.wssp?a=1' });
    expect([confirmed.alerts, confirmed.currentTime]).toEqual([undefined, undefined]);
    expect((await page(`${url}hello.wssp`)).page).toBe('hello.wssp');
  });

  it.each([
    ['hello.wssp', true],
    ['hello.wssp?a=b%20c', true],
    ['app.wcgp/x?y', true],
    ['http://evil.test/', false],
    ['//evil.test', false],
    ['javascript:alert(1)', false],
    ['/x', false],
    ['a"b', false],
    ['', false],
  ])('returnURL %s is good: %s', (url, good) => {
    expect(isReturnURL(url)).toBe(good);
  });

  it('ACAP times read back', () => {
    expect(acapTime(0)).toBe('19700101000000');
    expect(acapTime(0.2)).toBe('19700101000001');
    expect(readAcapTime('20260231000000')).toBeNull();
    expect(readAcapTime('x')).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), at => {
        expect(readAcapTime(acapTime(at))).toBe(at);
      }),
    );
  });

  it('Password changes what may be changed', async () => {
    const { url } = await enter();
    const act = async (values: Record<string, string>) =>
      pageOf((await ask(port, `${url}password.wssp`, form({ ModifyPassword: '1', ...values }))).body);
    expect((await act({ OldPassword: 'wrong', NewPassword1: 'n', NewPassword2: 'n' })).errorCode).toBe(
      'Incorrect Password',
    );
    expect(await act({ OldPassword: 'secret', RecoverPassword: 'a@b.test' })).toMatchObject({
      messageCode: 'Updated',
      RecoverPassword: 'a@b.test',
    });
    expect((await act({ OldPassword: 'secret', NewPassword1: 'one', NewPassword2: 'two' })).errorCode).toBe(
      'Passwords do not match',
    );
    expect(world.accounts.get('anna@main.test')?.password).toBe('secret');
    expect(
      (await act({ OldPassword: 'secret', NewPassword1: 'next1', NewPassword2: 'next1' })).messageCode,
    ).toBe('PasswordChanged');
    expect(world.accounts.get('anna@main.test')?.password).toBe('next1');
  });

  it('PublicInfo changes the attributes of the directory settings only', async () => {
    const { url } = await enter();
    const act = async (values: Record<string, string>) =>
      pageOf((await ask(port, `${url}publicinfo.wssp`, form({ Update: '1', ...values }))).body);
    expect(await act({ ID: '0', N0: 'City', V0: 'Bonn' })).toMatchObject({
      messageCode: 'Updated',
      publicInfo: [
        { id: '0', name: 'City', value: 'Bonn' },
        { id: '1', name: 'Phone' },
      ],
    });
    expect((await act({ ID: '0', N0: 'City', V0: '' })).publicInfo).toEqual([
      { id: '0', name: 'City' },
      { id: '1', name: 'Phone' },
    ]);
    expect((await act({ ID: '0', N0: 'Password', V0: 'x' })).errorCode).toBe('Unknown Public Info Attribute');
    expect(dictGet(world.accounts.get('anna@main.test')?.settings as Dict, 'Password')).toBeNull();
  });

  it('WebSite manages files', async () => {
    const { url } = await enter();
    const act = async (wanted: ReturnType<typeof form>) =>
      pageOf((await ask(port, `${url}website.wssp`, wanted)).body);
    const made = await act(form({ CreateDir: '1', NewName: 'pics' }));
    expect(made).toMatchObject({
      fileRef: 'WebFile/',
      pageRef: 'website.wssp',
      subDir: '',
      folders: [{ name: 'pics' }],
      files: [],
    });
    const stored = await act(
      upload([
        { name: 'SubDir', value: 'pics' },
        { name: 'Create', value: '1' },
        { name: 'Upload', value: 'one', file: 'a.txt' },
        { name: 'Upload', value: Buffer.from([0, 255]), file: 'C:\\dir\\b.bin' },
      ]),
    );
    expect(stored).toMatchObject({
      subDir: 'pics',
      upDir: '',
      files: [
        { name: 'a.txt', size: 3, modified: { time: 7 } },
        { name: 'b.bin', size: 2 },
      ],
      nFiles: 2,
      totalSize: 5,
      fileLimit: 1000,
      sizeLimit: 'unlimited',
    });
    const file = await ask(port, `${url}WebFile/pics/a.txt`);
    expect([file.body, file.fields['content-security-policy'], file.fields['content-type']]).toEqual([
      'one',
      'sandbox',
      'text/plain; charset=utf-8',
    ]);
    expect(
      (await act(form({ SubDir: 'pics', rename: '1', file: 'a.txt', RenameName: 'c.txt' }))).files,
    ).toMatchObject([{ name: 'b.bin' }, { name: 'c.txt' }]);
    expect((await act(form({ SubDir: 'pics', Remove: '1', file: 'c.txt' }))).files).toMatchObject([
      { name: 'b.bin' },
    ]);
    /** parameters, errorCode */
    const wrong: [Record<string, string>, string][] = [
      [{ SubDir: '../x' }, 'Illegal File Name'],
      [{ SubDir: 'none' }, 'Folder Not Found'],
      [{ CreateDir: '1', NewName: '..' }, 'Illegal File Name'],
      [{ CreateDir: '1', NewName: 'a/b' }, 'Illegal File Name'],
      [{ rename: '1', RenameName: 'x' }, 'Select One File'],
      [{ rename: '1', file: 'a', folder: 'b', RenameName: 'x' }, 'Select One File'],
    ];
    for (const [values, errorCode] of wrong) expect((await act(form(values))).errorCode).toBe(errorCode);
    for (const target of [
      'WebFile/',
      'WebFile/none',
      'WebFile/pics',
      'WebFile/../x',
      'webfile/pics/%2e%2e/b.bin',
    ]) {
      expect((await ask(port, url + target)).status).toBe(404);
    }
  });

  it('Signup makes an account and logs its owner in', async () => {
    const act = async (values: Record<string, string>) => {
      const wanted = form(values);
      return ask(port, '/signup.WSSP', { ...wanted, fields: { Host: 'main.test', ...wanted.fields } });
    };
    const whole = { username: 'carl', password1: 'pass-1', password2: 'pass-1', realName: 'Carl C' };
    expect(pageOf((await act({ username: 'carl', ForgotPassword: 'x@y.test' })).body)).toMatchObject({
      page: 'signup.wssp',
      userName: 'carl',
      recoverPassword: 'x@y.test',
    });
    expect(pageOf((await act({ ...whole, password2: 'other' })).body)).toMatchObject({
      errorCode: 'Passwords do not match',
      realName: 'Carl C',
    });
    expect(pageOf((await act({ ...whole, PublicInfo: 'Password', Password: 'x' })).body).errorCode).toBe(
      'Unknown Public Info Attribute',
    );
    expect(pageOf((await act({ ...whole, username: 'anna' })).body).errorCode).toBeTypeOf('string');
    world.facts.offersSignup = false;
    expect(pageOf((await act(whole)).body).errorCode).toBe('Auto-Signup is Disabled');
    world.facts.offersSignup = true;
    const made = await act({ ...whole, recoverPassword: 'x@y.test', PublicInfo: 'City', City: 'Bonn' });
    expect(made.status).toBe(302);
    const settings = world.accounts.get('carl@main.test')?.settings as Dict;
    expect(
      ['RealName', 'UseAppPassword', 'RecoverPassword', 'City'].map(name => dictGet(settings, name)),
    ).toEqual(['Carl C', 'YES', 'x@y.test', 'Bonn']);
  });

  it('RecoveryPassword mails what can be recovered', async () => {
    world.accounts.get('anna@main.test')?.settings;
    const act = async (target: string) => page(`/RecoveryPassword.wssp${target}`);
    expect((await act('')).messageCode).toBeUndefined();
    expect((await act('?username=anna')).errorCode).toBeUndefined();
    expect((await act('?username=anna&Send=1')).errorCode).toBeTypeOf('string');
    world.accounts.set('anna@main.test', {
      ...world.addAccount('anna@main.test', 'secret'),
      settings: data('{RecoverPassword="me@else.test";}'),
    });
    expect(await act('?username=anna&Send=1')).toMatchObject({
      page: 'recoverypassword.wssp',
      messageCode: 'PasswordSent',
    });
    expect(world.mailed).toEqual(['me@else.test']);
  });
});

describe('cookies', () => {
  it.each<[string, string | null]>([
    ['a=1', '1'],
    ['b=2; a=1', '1'],
    ['a="q"', 'q'],
    ['xa=2;a=3', '3'],
    ['a', null],
    ['', null],
    ['b=a=5', null],
  ])('%j', (field, value) => {
    expect(cookieValue(field, 'a')).toBe(value);
  });
});
