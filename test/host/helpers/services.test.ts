/** Helpers of a whole server: logins, unknown names, filters, banners, call records (admin.md 12.3 to 12.5). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import type { FilterHelper } from '../../../host/objects/helpers/types.js';
import { data, dict } from '../objects/world.js';
import { MAIN, startTestServer, type TestServer } from '../server/harness.js';

const DOUBLE = join(dirname(fileURLToPath(import.meta.url)), 'double.mjs');

let test: TestServer;
let seen = '';
let count = 0;

beforeAll(async () => {
  test = await startTestServer();
  const { accounts } = test.server.objects;
  await accounts.create(SYSTEM, 'ann', { settings: dict('{UseAppPassword=NO; UseExtPassword=YES;}') });
  await accounts.create(SYSTEM, 'both', {
    settings: dict('{Password=stored-one; UseExtPassword=YES;}'),
  });
});
afterAll(() => test.stop());
beforeEach(() => {
  seen = join(test.base, `seen-${count++}`);
});

/** A record of the double, which answers each command as the words say. */
const record = (modes: string, more = '') =>
  `{Enabled=YES; Timeout="5s"; ${more} ProgramName=${JSON.stringify(`${process.execPath} ${DOUBLE} record=${seen} ${modes}`)};}`;

const set = (settings: string) => test.server.objects.server.update(SYSTEM, 'settings', dict(settings));

/** Lines that the double got, without numbers, INTF and QUIT. */
const commands = () =>
  readFileSync(seen, 'utf8')
    .split('\n')
    .map(line => line.slice(7))
    .filter(line => line !== '' && !/^(?:INTF|QUIT)/.test(line));

const login = (name: string, password: string, service: string | null = 'HTTP') =>
  test.server.objects.passwords.login({
    name,
    password,
    domain: null,
    address: null,
    service,
    secure: true,
  });

const code = (code: string) => expect.objectContaining({ code });

describe('external authentication', () => {
  const auth = (modes: string) => set(`{ExternalAUTH=${record(modes)};}`);

  it('checks clear passwords', async () => {
    await auth('"reply=OK"');
    expect((await login('ann', 'my "word"')).email).toBe(`ann@${MAIN}`);
    expect(commands()).toEqual([`VRFY (HTTP) ann@${MAIN} "my \\"word\\""`]);
  });

  it('leaves the stored password valid beside it', async () => {
    await auth('"reply=ERROR no"');
    expect((await login('both', 'stored-one')).account).toBe('both');
    await expect(login('both', 'other')).rejects.toEqual(code('wrong-password'));
    expect(commands()).toEqual([`VRFY (HTTP) both@${MAIN} other`]);
  });

  it('refuses for a while when the helper cannot tell', async () => {
    await auth('');
    await expect(login('ann', 'x')).rejects.toEqual(code('helper-failed'));
    await set('{ExternalAUTH={Enabled=NO;};}');
    await expect(login('ann', 'x')).rejects.toEqual(code('helper-failed'));
  });

  it('counts wrong stored passwords whatever the helper does', async () => {
    await test.server.objects.accounts.create(SYSTEM, 'guess', {
      settings: dict('{Password=stored-one; UseExtPassword=YES; FailedLoginFlow=(2,"10m");}'),
    });
    await set('{ExternalAUTH={Enabled=NO;};}');
    await expect(login('guess', '1')).rejects.toEqual(code('helper-failed'));
    await expect(login('guess', '2')).rejects.toEqual(code('helper-failed'));
    await expect(login('guess', 'stored-one')).rejects.toEqual(code('too-many-failures'));
  });

  it('keeps no mode and no quotes from helpers of version 1', async () => {
    await auth('version=1 "reply=OK"');
    await login('ann', 'two words');
    expect(commands()).toEqual([`VRFY ann@${MAIN} two words`]);
  });

  it('asks for the clear password of challenge logins', async () => {
    await auth('"reply=PLAIN \\"my secret\\""');
    const { passwords } = test.server.objects;
    const request = { name: 'ann', domain: null, address: null, service: 'PWD', secure: false };
    const digest = createHash('md5').update('<1@x>my secret').digest('hex');
    const wrong = createHash('md5').update('<1@x>other').digest('hex');
    // PLAIN is no answer to SASL: the helper does not know that command.
    await expect(passwords.loginApop(request, '<1@x>', digest)).rejects.toEqual(code('helper-failed'));
    expect((await passwords.loginWith(request, word => word === 'my secret')).account).toBe('ann');
    await expect(passwords.loginWith(request, word => word === wrong)).rejects.toEqual(
      code('wrong-password'),
    );
    await auth('"reply=OK"');
    expect((await passwords.loginApop(request, '<1@x>', digest)).account).toBe('ann');
    expect(commands()).toContain(`SASL(APOP) (PWD) ann@${MAIN} "<1@x>" ${digest}`);
  });

  it('asks about unknown names when the domain wants it', async () => {
    const { domains } = test.server.objects;
    await auth(`"reply=ROUTED both@${MAIN}"`);
    await expect(login('new', 'stored-one')).rejects.toEqual(code('wrong-password'));
    await domains.updateSettings(SYSTEM, MAIN, dict('{ExternalOnUnknown=YES;}'));
    expect((await login('new', 'stored-one')).account).toBe('both');
    expect(commands()).toEqual([`NEW new@${MAIN}`]);
    await auth('"reply=ERROR no"');
    await expect(login('new', 'x')).rejects.toEqual(code('wrong-password'));
    await auth('"reply=OK"');
    // It says that it made the account, and did not.
    await expect(login('new', 'x')).rejects.toEqual(code('wrong-password'));
  });

  it('delivers mail for unknown names where the helper says', async () => {
    await auth(`"reply=ROUTED both@${MAIN}"`);
    const { delivery, mailboxes, core } = test.server.objects;
    const text = Buffer.from('Subject: hello\r\n\r\nbody\r\n');
    await delivery.submit(SYSTEM, { from: '', to: [`stranger@${MAIN}`], text });
    await delivery.idle();
    expect(commands()).toEqual([`NEW stranger@${MAIN}`]);
    const account = core.accounts.find(core.domains.main.id, 'both');
    expect(mailboxes.total(account?.id ?? 0).messages).toBe(1);
  });
});

