/** Events and tasks in messages (webapp.md F: CalendarPart). */
import {
  mainComponents,
  propertiesNamed,
  propertyOf,
  readICalendar,
  textOf,
} from '../../../stdlib/formats/index.js';
import { dictOf, makeTime, YES } from '../../../stdlib/values/index.js';
import type { Bytes, Value, Xml } from '../../../stdlib/values/types.js';
import { methodOf } from '../calendar/items.js';
import { addressIn } from '../calendar/people.js';
import { DAY, durationOf, timeProperty } from '../calendar/times.js';
import type { Component, RenderingWorld } from './types.js';

type Elements = [Bytes, Value][];

/** Null when the text is no calendar with an event or a task. */
export function calendarPart({ zone }: RenderingWorld, text: Bytes): Component | null {
  const calendar = readICalendar(text);
  const component = calendar === null ? undefined : mainComponents(calendar)[0];
  if (calendar === null || component === undefined) return null;
  const method = methodOf(calendar);
  const elements: Elements = [];
  const add = (name: Bytes, value: Value): void => {
    if (value !== null && value !== '') elements.push([name, value]);
  };
  add('method', method);
  add('Summary', textOf(component, 'summary'));
  add('Location', textOf(component, 'location'));
  add('Comment', textOf(component, 'comment'));
  add('Priority', textOf(component, 'priority'));
  add('description', textOf(component, 'description'));
  const start = timeProperty(component, 'dtstart', zone);
  if (start !== null) add('dateFrom', makeTime(start.at));
  const organizer = propertyOf(component, 'organizer');
  if (organizer !== null) add('organizer', person(organizer));
  const attendees = propertiesNamed(component, 'attendee').map(person);
  if (attendees.length > 0) add('attendees', attendees);
  const own =
    component.type === 'vevent' ? eventElements(component, method, zone) : taskElements(component, zone);
  return { page: 'calendarpart.wssp', elements: [...elements, ...own] };
}

/** Parameters in small letters, the address as `theValue`. */
function person(property: Xml): Value {
  return dictOf([
    ...property.attributes.map(({ name, value }) => [name.toLowerCase(), value] as const),
    ['theValue', addressIn(property)],
  ]);
}

function eventElements(component: Xml, method: Bytes | null, zone: string | null): Elements {
  const elements: Elements = [['isEvent', YES]];
  const start = timeProperty(component, 'dtstart', zone);
  if (start?.isDate) elements.push(['allDayEvent', YES]);
  const duration = start === null ? 0 : durationOf(component, start, zone);
  if (textOf(component, 'rrule') !== '') {
    elements.push(['recurrence', YES], ['duration', String(duration)]);
  } else if (start !== null && !(start.isDate && duration <= DAY)) {
    elements.push(['dateTill', makeTime(start.at + duration)]);
  }
  const busy = textOf(component, 'busyStatus');
  if (method?.toUpperCase() === 'PUBLISH' && busy !== '') elements.push(['busyStatus', busy]);
  return elements;
}

function taskElements(component: Xml, zone: string | null): Elements {
  const due = timeProperty(component, 'due', zone);
  return [
    ['isTask', YES],
    ...(due === null ? [] : [['dateTill', makeTime(due.at)] as [Bytes, Value]]),
    ['percentComplete', textOf(component, 'percent-complete') || '0'],
  ];
}
