/** Time zones and charsets that this server knows, for programs and pages. */
import { FixedOffsetZone, IANAZone, SystemZone, type Zone } from 'luxon';

/** Charsets offered to pages (wssp.md KNOWNCHARSETS); the converters know more names for them. */
export const CHARSETS: readonly string[] = [
  'utf-8',
  'us-ascii',
  ...Array.from({ length: 16 }, (_, i) => i + 1)
    .filter(part => part !== 12)
    .map(part => `iso-8859-${part}`),
  ...Array.from({ length: 9 }, (_, i) => `windows-125${i}`),
  'koi8-r',
  'koi8-u',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'euc-kr',
  'gb2312',
  'gbk',
  'gb18030',
  'big5',
];

/** Names of all time zones. */
export function timeZoneNames(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

const zones = new Map<string, Zone | null>();

/** A zone by its name, null for a name that nobody knows. */
export function zoneOf(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = /^(UTC|GMT)$/i.test(name)
    ? FixedOffsetZone.utcInstance
    : IANAZone.isValidZone(name)
      ? IANAZone.create(name)
      : null;
  // Names come from programs: only a bounded number of wrong ones is remembered.
  if (zones.size < 2000) zones.set(name, zone);
  return zone;
}

/** Seconds east of GMT of a zone (null: the server's own) at a moment (seconds since 1970, GMT). */
export function zoneOffset(name: string | null, at: number): number {
  const zone = (name === null ? null : zoneOf(name)) ?? SystemZone.instance;
  const minutes = zone.offset(at * 1000);
  return Number.isFinite(minutes) ? Math.round(minutes * 60) : 0;
}
