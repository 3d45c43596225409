import { beforeEach, describe, expect, test } from 'vitest';
import { shownLetters } from '../../../../host/objects/mailboxes/access.js';
import { nameFilter, parseBoxName } from '../../../../host/objects/mailboxes/names.js';
import { dictOf } from '../../../../stdlib/values/index.js';
import { codeOf } from '../files/world.js';
import { adm, ann, bob, type MailWorld, makeMail, nobody } from './world.js';

let world: MailWorld;
beforeEach(async () => {
  world = await makeMail();
});

const shown = async (filter = '*', who = ann, options = {}) =>
  (await world.boxes.list(who, 'ann', filter, options)).map(
    ({ name, isFolder, isBox, box }) =>
      `${name}${isFolder ? '/' : ''}${isBox ? (box ? ' box' : ' closed') : ''}`,
  );

describe('names', () => {
  test.each([
    ['inbox', 'INBOX'],
    ['Inbox/Sub', 'INBOX/Sub'],
    ['Inboxes', 'Inboxes'],
    ['~bob/Work/', 'Work'],
    ['\xc3\xbcber', '\xc3\xbcber'],
  ])('%j is kept as %j', (text, name) => {
    expect(parseBoxName(text, 255).name).toBe(name);
  });
  test.each(['', '/', 'a//b', '.', 'a/..', '#x', '~', '~/a', 'a\u0001', '\xff', 'x'.repeat(256)])(
    'refuses %j',
    text => {
      expect(() => parseBoxName(text, 255)).toThrow('operation is not allowed for this mailbox name');
    },
  );
  test.each([
    ['%', 'A', true],
    ['%', 'A/B', false],
    ['*', 'A/B', true],
    ['a%c', 'abc', true],
    ['A*C', 'A/B/C', true],
    ['inbox', 'INBOX', true],
    ['a.b', 'axb', false],
    ['%/%', 'A/B', true],
    ['%/%', 'A/B/C', false],
    ['*', '', true],
    ['', '', true],
    ['', 'A', false],
    ['*b', 'a/b', true],
    ['%b', 'a/b', false],
    ['*%', 'a/b', true],
    ['a*', 'a', true],
    ['*a*a*', 'aba', true],
    ['*a*a*', 'ab', false],
    [`${'*a'.repeat(400)}*b`, 'a'.repeat(255), false],
  ])('filter %j on %j', (filter, name, passes) => {
    expect(nameFilter(filter)(name)).toBe(passes);
  });
});

test('made, renamed, removed', async () => {
  const { boxes } = world;
  const steps: [() => Promise<unknown>, string, string[]][] = [
    [() => boxes.create(ann, 'ann', 'A/B'), 'ok', ['A/', 'A/B box', 'INBOX box']],
    [() => boxes.create(ann, 'ann', 'A/B'), 'mailbox-exists', ['A/', 'A/B box', 'INBOX box']],
    [() => boxes.create(ann, 'ann', 'F/'), 'ok', ['A/', 'A/B box', 'F/', 'INBOX box']],
    [() => boxes.create(ann, 'ann', 'F/'), 'mailbox-exists', ['A/', 'A/B box', 'F/', 'INBOX box']],
    [() => boxes.create(ann, 'ann', 'A'), 'ok', ['A/ box', 'A/B box', 'F/', 'INBOX box']],
    [() => boxes.rename(ann, 'ann', 'A', 'Z', false), 'ok', ['A/', 'A/B box', 'F/', 'INBOX box', 'Z box']],
    [
      () => boxes.rename(ann, 'ann', 'A', 'Y/Q', true),
      'ok',
      ['F/', 'INBOX box', 'Y/', 'Y/Q/', 'Y/Q/B box', 'Z box'],
    ],
    [
      () => boxes.rename(ann, 'ann', 'Y', 'Y/Q/R', true),
      'mailbox-name',
      ['F/', 'INBOX box', 'Y/', 'Y/Q/', 'Y/Q/B box', 'Z box'],
    ],
    [
      () => boxes.rename(ann, 'ann', 'Z', 'Y/Q/B', false),
      'mailbox-exists',
      ['F/', 'INBOX box', 'Y/', 'Y/Q/', 'Y/Q/B box', 'Z box'],
    ],
    [
      () => boxes.rename(ann, 'ann', 'none', 'X', false),
      'mailbox-unknown',
      ['F/', 'INBOX box', 'Y/', 'Y/Q/', 'Y/Q/B box', 'Z box'],
    ],
    [
      () => boxes.remove(ann, 'ann', 'Y', false),
      'mailbox-unknown',
      ['F/', 'INBOX box', 'Y/', 'Y/Q/', 'Y/Q/B box', 'Z box'],
    ],
    [() => boxes.remove(ann, 'ann', 'Y', true), 'ok', ['F/', 'INBOX box', 'Z box']],
    [() => boxes.remove(ann, 'ann', 'Inbox', true), 'mailbox-name', ['F/', 'INBOX box', 'Z box']],
    [() => boxes.remove(ann, 'ann', 'F', false), 'ok', ['INBOX box', 'Z box']],
  ];
  for (const [act, code, names] of steps) {
    expect(await codeOf(act)).toBe(code);
    expect(await shown()).toEqual(names);
  }
});

