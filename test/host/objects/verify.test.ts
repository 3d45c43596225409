/** Planted damage: each kind is found, and named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyObjects } from '../../../host/objects/api.js';
import { decodeValue, encodeValue, key, type Tx } from '../../../host/storage/index.js';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import { dict, makeWorld, POSTMASTER as P, user, type World } from './world.js';

let world: World;
const ids = { main: 0, ann: 0, bob: 0, news: 0, queued: 0 };
const ann = user('ann', 'main.example');

beforeAll(async () => {
  world = await makeWorld();
  const { objects: o } = world;
  for (const name of ['ann', 'bob']) await o.accounts.create(P, name);
  await o.accounts.setAliases(P, 'ann', ['anna']);
  await o.telnums.set(P, 'ann', ['+100', '+200']);
  await o.domains.create(P, 'other.example', dict('{}'));
  await o.domains.setAliases(P, 'other.example', ['alias.example']);
  await o.groups.create(P, 'team', dict('{Members=(ann,bob);}'));
  await o.forwarders.create(P, 'away', 'x@far.test');
  await o.namedTasks.create(P, 'task', 'ann');
  await o.lists.create(P, 'news', 'ann');
  for (const name of ['ann', 'bob']) await o.lists.change(P, 'news', 'feed', name, { silently: true });
  const text = Buffer.from('From: <a@b.test>\r\nSubject: one\r\n\r\nbody\r\n');
  const box = await o.mailboxes.open(P, 'ann', 'INBOX');
  for (let i = 0; i < 3; i++) await o.messages.append(ann, box, text);
  await o.messages.updateAttributes(ann, box, 1, dict('{a=b;}'));
  await o.mailboxes.create(ann, '*', 'Folder/Box');
  await o.files.write(ann, '*', 'docs/one.txt', Buffer.from('some text'));
  await o.files.write(ann, '*', 'two.txt', Buffer.alloc(100));
  await o.datasets.set(ann, '*', 'people', 'x', dict('{a=b;}'));
  await o.skins.create(P, null, 'own');
  await o.skins.storeFile(P, null, 'own', 'a.txt', Buffer.from('text'));
  // Nothing leads to other hosts: it waits.
  ids.queued = await o.delivery.submit(ann, { to: ['x@far.test'], text });
  await o.delivery.idle();
  ids.main = o.core.domains.main.id;
  for (const name of ['ann', 'bob'] as const) ids[name] = o.core.accounts.find(ids.main, name)?.id ?? 0;
  ids.news = Number((decodeValue(get(key('list', ids.main, 'news'))) as Dict).entries.id);
  expect(await verifyObjects(world.store)).toEqual([]);
});
afterAll(() => world.close());

function get(at: Uint8Array): Uint8Array {
  const bytes = world.store.get(at);
  if (bytes === undefined) throw new Error(`nothing at ${Buffer.from(at).toString('latin1')}`);
  return bytes;
}

/** A transaction that remembers what it wrote over. */
async function damage(work: (tx: Tx) => void): Promise<() => Promise<void>> {
  const before = new Map<Uint8Array, Uint8Array | undefined>();
  const deltas: [string, number][] = [];
  await world.store.transact('damage', tx => {
    const note = (at: Uint8Array) => before.set(at, tx.get(at));
    work({
      ...tx,
      get: at => tx.get(at),
      put: (at, value) => {
        note(at);
        tx.put(at, value);
      },
      del: at => {
        note(at);
        tx.del(at);
      },
      blobRef: (id, delta) => {
        deltas.push([id, delta]);
        tx.blobRef(id, delta);
      },
    } as Tx);
  });
  return () =>
    world.store.transact('damage', tx => {
      for (const [at, value] of before) {
        if (value === undefined) tx.del(at);
        else tx.put(at, value);
      }
      for (const [id, delta] of deltas) tx.blobRef(id, -delta);
    });
}

/** Puts another value at a place of a stored list. */
const change =
  (at: () => Uint8Array, place: number, to: (old: number) => number) =>
  (tx: Tx): void => {
    const list = [...(decodeValue(get(at())) as Value[])];
    list[place] = to(Number(list[place]));
    tx.put(at(), encodeValue(list));
  };
const set =
  (at: () => Uint8Array, name: string, to: Value) =>
  (tx: Tx): void => {
    const { entries } = decodeValue(get(at())) as Dict;
    tx.put(at(), encodeValue(dictOf([...Object.entries({ ...entries, [name]: to })])));
  };
const drop =
  (at: () => Uint8Array) =>
  (tx: Tx): void => {
    get(at());
    tx.del(at());
  };
const move =
  (from: () => Uint8Array, to: () => Uint8Array) =>
  (tx: Tx): void => {
    tx.put(to(), get(from()));
    tx.del(from());
  };
const copy =
  (from: () => Uint8Array, to: () => Uint8Array) =>
  (tx: Tx): void =>
    tx.put(to(), get(from()));
