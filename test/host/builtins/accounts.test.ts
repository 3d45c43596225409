/** Accounts, preferences, Impersonate, groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { type Bench, MAIN, startBench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ ann: [], bob: [], adm: ['Domain', 'CanImpersonate', 'WebUserSettings'] });
  const { objects } = bench.test.server;
  await objects.groups.create(SYSTEM, `team@${MAIN}`, dictOf([['Members', ['ann', 'bob']]]));
  await objects.preferences.update(
    SYSTEM,
    `bob@${MAIN}`,
    dictOf([
      ['Language', 'german'],
      ['TimeZone', 'Asia/Tokyo'],
    ]),
  );
});
afterAll(() => bench.stop());

describe('the current account', () => {
  it('is nobody outside of /auth/', async () => {
    expect(await bench.run('AddElement(r, MyEmail()); AddElement(r, MyDomain());')).toBe(`(#NULL#,${MAIN})`);
  });

  it('is the account that authenticated', async () => {
    const code = 'AddElement(r, MyEmail()); AddElement(r, MyDomain());';
    expect(await bench.run(code, 'ann')).toBe(`(ann@${MAIN},${MAIN})`);
  });

  it('makes URIs of phone numbers in its domain', async () => {
    const code =
      'AddElement(r, PhoneNumberToSIPURI("+1 (415) 555-01")); AddElement(r, PhoneNumberToSIPURI("x1"));';
    expect(await bench.run(code, 'ann')).toBe(`("sip:+141555501@${MAIN}",#NULL#)`);
  });
});

describe('preferences', () => {
  it('are stored for good, one at a time and many, and reset', async () => {
    const first = await bench.run(
      `AddElement(r, SetAccountPreferences("20", "MessagesInView"));
       d = NewDictionary(); d.Mine = "own"; d.Other = "x";
       AddElement(r, SetAccountPreferences(d, ""));
       AddElement(r, GetAccountPreferences("MessagesInView"));`,
      'ann',
    );
    expect(first).toBe('(#NULL#,#NULL#,20)');
    const second = await bench.run(
      `AddElement(r, GetAccountPreferences("Mine")); AddElement(r, GetAccountPreferences("").Other);
       AddElement(r, SetAccountPreferences(null, "Mine")); AddElement(r, GetAccountPreferences("Mine"));
       AddElement(r, GetAccountPreferences("TrashBox"));`,
      'ann',
    );
    expect(second).toBe('(own,x,#NULL#,#NULL#,Trash)');
  });

  it('of others need the rights of an administrator', async () => {
    const code = `AddElement(r, GetAccountPreferences("~bob/Language"));
      AddElement(r, SetAccountPreferences("x", "~bob/Mine") == null);`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#NULL#)');
    expect(await bench.run(code, 'adm')).toBe('(german,YES)');
  });

  it('are refused without an account', async () => {
    const code =
      'AddElement(r, GetAccountPreferences("")); AddElement(r, IsString(SetAccountPreferences("x", "k")));';
    expect(await bench.run(code)).toBe('(#NULL#,YES)');
  });

  it('must come as a dictionary when no key is named', async () => {
    expect(await bench.run('AddElement(r, SetAccountPreferences("x", ""));', 'ann')).toMatch(/illegal value/);
  });
});

describe('Impersonate', () => {
  it('needs the right, and brings language and zone along', async () => {
    const code = `AddElement(r, IsString(Impersonate("bob@${MAIN}"))); AddElement(r, MyEmail());
      AddElement(r, GetLanguage()); AddElement(r, GetTimeZoneName());`;
    expect(await bench.run(code, 'ann')).toBe(`(YES,ann@${MAIN},#NULL#,#NULL#)`);
    expect(await bench.run(code, 'adm')).toBe(`(#NULL#,bob@${MAIN},german,"Asia/Tokyo")`);
  });

  it('changes whose preferences are meant', async () => {
    const code = `Void(Impersonate("bob")); AddElement(r, SetAccountPreferences("1", "ByAdm"));
      AddElement(r, GetAccountPreferences("ByAdm"));`;
    expect(await bench.run(code, 'adm')).toBe('(#NULL#,1)');
    expect(await bench.run('AddElement(r, GetAccountPreferences("ByAdm"));', 'bob')).toBe('(1)');
  });

  it('of an address elsewhere leaves no account', async () => {
    const code = 'AddElement(r, Impersonate("who@elsewhere.test")); AddElement(r, MyEmail());';
    expect(await bench.run(code, 'adm')).toBe('(#NULL#,#NULL#)');
  });

  it('holds for tasks that are spawned later', async () => {
    const source = `
      entry Child is
        loop m = ReadInput(5); exitif IsDictionary(m); end loop;
        Void(SendEvent(m.parameter, "answer", MyEmail()));
      end entry;
      entry Main is
        Void(Impersonate("bob"));
        t = spawn Child;
        r = NewArray();
        AddElement(r, MyEmail()); AddElement(r, IsTask(t));
        SetHTTPResponseData(ObjectToString(r));
      end entry;`;
    expect((await bench.request(source, 'adm')).body).toBe(`(bob@${MAIN},YES)`);
  });
});

describe('ReadGroupMembers', () => {
  it('lists members for administrators only', async () => {
    const code = 'AddElement(r, ReadGroupMembers("team")); AddElement(r, ReadGroupMembers("none"));';
    expect(await bench.run(code, 'adm')).toBe('((ann,bob),#NULL#)');
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#NULL#)');
  });
});
