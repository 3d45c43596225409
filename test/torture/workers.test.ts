/** Workers that get stuck or die: who is lost, who is served again, and that the rest goes on. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRequest, RunResult, Sandboxes } from '../../runtime/index.js';
import { createSandboxes } from '../../runtime/node/index.js';
import { makeHandle } from '../../stdlib/values/make.js';
import type { Value } from '../../stdlib/values/types.js';
import { program } from '../runtime/units.js';

const never = (): Promise<Value> => new Promise<Value>(() => undefined);
const body = ({ response }: RunResult): string => Buffer.from(response.body ?? []).toString();

describe('workers', () => {
  let sandboxes: Sandboxes;
  const logged: string[] = [];
  beforeAll(async () => {
    sandboxes = await createSandboxes({
      workers: 2,
      environments: [fileURLToPath(new URL('environment.mjs', import.meta.url))],
      grace: 1000,
      limits: { cpuMs: 1000 },
      log: (_level, text) => logged.push(text),
    });
  });
  afterAll(() => sandboxes.close());

  const run = (main: string, rest: Partial<RunRequest> = {}): Promise<RunResult> =>
    sandboxes.run({
      domain: 'a',
      unit: program({ main }),
      entry: 'main',
      environment: 'torture',
      wait: () => null,
      ...rest,
    });
  const echo = 'function(){ $.b.sethttpresponsedata("fine"); }';

  it.each([
    [
      'is stuck in the host',
      '$.b.storecdr("")',
      'cpu-limit',
      'a worker was ended because a program was stuck in it',
    ],
    ['dies', '$.b.setapplicationstatus(null)', 'worker-lost', 'a worker ended by itself'],
  ])('are replaced when one %s', async (_about, call, code, text) => {
    const waits: string[] = [];
    const suspended = run('function*(){ yield [92, ""]; }', {
      wait: name => {
        waits.push(name);
        return never();
      },
    });
    expect(body(await run(echo))).toBe('fine');
    // its program may have come behind the other one
    await expect.poll(() => waits).toEqual(['impersonate']);
    const culprit = run(`function(){ ${call}; }`);
    const queued = Array.from({ length: 20 }, () => run(echo));
    const elsewhere = run(echo, { domain: 'b' });
    expect((await culprit).error?.code).toBe(code);
    expect((await suspended).error?.code).toBe('worker-lost');
    expect(body(await elsewhere)).toBe('fine');
    const results = await Promise.all(queued);
    // Those that the worker had answered without having sent the answers cannot be told from half-done ones.
    for (const { outcome, error } of results)
      expect(error?.code ?? outcome).toMatch(/^(finished|worker-lost)$/);
    expect(results.some(({ outcome }) => outcome === 'finished')).toBe(true);
    expect(logged).toContain(text);
    expect(body(await run(echo))).toBe('fine');
  });

  it('keep a domain, and share the domains out', async () => {
    const domains = Array.from({ length: 8 }, (_, i) => `d${i}`);
    await Promise.all(domains.map(domain => run('function*(){ yield [92, ""]; }', { domain })));
    const { workers } = await sandboxes.metrics();
    expect(workers.length).toBe(2);
    for (const { prepares } of workers) expect(prepares).toBeGreaterThan(0);
  });

  it('carry events between tasks of different domains', async () => {
    const told: Value[] = [];
    const unit = program({
      listen: 'function*(){ const e = yield* $.b.readinput(60); yield [92, $.key(e, "parameter")]; }',
      tell: 'function*(){ $.b.sendevent($.key($.b.vars(), "startParameter"), "note", "across"); }',
    });
    const common = {
      unit,
      environment: 'torture',
      wait: (_name: string, args: Value[]) => {
        told.push(args[0] ?? null);
        return null;
      },
    };
    for (let i = 0; i < 4; i++) {
      const { task, ended } = await sandboxes.start({ ...common, domain: `one${i}`, entry: 'listen' });
      await sandboxes.run({
        ...common,
        domain: `two${i}`,
        entry: 'tell',
        startParameter: makeHandle('Task', task ?? 0),
      });
      expect((await ended).outcome).toBe('finished');
    }
    expect(told).toEqual(['across', 'across', 'across', 'across']);
  });

  it('take units and attachments once, and again when they are new', async () => {
    let made = 0;
    const attachment = (id: string) => ({
      id,
      value: () => {
        made++;
        return id;
      },
    });
    const unit = program({ main: echo });
    for (const id of ['v1', 'v1', 'v2']) {
      await sandboxes.run({
        domain: 'a',
        unit,
        entry: 'main',
        environment: 'torture',
        wait: () => null,
        attachments: { texts: attachment(id) },
      });
    }
    expect(made).toBe(2);
  });

  it('end runs when everything closes', async () => {
    const own = await createSandboxes({
      workers: 1,
      environments: [fileURLToPath(new URL('environment.mjs', import.meta.url))],
    });
    const request = { domain: 'a', entry: 'main', environment: 'torture' };
    const waiting = own.run({
      ...request,
      unit: program({ main: 'function*(){ yield [92, ""]; }' }),
      wait: never,
    });
    await own.run({ ...request, unit: program({ main: echo }), wait: never });
    await own.close();
    expect((await waiting).error?.code).toBe('closing');
    expect((await own.run({ ...request, unit: program({ main: echo }), wait: never })).error?.code).toBe(
      'closing',
    );
  });
});