const nameOf = (name: string) => () => key('name', ids.main, name);
const use = () => key('mbox.use', ids.ann, 1);
const last = () => key('mbox.last', ids.ann);
const fileUse = () => key('file.use', ids.ann);
const more = (value: number) => value + 1;
const blobOf = (uid: number) =>
  Buffer.from(get(key('msg', ids.ann, 1, uid)))
    .toString('latin1')
    .match(/[if][0-9a-f]{30}/)?.[0] ?? '';

const CASES: readonly (readonly [what: string, work: (tx: Tx) => void, found: RegExp])[] = [
  ['an account without its name', drop(nameOf('ann')), /account ann .*its name does not lead to it/],
  [
    'a name without its account',
    drop(() => key('acct', ids.bob)),
    /the name bob .*leads to account \d+, which is not there/,
  ],
  [
    'parts of no account',
    drop(() => key('acct', ids.bob)),
    /domain \d+ counts|there are records|which is not there/,
  ],
  [
    'an alias that leads elsewhere',
    copy(nameOf('bob'), nameOf('anna')),
    /the alias anna does not lead to it/,
  ],
  [
    'an alias that nobody has',
    copy(nameOf('anna'), nameOf('annb')),
    /annb .*is an alias that account \d+ does not have/,
  ],
  ['a wrong count of names', copy(nameOf('anna'), nameOf('annb')), /counts 1 of kind alias; there are 2/],
  [
    'a domain name that leads nowhere',
    copy(
      () => key('domname', 'other.example'),
      () => key('domname', 'third.example'),
    ),
    /the domain name third.example leads to other.example, which does not have it/,
  ],
  [
    'a domain without its alias',
    drop(() => key('domname', 'alias.example')),
    /the name alias.example does not lead to it/,
  ],
  [
    'a telephone number that nobody has',
    copy(
      () => key('telnum', '+100'),
      () => key('telnum', '+300'),
    ),
    /the telephone number \+300 leads to account \d+, which does not have it/,
  ],
  [
    'a telephone number that leads nowhere',
    drop(() => key('telnum', '+200')),
    /the telephone number \+200 does not lead to it/,
  ],
  [
    'a member that does not know of its group',
    drop(() => key('member', ids.main, 'bob', 'team')),
    /its member bob does not know of it/,
  ],
  [
    'a member of a group that does not have it',
    copy(
      () => key('member', ids.main, 'bob', 'team'),
      () => key('member', ids.main, 'cat', 'team'),
    ),
    /cat .*is noted as a member of team/,
  ],
  ['a group without a name', drop(nameOf('team')), /the group team .*has no name/],
  [
    'a name without its group',
    drop(() => key('grp', ids.main, 'team')),
    /the name team .*there is no such group/,
  ],
  ['a name without its forwarder', drop(() => key('fwd', ids.main, 'away')), /there is no such forwarder/],
  ['a name without its task', drop(() => key('task', ids.main, 'task')), /there is no such task/],
  ['a name without its list', drop(() => key('list', ids.main, 'news')), /there is no such list/],
  ['a wrong counter of messages', change(use, 1, more), /INBOX.*its counter messages is 4, not 3/],
  ['a wrong counter of unseen messages', change(use, 2, more), /its counter unseen is 4, not 3/],
  ['a wrong size of a mailbox', change(use, 3, more), /its counter size is/],
  ['a UID that would be used again', change(use, 0, () => 3), /its next UID 3 is in use/],
  ['a wrong size of an account', change(last, 4, more), /its mail has \d+ bytes, not \d+/],
  ['a wrong number of messages of an account', change(last, 5, more), /it has 3 messages, not 4/],
  [
    'a mailbox number that would be used again',
    change(last, 0, () => 1),
    /the number of a mailbox would be used again/,
  ],
  [
    'a permanent number that would be used again',
    change(last, 1, () => 2),
    /the number of a message would be used again/,
  ],
  [
    'a message without header',
    drop(() => key('msg.head', ids.ann, 1, 2)),
    /message 2 in mailbox INBOX.*its header is missing/,
  ],
  [
    'a header without message',
    copy(
      () => key('msg.head', ids.ann, 1, 2),
      () => key('msg.head', ids.ann, 1, 9),
    ),
    /has a header of message 9, which is not there/,
  ],
  [
    'attributes without message',
    move(
      () => key('msg.attr', ids.ann, 1, 1),
      () => key('msg.attr', ids.ann, 1, 9),
    ),
    /has attributes of message 9, which is not there/,
  ],
  [
    'a permanent number that leads elsewhere',
    copy(
      () => key('msg.orig', ids.ann, 1, 1),
      () => key('msg.orig', ids.ann, 1, 2),
    ),
    /message 2 .*its permanent number does not lead to it/,
  ],
  [
    'a mailbox name that leads nowhere',
    drop(() => key('mbox', ids.ann, 2)),
    /mailbox Folder\/Box of account \d+ is not there/,
  ],
  [
    'two names for one mailbox',
    copy(
      () => key('mbox.name', ids.ann, 'INBOX'),
      () => key('mbox.name', ids.ann, 'Twin'),
    ),
    /INBOX and Twin are the same one/,
  ],
  [
    'a mailbox without name',
    drop(() => key('mbox.name', ids.ann, 'Folder/Box')),
    /mailbox 2 of account \d+ has no name/,
  ],
  [
    'a mailbox of no account',
    copy(
      () => key('mbox', ids.ann, 2),
      () => key('mbox', 9999, 2),
    ),
    /mailbox 2 of account 9999: there is no such account/,
  ],
  [
    'a message that is damaged',
    tx => tx.put(key('msg', ids.ann, 1, 3), Buffer.from('x')),
    /a record of msg is damaged: the record of a message/,
  ],
  [
    'a message that is lost',
    drop(() => key('msg', ids.ann, 1, 3)),
    /content [if][0-9a-f]{30} counts 1 references; there are 0/,
  ],
  ['a content with too many references', tx => tx.blobRef(blobOf(1), 1), /counts 2 references; there are 1/],
  [
    'a content that is lost',
    tx => tx.blobRef(blobOf(1), -1),
    /content [if][0-9a-f]{30} is referred to, but is not there/,
  ],
  ['a wrong number of files', change(fileUse, 0, more), /it has 2 files, not 3/],
  ['a wrong size of files', change(fileUse, 1, more), /its files have 109 bytes, not 110/],
  [
    'a folder number that would be used again',
    change(fileUse, 2, () => 0),
    /the number of a folder would be used again/,
  ],
  [
    'files in no folder',
    drop(() => key('file', ids.ann, 0, 'docs')),
    /there are files in folder 1, which is not there/,
  ],
  [
    'two names for one folder',
    copy(
      () => key('file', ids.ann, 0, 'docs'),
      () => key('file', ids.ann, 0, 'twin'),
    ),
    /folders docs and twin are the same one/,
  ],
  [
    'a file with another size',
    change(() => key('file', ids.ann, 0, 'two.txt'), 2, more),
    /the file two.txt of account \d+ has 101 bytes, its content 100/,
  ],
  [
    'a file of no account',
    copy(
      () => key('file', ids.ann, 0, 'docs'),
      () => key('file', 9999, 0, 'docs'),
    ),
    /files of account 9999, which is not there/,
  ],
  [
    'files of no skin',
    drop(() => key('skin', '', 'own')),
    /the file a.txt of skin own: there is no such skin/,
  ],
  [
    'entries of no data set',
    drop(() => key('ds.set', ids.ann, 'people')),
    /entries of the data set people, which is not there/,
  ],
  [
    'records of no account',
    copy(
      () => key('ds', ids.ann, 'people', 'x'),
      () => key('bal', 9999, 'x'),
    ),
    /records \(bal\) of account 9999/,
  ],
  [
    'a queued message without recipients',
    drop(() => key('queue.to', ids.queued, 1)),
    /message \d+ in the queue has no recipients/,
  ],
  [
    'a recipient of no message',
    drop(() => key('queue', ids.queued)),
    /recipient x@far.test of message \d+, which is not there/,
  ],
  [
    'a queued message that is routed twice',
    set(() => key('queue', ids.queued), 'to', ['x@far.test']),
    /is routed twice/,
  ],
  [
    'a queued message without text',
    set(() => key('queue', ids.queued), 'blob', ''),
    /in the queue has no text/,
  ],
  [
    'a wrong count of subscribers',
    set(() => key('list', ids.main, 'news'), 'count', 7),
    /the list news .*counts 7 subscribers; there are 2/,
  ],
  [
    'a list of nobody',
    set(() => key('list', ids.main, 'news'), 'owner', 9999),
    /the list news .*its owner is not there/,
  ],
  [
    'an owner that does not know of its list',
    drop(() => key('list.owner', ids.ann, ids.main, 'news')),
    /its owner does not know of it/,
  ],
  [
    'subscribers of no list',
    copy(
      () => key('list.sub', ids.news, 'bob@main.example'),
      () => key('list.sub', 9999, 'bob@main.example'),
    ),
    /subscribers of list 9999, which is not there/,
  ],
  [
    'a number that would be given out again',
    tx => tx.put(key('srv', 'ids', ''), encodeValue(2)),
    /is in use, but the next one that is given out is 2/,
  ],
  [
    'a main domain that is gone',
    tx => tx.put(key('srv', 'mainDomain', ''), encodeValue(9999)),
    /the main domain is not there/,
  ],
];

describe('planted damage is found and named', () => {
  it.each(CASES)('%s', async (_what, work, wanted) => {
    const repair = await damage(work);
    try {
      expect((await verifyObjects(world.store)).join('\n')).toMatch(wanted);
    } finally {
      await repair();
    }
    expect(await verifyObjects(world.store)).toEqual([]);
  });
});
