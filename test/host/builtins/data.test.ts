/** Rosters and data sets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, MAIN, startBench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ ann: [], bob: [], adm: ['Domain'] });
});
afterAll(() => bench.stop());

describe('data sets', () => {
  it('are made, filled, filtered and removed', async () => {
    const code = `
      AddElement(r, DatasetCreate("books")); AddElement(r, IsString(DatasetCreate("books")));
      d = NewDictionary(); d.city = "Rome"; AddElement(r, DatasetSet("books", "one", d, null));
      e = NewDictionary(); e.city = "Oslo"; AddElement(r, DatasetSet("books", "two", e, null));
      AddElement(r, DatasetList("books", "city", "Oslo")); AddElement(r, Length(DatasetList("books", null, null)));
      AddElement(r, DatasetDelete("books", "one", null)); AddElement(r, IsString(DatasetDelete("books", "one", null)));
      AddElement(r, DatasetDelete("books", "one", 1)); AddElement(r, Length(DatasetList("books", null, null)));`;
    expect(await bench.run(code, 'ann')).toBe(
      '(#NULL#,YES,#NULL#,#NULL#,{two={city=Oslo;};},#2,#NULL#,YES,#NULL#,#1)',
    );
    const after = `AddElement(r, DatasetRemove("books", null)); AddElement(r, IsString(DatasetRemove("books", null)));
      AddElement(r, DatasetRemove("books", 1)); AddElement(r, IsString(DatasetList("books", null, null)));`;
    expect(await bench.run(after, 'ann')).toBe('(#NULL#,YES,#NULL#,YES)');
  });

  it('of others are for administrators', async () => {
    await bench.run('Void(DatasetCreate("own"));', 'ann');
    const code = 'AddElement(r, IsDictionary(DatasetList("~ann/own", null, null)));';
    expect(await bench.run(code, 'bob')).toBe('(#NULL#)');
    expect(await bench.run(code, 'adm')).toBe('(YES)');
  });

  it('need an account', async () => {
    expect(await bench.run('AddElement(r, IsString(DatasetCreate("x")));')).toBe('(YES)');
  });
});

describe('rosters', () => {
  it('ask and answer between local accounts', async () => {
    const ask = `p = NewDictionary(); p.peer = "bob@${MAIN}"; p.what = "subscribe";
      p.data = NewDictionary(); p.data.RealName = "Bob B"; AddElement(r, SetRoster(p));
      AddElement(r, ReadRoster().("bob@${MAIN}"));`;
    expect(await bench.run(ask, 'ann')).toBe('(#NULL#,{Out=Pending;RealName="Bob B";})');
    const grant = `AddElement(r, ReadRoster().("ann@${MAIN}").Inp);
      p = NewDictionary(); p.peer = "ann@${MAIN}"; p.what = "subscribed"; AddElement(r, SetRoster(p));`;
    expect(await bench.run(grant, 'bob')).toBe('(Pending,#NULL#)');
    expect(await bench.run(`AddElement(r, ReadRoster().("bob@${MAIN}").Out);`, 'ann')).toBe('(YES)');
  });

  it('refuse unknown actions and accounts of others', async () => {
    const code = `p = NewDictionary(); p.peer = "x@y.test"; p.what = "nothing"; AddElement(r, IsString(SetRoster(p)));
      AddElement(r, IsString(ReadRoster("ann")));`;
    expect(await bench.run(code, 'bob')).toBe('(YES,YES)');
    expect(await bench.run('AddElement(r, IsDictionary(ReadRoster("ann")));', 'adm')).toBe('(YES)');
  });
});
