import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult, Sandboxes, WorkerEnvironment } from '../../runtime/index.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { openRecording, sealRecording, versionOfRecording } from '../../runtime/recording/file.js';
import { VERSION } from '../../runtime/version.js';
import { dictOf } from '../../stdlib/values/dict.js';
import { page, program } from './units.js';

const environment: WorkerEnvironment = {
  name: 'recorded',
  context: (_input, services) => services,
  ops: {
    randomnumber: () => Math.floor(Math.random() * 2 ** 40),
    gmttime: services => ({ kind: 2, at: Math.floor((services as { now(): number }).now() / 1000) }),
    myemail: services =>
      (services as { raise(code: string, ...args: string[]): never }).raise('bad-key', 'it'),
  },
  page: () => ({
    text: name => `text of ${name} ${Math.random()}`,
    session: () => null,
    settings: () => null,
    accountSettings: () => null,
    currentTime: () => ({ kind: 2, at: Date.now() }),
    language: () => null,
    timeZone: () => null,
    zoneOffset: () => 3600,
    charsets: () => [],
    timeZones: () => [],
    requestSecure: () => true,
    requestResource: () => null,
    requestSourceIP: () => null,
    serverVersion: () => '1',
    random: () => Math.random(),
  }),
};

describe('recordings', () => {
  let sandbox: Sandboxes;
  beforeAll(async () => {
    sandbox = await createNodeSandbox({ environments: [environment] });
  });
  afterAll(() => sandbox.close());

  const request = {
    domain: 'd',
    environment: 'recorded',
    entry: 'main',
    record: true,
    wait: () => String(Math.random()),
  };
  const replay = (recording: Uint8Array | undefined): Promise<RunResult> =>
    sandbox.replay(recording ?? new Uint8Array()) as Promise<RunResult>;

  it.each([
    [
      'random numbers, waits, spawned tasks',
      'function*(){ const t = $.spawn("test.wcgp", "child"); $.b.sethttpresponsedata($.b.randomnumber() + (yield [92, ""]) + (t === null) + $.key($.b.gmttime(), "x")); }',
    ],
    ['a program exception', 'function*(){ yield [92, ""]; $.b.myemail(); }'],
    ['a missing external', 'function*(){ yield* $.b.proccall("nothing"); }'],
    [
      'an event that does not come',
      'function*(){ $.b.sethttpresponsedata("" + (yield* $.b.readinput(0))); }',
    ],
    [
      'a loaded external',
      'function*(){ $.b.sethttpresponsedata("" + (yield* $.b.funccall("lib::f")) + $.b.randomnumber()); }',
    ],
    ['a page', 'function*(){ yield* $.b.processwssp("p", $.b.newdictionary()); }'],
    [
      'the session dataset',
      'function*(){ const s = yield* $.b.sessiondata(); $.setKey(s, "r", $.b.randomnumber()); }',
    ],
  ])('give the same again: %s', async (_about, main) => {
    const lib = program({}, { file: 'lib.wcgi', functions: { f: 'function(){ return 5; }' } });
    const p = page('p.wssp', 'out.push(P.look(p.data,"x"),P.string("y"),P.randomElement(["a","b","c"]));', [
      [1],
      '-',
      [1],
      [1],
      [7],
    ]);
    const first = await sandbox.run({
      ...request,
      unit: program({ main, child: 'function(){}' }),
      session: dictOf([['a', 1]]),
      loadModule: name => (name === 'lib' ? lib : null),
      loadPage: () => ({ ...p, plan: { ...p.plan, files: { 'p.wssp': ['[', [1], [1], [1], ']'] } } }),
    });
    const again = await replay(first.recording);
    expect(again.response).toEqual(first.response);
    expect(again.error).toEqual(first.error);
    expect(again.session).toEqual(first.session);
    expect(again.usage).toMatchObject({
      hostCalls: first.usage.hostCalls,
      outputBytes: first.usage.outputBytes,
    });
  });

  it('of failures are made of runs that fail, and of no others', async () => {
    const fails = 'function(){ if ($.b.randomnumber() >= 0) $.b.myemail(); }';
    const works = 'function(){ $.b.sethttpresponsedata("" + $.b.randomnumber()); }';
    const unit = program({ fails, works });
    const asked = { ...request, unit, record: 'failed' as const };
    expect((await sandbox.run({ ...asked, entry: 'works' })).recording).toBeUndefined();
    const failed = await sandbox.run({ ...asked, entry: 'fails' });
    expect(failed.error?.code).toBe('bad-key');
    expect((await replay(failed.recording)).error).toEqual(failed.error);
  });

  it('of pages give the same again', async () => {
    const unit = page('q.wssp', 'out.push(P.string("a"),P.markTime(P.currentTime()));', [[1], ' ', [11]]);
    const first = await sandbox.render({ ...request, unit, dataset: dictOf([]) });
    expect(first.error).toBeUndefined();
    const again = await sandbox.replay(first.recording ?? new Uint8Array());
    expect((again as RunResult).response.body).toEqual(first.body);
  });

  it('notice a program that is not the recorded one', async () => {
    const first = await sandbox.run({
      ...request,
      unit: program({ main: 'function(){ $.b.randomnumber(); }' }),
    });
    const bytes = Buffer.from(first.recording ?? [])
      .toString('latin1')
      .replace('$.b.randomnumber()', '$.b.gmttime     ()');
    const content = Buffer.from(bytes.slice(6 + VERSION.length, -16), 'latin1');
    expect((await replay(sealRecording(content))).error?.code).toBe('replay-differs');
  });

  it('that are damaged are refused', async () => {
    const { recording = new Uint8Array() } = await sandbox.run({
      ...request,
      unit: program({ main: 'function(){}' }),
    });
    for (const at of [0, 10, recording.length - 1]) {
      const broken = recording.slice();
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect((await replay(broken)).error?.code).toBe('bad-recording');
    }
    expect((await replay(recording.subarray(0, 30))).error?.code).toBe('bad-recording');
  });

  it('of another version are refused, with the version to use', async () => {
    const plain = openRecording(sealRecording(Uint8Array.of(0)));
    expect(plain).toBeNull();
    const refused = async (file: Uint8Array): Promise<unknown> => (await replay(file)).error;
    const message = (version: string): string =>
      `the recording was made by Postern ${version}, this is Postern ${VERSION}: open it with Postern ${version}`;
    const older = sealRecording(Uint8Array.of(0), '0.0.9');
    expect(versionOfRecording(older)).toBe('0.0.9');
    expect(await refused(older)).toMatchObject({ code: 'recording-version', message: message('0.0.9') });
    // Layouts that this version does not know name their version at the same place.
    expect(await refused(sealRecording(Uint8Array.of(0), '3.1.4-beta', 7))).toMatchObject({
      message: message('3.1.4-beta'),
    });
    expect(await refused(Uint8Array.of(0x50, 0x52, 0x45, 0x43, 1, 9, 9))).toMatchObject({
      code: 'recording-version',
      message: message('before 0.1.0'),
    });
    expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('of any content do not break the sandbox', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async noise => {
        expect(openRecording(sealRecording(Uint8Array.of(0)))).toBeNull();
        expect((await replay(sealRecording(noise))).error?.code).toBe('bad-recording');
      }),
      { numRuns: 50 },
    );
  });
});
