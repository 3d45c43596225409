import { beforeEach, expect, test } from 'vitest';
import { PosternError } from '../../../../host/errors/index.js';
import {
  type DataDeps,
  Datasets,
  defaultDataLimits,
  runDataset,
} from '../../../../host/objects/datasets/index.js';
import { Roster } from '../../../../host/objects/roster/index.js';
import { openStore } from '../../../../host/storage/index.js';
import { parse, printCompact } from '../../../../stdlib/data/index.js';
import { dictOf, isDict } from '../../../../stdlib/values/index.js';
import { codeOf, principal } from '../files/world.js';

const ann = principal('ann');
const bob = principal('bob');
let deps: DataDeps;
let now = 5000;

beforeEach(async () => {
  const store = await openStore({ folder: '', memory: true });
  const ids: Record<string, number> = { ann: 1, bob: 2 };
  const named = (name: string) => {
    const account = name.split('@')[0] ?? '';
    return { account, domain: 'd.test', id: ids[account] ?? 0 };
  };
  deps = {
    store,
    clock: () => now++,
    owner: (who, name) => named(name === '*' && who.kind === 'account' ? who.account : name),
    needOwn: (who, owner) => {
      if (who.kind !== 'account' || who.account !== owner.account) throw new PosternError('no-rights');
    },
    settings: () => dictOf([['MaxRosterItems', '3']]),
    local: address =>
      ids[address.split('@')[0] ?? ''] && address.endsWith('@d.test') ? named(address) : null,
    writer: owner => `a:${owner.account}`,
    limits: () => ({ ...defaultDataLimits, sets: 5, entries: 4 }),
  };
});

async function run(text: string, who = ann): Promise<string> {
  const result = parse(text);
  if (!('value' in result) || !isDict(result.value)) throw new Error(text);
  return printCompact(await runDataset(new Datasets(deps), who, 'ann', result.value));
}

test('DATASET operations', async () => {
  const steps: [string, string][] = [
    ['{what=listSubsets;subsetName="";}', '{}'],
    ['{what=createSet;subsetName=A;}', '{}'],
    ['{what=createSet;subsetName=A;}', '!dataset-exists'],
    ['{what=createSet;subsetName="A/B";}', '{}'],
    ['{what=createSet;subsetName="A//B";}', '!bad-name'],
    ['{what=listSubsets;}', '{A={};}'],
    ['{what=listSubsets;subsetName=A;}', '{B={};}'],
    ['{what=setEntry;subsetName=A;entryName=x;data={f=One;};}', '{}'],
    ['{what=setEntry;subsetName=A;entryName=y;data={f=Three;};}', '{}'],
    ['{what=setEntry;subsetName=A;entryName=z;data={f=q;};ifExists=YES;}', '!item-unknown'],
    ['{what=setEntry;subsetName=N;entryName=z;data={f=q;};ifExists=YES;}', '!dataset-unknown'],
    ['{what=setEntry;subsetName=A;entryName=z;}', '!illegal-value'],
    ['{what=listEntries;subsetName=A;}', '{x={f=One;};y={f=Three;};}'],
    ['{what=listEntries;subsetName=A;attribute=f;data=one;}', '{x={f=One;};}'],
    ['{what=listEntries;subsetName=A;attribute=f;data=T;mode=beg;}', '{y={f=Three;};}'],
    ['{what=listEntries;subsetName=A;attribute=f;data=E;mode=end;}', '{x={f=One;};y={f=Three;};}'],
    ['{what=listEntries;subsetName=A;attribute=f;data=hre;mode=incl;}', '{y={f=Three;};}'],
    ['{what=listEntries;subsetName=A;attribute=entry;data=x;}', '{x={f=One;};}'],
    ['{what=listEntries;subsetName=A;attribute=f;data=x;mode=like;}', '!illegal-value'],
    ['{what=deleteEntry;subsetName=A;entryName=x;}', '{}'],
    ['{what=deleteEntry;subsetName=A;entryName=x;}', '!item-unknown'],
    ['{what=deleteEntry;subsetName=A;entryName=x;ifExists=YES;}', '{}'],
    ['{what=removeSet;subsetName=A;}', '{}'],
    ['{what=listSubsets;}', '{}'],
    ['{what=removeSet;subsetName=A;}', '!dataset-unknown'],
    ['{what=removeSet;subsetName=A;ifExists=YES;}', '{}'],
    ['{what=nothing;}', '!failed'],
  ];
  for (const [command, expected] of steps) {
    const answer = await run(command).catch(error => `!${(error as PosternError).code}`);
    expect(`${command} ${answer}`).toBe(`${command} ${expected}`);
  }
  expect(await codeOf(run('{what=listSubsets;}', bob))).toBe('no-rights');
});

