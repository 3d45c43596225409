import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRequest, Sandboxes, WorkerEnvironment } from '../../runtime/index.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { dictOf } from '../../stdlib/values/dict.js';
import { makeHandle } from '../../stdlib/values/make.js';
import type { Value } from '../../stdlib/values/types.js';
import { program } from './units.js';

const environment: WorkerEnvironment<{ name: string }> = {
  name: 'tasks',
  context: input => ({ name: String(input) }),
  spawned: context => `${context.name}'s child`,
  ops: { myemail: ({ name }) => name },
};

/** Spawns, tells, listens. What it reports goes out as Impersonate calls. */
const CHAT = {
  main: `function*(){
    const child = $.spawn("test.wcgp", "child", "param");
    yield [92, "spawned"];
    $.b.sendevent(child, "hello", "from main");
    $.b.sendevent(child, "stop");
  }`,
  child: `function*(){
    const me = $.b.thistask();
    yield [92, "started with " + $.key($.b.vars(), "startParameter") + " as " + $.b.myemail()];
    for (;;) {
      const e = yield* $.b.readinput(60);
      if (e === null) continue;
      yield [92, "got " + $.key(e, "what") + " " + $.key(e, "parameter")];
      if ($.key(e, "what") === "stop") return;
    }
  }`,
  listen: `function*(){ const e = yield* $.b.readinput($.key($.b.vars(), "startParameter")); yield [92, e]; }`,
  say: 'function*(){ yield [92, $.key($.b.vars(), "startParameter")]; }',
  present: 'function*(){ yield [92, "here"]; yield* $.b.readinput(86400); }',
  busy: 'function(){ let n = 0; for (let i = 0; i < 3e6; i++) n += i; $.b.sethttpresponsedata("" + n); }',
  idle: 'function*(){ for (;;) yield* $.b.readinput(86400); }',
  hog: 'function*(){ yield* $.b.readinput(86400); for (;;); }',
  eater:
    'function*(){ yield* $.b.readinput(86400); const a = []; for (;;) a.push("xxxxxxxxxx".repeat(1000) + a.length); }',
  peer: `function*(){ const who = $.key($.b.vars(), "startParameter"); yield [92, $.b.sendevent(who, "note", [1, "a"])]; }`,
  many: `function(){ let n = 0; for (let i = 0; i < 20; i++) if ($.spawn("test.wcgp", "idle") !== null) n++; $.b.sethttpresponsedata("" + n); }`,
};

