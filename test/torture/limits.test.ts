/** Every limit, on real worker threads: the attack ends with its code, and the next run is as if nothing had been. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits, RunRequest, RunResult, Sandboxes } from '../../runtime/index.js';
import { createSandboxes } from '../../runtime/node/index.js';
import type { Value } from '../../stdlib/values/types.js';
import { program } from '../runtime/units.js';

const MB = 1 << 20;

interface Attack {
  readonly about: string;
  readonly body: string;
  readonly code: string;
  readonly limits?: Partial<Limits>;
}

const ATTACKS: readonly Attack[] = [
  { about: 'an endless loop', body: 'function(){ for(;;); }', code: 'cpu-limit', limits: { cpuMs: 50 } },
  {
    about: 'an endless loop of host calls',
    body: 'function(){ for(;;) $.b.gethttpquery(); }',
    code: 'cpu-limit',
    limits: { cpuMs: 50, hostCalls: 1e9 },
  },
  {
    about: 'a loop that catches everything',
    body: 'function(){ for(;;) try { for(;;); } catch (e) {} finally { for(;;); } }',
    code: 'cpu-limit',
    limits: { cpuMs: 50 },
  },
  {
    about: 'a regular expression that backtracks',
    body: 'function(){ /^(a+)+$/.test("a".repeat(40) + "b"); }',
    code: 'cpu-limit',
    limits: { cpuMs: 50 },
  },
  {
    about: 'too many host calls',
    body: 'function(){ for(;;) $.b.gethttpquery(); }',
    code: 'host-call-limit',
    limits: { hostCalls: 1000 },
  },
  {
    about: 'too many waits',
    body: 'function*(){ for(;;) yield [92, ""]; }',
    code: 'host-call-limit',
    limits: { hostCalls: 50 },
  },
  {
    about: 'recursion',
    body: 'function(){ (function f(n){ return f(n + 1) + 1; })(0); }',
    code: 'stack-limit',
  },
  {
    about: 'recursion through a native sort',
    body: 'function(){ (function f(){ [2,1].sort(f); })(); }',
    code: 'stack-limit',
  },
  {
    about: 'recursion through replace',
    body: 'function(){ (function f(){ return "a".replace("a", f); })(); }',
    code: 'stack-limit',
  },
  {
    about: 'recursion through conversion',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is one of the guest
    body: 'function(){ const o = { toString(){ return `${o}`; }, kind: 5, entries: {}, names: null, order: null }; o.entries.x = o; `${[o]}`; }',
    code: '?',
  },
  {
    about: 'recursion of generators',
    body: 'function*(){ yield* (function* f(){ yield* f(); })(); }',
    code: 'stack-limit',
  },
  { about: 'deep JSON', body: 'function(){ JSON.parse("[".repeat(200000)); }', code: 'stack-limit' },
  {
    about: 'deep array as a string',
    body: 'function(){ let a = []; for (let i = 0; i < 100000; i++) a = [a]; a.join(); }',
    code: '?',
  },
  {
    about: 'many strings',
    body: 'function(){ const a = []; for(;;) a.push("x".repeat(100000) + a.length); }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'one large string',
    body: 'function(){ let s = "x"; for(;;) s += s; }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'a string by repetition',
    body: 'function(){ const a = []; for(;;) a.push("x".repeat(1e9)); }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'many small objects',
    body: 'function(){ let o = null; for(;;) o = { o }; }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'a large array',
    body: 'function(){ const a = []; for(;;) a.push(1); }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'a large map',
    body: 'function(){ const m = new Map(); for(let i = 0;; i++) m.set(i, i); }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'memory taken by the answer of the host',
    body: 'function(){ const a = []; for(;;) a.push($.b.gethttpfield("x")); }',
    code: 'memory-limit',
    limits: { memory: 32 * MB },
  },
  {
    about: 'a large response',
    body: 'function(){ $.b.sethttpresponsedata("x".repeat(2000)); }',
    code: 'output-limit',
    limits: { outputBytes: 1000 },
  },
  {
    about: 'many header fields',
    body: 'function(){ for (let i = 0; i < 100; i++) $.b.addhttpresponsefield("name", "value"); }',
    code: 'output-limit',
    limits: { outputBytes: 1000 },
  },
  {
    about: 'a large value for the host',
    body: 'function*(){ yield [92, "x".repeat(2000)]; }',
    code: 'value-size',
    limits: { valueBytes: 1000 },
  },
  {
    about: 'a large value in a host call',
    body: 'function(){ $.b.sysprofile(["x".repeat(2000)]); }',
    code: 'value-size',
    limits: { valueBytes: 1000 },
  },
  {
    about: 'a large value from the host',
    body: 'function(){ $.b.gethttpfield("x"); }',
    code: 'value-size',
    limits: { valueBytes: 1000 },
  },
  {
    about: 'a deep value for the host',
    body: 'function*(){ let a = []; for (let i = 0; i < 100; i++) a = [a]; yield [92, a]; }',
    code: 'value-depth',
    limits: { valueDepth: 50 },
  },
  {
    about: 'a very deep value for the host',
    body: 'function*(){ let a = []; for (let i = 0; i < 100000; i++) a = [a]; yield [92, a]; }',
    code: 'value-depth',
  },
  {
    about: 'a value that holds itself',
    body: 'function*(){ const a = []; a.push(a); yield [92, a]; }',
    code: 'not-a-value',
  },
  {
    about: 'a value that is small but endless',
    body: 'function*(){ let a = ["x"]; for (let i = 0; i < 60; i++) a = [a, a]; yield [92, a]; }',
    code: 'value-size',
  },
  { about: 'an error of the host', body: 'function(){ $.b.myemail(); }', code: 'host-failure' },
  { about: 'a built-in that is not there', body: 'function(){ $.b.remoteipaddress(); }', code: 'missing-op' },
  { about: 'a wait that is none', body: 'function*(){ yield "x"; }', code: 'guest-failure' },
  { about: 'a wait with a number that is none', body: 'function*(){ yield [99999]; }', code: 'missing-op' },
  { about: 'an error of its own', body: 'function(){ throw "text"; }', code: 'guest-failure' },
  {
    about: 'an error with a code that is none',
    body: 'function(){ throw { code: "constructor", args: [] }; }',
    code: 'guest-failure',
  },
  {
    about: 'an error that lies about itself',
    body: 'function(){ throw { get code(){ for(;;); }, get stack(){ throw 1; } }; }',
    code: '?',
    limits: { cpuMs: 50 },
  },
];

const CODES_OF_UNKNOWN = [
  'stack-limit',
  'guest-failure',
  'memory-limit',
  'cpu-limit',
  'not-a-value',
  'value-depth',
  'value-size',
  'too-deep',
];

describe('limits', () => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    const environment = join(fileURLToPath(new URL('.', import.meta.url)), 'environment.mjs');
    sandboxes = await createSandboxes({ workers: 1, environments: [environment], grace: 2000 });
  });
  afterAll(() => sandboxes.close());

  const run = (
    body: string,
    limits: Partial<Limits> = {},
    rest: Partial<RunRequest> = {},
  ): Promise<RunResult> =>
    sandboxes.run({
      domain: 'd',
      unit: program({ main: body }),
      entry: 'Main',
      environment: 'torture',
      wait: () => null,
      // what is not about time must not fail by it
      limits: { cpuMs: 30_000, ...limits },
      ...rest,
    });
  const works = async (): Promise<void> => {
    const { error, response } = await run('function*(){ yield [92, ""]; $.b.sethttpresponsedata("fine"); }');
    expect(error).toBeUndefined();
    expect(Buffer.from(response.body ?? []).toString()).toBe('fine');
  };

  it.each(ATTACKS)('end $about', async ({ body, code, limits }) => {
    const { outcome, error, response } = await run(body, limits);
    expect(outcome).toBe('failed');
    if (code === '?') expect(CODES_OF_UNKNOWN).toContain(error?.code);
    else expect(error?.code).toBe(code);
    expect(response.isSet).toBe(false);
    await works();
  });

  it('end a run that is stuck in native code, with its worker, and send queued runs again', async () => {
    const before = (await sandboxes.metrics()).restarts;
    const suspended = run(
      'function*(){ yield [92, ""]; }',
      {},
      { wait: () => new Promise<Value>(() => undefined) },
    );
    await works();
    const stuck = run(
      'function(){ const s = "a".repeat(20000000) + "b"; for (let i = 0; i < 1e6; i++) s.indexOf("aaaaaaaaaaaaaaaaab", 1); }',
      { cpuMs: 100 },
    );
    const queued = Array.from({ length: 5 }, (_, i) =>
      run(`function(){ $.b.sethttpresponsedata("n${i}"); }`),
    );
    const { error } = await stuck;
    expect(error?.code).toBe('cpu-limit');
    const results = await Promise.all(queued);
    const { restarts } = await sandboxes.metrics();
    if (restarts > before) {
      expect(
        results.every(({ outcome, error: lost }) => outcome === 'finished' || lost?.code === 'worker-lost'),
      ).toBe(true);
      expect((await suspended).error?.code).toBe('worker-lost');
    } else expect(results.every(({ outcome }) => outcome === 'finished')).toBe(true);
    await works();
  });

  it('end a request that waits for too long', async () => {
    const { error } = await run(
      'function*(){ yield [92, ""]; }',
      { wallMs: 50 },
      { wait: () => new Promise<Value>(() => undefined) },
    );
    expect(error).toMatchObject({ code: 'wall-limit', status: 504 });
    await works();
  });

  it('end a request whose client has gone, while it waits and while it computes', async () => {
    for (const body of ['function*(){ yield [92, ""]; }', 'function(){ for(;;); }']) {
      const client = new AbortController();
      const result = run(
        body,
        {},
        { signal: client.signal, wait: () => new Promise<Value>(() => undefined) },
      );
      setTimeout(() => client.abort(), 50);
      expect((await result).error?.code).toBe('cancelled');
    }
    expect((await run('function(){}', {}, { signal: AbortSignal.abort() })).error?.code).toBe('cancelled');
    await works();
  });

  it('hold for a domain that is stopped', async () => {
    const never = { domain: 'gone', wait: () => new Promise<Value>(() => undefined) };
    const waiting = run('function*(){ yield [92, ""]; }', {}, never);
    await works();
    await sandboxes.stopDomain('gone');
    expect((await waiting).error?.code).toBe('domain-stopped');
    // one whose program is still on its way to the worker
    const coming = run('function*(){ yield [92, "new"]; }', {}, never);
    await sandboxes.stopDomain('gone');
    expect((await coming).error?.code).toBe('domain-stopped');
  });
});
