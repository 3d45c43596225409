/** Expands events: every occurrence that overlaps an interval (RFC 5545: rules, extra dates, exceptions). */

import { xmlText } from '../../../stdlib/data/index.js';
import { moments, propertiesNamed, readRule, textOf } from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { fromWallClock, zoneOffset } from '../zones/zones.js';
import { durationOf, type Moment, momentOf, timeProperty } from './times.js';
import type { Item, Occurrence } from './types.js';

/** Occurrences of one event that are looked at. */
const MOST = 20_000;

/** Moments that a list of dates names. */
function listed(component: Xml, name: Bytes, zone: string | null): Moment[] {
  return propertiesNamed(component, name).flatMap(property =>
    xmlText(property)
      .split(',')
      .flatMap(text => momentOf(property, text.trim(), zone) ?? []),
  );
}

/** Text of a recurrence-id for a moment, in the form of the event's beginning. */
function idOf(start: Moment, at: number): Bytes {
  const wall = start.isDate || start.zone !== 'UTC' ? at + zoneOffset(start.zone, at) : at;
  const text = new Date(wall * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return start.isDate ? text.slice(0, 8) : start.zone === 'UTC' ? text : text.slice(0, -1);
}

/** Beginnings of the regular occurrences, in GMT, ascending. */
function* beginnings(
  master: Xml,
  start: Moment,
  duration: number,
  from: number,
  till: number,
): Generator<number> {
  const text = textOf(master, 'rrule');
  const rule = text === '' ? null : readRule(text);
  if (rule === null) {
    yield start.at;
    return;
  }
  const shift = rule.until !== null && rule.untilGmt ? zoneOffset(start.zone, rule.until) : 0;
  const local = rule.until === null ? rule : { ...rule, until: rule.until + shift, untilGmt: false };
  const reach = 2 * 86400 + duration;
  let count = 0;
  for (const wall of moments(local, start.wall, from - reach, till + reach)) {
    if (++count > MOST) return;
    yield fromWallClock(start.zone, wall);
  }
}

const overlaps = (begin: number, duration: number, from: number, till: number) =>
  begin < till && (duration === 0 ? begin >= from : begin + duration > from);

/** The occurrence that a component stands for by itself. */
function single(
  item: Item,
  component: Xml,
  zone: string | null,
  recurrenceId: Bytes | null,
): Occurrence | null {
  const start = timeProperty(component, 'dtstart', zone);
  if (start === null) return null;
  const duration = durationOf(component, start, zone);
  return occurrence(item, component, start, start.at, duration, zone, recurrenceId);
}

function occurrence(
  item: Item,
  component: Xml,
  start: Moment,
  at: number,
  duration: number,
  zone: string | null,
  recurrenceId: Bytes | null,
): Occurrence {
  // An all-day event is of the date that is written, wherever it is looked at.
  const shown = start.isDate ? start.zone : zone;
  return {
    item,
    component,
    isAllDay: start.isDate,
    from: at,
    till: at + duration,
    localFrom: at + zoneOffset(shown, at),
    duration,
    recurrenceId,
  };
}

/**
 * Occurrences of an event that overlap `from` up to `till`, in seconds of GMT; changed ones stand for themselves.
 * @param zone for times that name none, and for what is shown
 */
export function occurrencesOf(item: Item, from: number, till: number, zone: string | null): Occurrence[] {
  const { master, exceptions } = item;
  const found: Occurrence[] = [];
  const changed = new Set<number>();
  for (const exception of exceptions) {
    const id = timeProperty(exception, 'recurrence-id', zone);
    if (id) changed.add(id.at);
    const text = textOf(exception, 'recurrence-id');
    const one = textOf(exception, 'status') === 'CANCELLED' ? null : single(item, exception, zone, text);
    if (one && overlaps(one.from, one.duration, from, till)) found.push(one);
  }
  const start = exceptions.includes(master) ? null : timeProperty(master, 'dtstart', zone);
  if (start === null) return found;
  const duration = durationOf(master, start, zone);
  const left = new Set(listed(master, 'exdate', zone).map(({ at }) => at));
  const seen = new Set<number>();
  const add = (at: number) => {
    if (seen.has(at) || left.has(at) || changed.has(at) || !overlaps(at, duration, from, till)) return;
    seen.add(at);
    found.push(occurrence(item, master, start, at, duration, zone, null));
  };
  for (const at of beginnings(master, start, duration, from, till)) add(at);
  for (const { at } of listed(master, 'rdate', zone)) add(at);
  return found;
}

/** True when an occurrence of the item, changed or not, is the one that was to begin at this moment. */
export function hasOccurrence(item: Item, at: number, zone: string | null): boolean {
  return (
    item.exceptions.some(component => timeProperty(component, 'recurrence-id', zone)?.at === at) ||
    occurrencesOf(item, at, at + 1, zone).some(one => one.recurrenceId === null && one.from === at)
  );
}

/** Text of the recurrence-id of an occurrence of an item. */
export function recurrenceIdAt(item: Item, at: number, zone: string | null): Bytes | null {
  const start = timeProperty(item.master, 'dtstart', zone);
  return start === null ? null : idOf(start, at);
}
