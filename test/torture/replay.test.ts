/**
 * 200 recorded runs of random programs with randomness, clock, local time, host calls, waits that answer late and
 * differently, failures, spawned tasks, externals, pages and session data: replayed on another sandbox, from the file
 * alone, each has the same outcome, bit for bit.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkPage, linkProgram } from '../../compiler/index.js';
import type { RunResult, Sandboxes } from '../../runtime/index.js';
import { projectRoot } from '../../runtime/node/files.js';
import { createSandboxes } from '../../runtime/node/index.js';
import { dictOf } from '../../stdlib/values/dict.js';
import { makeData, makeTime } from '../../stdlib/values/make.js';
import type { Value } from '../../stdlib/values/types.js';
import { Dice } from '../compiler/cgpl/random.js';

const RUNS = 200;

/** Statements that take something from outside into `x`. */
const OUTSIDE: readonly string[] = [
  'x = RandomNumber();',
  'x = RandomData(RandomNumber() % 40 + 1);',
  'x = GMTTime();',
  'x = LocalTime();',
  'x = GMTToLocal(Date("01-07-2020_12:00:00"));',
  'x = GetHTTPParameter("p");',
  'x = GetHTTPField("User-Agent");',
  'x = GetHTTPQuery();',
  'x = ReadStorageFile("a");',
  'x = ListStorageFiles("");',
  'x = GetAccountPreferences("k");',
  'x = MyEmail();',
  'x = ExecuteCLI("LISTDOMAINS"); x = Vars().executeCLIResult;',
  'x = ReadInput(0);',
  'SetLanguage("de"); x = GetLanguage();',
  'x = spawn Child(n); x = x == null;',
  'x = FuncCall("later::f", RandomNumber());',
  'x = declared::g(n);',
  'd = SessionData(); if IsDictionary(d) then d.n = RandomNumber(); end if;',
  'x = FindRegEx(String(RandomNumber()), "([0-9])([0-9]*)");',
  'x = Convert(RandomData(8), "hex");',
  'x = CryDigest("SHA1", RandomData(5));',
  'x = SubmitEMail(null, "x");',
];

/** Statements that make something of it. */
const INSIDE: readonly string[] = [
  'AddElement(log, x);',
  'log2.(ObjectToString(x)) = n;',
  'if IsNumber(x) && x % 2 == 0 then n += 1; AddElement(log, "even"); end if;',
  'for i = 0 while i < n % 5 by i += 1 loop s += String(x); end loop;',
  's += ObjectToString(x);',
  'AddHTTPResponseField("X-" + String(n), String(Length(s)));',
  'SetHTTPResponseCode(200 + n % 50);',
  'n = n * 31 + Length(ObjectToString(log));',
];

/** How programs end. */
const ENDS: readonly string[] = [
  'SetHTTPResponseData(s + ObjectToString(log));',
  'SetHTTPResponseData(log2);',
  'SetHTTPResponseData(CryDigest("MD5", EmptyData() + s));',
  'ProcessWSSP("page", log2);',
  'SetHTTPResponseData(s); if IsNumber(x) then x = Base64Encode(x); end if;',
  'SetHTTPResponseData(s); Void(FuncCall("nowhere", 1));',
  'SetHTTPResponseData(s); stop;',
  'a = NewArray(); a[RandomNumber() % 3] = 1; SetHTTPResponseData(s);',
];

function source(dice: Dice): string {
  const lines: string[] = [];
  for (let i = 4 + dice.below(12); i > 0; i--) {
    lines.push(dice.pick(OUTSIDE));
    if (dice.below(3) > 0) lines.push(dice.pick(INSIDE));
  }
  return `function declared::g(n) external;
entry Child is Void(ReadInput(0)); end entry;
entry Main is
  n = 1; s = ""; x = null; log = NewArray(); log2 = NewDictionary();
  ${lines.join('\n  ')}
  ${dice.pick(ENDS)}
end entry;
`;
}

const PARTS: Readonly<Record<string, string>> = {
  'declared.wcgi': 'function g(n) is return n + RandomNumber() % 3; end function;',
  'later.wcgi': 'function f(x) is Void(ReadStorageFile("b")); return x; end function;',
};
const PAGE =
  '%%HTML:d%% %%DATETIME:CURRENTTIME()%% %%RANDOMELEMENT(l)%%<!--%%FOREACH m IN l-->%%m[]%%<!--%%ENDFOR-->';

