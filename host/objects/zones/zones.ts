/** Time zones by the names that preferences and calendars use. */
import { FixedOffsetZone, IANAZone, SystemZone, type Zone } from 'luxon';

const known = new Map<string, Zone | null>();

/** Names come from outside: only so many are remembered. */
const MOST = 2000;

/** A zone by name: IANA, `UTC`, `GMT`, or `(+0300) Moscow` with a fixed offset. Null for names that nobody knows. */
function zoneOf(name: string): Zone | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  const zone = makeZone(name);
  if (known.size < MOST) known.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone | null {
  if (/^(?:UTC|GMT|Etc\/UTC)$/i.test(name)) return FixedOffsetZone.utcInstance;
  const fixed = /^\(([+-])([0-9]{2})([0-9]{2})\)/.exec(name);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return FixedOffsetZone.instance(fixed[1] === '-' ? -minutes : minutes);
  }
  return name.length < 100 && IANAZone.isValidZone(name) ? IANAZone.create(name) : null;
}

/** True for names that the server can compute with. */
export function isKnownZone(name: string): boolean {
  return zoneOf(name) !== null;
}

/**
 * Seconds east of GMT at a moment.
 * @param name null, `HostOS` and unknown names: the zone of the server
 * @param at seconds since 1970, GMT
 */
export function zoneOffset(name: string | null, at: number): number {
  const zone = (name === null || name === 'HostOS' ? null : zoneOf(name)) ?? SystemZone.instance;
  const minutes = zone.offset(at * 1000);
  return Number.isFinite(minutes) ? Math.round(minutes * 60) : 0;
}

/**
 * The moment of a wall-clock time in a zone, in seconds since 1970, GMT. Of two the earlier one; a time that the zone
 * skips is taken as if it had not been skipped.
 */
export function fromWallClock(name: string | null, wall: number): number {
  const before = wall - zoneOffset(name, wall - 86400);
  if (before + zoneOffset(name, before) === wall) return before;
  const after = wall - zoneOffset(name, wall + 86400);
  return after + zoneOffset(name, after) === wall ? after : before;
}

/** IANA names of all zones. */
export function zoneNames(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