test('addresses are kept once, the oldest go', async () => {
  const add = (address: string) =>
    run(`{what=addRandomEntry;subsetName=R;entryLimit=2;data={"addressbook.Email"="${address}";};}`);
  const first = await add('a@x.test');
  expect(await add('A@x.test')).toBe(first);
  await add('b@x.test');
  const third = await add('c@x.test');
  const find = (address: string) => run(`{what=findAddress;subsetName=R;address="${address}";}`);
  expect(await find('a@x.test')).toBe('{}');
  expect(await find('c@x.test')).toBe(third.replace('entryName', '""'));
  expect(await codeOf(run('{what=addRandomEntry;subsetName=R;data={x=1;};}'))).toBe('illegal-value');
});

test('limits', async () => {
  for (let n = 0; n < 5; n++) await run(`{what=createSet;subsetName=s${n};}`);
  expect(await codeOf(run('{what=createSet;subsetName=s5;}'))).toBe('storage-limit');
  for (let n = 0; n < 4; n++) await run(`{what=setEntry;subsetName=s0;entryName=e${n};data={};}`);
  expect(await codeOf(run('{what=setEntry;subsetName=s0;entryName=e4;data={};}'))).toBe('storage-limit');
  expect(await codeOf(run('{what=setEntry;subsetName=s0;entryName=e3;data={};}'))).toBe('ok');
});

test('subscriptions of two local accounts meet', async () => {
  const roster = new Roster(deps);
  const state = async () => {
    const of = async (who: typeof ann, name: string) =>
      (await roster.list(who, '*')).map(
        ({ peer, inp, out }) => `${name}>${peer.split('@')[0]} ${inp} ${out}`,
      );
    return [...(await of(ann, 'ann')), ...(await of(bob, 'bob'))];
  };
  await roster.set(ann, '*', 'Bob@d.test', 'subscribe', { name: 'Bob', groups: ['Work'] });
  expect(await state()).toEqual(['ann>bob null Pending', 'bob>ann Pending null']);
  await roster.set(bob, '*', 'ann@d.test', 'subBoth');
  expect(await state()).toEqual(['ann>bob Pending YES', 'bob>ann YES Pending']);
  await roster.set(ann, '*', 'bob@d.test', 'subscribed');
  expect(await state()).toEqual(['ann>bob YES YES', 'bob>ann YES YES']);
  expect((await roster.list(ann, '*'))[0]).toMatchObject({ name: 'Bob', groups: ['Work'] });
  await roster.set(bob, '*', 'ann@d.test', 'remove');
  expect(await state()).toEqual(['ann>bob null null']);
  await roster.set(ann, '*', 'x@far.test', 'update', { name: 'X' });
  await roster.set(ann, '*', 'y@far.test', 'update');
  expect(await codeOf(roster.set(ann, '*', 'z@far.test', 'update'))).toBe('roster-limit');
  expect(await codeOf(roster.set(ann, '*', 'no address', 'update'))).toBe('illegal-value');
  expect(await codeOf(roster.set(ann, '*', 'q@far.test', 'remove'))).toBe('item-unknown');
  expect(await codeOf(roster.list(bob, 'ann'))).toBe('no-rights');
});