describe('filters', () => {
  const filters = (): FilterHelper => {
    const { filters } = test.server.objects.core.helpers.current;
    if (filters === null) throw new Error('no filters');
    return filters;
  };
  const message = {
    id: 12,
    from: 'a@b',
    to: ['c@d', 'e@f'],
    source: 'HTTP',
    address: '10.0.0.1',
    text: Buffer.from('Subject: x\r\n\r\nbody'),
  };

  it('reads the message from a file, and is found by name', async () => {
    await set(`{ExternalFilters=({Name=Spam; ${record('"reply=ADDHEADER X-Spam: 1" show').slice(1)});}`);
    const verdict = await filters().judge('spam', message);
    expect(verdict).toMatchObject({ final: 'pass', headers: ['X-Spam: 1'] });
    expect(commands()[0]).toMatch(/^FILE Queue\/12-[0-9a-f]{8}\.msg$/);
    expect(readFileSync(`${seen}.shown`, 'latin1')).toBe(
      'P I 12 <a@b>\nS HTTP [10.0.0.1]\nR W 12 <c@d>\nR W 12 <e@f>\n\nSubject: x\r\n\r\nbody',
    );
  });

  it('runs for Rules of the server', async () => {
    await set(
      `{ExternalFilters=({Name=Spam; ${record('"reply=MIRRORTO both ADDHEADER \\"X-Spam: 1\\" OK"').slice(1)});}`,
    );
    const { delivery, rules, core, mailboxes, accounts } = test.server.objects;
    await accounts.create(SYSTEM, 'fil', {});
    const mark = join(test.base, 'executed');
    const program = `${process.execPath} -e "require('fs').writeFileSync('${mark}', require('fs').readFileSync(0))"`;
    const actions = `((ExternalFilter, Spam), (Execute, ${JSON.stringify(program)}))`;
    await rules.setServer(SYSTEM, 'mail', data(`((5, all, (), ${actions}))`));
    const before = mailboxes.total(core.accounts.find(core.domains.main.id, 'both')?.id ?? 0).messages;
    await delivery.submit(SYSTEM, {
      from: '',
      to: [`fil@${MAIN}`],
      text: Buffer.from('Subject: s\r\n\r\nb'),
    });
    await delivery.idle();
    await delivery.idle();
    const after = mailboxes.total(core.accounts.find(core.domains.main.id, 'both')?.id ?? 0).messages;
    expect(after - before).toBe(1);
    expect(commands()).toHaveLength(2);
    expect(readFileSync(mark, 'latin1')).toContain('Subject: s');
    expect(readFileSync(mark, 'latin1')).toContain('X-Spam: 1');
    await rules.setServer(SYSTEM, 'mail', []);
  });

  it('lets messages wait without the filter', async () => {
    expect((await filters().judge('other', message)).final).toBe('later');
    await set(`{ExternalFilters=({Name=Spam; Enabled=NO;});}`);
    expect((await filters().judge('Spam', message)).final).toBe('later');
  });
});

