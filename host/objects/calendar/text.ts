/** Items as messages: one part `text/calendar` when the server stores them, any depth when they come by mail. */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { allParts, type Content, composeMessage, parseStructure, partText } from '../mime/index.js';
import type { CalendarMail } from './types.js';

const unique = () => randomBytes(12).toString('hex');

const part = (calendar: Bytes, method: Bytes): Content => ({
  type: 'text',
  subtype: 'calendar',
  params: method === '' ? [] : [['method', method]],
  body: calendar,
});

/** The message of a stored item. `now`: seconds since 1970. */
export function itemMessage(
  from: Bytes,
  realName: Bytes | null,
  subject: Bytes,
  calendar: Bytes,
  now: number,
  hostName: string,
): Uint8Array {
  const fields = [
    ['From', { address: from, realName }],
    ['Subject', subject],
  ] as const;
  return composeMessage(fields, part(calendar, ''), { now, hostName, unique });
}

/** The mail that tells others about an item: text for people, the calendar for their programs. */
export function calendarMessage(
  from: Bytes,
  realName: Bytes | null,
  mail: CalendarMail,
  now: number,
  hostName: string,
): Uint8Array {
  const fields = [
    ['From', { address: from, realName }],
    ['To', mail.to.map(address => ({ address, realName: null }))],
    ['Subject', mail.subject],
  ] as const;
  const body: readonly Content[] = [
    { type: 'text', subtype: 'plain', body: mail.text },
    part(mail.calendar, mail.method),
  ];
  return composeMessage(
    fields,
    { type: 'multipart', subtype: 'alternative', body },
    { now, hostName, unique },
  );
}

/** The first calendar text in a message, null when it has none. */
export function calendarTextOf(message: Uint8Array): Bytes | null {
  for (const found of allParts(parseStructure(message))) {
    if (found.type === 'text' && found.subtype === 'calendar') return partText(message, found);
  }
  return null;
}
