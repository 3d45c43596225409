/** Organizers and attendees of items, and the mails that tell them. */

import { xmlText } from '../../../stdlib/data/index.js';
import { propertiesNamed, propertyOf, textOf, writeICalendar } from '../../../stdlib/formats/index.js';
import { copy, isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { calendarOf } from './items.js';
import type { CalendarMail } from './types.js';

/** Address of an organizer or attendee in small letters. */
export const addressIn = (property: Xml): Bytes =>
  xmlText(property)
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();

/** Address of the organizer, `''` when there is none. */
export function organizerOf(component: Xml): Bytes {
  const property = propertyOf(component, 'organizer');
  return property === null ? '' : addressIn(property);
}

/** Addresses of the attendees. */
export const attendeesOf = (component: Xml): Bytes[] => propertiesNamed(component, 'attendee').map(addressIn);

/** Each address once, without those that mean oneself. */
export const othersThan = (own: readonly Bytes[], addresses: readonly Bytes[]): Bytes[] =>
  [...new Set(addresses)].filter(address => address !== '' && !own.includes(address));

/** A copy of a component with another participation status of one attendee; null when that one is not invited. */
export function withStatus(component: Xml, addresses: readonly Bytes[], status: Bytes): Xml | null {
  const changed = copy(component);
  if (!isXml(changed)) return null;
  const attendee = propertiesNamed(changed, 'attendee').find(property =>
    addresses.includes(addressIn(property)),
  );
  if (!attendee) return null;
  attendee.attributes = [
    ...attendee.attributes.filter(({ name }) => name !== 'PARTSTAT' && name !== 'RSVP'),
    { prefix: '', name: 'PARTSTAT', value: status },
  ];
  return changed;
}

/** Participation status that an attendee of a reply has. */
export function statusIn(component: Xml): { readonly address: Bytes; readonly status: Bytes } | null {
  const attendee = propertiesNamed(component, 'attendee')[0];
  const status = attendee?.attributes.find(({ name }) => name === 'PARTSTAT')?.value;
  return attendee && status !== undefined ? { address: addressIn(attendee), status } : null;
}

const SUBJECTS: Readonly<Record<Bytes, Bytes>> = {
  CANCEL: 'Cancelled: ',
  ACCEPTED: 'Accepted: ',
  TENTATIVE: 'Tentative: ',
  DECLINED: 'Declined: ',
};

/** The mail that tells about components. `verdict`: participation status of a reply. */
export function mailAbout(
  to: readonly Bytes[],
  method: Bytes,
  components: readonly Xml[],
  comment: Bytes | null,
  verdict: Bytes | null = null,
): CalendarMail {
  const [first] = components;
  const summary = first ? textOf(first, 'summary') : '';
  const description = first ? textOf(first, 'description') : '';
  return {
    to,
    subject: `${SUBJECTS[verdict ?? method] ?? ''}${summary}`,
    method,
    calendar: writeICalendar(calendarOf(components, method)),
    text: comment ?? (description === '' ? summary : description),
  };
}