describe('banners and call records', () => {
  const program = `entry Main is
    banner = BannerRead("frame", {skin = "blue";});
    SetHTTPResponseData(ObjectToString(banner));
  end entry;`;

  it('hands the object to programs, null when there is none', async () => {
    await test.put({ 'banner.wcgp': program.replace('{skin = "blue";}', 'null') });
    expect((await test.get('/banner.wcgp')).body).toBe('#null#');
    await set(`{ExternalBanner=${record('"reply=RETURN {url=x; list=(1,2);}"')};}`);
    expect((await test.get('/banner.wcgp')).body).toBe('{list=(1,2);url=x;}');
    expect(commands()).toEqual(['BANNER frame {}']);
  });

  it.each(['RETURN {', 'ERROR none', 'WHAT'])('sees none after %s', async reply => {
    await set(`{ExternalBanner=${record(`"reply=${reply}"`)};}`);
    expect((await test.get('/banner.wcgp')).body).toBe('#null#');
  });
});

describe('RADIUS', () => {
  const program = `entry Main is
    p = NewDictionary(); p.Type = GetHTTPParameter("type"); p.Username = "rad@${MAIN}";
    p.Password = GetHTTPParameter("password"); p.("31") = "caller"; p.Secret = "unused";
    SetHTTPResponseData(ObjectToString(RADIUSCall(IPAddress("[127.0.0.1]:1812"), p)));
  end entry;`;
  const call = async (type: string, password = '') =>
    (await test.get(`/radius.wcgp?type=${type}&password=${password}`)).body;
  const helper = (reply: string) => set(`{ExternalRADIUS=${record(`"reply=${reply}"`)};}`);

  beforeAll(async () => {
    await test.put({ 'radius.wcgp': program });
    const settings = dict('{Password=web-pass-1; RADIUSPassword=radius-pass-1;}');
    await test.server.objects.accounts.create(SYSTEM, 'rad', { settings });
  });
  afterAll(() => set('{ExternalRADIUS={Enabled=NO;};}'));

  it('decides when the password for RADIUS is right', async () => {
    await helper('ACCEPT {18=welcome;}');
    expect(await call('authenticate', 'radius-pass-1')).toBe('{18=welcome;}');
    expect(commands()).toEqual([`LOGIN rad@${MAIN} {31=caller;}`]);
    expect(await call('authenticate', 'web-pass-1')).toBe('"incorrect password or account name"');
    expect(commands()).toHaveLength(1);
    await helper('REJECT not today');
    expect(await call('authenticate', 'radius-pass-1')).toBe('"not today"');
    await helper('ACCEPT');
    expect(await call('authenticate', 'radius-pass-1')).toBe('{}');
  });

  it('takes accounting records', async () => {
    await helper('OK');
    expect(await call('accountingStart')).toBe('{}');
    expect(await call('accountingStop')).toBe('{}');
    expect(commands()).toEqual([
      `ACCNT start rad@${MAIN} {31=caller;}`,
      `ACCNT stop rad@${MAIN} {31=caller;}`,
    ]);
    await helper('ERROR no room');
    expect(await call('accountingUpdate')).toBe('"no room"');
  });

  it.each(['ACCEPT {', 'ACCEPT (a)', 'WHAT'])('fails after %s', async reply => {
    await helper(reply);
    expect(await call('authenticate', 'radius-pass-1')).toMatch(/^"/);
    expect(await call('authenticate', 'radius-pass-1')).not.toContain('ACCEPT');
  });

  it('is out of the way when it is not enabled', async () => {
    await set('{ExternalRADIUS={Enabled=NO;};}');
    expect(await call('authenticate', 'radius-pass-1')).toBe('"RADIUS is not available here"');
  });
});

it('keeps the whole record among the settings', async () => {
  await set(`{ExternalCDR=${record('')};}`);
  const settings = test.server.objects.server.get(SYSTEM, 'settings');
  expect(settings.entries.ExternalCDR).toEqual(data(record('')));
});
