/**
 * Periods and sizes as people write them in settings files (`10m`, `100M`): one reader and one printer each.
 */

const periods: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const sizes: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** Reads a period (`250ms`, `10s`, `10`, `1h`; a bare number counts seconds) into milliseconds, null when it is none. */
export function readPeriod(text: string): number | null {
  const match = /^(\d{1,12})(ms|s|m|h|d|w)?$/i.exec(text.trim());
  if (!match) return null;
  const unit = periods[(match[2] ?? 's').toLowerCase()];
  return unit === undefined ? null : Number(match[1]) * unit;
}

/** Reads a size (`4096`, `64K`, `100M`) into bytes, null when it is none. */
export function readSize(text: string): number | null {
  const match = /^(\d{1,12})([KMGT]?)B?$/i.exec(text.trim());
  if (!match) return null;
  const unit = sizes[(match[2] ?? '').toUpperCase()];
  const bytes = unit === undefined ? Number.NaN : Number(match[1]) * unit;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** The shortest exact form of a number in a table of units. */
function print(amount: number, units: Readonly<Record<string, number>>): string {
  let best = '';
  let factor = 1;
  for (const [name, size] of Object.entries(units)) {
    if (amount % size === 0 && size >= factor && (amount !== 0 || size === 1)) {
      best = name;
      factor = size;
    }
  }
  return `${amount / factor}${best}`;
}

/** Prints milliseconds as a period: `60s` is `1m`. */
export function printPeriod(ms: number): string {
  return ms === 0 ? '0s' : print(ms, periods);
}

/** Prints bytes as a size. */
export function printSize(bytes: number): string {
  return print(bytes, sizes);
}
