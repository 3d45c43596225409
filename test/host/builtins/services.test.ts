/** Routes, telephone numbers, the directory, balances, statistics, environment, tasks, requests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { type Bench, MAIN, startBench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ ann: [], mon: ['Monitor'], adm: ['Domain', 'CanCreditAccounts'] });
  const { objects } = bench.test.server;
  await objects.telnums.set(SYSTEM, `ann@${MAIN}`, ['14155551', '14155552']);
  await objects.accounts.updateSettings(SYSTEM, `ann@${MAIN}`, dictOf([['RealName', 'Ann A']]));
});
afterAll(() => bench.stop());

describe('services', () => {
  it('route addresses', async () => {
    const code = `a = RouteAddress("ann@${MAIN}", "mail"); AddElement(r, a.module); AddElement(r, a.object);
      b = RouteAddress("x@else.test", "mail"); AddElement(r, b.host); AddElement(r, b.canRelay);
      AddElement(r, IsString(RouteAddress("none@${MAIN}", "mail"))); AddElement(r, IsString(RouteAddress("a@b", "odd")));`;
    expect(await bench.run(code, 'ann')).toBe('(LOCAL,ann,else.test,YES,YES,YES)');
    expect(await bench.run('AddElement(r, RouteAddress("x@else.test", "mail").canRelay);')).toBe('(#NULL#)');
  });

  it('read telephone numbers', async () => {
    expect(await bench.run('AddElement(r, ReadTelnums()); AddElement(r, ReadTelnums("none"));', 'ann')).toBe(
      '((14155551,14155552),#NULL#)',
    );
  });

  it('search the directory', async () => {
    const code = `p = NewDictionary(); p.limit = 5; p.attributes = NewArray(); AddElement(p.attributes, "cn");
      AddElement(p.attributes, "mail"); d = DirectorySearch("$", "(uid=ann)", p);
      AddElement(r, Length(d)); AddElement(r, d.("uid=ann").mail); AddElement(r, d.("uid=ann").uid);
      AddElement(r, IsString(DirectorySearch("$", "(broken", null)));`;
    expect(await bench.run(code, 'ann')).toBe(`(#1,ann@${MAIN},#NULL#,YES)`);
  });

  it('keep balances', async () => {
    const code = `p = NewDictionary(); p.op = "credit"; p.amount = 500; p.id = "one";
      AddElement(r, IsDictionary(DoBalance(p, "ann"))); q = NewDictionary(); q.op = "read";
      AddElement(r, DoBalance(q, "ann").total);`;
    expect(await bench.run(code, 'adm')).toMatch(/^\(YES,"?#?500"?\)$/);
    expect(
      await bench.run(
        'p = NewDictionary(); p.op = "credit"; p.amount = 5; p.id = "x"; AddElement(r, IsString(DoBalance(p, null)));',
        'ann',
      ),
    ).toBe('(YES)');
  });

  it('count', async () => {
    const code = `AddElement(r, Statistics("visits", "set", 5)); AddElement(r, Statistics("visits", "inc", 2));
      AddElement(r, Statistics("visits", null, null)); AddElement(r, IsString(Statistics("none", null, null)));`;
    expect(await bench.run(code, 'mon')).toBe('(#5,#7,#7,YES)');
    expect(await bench.run('AddElement(r, IsString(Statistics("visits", "inc", 1)));', 'ann')).toBe('(YES)');
  });
});

describe('the environment', () => {
  it('tells facts, reads files of the skin, selects language and zone', async () => {
    await bench.test.put({ 'env.txt': 'content', 'french.data': '{}' });
    const code = `AddElement(r, SystemInfo("mainDomainName")); AddElement(r, IsDate(SystemInfo("STARTTIME")));
      AddElement(r, SystemInfo("odd")); AddElement(r, String(ReadEnvirFile("env.txt"))); AddElement(r, ReadEnvirFile("none"));
      SetLanguage("french"); AddElement(r, GetLanguage()); SetTimeZone("Asia/Tokyo"); AddElement(r, GetTimeZoneName());
      AddElement(r, TimeOfDay(GMTToLocal(Date("01-01-2026"))) ); SetTimeZone("Nowhere"); AddElement(r, GetTimeZoneName());
      t = GMTTime(); AddElement(r, LocalToGMT(GMTToLocal(t)) == t); AddElement(r, RandomNumber() != RandomNumber());
      AddElement(r, Length(RandomData(16)));`;
    expect(await bench.run(code)).toBe(
      `(${MAIN},YES,#NULL#,content,#NULL#,french,"Asia/Tokyo",#32400,#NULL#,YES,YES,#16)`,
    );
    expect(await bench.run('AddElement(r, RandomData(0));')).toBe('status 500');
  });

  it('writes to the log', async () => {
    await bench.run(`SysLog("mark-1234"); SysProfile(1); Void(GetAccountPreferences("x")); SysProfile(null);
      StoreCDR("cdr-5678"); SetApplicationStatus("busy");`);
    const folder = join(bench.test.base, 'SystemLogs');
    const log = readdirSync(folder)
      .filter(name => name.endsWith('.log'))
      .map(name => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(log).toMatch(/CGPL HTTPU-\d+ mark-1234/);
    expect(log).toMatch(/profile: getaccountpreferences took/);
    expect(log).toMatch(/EXTCDR APP cdr-5678/);
  });

  it('stops programs that use a phone call outside of one', async () => {
    expect(await bench.run('PlayFile("x");')).toBe('status 500');
  });
});

describe('tasks', () => {
  it('talk, meet and queue', async () => {
    const source = `
      entry Worker is
        Void(ActivateMeeting("set", "key", "here"));
        q = Enqueue("line", "param", "2.5");
        loop m = ReadInput(5); exitif IsDictionary(m); end loop;
        Void(WriteStorageFile("answer", m.parameter + " " + String(q.position) + " " + String(IsTask(ThisTask()))));
        Dequeue("line");
      end entry;
      entry Main is
        r = NewArray();
        AddElement(r, CreateMeeting("set", "key", null)); AddElement(r, IsString(CreateMeeting("set", "key", null)));
        t = spawn Worker; i = 0;
        loop f = FindMeeting("set", "key"); exitif f.id != null || i > 100000; i = i + 1; end loop;
        AddElement(r, f.parameter); AddElement(r, f.id == t); AddElement(r, CheckQueue("line").length >= 0);
        AddElement(r, SendEvent(f.id, "go", "hello")); AddElement(r, IsString(SendEvent(f.id, "1", "x")));
        i = 0; loop a = ReadStorageFile("answer"); exitif a != null || i > 100000; i = i + 1; end loop;
        AddElement(r, String(a)); AddElement(r, RemoveMeeting("set", "key")); AddElement(r, FindMeeting("set", "key"));
        AddElement(r, ReadQueue("empty")); AddElement(r, IsString(DeactivateMeeting("no", "no")));
        AddElement(r, IsString(ClearMeeting("no", "no"))); AddElement(r, ThisTask());
        SetHTTPResponseData(ObjectToString(r));
      end entry;`;
    expect((await bench.request(source, 'ann')).body).toBe(
      '(#NULL#,YES,here,YES,YES,#NULL#,YES,"hello 0 YES",#NULL#,#NULL#,#NULL#,YES,YES,#NULL#)',
    );
  });
});

describe('requests', () => {
  it('are read and answered in every way', async () => {
    const source = `entry Main is r = NewArray();
      AddElement(r, GetHTTPMethod()); AddElement(r, GetHTTPType()); AddElement(r, GetHTTPSubtype());
      AddElement(r, GetHTTPData()); AddElement(r, GetHTTPQuery()); AddElement(r, GetHTTPParameter("q", 1));
      AddElement(r, GetHTTPField("Schema")); AddElement(r, GetHTTPField("User-Agent")); AddElement(r, IsIPAddress(RemoteIPAddress()));
      AddElement(r, ProxiedIPAddress()); AddElement(r, SendHTTPContinue()); AddElement(r, IsData(GetHTTPBinaryParameter("q")));
      AddElement(r, SessionData()); AddElement(r, FindSubstring(GetHTTPResource(), "?q=1") > 0);
      SetHTTPResponseCode("418-teapot"); SetHTTPResponseType("text", "plain"); AddHTTPResponseField("X-A", "b");
      SetHTTPResponseData(ObjectToString(r)); end entry;`;
    const init = {
      method: 'POST',
      body: 'hi',
      headers: { 'Content-Type': 'text/plain', 'User-Agent': 'me' },
    };
    const { status, body, headers } = await bench.request(source, null, init, '?q=1&q=2');
    expect([status, headers.get('content-type'), headers.get('x-a')]).toEqual([418, 'text/plain', 'b']);
    expect(body).toBe('(POST,text,plain,hi,"q=1&q=2",2,http,me,YES,#NULL#,#NULL#,YES,#NULL#,YES)');
  });
});
