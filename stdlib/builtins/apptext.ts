/** `AppToXML`, `XMLToApp` (spec: cgpl.md section 14.10): a string is an error. */
import { withoutZero } from '../data/text.js';
import { appToXml, xmlToApp } from '../formats/index.js';
import { isData, isXml } from '../values/is.js';
import type { Bytes, Value } from '../values/types.js';

/** The formats as errors spell them; a bare calendar is one as well. */
const NAMES: Readonly<Record<Bytes, Bytes>> = {
  vcard: 'vCard',
  vcardgroup: 'vCardGroup',
  icalendar: 'iCalendar',
  vcalendar: 'iCalendar',
};

const illegal = (name: Bytes): Bytes => `illegal ${NAMES[name.toLowerCase()] ?? name} data format`;

export function appToXML(data: Value, format: Value): Value {
  const text = typeof data === 'string' ? data : isData(data) ? data.bytes : null;
  if (text === null || typeof format !== 'string') return null;
  const found = appToXml(withoutZero(text), format);
  if (found === undefined) return `unknown data format: ${format}`;
  return found ?? illegal(format);
}

export function xmlToApplication(x: Value): Value {
  if (!isXml(x)) return null;
  return xmlToApp(x) ?? illegal(x.type);
}
