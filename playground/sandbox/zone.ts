/** Time zones without tables of our own: the engine of the host knows them. */

const formats = new Map<string, Intl.DateTimeFormat | null>();
const MOST = 500;

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    const parts = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
  } catch {
    // a name that nobody knows
  }
  if (formats.size < MOST) formats.set(zone, format);
  return format;
}

export function isZone(name: string): boolean {
  return formatOf(name) !== null;
}

/** Seconds east of GMT at a moment (seconds since 1970, GMT); 0 for unknown zones. */
export function zoneOffset(zone: string | null, at: number): number {
  const format = formatOf(zone ?? 'UTC');
  if (format === null || !Number.isFinite(at)) return 0;
  const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]));
  const part = (name: string): number => parts.get(name as Intl.DateTimeFormatPartTypes) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return Math.round(local / 1000 - at);
}

export function zoneNames(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