/** Answers to waits: of any class, now or later, and failures; never the same twice. */
async function answer(name: string): Promise<Value> {
  const chance = Math.random();
  if (chance < 0.3) await new Promise(resolve => setTimeout(resolve, Math.random() * 3));
  if (name === 'processwssp')
    return dictOf([
      ['d', String(chance)],
      ['l', ['a', 'b', String(chance)]],
    ]);
  if (name === 'executecli') return chance < 0.5 ? [null, [String(chance)]] : ['no right', null];
  if (chance < 0.05) throw new Error('the disk is on fire');
  if (chance < 0.3) return null;
  if (chance < 0.5) return `text ${chance}`;
  if (chance < 0.7) return makeData(String(chance));
  if (chance < 0.8) return makeTime(Math.floor(chance * 1e9));
  return dictOf([['k', [Math.floor(chance * 1e6), null]]]);
}

const INPUT = {
  request: {
    method: 'POST',
    path: '/a.wcgp',
    query: 'p=value%201',
    secure: true,
    fields: [
      ['User-Agent', 'a browser'],
      ['Host', 'h.test'],
    ],
    remoteAddress: '10.0.0.7',
    remotePort: 1234,
    proxiedAddress: null,
    body: null,
    fieldLimit: 100,
  },
  identity: { email: 'a@b.test', domain: 'b.test', language: null, timeZone: 'Europe/Berlin' },
  session: null,
};

describe('replay', () => {
  let live: Sandboxes;
  let other: Sandboxes;
  beforeAll(async () => {
    const environments = [join(projectRoot(), 'dist/host/builtins/worker/web.js')];
    live = await createSandboxes({ workers: 2, environments });
    other = await createSandboxes({ workers: 1, environments });
  });
  afterAll(() => Promise.all([live.close(), other.close()]));

  const link = (file: string, texts: Readonly<Record<string, string>>) =>
    linkProgram(file, name => texts[name] ?? null, { environment: 'session' }).program;

  async function record(seed: number): Promise<RunResult> {
    const main = source(new Dice(seed));
    const { 'declared.wcgi': declared = '' } = PARTS;
    const unit = link('main.wcgp', { 'declared.wcgi': declared, 'main.wcgp': main });
    if (unit === null) throw new Error(`it does not compile:\n${main}`);
    return live.run({
      domain: `d${seed % 5}`,
      unit,
      entry: 'main',
      environment: 'web',
      input: INPUT,
      session: dictOf([['old', seed]]),
      record: true,
      wait: name => answer(name),
      notify: () => undefined,
      loadModule: name => link(`${name}.wcgi`, PARTS),
      loadPage: name => linkPage(`${name}.wssp`, file => (file === 'page.wssp' ? PAGE : null)).page,
    });
  }

  it(`of ${RUNS} runs gives the same outcome`, async () => {
    const outcomes = new Set<string>();
    const bodies = new Set<string>();
    for (let seed = 1; seed <= RUNS; seed += 10) {
      const seeds = Array.from({ length: 10 }, (_, i) => seed + i);
      const results = await Promise.all(seeds.map(record));
      for (const [i, first] of results.entries()) {
        const again = (await other.replay(first.recording ?? new Uint8Array())) as RunResult;
        const about = `seed ${seeds[i]}`;
        expect(again.outcome, about).toBe(first.outcome);
        expect(again.error, about).toEqual(first.error);
        expect(again.response, about).toEqual(first.response);
        expect(again.session, about).toEqual(first.session);
        expect(again.usage.hostCalls, about).toBe(first.usage.hostCalls);
        expect(again.usage.outputBytes, about).toBe(first.usage.outputBytes);
        outcomes.add(first.error?.code ?? 'finished');
        bodies.add(Buffer.from(first.response.body ?? []).toString('latin1'));
      }
    }
    // The programs must not all be one: many answers, several ways to end.
    expect(bodies.size).toBeGreaterThan(RUNS / 3);
    expect([...outcomes]).toEqual(expect.arrayContaining(['finished', 'bad-argument', 'host-failure']));
  });
});
