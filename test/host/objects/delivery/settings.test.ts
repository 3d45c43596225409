/** Settings with an effect on mail: warnings, mail to everybody, trailers, how full a storage is. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Principal } from '../../../../host/objects/api.js';
import { withTrailer } from '../../../../host/objects/delivery/trailer.js';
import type { Content } from '../../../../host/objects/mime/index.js';
import { dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const SYSTEM: Principal = { kind: 'system' };
const ann = user('ann', 'main.example');
let world: World;

beforeEach(async () => {
  world = await makeWorld();
  for (const name of ['ann', 'bob', 'cat']) await world.objects.accounts.create(POSTMASTER, name);
});
afterEach(() => world.close());

async function send(to: string, who: Principal = ann, body = 'body', from?: string): Promise<void> {
  const text = Buffer.from(`From: ann@main.example\r\nSubject: hello\r\n\r\n${body}\r\n`);
  await world.objects.delivery.submit(who, { to: [to], text, ...(from === undefined ? {} : { from }) });
  await world.objects.delivery.idle();
}
async function texts(account: string): Promise<string[]> {
  const box = await world.objects.mailboxes.open(SYSTEM, account, 'INBOX', 'r');
  const found: string[] = [];
  for await (const { uid } of world.objects.messages.all(SYSTEM, box))
    found.push(Buffer.from(await world.objects.messages.read(SYSTEM, box, uid)).toString('latin1'));
  return found;
}
const counts = async (...accounts: string[]) =>
  Promise.all(accounts.map(async account => (await texts(account)).length));

describe('WarnAfter', () => {
  it('tells the sender once that a message waits', async () => {
    await world.objects.server.set(POSTMASTER, 'queue', dict('{RetryPeriod=10m;MaxAge=2d;WarnAfter=1h;}'));
    await send('x@far.example');
    const minutes = async (count: number) => {
      world.time.now += count * 60_000;
      await world.objects.delivery.idle();
    };
    await minutes(11);
    await minutes(21);
    expect(await texts('ann')).toEqual([]);
    await minutes(61);
    const [warning = ''] = await texts('ann');
    expect(warning).toContain('Subject: Delayed mail');
    expect(warning).toMatch(/Action: delayed\r\nStatus: 4\.4\.1\r\n/);
    await minutes(400);
    await minutes(400);
    expect(await counts('ann')).toEqual([1]);
    await minutes(2 * 24 * 60);
    expect((await texts('ann'))[1]).toContain('Action: failed');
  });
});

describe('MailToAllAction', () => {
  const action = (value: string) =>
    world.objects.domains.updateSettings(POSTMASTER, 'main.example', dict(`{MailToAllAction=${value};}`));

  test.each([
    ['Rejected', 'ann', false],
    ['nonsense', 'ann', false],
    ['Anybody', 'ann', true],
    ['Accounts', 'ann', true],
    ['Administrators', 'ann', false],
    ['Administrators', 'postmaster', true],
  ])('%s: %s', async (value, sender, reaches) => {
    await action(value);
    await world.objects.accounts.updateSettings(POSTMASTER, 'cat', dict('{MailToAll=NO;}'));
    await send('All@main.example', user(sender, 'main.example'));
    expect(await counts('bob', 'cat')).toEqual([reaches ? 1 : 0, 0]);
    if (!reaches) expect((await texts('ann'))[0]).toContain('there is no account All@main.example');
  });

  it('strangers are no accounts of the domain, and an object of that name is what it is', async () => {
    await action('Accounts');
    await send('all@main.example', SYSTEM, 'x', 'someone@far.example');
    expect(await counts('bob')).toEqual([0]);
    await action('Anybody');
    await world.objects.accounts.create(POSTMASTER, 'all');
    await send('all@main.example');
    expect(await counts('bob', 'all')).toEqual([0, 1]);
  });
});

describe('trailers', () => {
  const text = (body: string, subtype = 'plain', more: Partial<Content> = {}): Content => ({
    type: 'text',
    subtype,
    body,
    ...more,
  });
  const parts = (subtype: string, ...body: Content[]): Content => ({ type: 'multipart', subtype, body });

  test.each<[string, Content, Content]>([
    ['text', text('hi\n'), text('hi\n\nA & B\n')],
    ['empty text', text(''), text('\nA & B\n')],
    ['a page', text('<BODY>x</BODY>', 'html'), text('<BODY>x<p>A &amp; B</p></BODY>', 'html')],
    ['a piece of a page', text('x', 'html'), text('x<p>A &amp; B</p>', 'html')],
    [
      'an attachment',
      text('x', 'plain', { disposition: 'attachment' }),
      text('x', 'plain', { disposition: 'attachment' }),
    ],
    ['a calendar', text('x', 'calendar'), text('x', 'calendar')],
    [
      'parts',
      parts('mixed', parts('alternative', text('x\n'), text('y', 'html')), text('z')),
      parts(
        'mixed',
        parts('alternative', text('x\n\nA & B\n'), text('y<p>A &amp; B</p>', 'html')),
        text('z'),
      ),
    ],
    [
      'a message',
      { type: 'message', subtype: 'rfc822', body: new Uint8Array([1]) },
      { type: 'message', subtype: 'rfc822', body: new Uint8Array([1]) },
    ],
  ])('below %s', (_, content, expected) => {
    expect(withTrailer(content, 'A & B')).toEqual(expected);
  });

  it('are those of the domain, for accounts that want them', async () => {
    const { delivery, domains, accounts } = world.objects;
    expect(delivery.finished(ann, text('x'))).toEqual(text('x'));
    await domains.updateSettings(POSTMASTER, 'main.example', dict('{TrailerText="We are we\\e";}'));
    expect(delivery.finished(ann, text('x'))).toEqual(text('x\n\nWe are we\n'));
    expect(delivery.finished(SYSTEM, text('x'))).toEqual(text('x'));
    await accounts.updateSettings(POSTMASTER, 'ann', dict('{AddMailTrailer=NO;}'));
    expect(delivery.finished(ann, text('x'))).toEqual(text('x'));
  });
});

describe('a storage that fills up', () => {
  const limit = (settings: string) =>
    world.objects.accounts.updateSettings(POSTMASTER, 'bob', dict(settings));
  const alerts = () =>
    world.objects.alerts.pending({ account: 'bob', domain: 'main.example' }).map(alert => alert.text);

  it('alerts, then notices, once until there is room again; then mail waits', async () => {
    await limit('{MaxAccountSize=10000;QuotaAlert=40;QuotaNotice=60;QuotaSuspend=70;}');
    await send('bob', ann, 'x'.repeat(3000));
    expect(alerts()).toEqual([]);
    await send('bob', ann, 'x'.repeat(1500));
    expect(alerts()).toEqual([
      expect.stringMatching(/^The mail storage of bob@main\.example is 4\d% full\.$/),
    ]);
    await send('bob', ann, 'x');
    expect(alerts()).toHaveLength(1);
    expect(await counts('bob')).toEqual([3]);
    await send('bob', ann, 'x'.repeat(900));
    const notice = (await texts('bob'))[4] ?? '';
    expect(notice).toContain('Subject: Mail storage is nearly full');
    await send('bob', ann, 'x'.repeat(600));
    expect(await counts('bob')).toEqual([6]);
    await send('bob', ann, 'waits');
    expect(await counts('bob')).toEqual([6]);
    const box = await world.objects.mailboxes.open(SYSTEM, 'bob', 'INBOX', 'd');
    await world.objects.messages.remove(SYSTEM, box, [1, 2]);
    world.time.now += 3600_000;
    await world.objects.delivery.idle();
    expect((await texts('bob')).at(-1)).toContain('waits');
    await send('bob', ann, 'x'.repeat(4000));
    expect(alerts()).toHaveLength(2);
  });

  it('a percentage of 0 switches each of them off', async () => {
    await limit('{MaxAccountSize=2000;QuotaAlert=0;QuotaNotice=0;QuotaSuspend=0;}');
    await send('bob', ann, 'x'.repeat(1600));
    expect(alerts()).toEqual([]);
    expect(await counts('bob')).toEqual([1]);
    await send('bob', ann, 'x'.repeat(1600));
    expect((await texts('ann'))[0]).toContain('the account storage limit is reached');
  });
});
