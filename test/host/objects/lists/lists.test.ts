/** Mailing lists: commands, subscriptions by mail, postings, moderation, bounces, digests. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emailOf, type Principal } from '../../../../host/objects/api.js';
import { allParts, parseStructure } from '../../../../host/objects/mime/index.js';
import { printCompact } from '../../../../stdlib/data/index.js';
import { dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const SYSTEM: Principal = { kind: 'system' };
const ann = user('ann', 'main.example');
const bob = user('bob', 'main.example');
const cat = user('cat', 'main.example');
let world: World;

beforeEach(async () => {
  world = await makeWorld();
  for (const name of ['ann', 'bob', 'cat'])
    await world.objects.accounts.create(POSTMASTER, name, { settings: dict('{}') });
  await world.objects.lists.create(POSTMASTER, 'News', 'ann');
});
afterEach(() => world.close());

const lists = () => world.objects.lists;
const code = (code: string) => expect.objectContaining({ code });
async function send(who: Principal, to: string, header = 'Subject: hello\r\n', body = 'body') {
  const text = Buffer.from(`From: ${emailOf(who)}\r\n${header}\r\n${body}\r\n`);
  await world.objects.delivery.submit(who, { to: [to], text });
  await world.objects.delivery.idle();
}
async function texts(account: string, box = 'INBOX'): Promise<string[]> {
  const open = await world.objects.mailboxes.open(SYSTEM, account, box, 'r');
  const found: string[] = [];
  for await (const { uid } of world.objects.messages.all(SYSTEM, open)) {
    found.push(Buffer.from(await world.objects.messages.read(SYSTEM, open, uid)).toString('latin1'));
  }
  return found;
}
const subjects = async (account: string, box?: string) =>
  (await texts(account, box)).map(text => /^Subject: (.*)\r$/m.exec(text)?.[1] ?? '');
const mode = (address: string) => lists().subscriberInfo(POSTMASTER, 'news', address).entries.mode ?? null;
const update = (text: string) => lists().update(ann, 'news', dict(text));
const subscribe = async (...names: string[]) => {
  for (const name of names) await lists().change(ann, 'news', 'feed', name, { silently: true });
};

describe('lists', () => {
  it('are made, listed, renamed, removed', async () => {
    expect(await lists().list(POSTMASTER, null)).toEqual(['news']);
    expect(printCompact(await lists().counts(POSTMASTER, 'main.example'))).toBe('{news=0;}');
    expect(printCompact(await lists().ofAccount(ann, '*'))).toBe('{news=0;}');
    await subscribe('bob');
    await lists().rename(POSTMASTER, 'news', 'Old-News');
    expect(printCompact(await lists().counts(POSTMASTER, null))).toBe('{old-news=1;}');
    expect(await lists().subscribers(ann, 'old-news', null, null)).toEqual(['bob@main.example']);
    await lists().remove(POSTMASTER, 'old-news');
    expect(await lists().list(POSTMASTER, null)).toEqual([]);
    expect(printCompact(await lists().ofAccount(ann, '*'))).toBe('{}');
    await lists().create(POSTMASTER, 'old-news', 'ann@main.example');
    expect(await lists().subscribers(ann, 'old-news', null, null)).toEqual([]);
  });

  it('go with their owner', async () => {
    await world.objects.accounts.remove(POSTMASTER, 'ann');
    expect(await lists().list(POSTMASTER, null)).toEqual([]);
    await world.objects.accounts.create(POSTMASTER, 'news', { settings: dict('{}') });
  });

  it('have settings', async () => {
    await update('{Postings="from anybody";OwnerName=bob;custom=x;}');
    const { entries } = lists().settings(ann, 'news');
    expect([entries.OwnerName, entries.Postings, entries.custom, entries.Confirm]).toEqual([
      'ann',
      'from anybody',
      'x',
      'YES',
    ]);
    await update('{Postings=default;}');
    expect(lists().settings(ann, 'news').entries.Postings).toBe('from subscribers');
  });

  it('refuse', async () => {
    const l = lists();
    await expect(l.create(POSTMASTER, 'news', 'ann')).rejects.toEqual(code('list-exists'));
    await expect(l.create(POSTMASTER, 'ann', 'ann')).rejects.toEqual(code('account-exists'));
    await expect(l.create(POSTMASTER, 'x', 'nobody')).rejects.toEqual(code('account-unknown'));
    await expect(l.create(POSTMASTER, '.x', 'ann')).rejects.toEqual(code('bad-name'));
    await expect(l.create(ann, 'x', 'ann')).rejects.toEqual(code('no-rights'));
    await expect(l.rename(POSTMASTER, 'news', 'x@main.example')).rejects.toEqual(code('bad-name'));
    await expect(l.rename(POSTMASTER, 'news', 'bob')).rejects.toEqual(code('account-exists'));
    await expect(l.remove(POSTMASTER, 'none')).rejects.toEqual(code('list-unknown'));
    expect(() => l.settings(POSTMASTER, 'none')).toThrow(code('list-unknown'));
    expect(() => l.settings(bob, 'news')).toThrow(code('no-rights'));
    await expect(l.change(ann, 'news', 'feed', 'a@b.example, c@d.example')).rejects.toEqual(
      code('illegal-value'),
    );
    await expect(l.setPostingMode(ann, 'news', 'x@y.example', 'special')).rejects.toEqual(
      code('item-unknown'),
    );
    await expect(l.processBounce(ann, 'news', 'x@y.example', true)).rejects.toEqual(code('item-unknown'));
    await world.objects.domains.updateSettings(POSTMASTER, 'main.example', dict('{ListsLimit=1;}'));
    await expect(l.create(POSTMASTER, 'two', 'ann')).rejects.toEqual(code('domain-limit'));
  });
});

describe('subscribers', () => {
  it('are changed by commands', async () => {
    await lists().change(ann, 'news', 'subscribe', '"Bob B" <BOB@main.example>');
    await world.objects.delivery.idle();
    expect(await subjects('bob')).toEqual(['Welcome to the list']);
    await lists().change(ann, 'news', 'digest', 'bob@main.example');
    expect(mode('Bob@main.example')).toBe('digest');
    const [total, [first]] = await lists().readSubscribers(ann, 'news', 'bob', 10);
    expect(total).toBe(1);
    expect(printCompact(first ?? null)).toBe(
      '{RealName="Bob B";Sub=bob@main.example;bounces=0;mode=digest;posts=0;subscribeTime=#T02-01-2030_03:04:05;}',
    );
    await lists().change(ann, 'news', 'banned', 'bob@main.example');
    expect(printCompact(await lists().counts(POSTMASTER, null))).toBe('{news=0;}');
    await lists().change(ann, 'news', 'unsubscribe', 'bob@main.example', { silently: true });
    expect(printCompact(lists().subscriberInfo(ann, 'news', 'bob@main.example'))).toBe('{}');
    await subscribe('a@x.example', 'b@x.example', 'c@y.example');
    expect(await lists().subscribers(ann, 'news', 'X.example', 1)).toEqual(['a@x.example']);
  });

  it('come and go by mail, with a confirmation', async () => {
    await send(bob, 'news-on');
    expect(mode('bob@main.example')).toBe('subscribe');
    const id = /\(([0-9a-f]+)\)/.exec((await subjects('bob'))[0] ?? '')?.[1] ?? 'none';
    await send(cat, 'news-confirm', `Subject: Re: (${id})\r\n`);
    await send(bob, 'news-confirm', 'Subject: Re: (0000)\r\n');
    expect(mode('bob@main.example')).toBe('subscribe');
    await send(bob, 'news-confirm', `Subject: Re: confirm (${id})\r\n`);
    expect(mode('bob@main.example')).toBe('feed');
    await send(bob, 'news-digest');
    expect(mode('bob@main.example')).toBe('digest');
    await send(bob, 'news-off');
    expect(mode('bob@main.example')).toBe('unsubscribe');
    const off = /\(([0-9a-f]+)\)/.exec((await subjects('bob')).at(-1) ?? '')?.[1] ?? 'none';
    await send(bob, 'news-confirm', `Subject: ${off}\r\n`);
    expect(mode('bob@main.example')).toBeNull();
    await update('{Confirm=NO;}');
    await send(bob, 'news-on', 'Subject: x\r\nPrecedence: bulk\r\n');
    expect(mode('bob@main.example')).toBeNull();
    await send(bob, 'news-on');
    expect(mode('bob@main.example')).toBe('feed');
    await update('{Subscribe=nobody;}');
    await send(cat, 'news-on');
    expect(mode('cat@main.example')).toBeNull();
  });
});

describe('postings', () => {
  it('go to those who want them, and into the archive', async () => {
    await update('{SubjectPrefix="[news]";}');
    await subscribe('bob', 'cat', 'far@else.example');
    await lists().change(ann, 'news', 'null', 'cat', { silently: true });
    await send(
      bob,
      'news',
      'Subject: hello\r\nReply-To: x@y.example\r\nReturn-Receipt-To: spy@y.example\r\n',
    );
    expect(await subjects('bob')).toEqual(['[news] hello']);
    expect(await subjects('cat')).toEqual([]);
    expect(await subjects('ann', 'news')).toEqual(['[news] hello']);
    const [text] = await texts('bob');
    expect(text).toMatch(/^Return-Path: <news-report@main\.example>/);
    expect(text).toMatch(/^List-Id: <news\.main\.example>\r$/m);
    expect(text?.match(/^Reply-To: .*$/gm)).toEqual(['Reply-To: news@main.example']);
    expect(text).not.toContain('spy');
    expect((await world.objects.queue.list(POSTMASTER, 'else.example'))[0]?.from).toBe(
      'news-report@main.example',
    );
    expect(lists().subscriberInfo(ann, 'news', 'bob@main.example').entries.posts).toBe('1');
  });

  const policies: readonly [
    policy: string,
    posting: string | null,
    result: 'pass' | 'moderate' | 'refuse',
  ][] = [
    ['from subscribers', 'special', 'pass'],
    ['from subscribers', null, 'refuse'],
    ['from anybody', null, 'pass'],
    ['moderate guests', null, 'moderate'],
    ['moderate guests', 'special', 'pass'],
    ['moderated', 'special', 'moderate'],
    ['moderated', 'UNMODERATED', 'pass'],
    ['from owner only', 'UNMODERATED', 'refuse'],
    ['from subscribers', 'MODERATEALL', 'moderate'],
    ['from subscribers', 'PROHIBITED', 'refuse'],
    ['from subscribers', '2', 'moderate'],
  ];
  it.each(policies)('%s, %s: %s', async (policy, posting, result) => {
    await update(`{Postings="${policy}";}`);
    if (posting !== null) {
      await subscribe('bob');
      await lists().setPostingMode(ann, 'news', 'bob@main.example', posting);
    }
    await subscribe('cat');
    await send(bob, 'news');
    expect(await subjects('cat')).toEqual(result === 'pass' ? ['hello'] : []);
    expect(await subjects('ann')).toEqual(result === 'moderate' ? ['hello'] : []);
    expect((await subjects('bob')).includes('Undeliverable mail')).toBe(result === 'refuse');
  });

  it('the owner approves by sending again; enough approved ones need no approval', async () => {
    await subscribe('bob', 'cat');
    await lists().setPostingMode(ann, 'news', 'bob@main.example', '1');
    await send(bob, 'news');
    const [text] = await texts('ann');
    await world.objects.delivery.submit(ann, { to: ['news'], text: Buffer.from(text ?? '', 'latin1') });
    await world.objects.delivery.idle();
    expect(await subjects('cat')).toEqual(['hello']);
    await send(bob, 'news', 'Subject: second\r\n');
    expect(await subjects('cat')).toEqual(['hello', 'second']);
  });

  it('loops and reports end', async () => {
    await subscribe('bob', 'news@main.example', 'nobody@main.example');
    await send(bob, 'news');
    expect(await subjects('bob')).toEqual(['hello']);
    expect(lists().subscriberInfo(ann, 'news', 'nobody@main.example').entries.bounces).toBe('1');
    await lists().processBounce(ann, 'news', 'nobody@main.example', true);
    expect(mode('nobody@main.example')).toBe('null');
    expect(await world.objects.queue.list(POSTMASTER)).toEqual([]);
  });

  it('the owner reads mail for admin', async () => {
    await send(cat, 'news-admin', 'Subject: help\r\n');
    expect(await subjects('ann')).toEqual(['help']);
  });

  it('digests and indexes when they are due', async () => {
    await update('{DigestPeriod=1d;}');
    await subscribe('bob');
    await lists().change(ann, 'news', 'digest', 'cat', { silently: true });
    await lists().change(ann, 'news', 'index', 'postmaster', { silently: true });
    await send(bob, 'news', 'Subject: one\r\n');
    expect(await subjects('cat')).toEqual([]);
    world.time.now += 90_000_000;
    await send(bob, 'news', 'Subject: two\r\n');
    const [digest] = await texts('cat');
    expect(
      [...allParts(parseStructure(Buffer.from(digest ?? '', 'latin1')))].filter(
        part => part.type === 'message',
      ),
    ).toHaveLength(2);
    expect((await texts('postmaster'))[0]).toMatch(/one\r\n {4}bob@main\.example\r\ntwo/);
    await send(bob, 'news', 'Subject: three\r\n');
    expect(await subjects('cat')).toHaveLength(1);
    world.time.now += 90_000_000;
    await lists().sendDigests();
    await world.objects.delivery.idle();
    expect(await subjects('cat')).toHaveLength(2);
  });
});
