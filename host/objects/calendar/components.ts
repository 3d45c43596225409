/** The components of an item: what comes from outside, what is stored, what others are told. */
import {
  mainComponents,
  normalCalendar,
  putProperty,
  textOf,
  uidsOf,
} from '../../../stdlib/formats/index.js';
import { copy, isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { addressIn } from './people.js';
import type { Item } from './types.js';

/** The components of one item in a calendar from outside. Throws `bad-icalendar`. */
export function componentsOf(given: Xml): Xml[] {
  const calendar = normalCalendar(given);
  const components = calendar === null ? [] : mainComponents(calendar);
  const isItem =
    components.length > 0 && components.every(({ type }) => type === 'vevent' || type === 'vtodo');
  if (calendar === null || !isItem || uidsOf(calendar).filter(uid => uid !== '').length > 1) {
    throw new PosternError('bad-icalendar');
  }
  return components;
}

/** What is stored: fresh exceptions join the stored item, a fresh master takes its place with all that came along. */
export function merged(old: Item | null, fresh: readonly Xml[]): Xml[] {
  const isException = (component: Xml) => textOf(component, 'recurrence-id') !== '';
  if (old === null || !fresh.every(isException)) return [...fresh];
  const ids = new Set(fresh.map(component => textOf(component, 'recurrence-id')));
  const kept = old.exceptions.filter(component => !ids.has(textOf(component, 'recurrence-id')));
  const master = old.exceptions.includes(old.master) ? [] : [old.master];
  return [...master, ...kept, ...fresh];
}

/** Makes a component newer than it was. */
export function raiseSequence(component: Xml): void {
  putProperty(component, 'sequence', String((Number(textOf(component, 'sequence')) || 0) + 1));
}

/** What attendees are told when an item, or one occurrence, is cancelled. */
export function cancelled(master: Xml, recurrenceId: Bytes | null): Xml {
  const gone = copy(master);
  if (!isXml(gone)) return master;
  putProperty(gone, 'status', 'CANCELLED');
  raiseSequence(gone);
  if (recurrenceId !== null) {
    gone.body = gone.body.filter(item => !isXml(item) || !['rrule', 'rdate', 'exdate'].includes(item.type));
    putProperty(gone, 'recurrence-id', recurrenceId);
  }
  return gone;
}

/** A component with one attendee alone: that is what a reply holds. */
export function onlyAttendee(component: Xml, own: readonly Bytes[]): Xml {
  const answer = copy(component);
  if (!isXml(answer)) return component;
  answer.body = answer.body.filter(
    item =>
      !isXml(item) || (item.type !== 'valarm' && (item.type !== 'attendee' || own.includes(addressIn(item)))),
  );
  return answer;
}
