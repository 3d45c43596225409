/** Messages as XML (xml-objects.md 2): header fields as elements, then the body. */

import { isArray } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { isXmlName } from '../../../stdlib/values/xmlname.js';
import { priorityOf } from '../../objects/messages/head.js';
import { fieldValuesOf } from '../../objects/mime/index.js';
import type { MimePart } from '../../objects/mime/part.js';
import { valueElement } from '../folders/fields.js';
import { leaf } from '../xml/write.js';

/** Fields that are always spelled so, by their names in small letters. */
const SPELLED: ReadonlyMap<Bytes, Bytes> = new Map(
  [
    'From',
    'Sender',
    'Reply-To',
    'To',
    'Cc',
    'Bcc',
    'Return-Path',
    'Resent-From',
    'Resent-To',
    'Resent-Cc',
    'Errors-To',
    'Return-Receipt-To',
    'Disposition-Notification-To',
    'Date',
    'Resent-Date',
    'Subject',
    'Message-ID',
    'In-Reply-To',
    'References',
  ].map(name => [name.toLowerCase(), name]),
);

/** Shown once. */
const ONCE = new Set(['date', 'resent-date', 'subject', 'message-id', 'in-reply-to', 'references']);

/** Shown as Pty. */
const PRIORITY = new Set(['x-priority', 'importance', 'priority', 'x-msmail-priority']);

/** Fields of transport, of MIME and of signatures are left out. */
const LEFT_OUT =
  /^(?:received|x-received|content-.*|mime-version|dkim-.*|domainkey-.*|domainkeys|arc-.*|authentication-results|received-spf|x-google-dkim-.*)$/;

/** Header fields as elements. */
export function headerElements(part: MimePart): Bytes {
  const { head, date } = fieldValuesOf(part.fields);
  const priority = priorityOf(head);
  const seen = new Set<Bytes>();
  let text = '';
  for (const { name } of part.fields) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    if (LEFT_OUT.test(key) || PRIORITY.has(key)) continue;
    const spelled = SPELLED.get(key) ?? name;
    if (!isXmlName(spelled)) continue;
    const values = head.entries[key] ?? [];
    const shown: readonly Value[] = isArray(values) ? values : [];
    const shift = key === 'date' ? (date?.shift ?? 0) : 0;
    for (const value of ONCE.has(key) ? shown.slice(0, 1) : shown)
      text += valueElement(spelled, value, shift);
  }
  return priority === null ? text : text + leaf('Pty', priority);
}
