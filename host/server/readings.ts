/** What the metrics page reads from the other rooms at each scrape. */

import type { RuntimeMetrics, Sandboxes } from '../../runtime/index.js';
import type { HelperHealth } from '../admin/helpers/helper.js';
import type { HelperSet } from '../admin/helpers/set.js';
import type { Metrics, Reading } from '../admin/metrics/metrics.js';
import type { AppService, AppUsage } from '../apps/types.js';
import type { Store } from '../storage/index.js';
import type { Listeners } from './listeners.js';

/** Where the values come from. */
export interface ReadingSources {
  readonly listeners: Listeners;
  readonly apps: AppService;
  readonly sandboxes: Sandboxes;
  readonly store: Store;
  readonly sessions: () => number;
  readonly helpers: HelperSet;
}

const byListener = (
  name: string,
  help: string,
  listeners: Listeners,
  of: 'connections' | 'requests',
): Reading => ({
  name,
  help,
  kind: 'gauge',
  labels: ['listener'],
  read: () => listeners.counts().map(count => [{ listener: count.tag }, count[of]] as const),
});

const appReadings: readonly (readonly [string, string, Reading['kind'], (usage: AppUsage) => number])[] = [
  ['postern_app_runs_total', 'Runs of a program or page', 'counter', usage => usage.runs],
  ['postern_app_failures_total', 'Failed runs', 'counter', usage => usage.failures],
  [
    'postern_app_cpu_seconds_total',
    'Computing time of its sandboxes',
    'counter',
    usage => usage.cpuMs / 1000,
  ],
  ['postern_app_peak_memory_bytes', 'Largest memory of one run', 'gauge', usage => usage.peakMemory],
  ['postern_app_host_calls_total', 'Host calls', 'counter', usage => usage.hostCalls],
];

const sum = (metrics: RuntimeMetrics, key: 'images' | 'imageBytes' | 'instances' | 'restores'): number =>
  metrics.workers.reduce((total, worker) => total + worker[key], 0);

const sandboxReadings: readonly (readonly [
  string,
  string,
  Reading['kind'],
  (metrics: RuntimeMetrics) => number,
])[] = [
  ['postern_sandbox_running', 'Running programs and pages', 'gauge', metrics => metrics.running],
  ['postern_sandbox_tasks', 'Living tasks', 'gauge', metrics => metrics.tasks],
  ['postern_sandbox_images', 'Images kept by all workers', 'gauge', metrics => sum(metrics, 'images')],
  ['postern_sandbox_image_bytes', 'Their size', 'gauge', metrics => sum(metrics, 'imageBytes')],
  ['postern_sandbox_instances', 'Sandboxes kept ready', 'gauge', metrics => sum(metrics, 'instances')],
  ['postern_sandbox_restores_total', 'Pristine copies made', 'counter', metrics => sum(metrics, 'restores')],
  ['postern_sandbox_cpu_seconds_total', 'Computing time', 'counter', metrics => metrics.cpuMs / 1000],
  ['postern_sandbox_host_calls_total', 'Host calls', 'counter', metrics => metrics.hostCalls],
  ['postern_sandbox_restarts_total', 'Workers that were replaced', 'counter', metrics => metrics.restarts],
];

/** Milliseconds that the figures of the workers are good for. */
const FRESH = 500;

const helperReadings: readonly (readonly [
  string,
  string,
  Reading['kind'],
  (health: HelperHealth) => number,
])[] = [
  ['postern_helper_up', 'The helper program answers', 'gauge', health => (health.state === 'ready' ? 1 : 0)],
  ['postern_helper_requests', 'Requests that wait for it', 'gauge', health => health.requests],
  ['postern_helper_restarts_total', 'Ends that nobody wanted', 'counter', health => health.restarts],
];

/** Adds every reading. Gives a function to be called before a scrape: it asks the workers. */
export function addReadings(metrics: Metrics, sources: ReadingSources): () => Promise<void> {
  const { listeners, apps, sandboxes, store } = sources;
  let last: RuntimeMetrics | null = null;
  let asked = 0;
  metrics.source(byListener('postern_http_connections', 'Open connections', listeners, 'connections'));
  metrics.source(byListener('postern_http_open_requests', 'Requests being answered', listeners, 'requests'));
  for (const [name, help, kind, of] of appReadings) {
    const read = () =>
      apps.usage().map(usage => {
        const { domain, skin, file } = usage;
        return [{ domain, skin, file }, of(usage)] as const;
      });
    metrics.source({ name, help, kind, labels: ['domain', 'skin', 'file'], read });
  }
  for (const [name, help, kind, of] of sandboxReadings) {
    metrics.source({ name, help, kind, read: () => (last === null ? 0 : of(last)) });
  }
  for (const [name, help, kind, of] of helperReadings) {
    const read = () => sources.helpers.health().map(health => [{ helper: health.name }, of(health)] as const);
    metrics.source({ name, help, kind, labels: ['helper'], read });
  }
  const storage: readonly (readonly [string, string, Reading['kind'], () => number])[] = [
    [
      'postern_storage_transactions_total',
      'Committed transactions',
      'counter',
      () => store.stats().transactions,
    ],
    [
      'postern_storage_conflicts_total',
      'Transactions that were run again',
      'counter',
      () => store.stats().conflicts,
    ],
    ['postern_storage_syncs_total', 'Writes that waited for the disk', 'counter', () => store.stats().syncs],
    ['postern_storage_bytes_total', 'Bytes written', 'counter', () => store.stats().bytesWritten],
    ['postern_sessions', 'Open sessions', 'gauge', sources.sessions],
  ];
  for (const [name, help, kind, read] of storage) metrics.source({ name, help, kind, read });
  return async () => {
    if (performance.now() - asked < FRESH && last !== null) return;
    asked = performance.now();
    last = await sandboxes.metrics();
  };
}
