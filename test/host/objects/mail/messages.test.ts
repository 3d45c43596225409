import { beforeEach, describe, expect, test } from 'vitest';
import type { Box } from '../../../../host/objects/mailboxes/types.js';
import {
  changeFlags,
  flagsText,
  lettersFor,
  matchesFlags,
  NO_FLAGS,
  parseFlags,
} from '../../../../host/objects/messages/flags.js';
import { dictOf } from '../../../../stdlib/values/index.js';
import { codeOf } from '../files/world.js';
import { adm, ann, bob, type MailWorld, makeMail } from './world.js';

let world: MailWorld;
let inbox: Box;
beforeEach(async () => {
  world = await makeMail();
  inbox = await world.boxes.open(ann, 'ann', 'INBOX');
});

const mark = (uids: number[], flags: string, who = ann) =>
  world.messages.setFlags(who, inbox, uids, parseFlags(flags));
const use = () => world.boxes.useOf(inbox.owner, inbox.id);

describe('flags', () => {
  test.each([
    ['', 'Read,Flagged', 'Seen,Flagged'],
    ['Seen,Flagged', 'unseen, Draft', 'Flagged,Draft'],
    ['Flagged', 'Label1,Mine', 'Flagged,Label1,Mine'],
    ['Mine,$Other', 'NotMine,notmedia', '$Other'],
    ['', '$Forwarded,$MDNSent', 'Redirected,MDNSent'],
    ['', 'Recent', ''],
    ['Redirected', 'UnRedirected', ''],
    ['mine', 'MINE', 'mine'],
  ])('%j with %j gives %j', (before, list, after) => {
    const start = changeFlags(NO_FLAGS, parseFlags(before));
    expect(flagsText(changeFlags(start, parseFlags(list)))).toBe(after);
  });
  test.each(['No such flag!', 'a b', '1x', `x${'y'.repeat(40)}`])('refuses %j', text => {
    expect(() => parseFlags(text)).toThrow('illegal value: flags');
  });
  test.each([
    ['Seen', 'Seen', true],
    ['Seen', 'Unseen', false],
    ['Media', 'Media,Unseen', true],
    ['Mine', 'mine,NotOther', true],
    ['Mine', 'NotMine', false],
  ])('%j matches %j: %j', (flags, list, expected) => {
    expect(matchesFlags(changeFlags(NO_FLAGS, parseFlags(flags)), parseFlags(list))).toBe(expected);
  });
  test.each([
    ['Seen', 's'],
    ['Undeleted', 'd'],
    ['Read,Flagged,Deleted', 'sdw'],
    ['Mine', 'w'],
  ])('%j needs %j', (list, letters) => {
    expect(lettersFor(parseFlags(list))).toBe(letters);
  });
});

test('counters follow every change', async () => {
  const expected = async (messages: number, unseen: number, size: number) =>
    expect([use().messages, use().unseen, use().size, world.boxes.total(inbox.owner.id).size]).toEqual([
      messages,
      unseen,
      size,
      size,
    ]);
  const size = 'Subject: a\n\na'.length;
  expect([await world.append('INBOX', 'a'), await world.append('INBOX', 'b')]).toEqual([1, 2]);
  await expected(2, 2, 2 * size);
  expect(await mark([1, 2, 99], 'Seen')).toEqual([1, 2]);
  expect(await mark([1], 'Seen')).toEqual([]);
  await expected(2, 0, 2 * size);
  await mark([2], 'Unseen,Deleted');
  await expected(2, 0, 2 * size);
  expect(await world.messages.expunge(ann, inbox)).toEqual([2]);
  await expected(1, 0, size);
  await mark([1], 'Hidden');
  expect([use().messages, use().hidden]).toEqual([0, 1]);
  expect(await world.messages.remove(ann, inbox, [1, 1, 7])).toEqual([1]);
  expect([use().messages, use().hidden]).toEqual([0, 0]);
  expect(await world.append('INBOX', 'c')).toBe(3);
});

test('replacing a message', async () => {
  await world.append('INBOX', 'old');
  const text = Buffer.from('Subject: new\n\n');
  const first = await world.messages.append(ann, inbox, text, { replacesUid: 1, checkOld: true });
  expect(first.uid).toBe(2);
  expect(world.messages.find(ann, inbox, 1)).toBe(null);
  expect(await codeOf(world.messages.append(ann, inbox, text, { replacesUid: 1, checkOld: true }))).toBe(
    'message-unknown',
  );
  expect(await codeOf(world.messages.append(ann, inbox, text, { replacesUid: 1 }))).toBe('ok');
  expect(use().messages).toBe(2);
});

