/** Texts of other applications and their XML forms (xml-objects.md 4 to 6): `AppToXML`, `XMLToApp`, contacts, calendars. */
import { printXml } from '../data/xml/print.js';
import type { Bytes, Xml } from '../values/types.js';
import { normalCalendar, readICalendar, writeICalendar } from './icalendar.js';
import { readSdp, writeSdp } from './sdp.js';
import { normalCard, readVCards, writeVCard } from './vcard.js';
import { normalGroup, readVCardGroup, writeVCardGroup } from './vcardgroup.js';

export * from './icaldates.js';
export * from './icalendar.js';
export * from './recurrence.js';
export { readSdp, writeSdp } from './sdp.js';
export {
  displayName,
  find as findCardProperty,
  normalCard,
  partText,
  putValue as putCardValue,
  readVCards,
  valuesOf as cardValues,
  writeVCard,
} from './vcard.js';
export { normalGroup, readVCardGroup, writeVCardGroup } from './vcardgroup.js';

/** `AppToXML` (cgpl.md 14.10): undefined for a format that nobody knows, null for a text that is not of the format. */
export function appToXml(text: Bytes, format: Bytes): Xml | Xml[] | null | undefined {
  const name = format.toLowerCase();
  if (name === 'vcard') {
    const cards = readVCards(text);
    if (cards?.some(card => card.body.length === 0)) return null;
    return cards?.length === 1 ? (cards[0] as Xml) : cards;
  }
  if (name === 'vcardgroup') return readVCardGroup(text);
  if (name === 'sdp') return readSdp(text);
  return name === 'icalendar' ? usable(readICalendar(text)) : undefined;
}

/** A calendar without events and tasks, or with unreadable dates, is none (xml-objects.md 6). */
function usable(calendar: Xml | null): Xml | null {
  return calendar === null || normalCalendar(calendar) === null ? null : calendar;
}

/** `XMLToApp`: null when an element of a known format cannot be written; other elements give their XML text. */
export function xmlToApp(xml: Xml): Bytes | null {
  const name = xml.type.toLowerCase();
  if (name === 'vcard') return written(normalCard(xml), writeVCard);
  if (name === 'vcardgroup') return written(normalGroup(xml), writeVCardGroup);
  if (name === 'icalendar' || name === 'vcalendar') return written(normalCalendar(xml), writeICalendar);
  return name === 'sdp' ? writeSdp(xml) : printXml(xml);
}

function written(normal: Xml | null, write: (xml: Xml) => Bytes): Bytes | null {
  return normal === null ? null : write(normal);
}
