/** What the server adds to a published event or task (ximss.md 9). */
import { randomBytes } from 'node:crypto';
import { propertyOf, putProperty, textOf } from '../../../stdlib/formats/index.js';
import { copy, isXml, newXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { DAY, timeProperty } from './times.js';
import type { Item } from './types.js';

/** Properties whose change makes a new version of the item. */
const WEIGHTY = ['dtstart', 'dtend', 'due', 'duration', 'location', 'rrule', 'rdate', 'exdate'];

const ROUND = 15 * 60;

/** `YYYYMMDDTHHMMSSZ`. */
export const gmtText = (at: number): Bytes => new Date(at * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
const dateText = (wall: number): Bytes => gmtText(wall).slice(0, 8);

const all = (component: Xml, name: Bytes) =>
  component.body
    .filter(isXml)
    .filter(({ type }) => type === name)
    .map(property => JSON.stringify(property))
    .join();

/** True when time, place or recurrence differ. */
export function differs(before: Xml, after: Xml): boolean {
  return WEIGHTY.some(name => all(before, name) !== all(after, name));
}

function eventTimes(component: Xml, now: number, zone: string | null): void {
  if (propertyOf(component, 'dtstart') === null) {
    putProperty(component, 'dtstart', gmtText(Math.floor(now / ROUND) * ROUND));
  }
  if (propertyOf(component, 'dtend') !== null || propertyOf(component, 'duration') !== null) return;
  const start = timeProperty(component, 'dtstart', zone);
  if (start === null) return;
  const source = propertyOf(component, 'dtstart');
  const wall = start.wall + (start.isDate ? DAY : 3600);
  const text = start.isDate
    ? dateText(wall)
    : start.zone === 'UTC'
      ? gmtText(wall)
      : gmtText(wall).slice(0, -1);
  if (source === null) return;
  const end = newXml('dtend');
  end.attributes = source.attributes.map(attribute => ({ ...attribute }));
  end.body.push(text);
  component.body.splice(component.body.indexOf(source) + 1, 0, end);
}

/** What the server keeps of an item stands before all else, in this order. */
function putFirst(component: Xml, properties: readonly (readonly [name: Bytes, text: Bytes])[]): void {
  const names = new Set(properties.map(([name]) => name));
  component.body = component.body.filter(item => !isXml(item) || !names.has(item.type));
  const rest = component.body.splice(0);
  for (const [name, text] of properties) putProperty(component, name, text);
  component.body.push(...rest);
}

/**
 * A component with everything that it needs. The given one is not touched.
 * @param old the stored item that it takes the place of
 * @param now seconds since 1970
 */
export function completed(
  given: Xml,
  old: Item | null,
  itemUid: Bytes | null,
  domain: string,
  now: number,
  zone: string | null,
): Xml {
  const component = copy(given);
  if (!isXml(component)) return given;
  const uid =
    textOf(component, 'uid') || itemUid || old?.itemUid || `${randomBytes(12).toString('hex')}@${domain}`;
  const sequence = Number(textOf(component, 'sequence')) || 0;
  const stored = old === null ? 0 : Number(textOf(old.master, 'sequence')) || 0;
  const raised = old !== null && differs(old.master, component) ? stored + 1 : stored;
  const isTask = component.type === 'vtodo';
  const created = textOf(component, 'created') || (old && textOf(old.master, 'created')) || gmtText(now);
  putFirst(component, [
    ['uid', uid],
    ['dtstamp', gmtText(now)],
    ['created', created],
    ['last-modified', gmtText(now)],
    ['sequence', String(Math.max(sequence, raised))],
  ]);
  if (!isTask) eventTimes(component, now, zone);
  else if (propertyOf(component, 'percent-complete') === null)
    putProperty(component, 'percent-complete', '0');
  return component;
}