describe('tasks', () => {
  let sandbox: Sandboxes;
  const unit = program(CHAT);
  beforeAll(async () => {
    sandbox = await createNodeSandbox({ environments: [environment as WorkerEnvironment], instances: 3 });
  });
  afterAll(() => sandbox.close());

  const request = (entry: string, told: Value[], rest: Partial<RunRequest> = {}): RunRequest => ({
    domain: 'd',
    unit,
    entry,
    environment: 'tasks',
    input: 'parent',
    wait: (_name, args) => {
      told.push(args[0] ?? null);
      return null;
    },
    ...rest,
  });
  const until = (condition: () => boolean): Promise<void> => expect.poll(condition).toBe(true);

  it('are spawned, told of events in order, and end', async () => {
    const told: Value[] = [];
    const ended: number[] = [];
    const stop = sandbox.tasks.onEnd(task => ended.push(task));
    const result = await sandbox.run(request('main', told));
    expect(result.error).toBeUndefined();
    await until(() => ended.length === 1);
    stop();
    expect(told.slice(1)).toEqual([
      "started with param as parent's child",
      'got hello from main',
      'got stop null',
    ]);
    expect(sandbox.tasks.isAlive(ended[0] ?? 0)).toBe(false);
  });

  it('get events with their sender, from tasks and from the host', async () => {
    const told: Value[] = [];
    const { task, ended } = await sandbox.start(request('listen', told, { startParameter: 60 }));
    const other = await sandbox.start(request('peer', [], { startParameter: makeHandle('Task', task ?? 0) }));
    await other.ended;
    await ended;
    expect(told).toEqual([
      dictOf([
        ['what', 'note'],
        ['sender', makeHandle('Task', other.task ?? 0)],
        ['parameter', [1, 'a']],
      ]),
    ]);
    const again: Value[] = [];
    const listener = await sandbox.start(request('listen', again, { startParameter: 60 }));
    expect(sandbox.tasks.find(listener.task ?? 0)?.task).toBe(listener.task);
    expect(sandbox.tasks.send(listener.task ?? 0, 'poke', null, null)).toBe(true);
    await listener.ended;
    expect(again).toEqual([dictOf([['what', 'poke']])]);
  });

  it('stop waiting when the time is over', async () => {
    for (const seconds of [0, 0.01, 1]) {
      const told: Value[] = [];
      await (
        await sandbox.start(request('listen', told, { startParameter: seconds === 0.01 ? null : seconds }))
      ).ended;
      expect(told).toEqual([null]);
    }
  });

  it('cannot be told when they are gone', async () => {
    const told: Value[] = [];
    await sandbox.run(request('peer', told, { startParameter: makeHandle('Task', 999_999_999) }));
    expect(told).toEqual([null]);
    expect(sandbox.tasks.send(123_456, 'x', null, null)).toBe(false);
    for (const target of ['text', null, makeHandle('Mailbox', 1)]) {
      const answer: Value[] = [];
      await sandbox.run(request('peer', answer, { startParameter: target }));
      expect(answer).toEqual(['the task does not exist']);
    }
  });

  it('are limited per domain', async () => {
    const limits = { tasks: 8 };
    const run = request('many', [], { domain: 'small', limits });
    expect(Buffer.from((await sandbox.run(run)).response.body ?? []).toString()).toBe('8');
    const refused = await sandbox.start(request('idle', [], { domain: 'small', limits }));
    expect((await refused.ended).error?.code).toBe('task-limit');
    await sandbox.stopDomain('small');
    expect(Buffer.from((await sandbox.run(run)).response.body ?? []).toString()).toBe('8');
    await sandbox.stopDomain('small');
  });

  it('share a sandbox, which outlives one that runs for too long', async () => {
    const limits = { cpuMs: 500 };
    const quiet = await sandbox.start(
      request('listen', [], { domain: 'shared', startParameter: 60, limits }),
    );
    const hog = await sandbox.start(request('hog', [], { domain: 'shared', limits }));
    sandbox.tasks.send(hog.task ?? 0, 'go', null, null);
    expect((await hog.ended).error?.code).toBe('cpu-limit');
    sandbox.tasks.send(quiet.task ?? 0, 'go', null, null);
    expect((await quiet.ended).outcome).toBe('finished');
  });

  it('are lost together when their sandbox is', async () => {
    const limits = { memory: 32 << 20 };
    const here: Value[] = [];
    const quiet = await sandbox.start(request('present', here, { domain: 'lost', limits }));
    await until(() => here.length === 1);
    const eater = await sandbox.start(request('eater', [], { domain: 'lost', limits }));
    sandbox.tasks.send(eater.task ?? 0, 'go', null, null);
    expect((await eater.ended).error?.code).toBe('memory-limit');
    expect((await quiet.ended).error?.code).toBe('worker-lost');
    const next: Value[] = [];
    const fresh = await sandbox.start(request('listen', next, { domain: 'lost', limits, startParameter: 1 }));
    expect((await fresh.ended).outcome).toBe('finished');
  });

  it('begin in the order of their starts, also when the first has to wait for a machine', async () => {
    const told: Value[] = [];
    const limits = { memory: 24 << 20 };
    await sandbox.run(request('busy', []));
    const start = (startParameter: Value) =>
      sandbox.start(request('say', told, { domain: 'order', limits, startParameter }));
    const first = await start('first');
    // the machine is there before all of these have had their turn
    const between = Array.from({ length: 20 }, () => sandbox.run(request('busy', [])));
    const second = await start('second');
    await Promise.all([first.ended, second.ended, ...between]);
    expect(told).toEqual(['first', 'second']);
  });

  it('and requests are swapped out and in when there are more than machines', async () => {
    const waiting = new Map<number, (value: Value) => void>();
    const local = program({
      main: 'function*(){ const mine = [$.key($.b.vars(), "startParameter")]; const x = yield [92, "q"]; $.b.sethttpresponsedata(mine[0] + x); }',
    });
    const results = Array.from({ length: 12 }, (_, i) =>
      sandbox.run(
        request('main', [], {
          unit: local,
          startParameter: `${i}:`,
          wait: () => new Promise<Value>(resolve => waiting.set(i, resolve)),
        }),
      ),
    );
    await until(() => waiting.size === 12);
    const { workers } = await sandbox.metrics();
    expect(workers[0]?.swapped).toBeGreaterThanOrEqual(9);
    expect(workers[0]?.instances).toBe(3);
    for (let i = 11; i >= 0; i--) waiting.get(i)?.(`r${11 - i}`);
    const bodies = (await Promise.all(results)).map(({ response }) =>
      Buffer.from(response.body ?? []).toString(),
    );
    expect(bodies).toEqual(Array.from({ length: 12 }, (_, i) => `${i}:r${11 - i}`));
    expect((await sandbox.metrics()).workers[0]?.swapped).toBe(0);
  });

  it('wait by the thousand in little memory', async () => {
    const before = (await sandbox.metrics()).tasks;
    const started = await Promise.all(
      Array.from({ length: 2000 }, () =>
        sandbox.start(request('listen', [], { domain: 'crowd', startParameter: 600 })),
      ),
    );
    await sandbox.metrics();
    for (const { task } of started) sandbox.tasks.send(task ?? 0, 'end', null, null);
    const results = await Promise.all(started.map(({ ended }) => ended));
    expect(results.every(({ outcome }) => outcome === 'finished')).toBe(true);
    const peak = Math.max(...results.map(({ usage }) => usage.peakMemory));
    expect(peak).toBeLessThan(6 << 20);
    expect((await sandbox.metrics()).tasks).toBe(before);
  });
});