test('copies share the text; moves keep the permanent number', async () => {
  await world.boxes.create(ann, 'ann', 'Other');
  const other = await world.boxes.open(ann, 'ann', 'Other');
  for (const name of ['a', 'b', 'c']) await world.append('INBOX', name);
  const orig = world.messages.find(ann, inbox, 2)?.origUid ?? 0;
  expect(await world.messages.copy(ann, inbox, [3, 9, 1], other, false)).toEqual([1, 2]);
  expect(await world.messages.copy(ann, inbox, [2], other, true)).toEqual([3]);
  expect(world.messages.uidByOrig(ann, other, orig)).toBe(3);
  expect(world.messages.uidByOrig(ann, inbox, orig)).toBe(null);
  await world.messages.remove(ann, inbox, [1, 3]);
  expect(Buffer.from(await world.messages.read(ann, other, 1)).toString()).toBe('Subject: c\n\nc');
  expect(await codeOf(world.messages.read(ann, inbox, 1))).toBe('message-unknown');
  expect(world.boxes.total(inbox.owner.id).messages).toBe(3);
  const bobs = await world.boxes.open(adm, 'bob', 'INBOX');
  expect(await world.messages.copy(adm, other, [1, 2, 3], bobs, true)).toEqual([1, 2, 3]);
  expect(world.boxes.total(inbox.owner.id)).toEqual({ size: 0, messages: 0 });
  expect(await codeOf(world.messages.copy(ann, inbox, [1], bobs, false))).toBe('mailbox-denied');
});

test('limits and rights', async () => {
  world.settings.MaxAccountSize = '30';
  expect(await codeOf(world.append('INBOX', 'aaaaa'))).toBe('ok');
  expect(await codeOf(world.append('INBOX', 'aaaaa'))).toBe('storage-limit');
  world.settings.MaxMessageSize = '10';
  expect(await codeOf(world.append('INBOX', 'a'))).toBe('too-large');
  expect(await codeOf(world.messages.read(bob, inbox, 1))).toBe('mailbox-denied');
  await world.boxes.control.updateAcl(ann, 'ann', 'INBOX', dictOf([['bob', 'lrs']]));
  expect(await codeOf(world.messages.read(bob, inbox, 1))).toBe('ok');
  expect(await codeOf(mark([1], 'Seen', bob))).toBe('ok');
  expect(await codeOf(mark([1], 'Flagged', bob))).toBe('mailbox-denied');
  expect(await codeOf(world.messages.expunge(bob, inbox))).toBe('mailbox-denied');
  await world.boxes.remove(ann, 'ann', 'gone', false).catch(() => {});
});

test('attributes', async () => {
  await world.append('INBOX', 'a');
  await world.messages.updateAttributes(
    ann,
    inbox,
    1,
    dictOf([
      ['x', '1'],
      ['y', '2'],
    ]),
  );
  await world.messages.updateAttributes(
    ann,
    inbox,
    1,
    dictOf([
      ['x', 'Default'],
      ['z', '3'],
    ]),
  );
  expect({ ...world.messages.attributes(ann, inbox, 1).entries }).toEqual({ y: '2', z: '3' });
  expect(
    await codeOf(world.messages.updateAttributes(ann, inbox, 1, dictOf([['x', 'y'.repeat(70_000)]]))),
  ).toBe('too-large');
  expect(await codeOf(world.messages.updateAttributes(ann, inbox, 5, dictOf([])))).toBe('message-unknown');
});

test('a removed mailbox takes nothing more', async () => {
  await world.boxes.create(ann, 'ann', 'A');
  const box = await world.boxes.open(ann, 'ann', 'A');
  await world.boxes.rename(ann, 'ann', 'A', 'B', false);
  expect(await codeOf(world.messages.append(ann, box, Buffer.from('x')))).toBe('ok');
  await world.boxes.remove(ann, 'ann', 'B', false);
  expect(await codeOf(async () => world.messages.append(ann, box, Buffer.from('x')))).toBe('mailbox-unknown');
});
