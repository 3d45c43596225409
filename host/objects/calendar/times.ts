/** Dates and times of components in seconds of GMT. */
import {
  type CalendarTime,
  propertyOf,
  readCalendarTime,
  readDuration,
  textOf,
} from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { fromWallClock, isKnownZone } from '../zones/zones.js';

export const DAY = 86400;

/** A moment: as it is written, and in GMT. */
export interface Moment {
  readonly wall: number;
  readonly at: number;
  readonly isDate: boolean;
  /** Zone that the wall clock belongs to. */
  readonly zone: string | null;
}

/** A date property with its zone. `zone`: for values that name none. */
export function momentOf(property: Xml, text: Bytes, zone: string | null): Moment | null {
  const time = readCalendarTime(text.split('/')[0] ?? '');
  if (time === null) return null;
  const tzid = property.attributes.find(({ name }) => name === 'TZID')?.value ?? null;
  return placed(time, tzid !== null && isKnownZone(tzid) ? tzid : zone);
}

function placed({ at, kind }: CalendarTime, zone: string | null): Moment {
  if (kind === 'gmt') return { wall: at, at, isDate: false, zone: 'UTC' };
  return { wall: at, at: fromWallClock(zone, at), isDate: kind === 'date', zone };
}

/** The moment of the first property of a name, null when it is absent or unreadable. */
export function timeProperty(component: Xml, name: Bytes, zone: string | null): Moment | null {
  const property = propertyOf(component, name);
  return property === null ? null : momentOf(property, textOf(component, name), zone);
}

/** Seconds from the beginning of an event to its end. All-day events last whole days, at least one. */
export function durationOf(component: Xml, start: Moment, zone: string | null): number {
  const end = timeProperty(component, 'dtend', zone);
  const given = readDuration(textOf(component, 'duration'));
  if (start.isDate) {
    const wall = end ? end.wall - start.wall : (given ?? DAY);
    return Math.max(1, Math.round(wall / DAY)) * DAY;
  }
  if (end) return Math.max(0, end.at - start.at);
  return Math.max(0, given ?? 0);
}