test('a renamed INBOX takes its messages along; a re-made mailbox has another UIDValidity', async () => {
  await world.append('INBOX', 'one');
  const before = await world.boxes.open(ann, 'ann', 'INBOX');
  await world.boxes.rename(ann, 'ann', 'INBOX', 'Old', false);
  const old = await world.boxes.open(ann, 'ann', 'Old');
  const fresh = await world.boxes.open(ann, 'ann', 'inbox');
  expect([old.use.messages, fresh.use.messages]).toEqual([1, 0]);
  expect(old.record.uidValidity).toBe(before.record.uidValidity);
  expect(fresh.record.uidValidity).toBeGreaterThan(before.record.uidValidity);
  await world.boxes.remove(ann, 'ann', 'Old', false);
  await world.boxes.create(ann, 'ann', 'Old');
  expect((await world.boxes.open(ann, 'ann', 'Old')).record.uidValidity).toBeGreaterThan(
    fresh.record.uidValidity,
  );
  expect(world.boxes.total(old.owner.id)).toEqual({ size: 0, messages: 0 });
});

test('limit of mailboxes', async () => {
  world.settings.MaxMailboxes = '2';
  expect(await codeOf(world.boxes.create(ann, 'ann', 'A'))).toBe('ok');
  expect(await codeOf(world.boxes.create(ann, 'ann', 'B'))).toBe('mailbox-limit');
  expect(await codeOf(world.boxes.create(ann, 'ann', 'F/'))).toBe('ok');
});

describe('access', () => {
  const acl = (name: string, elements: Record<string, string>, who = ann) =>
    world.boxes.control.updateAcl(who, 'ann', name, dictOf(Object.entries(elements)));
  const stored = async (name: string) => Object.fromEntries(await world.boxes.control.acl(ann, 'ann', name));

  test('elements are replaced, added to, taken from', async () => {
    const steps: [Record<string, string>, Record<string, string> | string][] = [
      [{ bob: 'rl' }, { bob: 'lr' }],
      [
        { bob: '+ws', anyone: 'l' },
        { bob: 'lrsw', anyone: 'l' },
      ],
      [{ BOB: '-r', anyone: '-l' }, { bob: 'lsw' }],
      [{ bob: 'x' }, 'illegal-value'],
      [{ 'a b': 'l' }, 'illegal-value'],
      [
        { '#team@d.test': 'lr', '-bob': 'r', 'anyone@': 'l' },
        { bob: 'lsw', '#team@d.test': 'lr', '-bob': 'r', 'anyone@': 'l' },
      ],
      [{ bob: '' }, { '#team@d.test': 'lr', '-bob': 'r', 'anyone@': 'l' }],
    ];
    for (const [elements, expected] of steps) {
      const code = await codeOf(acl('INBOX', elements));
      expect(code === 'ok' ? await stored('INBOX') : code).toEqual(expected);
    }
    expect(shownLetters(await world.boxes.control.rights(ann, 'ann', 'INBOX', bob))).toBe('l');
    expect(shownLetters(await world.boxes.control.rights(ann, 'ann', 'INBOX', nobody))).toBe('');
    expect(shownLetters(await world.boxes.control.rights(ann, 'ann', 'INBOX', adm))).toBe('lrswipcda');
  });

  test('who sees and opens what', async () => {
    await world.boxes.create(ann, 'ann', 'Shared');
    await acl('Shared', { bob: 'l' });
    expect(await shown('*', bob)).toEqual(['Shared closed']);
    expect(await shown('*', ann, { auth: bob })).toEqual(['Shared closed']);
    expect(await shown('*', bob, { auth: ann })).toEqual(['Shared closed']);
    expect(await codeOf(world.boxes.open(bob, 'ann', 'Shared', 'r'))).toBe('mailbox-denied');
    expect(await codeOf(world.boxes.open(bob, 'ann', 'Nowhere'))).toBe('mailbox-denied');
    await acl('Shared', { bob: 'lrc' });
    expect(await codeOf(world.boxes.create(bob, 'ann', 'Shared/In'))).toBe('ok');
    expect(await codeOf(world.boxes.create(bob, 'ann', 'Top'))).toBe('mailbox-denied');
    expect(await codeOf(world.boxes.remove(bob, 'ann', 'Shared/In', false))).toBe('mailbox-denied');
    await acl('Shared/In', { bob: '+d' });
    expect(await codeOf(world.boxes.rename(bob, 'ann', 'Shared/In', 'Shared/Out', false))).toBe('ok');
    expect(await codeOf(world.boxes.remove(bob, 'ann', '~ann/Shared/Out', false))).toBe('ok');
    expect(await codeOf(acl('Shared', { bob: 'a' }, bob))).toBe('mailbox-denied');
  });

  test('class', async () => {
    await world.boxes.create(ann, 'ann', 'People', 'IPF.Contact');
    await world.boxes.control.setClass(ann, 'ann', 'People', 'IPF.Note');
    expect((await world.boxes.open(ann, 'ann', 'People')).record.class).toBe('IPF.Note');
    expect(await codeOf(world.boxes.control.setClass(bob, 'ann', 'People', ''))).toBe('mailbox-denied');
  });
});

test('subscriptions and aliases', async () => {
  const { subscriptions } = world;
  await subscriptions.change(ann, '*', () => ['INBOX', '~bob/X', 'INBOX']);
  expect(subscriptions.list(ann, 'ann')).toEqual(['INBOX', '~bob/X']);
  await subscriptions.setAliases(ann, 'ann', dictOf([['Team', '~bob/X']]));
  expect(subscriptions.aliased({ account: 'ann', domain: 'd.test', id: 1 }, 'Team')).toBe('~bob/X');
  expect(await codeOf(subscriptions.setAliases(ann, 'ann', dictOf([['~x', 'y']])))).toBe('illegal-value');
  expect(() => subscriptions.list(bob, 'ann')).toThrow('insufficient access rights');
});

test('everything of an account goes', async () => {
  await world.boxes.create(ann, 'ann', 'A');
  await world.append('A', 'x');
  await world.boxes.cleanAccount(1);
  expect(await shown()).toEqual(['INBOX box']);
  expect(world.store.stats().failed).toBe(false);
});
