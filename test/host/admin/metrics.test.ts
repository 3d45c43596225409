import { describe, expect, it } from 'vitest';
import { Metrics } from '../../../host/admin/metrics/metrics.js';
import { realmOf } from '../../../host/admin/metrics/realm.js';

const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter(line => line.includes(name));

describe('metrics of requests', () => {
  it('count by listener, realm and status', async () => {
    const metrics = new Metrics();
    metrics.request('HTTPU', 'stateless', 200, 1);
    metrics.request('HTTPU', 'stateless', 200, 1);
    metrics.request('HTTPU', 'stateless', 404, 1);
    metrics.request('HTTPA', 'cli', 200, 1);
    expect(await linesOf(metrics, 'postern_http_requests_total')).toEqual([
      '# HELP postern_http_requests_total Answered requests by listener, realm and status',
      '# TYPE postern_http_requests_total counter',
      'postern_http_requests_total{listener="HTTPU",realm="stateless",status="200"} 2',
      'postern_http_requests_total{listener="HTTPU",realm="stateless",status="404"} 1',
      'postern_http_requests_total{listener="HTTPA",realm="cli",status="200"} 1',
    ]);
  });

  it('put durations into cumulative buckets', async () => {
    const metrics = new Metrics();
    for (const ms of [1, 2, 70_000]) metrics.ran('program', 'done', ms);
    const lines = await linesOf(metrics, 'postern_run_seconds');
    const labels = 'kind="program",outcome="done"';
    expect(lines[1]).toBe('# TYPE postern_run_seconds histogram');
    expect(lines.slice(2, 5)).toEqual([
      `postern_run_seconds_bucket{le="0.001",${labels}} 1`,
      `postern_run_seconds_bucket{le="0.0025",${labels}} 2`,
      `postern_run_seconds_bucket{le="0.005",${labels}} 2`,
    ]);
    expect(lines.slice(-4)).toEqual([
      `postern_run_seconds_bucket{le="60",${labels}} 2`,
      `postern_run_seconds_bucket{le="+Inf",${labels}} 3`,
      `postern_run_seconds_sum{${labels}} 70.003`,
      `postern_run_seconds_count{${labels}} 3`,
    ]);
  });

  it('escape what labels say', async () => {
    const metrics = new Metrics();
    metrics.ran('page', 'a "b"\n', 1);
    expect((await linesOf(metrics, 'postern_run_seconds_count'))[0]).toContain('outcome="a \\"b\\"\\n"');
  });
});

describe('the realm of a path', () => {
  it.each([
    ['/', 'stateless'],
    ['/hello.wcgp', 'stateless'],
    ['/Session/1-abc/x.wssp', 'session'],
    ['//AUTH/x', 'auth'],
    ['/sys/x', 'sys'],
    ['/SkinFiles/x', 'files'],
    ['/cli/', 'cli'],
    ['/clients/x', 'stateless'],
    ['/x/cli/', 'stateless'],
  ])('%s', (path, realm) => {
    expect(realmOf(path)).toBe(realm);
  });
});
