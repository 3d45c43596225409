/**
 * Counts and durations of what every request passes. prom-client checks and joins the labels of each single value,
 * which takes several times as long as everything else about it; here a request finds its row by two look-ups, and
 * the text is made when somebody asks for it.
 */
import type { Metric, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/** A line of the text format, as the registry of prom-client takes it. */
interface Line {
  readonly metricName?: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Rows by two labels, made when they are first needed. */
class Rows<Row> {
  private readonly rows = new Map<string, Map<string, Row>>();

  constructor(private readonly make: () => Row) {}

  of(first: string, second: string): Row {
    let some = this.rows.get(first);
    if (some === undefined) this.rows.set(first, (some = new Map()));
    let row = some.get(second);
    if (row === undefined) some.set(second, (row = this.make()));
    return row;
  }

  map<T>(use: (first: string, second: string, row: Row) => T[]): T[] {
    return [...this.rows].flatMap(([first, some]) =>
      [...some].flatMap(([second, row]) => use(first, second, row)),
    );
  }
}

/** The registry asks no more of a metric than this. */
function register(
  registry: Registry,
  about: { readonly name: string; readonly help: string; readonly type: string },
  lines: () => Line[],
): void {
  const metric = { ...about, aggregator: 'sum', get: async () => ({ ...about, values: lines() }) };
  registry.registerMetric(metric as unknown as Metric);
}

/** What one metric of a table is called, and its two labels. */
export interface TableNames {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly [string, string];
}

/** A histogram of durations in seconds. */
export class Durations {
  private readonly rows: Rows<{ count: number; sum: number; readonly buckets: number[] }>;

  /** @param bounds upper bounds of the buckets, ascending */
  constructor(
    registry: Registry,
    { name, help, labels: [one, two] }: TableNames,
    private readonly bounds: readonly number[],
  ) {
    this.rows = new Rows(() => ({ count: 0, sum: 0, buckets: bounds.map(() => 0) }));
    register(registry, { name, help, type: 'histogram' }, () =>
      this.rows.map((first, second, { count, sum, buckets }) => {
        const labels = { [one]: first, [two]: second };
        let below = 0;
        return [
          ...bounds.map((bound, i) => ({
            metricName: `${name}_bucket`,
            labels: { le: String(bound), ...labels },
            value: (below += buckets[i] ?? 0),
          })),
          { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
          { metricName: `${name}_sum`, labels, value: sum },
          { metricName: `${name}_count`, labels, value: count },
        ];
      }),
    );
  }

  add(first: string, second: string, seconds: number): void {
    const row = this.rows.of(first, second);
    row.count++;
    row.sum += seconds;
    const { bounds } = this;
    for (let i = 0; i < bounds.length; i++) {
      if (seconds > (bounds[i] ?? 0)) continue;
      row.buckets[i] = (row.buckets[i] ?? 0) + 1;
      return;
    }
  }
}

/** A counter with a number as its third label. */
export class Counts {
  private readonly rows = new Rows<Map<number, number>>(() => new Map());

  constructor(registry: Registry, { name, help, labels: [one, two] }: TableNames, third: string) {
    register(registry, { name, help, type: 'counter' }, () =>
      this.rows.map((first, second, counts) =>
        [...counts].map(([number, value]) => ({
          labels: { [one]: first, [two]: second, [third]: String(number) },
          value,
        })),
      ),
    );
  }

  add(first: string, second: string, third: number): void {
    const counts = this.rows.of(first, second);
    counts.set(third, (counts.get(third) ?? 0) + 1);
  }
}
