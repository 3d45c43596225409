/**
 * Prometheus metrics (`/metrics`). Counters that this process keeps itself are here; values that other rooms
 * count (sandboxes, storage, sessions) are read when somebody asks, through `source`.
 */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Counts, Durations } from './tables.js';

/** One value read from another room at the time of a scrape. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** A counter only grows; its name ends with `_total`. */
  readonly kind: 'gauge' | 'counter';
  readonly labels?: readonly string[];
  /** Values with their labels; numbers stand for a value without labels. */
  read(): number | readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The metrics of one server. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly requests = new Counts(
    this.registry,
    {
      name: 'postern_http_requests_total',
      help: 'Answered requests by listener, realm and status',
      labels: ['listener', 'realm'],
    },
    'status',
  );

  private readonly requestTime = this.durations(
    'postern_http_request_seconds',
    'Time from the request header to the end of the answer',
    ['listener', 'realm'],
  );

  private readonly compileTime = this.durations(
    'postern_compile_seconds',
    'Time of one compilation in the compiler thread',
    ['kind', 'outcome'],
  );

  private readonly runTime = this.durations(
    'postern_run_seconds',
    'Time of one program run or page, waiting included',
    ['kind', 'outcome'],
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** One answered request. */
  request(listener: string, realm: string, status: number, ms: number): void {
    this.requests.add(listener, realm, status);
    this.requestTime.add(listener, realm, ms / 1000);
  }

  /** One compilation of a program, page or upload check. */
  compiled(kind: string, outcome: 'done' | 'failed', ms: number): void {
    this.compileTime.add(kind, outcome, ms / 1000);
  }

  /** One run. */
  ran(kind: 'program' | 'page', outcome: string, ms: number): void {
    this.runTime.add(kind, outcome, ms / 1000);
  }

  /** Adds a value that is read at each scrape. */
  source(reading: Reading): void {
    const collect = function (this: Gauge): void {
      this.reset();
      const value = reading.read();
      if (typeof value === 'number') this.set(value);
      else for (const [labels, amount] of value) this.set(labels, amount);
    };
    // A reading is set, not counted here, which only a gauge allows; the name tells readers that it only grows.
    new Gauge({
      name: reading.name,
      help: reading.help,
      labelNames: [...(reading.labels ?? [])],
      registers: [this.registry],
      collect,
    });
  }

  private durations(name: string, help: string, labels: readonly [string, string]): Durations {
    return new Durations(this.registry, { name, help, labels }, seconds);
  }

  /** Content type of `text`. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in the text format of Prometheus. */
  async text(): Promise<string> {
    const kinds = await this.registry.metrics();
    return kinds.replace(/^# TYPE (\S+_total) gauge$/gm, '# TYPE $1 counter');
  }
}
