import { describe, expect, it } from 'vitest';
import { Affinity } from '../../runtime/control/affinity.js';
import type { Link } from '../../runtime/control/link.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { program } from './units.js';

const link = (name: string): Link => ({ name }) as unknown as Link;

/** Runs of a domain one after the other, each of so many ms. Gives the worker of the last one. */
function use(affinity: Affinity, domain: string, count: number, ms: number, from: number): Link {
  let found = link('none');
  for (let i = 0; i < count; i++) {
    found = affinity.enter(domain, from + i * ms);
    affinity.leave(domain, found, ms, from + (i + 1) * ms);
  }
  return found;
}

describe('workers of domains', () => {
  const [a, b] = [link('a'), link('b')];
  const slow: Link[] = [];
  const withSlow = (most: number) =>
    new Affinity([a, b], {
      most,
      open: () => {
        slow.push(link(`slow ${slow.length}`));
        return slow.at(-1) as Link;
      },
    });

  it('are taken by turns, and kept', () => {
    const affinity = withSlow(2);
    expect(affinity.enter('one', 0)).toBe(a);
    expect(affinity.enter('two', 0)).toBe(b);
    expect(affinity.enter('one', 1)).toBe(a);
  });

  it('are left by idle domains that others disturb, not by the one that disturbs', () => {
    const affinity = new Affinity([a, b]);
    use(affinity, 'busy', 1, 1, 0);
    use(affinity, 'other', 1, 1, 0);
    use(affinity, 'neighbour', 1, 1, 0);
    expect(use(affinity, 'busy', 1000, 5, 0)).toBe(a);
    expect(affinity.enter('busy', 5001)).toBe(a);
    expect(affinity.enter('neighbour', 5001)).toBe(b);
  });

  it('are slow ones for domains with long runs, until those are over for a while', () => {
    const affinity = withSlow(1);
    const before = slow.length;
    use(affinity, 'quick', 1000, 5, 0);
    expect(slow.length).toBe(before);
    expect(use(affinity, 'hog', 30, 50, 0)).toBe(slow.at(-1));
    expect(use(affinity, 'hog too', 30, 50, 2000)).toBe(slow.at(-1));
    expect(slow.length).toBe(before + 1);
    expect(affinity.enter('hog', 10_000)).toBe(slow.at(-1));
    affinity.leave('hog', slow.at(-1) as Link, 1, 10_001);
    expect([a, b]).toContain(affinity.enter('hog', 90_000));
  });

  it('are started when the slow ones have too much to do', () => {
    const affinity = withSlow(2);
    const before = slow.length;
    for (const domain of ['one', 'two', 'three']) use(affinity, domain, 60, 50, 0);
    expect(slow.length).toBe(before + 2);
  });

  it('are not those that cannot be started', () => {
    const affinity = withSlow(1);
    use(affinity, 'hog', 30, 50, 0);
    affinity.drop(slow.at(-1) as Link);
    expect([a, b]).toContain(affinity.enter('hog', 40_000));
  });

  it('forget domains that nobody asks for', () => {
    const affinity = withSlow(0);
    for (let i = 0; i < 30_000; i++) use(affinity, `d${i}`, 1, 0.01, i);
    expect([a, b]).toContain(affinity.enter('d29999', 30_000));
  });
});

describe('the processor time of a run', () => {
  const endless = program({ main: 'function(){ for (;;); }' });
  it.each([
    [null, 40, 1],
    [0.25, 400, 2],
  ])('counts, where it is known (%s of the time)', async (share, cpuMs, times) => {
    const processorTime = share === null ? null : () => performance.now() * share;
    const sandbox = await createNodeSandbox({
      processorTime,
      environments: [{ name: 'e', ops: {}, context: () => null }],
    });
    const request = { domain: 'd', unit: endless, entry: 'main', environment: 'e', wait: () => null };
    const warm = await sandbox.run({ ...request, limits: { cpuMs } });
    expect(warm.error?.code).toBe('cpu-limit');
    const { error, usage } = await sandbox.run({ ...request, limits: { cpuMs } });
    expect(error?.code).toBe('cpu-limit');
    expect(usage.wallMs).toBeGreaterThanOrEqual(cpuMs * times - 1);
    const short = await sandbox.run({ ...request, limits: { cpuMs: 1000, wallMs: 1500 } });
    expect(short.error?.code).toBe('cpu-limit');
    await sandbox.close();
  });
});
