import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { Box } from '../../../../host/objects/mailboxes/types.js';
import { parseFlags } from '../../../../host/objects/messages/flags.js';
import type { View, ViewReport } from '../../../../host/objects/views/index.js';
import { codeOf } from '../files/world.js';
import { ann, bob, type MailWorld, makeMail } from './world.js';

let world: MailWorld;
let inbox: Box;
beforeEach(async () => {
  world = await makeMail();
  inbox = await world.boxes.open(ann, 'ann', 'INBOX');
});

const text = ({ mode, uid, index, messages, unseen }: ViewReport) =>
  `${mode} ${uid}@${index} ${messages}/${unseen}`;
const open = (options = {}, notify = () => {}) =>
  world.views.open(ann, 'ann', { mailbox: 'INBOX', ...options }, notify);
const mark = (uids: number[], flags: string) => world.messages.setFlags(ann, inbox, uids, parseFlags(flags));

test('orders and filters', async () => {
  for (const subject of ['beta', 'Alpha', 'gamma', 'alpine']) await world.append('INBOX', subject);
  await mark([1, 3], 'Seen');
  const cases: [object, number[]][] = [
    [{}, [1, 2, 3, 4]],
    [{ isDescending: true }, [4, 3, 2, 1]],
    [{ sortField: 'Subject' }, [2, 4, 1, 3]],
    [{ sortField: 'SIZE' }, [1, 2, 3, 4]],
    [{ sortField: 'FLAGS' }, [2, 4, 1, 3]],
    [{ sortField: 'FLAGS', isDescending: true }, [3, 1, 4, 2]],
    [{ filter: 'ALP', filterField: 'Subject' }, [2, 4]],
    [{ filter: 'unseen', filterField: 'FLAGS' }, [2, 4]],
    [{ filter: 'gam', fields: ['Subject', 'FLAGS'] }, [3]],
    [{ filter: 'seen', fields: ['Subject', 'FLAGS'] }, [1, 3]],
    [{ uidMin: 3 }, [3, 4]],
  ];
  for (const [options, uids] of cases) {
    const view = await open(options);
    expect([options, view.uids()]).toEqual([options, uids]);
    view.close();
  }
  expect(await codeOf(open({ uidValidity: 1 }))).toBe('uid-validity');
  expect(await codeOf(open({ mailbox: 'None' }))).toBe('mailbox-unknown');
  expect((await open({ mailbox: 'New', mailboxClass: 'IPF.Task' })).box.record.class).toBe('IPF.Task');
  expect(await codeOf(world.views.open(bob, 'ann', { mailbox: 'INBOX' }, () => {}))).toBe('mailbox-denied');
});

test('one notice until the next synchronisation; reports in their order', async () => {
  for (const subject of ['d', 'b', 'f', 'a']) await world.append('INBOX', subject);
  let notices = 0;
  const view = await open({ sortField: 'Subject' }, () => notices++);
  expect(view.uids()).toEqual([4, 2, 1, 3]);
  await world.messages.remove(ann, inbox, [4, 1]);
  await mark([3], 'Seen');
  await world.append('INBOX', 'e');
  await world.append('INBOX', 'c');
  const short = await world.append('INBOX', 'x');
  await world.messages.remove(ann, inbox, [short]);
  expect(notices).toBe(1);
  expect(view.uids()).toEqual([4, 2, 1, 3]);
  expect(view.sync(2).map(text)).toEqual(['removed 1@2 3/3', 'removed 4@0 2/2']);
  expect(notices).toBe(2);
  expect(view.sync().map(text)).toEqual(['added 6@1 3/3', 'added 5@2 4/4', 'updated 3@3 4/3']);
  expect(view.sync()).toEqual([]);
  await mark([3], 'Seen');
  expect(notices).toBe(2);
  await world.messages.updateAttributes(ann, inbox, 3, { kind: 5, entries: {}, order: null, names: null });
  expect(notices).toBe(3);
  expect(view.sync().map(text)).toEqual(['attrsUpdated 3@3 4/3']);
  view.close();
  await world.append('INBOX', 'z');
  expect(notices).toBe(3);
});

test('a message that starts or stops to match', async () => {
  await world.append('INBOX', 'a');
  await world.append('INBOX', 'b');
  const view = await open({ filter: 'Unseen', filterField: 'FLAGS' });
  await mark([1], 'Seen');
  expect(view.sync().map(text)).toEqual(['removed 1@0 1/1']);
  await mark([1], 'Unseen');
  expect(view.sync().map(text)).toEqual(['added 1@0 2/2']);
});

test('a changed sort key moves the message', async () => {
  for (const subject of ['a', 'b', 'c']) await world.append('INBOX', subject);
  const view = await open({ sortField: 'FLAGS' });
  await mark([1], 'Seen');
  expect(view.sync().map(text)).toEqual(['updated 1@2 3/2']);
});

test('reports lead from the old order to the new one, whatever happens', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      subject: fc.string({ minLength: 1, maxLength: 2, unit: fc.constantFrom('a', 'b', 'c') }),
    }),
    fc.record({ kind: fc.constant('remove' as const), uid: fc.integer({ min: 1, max: 12 }) }),
    fc.record({
      kind: fc.constant('mark' as const),
      uid: fc.integer({ min: 1, max: 12 }),
      flags: fc.constantFrom('Seen', 'Unseen', 'Flagged'),
    }),
    fc.record({ kind: fc.constant('sync' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  );
  const options = fc.record({
    sortField: fc.constantFrom('UID', 'Subject', 'FLAGS'),
    isDescending: fc.boolean(),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(options, fc.array(step, { maxLength: 25 }), async (wish, steps) => {
      const mailbox = `B${run++}`;
      await world.boxes.create(ann, 'ann', mailbox);
      const box = await world.boxes.open(ann, 'ann', mailbox);
      const view: View = await open({ mailbox, ...wish });
      const copy: number[] = [];
      const follow = (limit?: number) => {
        for (const { mode, uid, index, messages } of view.sync(limit)) {
          if (mode !== 'added') expect(copy.includes(uid)).toBe(true);
          if (mode === 'removed') expect(copy.splice(index, 1)).toEqual([uid]);
          else {
            if (mode !== 'added') copy.splice(copy.indexOf(uid), 1);
            copy.splice(index, 0, uid);
          }
          expect(messages).toBe(copy.length);
        }
      };
      for (const act of steps) {
        if (act.kind === 'add') await world.append(mailbox, act.subject);
        else if (act.kind === 'remove') await world.messages.remove(ann, box, [act.uid]);
        else if (act.kind === 'mark')
          await world.messages.setFlags(ann, box, [act.uid], parseFlags(act.flags));
        else follow(act.limit);
      }
      while (view.isPending) follow();
      const fresh = await open({ mailbox, ...wish });
      expect(copy).toEqual(fresh.uids());
      expect(view.unseen).toBe(fresh.unseen);
      view.close();
      fresh.close();
    }),
    { numRuns: 60 },
  );
});
