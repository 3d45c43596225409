/**
 * The parsed header of a message as it is stored beside it: a dictionary from the field name in small letters to the
 * array of its values. Address fields hold dictionaries with the address under `""` and the optional `realName`, date
 * fields timestamps, all others decoded text (cgpl.md 14.14, MessageHeader). `host/objects/mime` makes it.
 */
import { dictGet, isArray, isDict, isString, isTime } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';

/** Key of the media type of the whole message, `type/subtype` in small letters. */
export const TYPE_KEY = ' type';
/** Key of the offset of the Date field east of GMT in seconds. */
export const SHIFT_KEY = ' shift';
/** Key that is there when the message has audio or video. */
export const MEDIA_KEY = ' media';

/** An address of an address field. */
export interface HeadAddress {
  readonly address: Bytes;
  readonly realName: Bytes | null;
}

/** Values of a field, none when the message has no such field. `E-From` and `From` are the same field. */
export function fieldValues(head: Dict, field: Bytes): readonly Value[] {
  const name = field.toLowerCase();
  const values = dictGet(head, name.startsWith('e-') ? name.slice(2) : name);
  return isArray(values) ? values : [];
}

/** The address in a value of an address field, null for other values. */
export function addressOf(value: Value): HeadAddress | null {
  if (!isDict(value)) return null;
  const address = dictGet(value, '');
  const realName = dictGet(value, 'realName');
  return { address: isString(address) ? address : '', realName: isString(realName) ? realName : null };
}

/** A value as text for filters and sorting: name and address, or the text. */
export function valueText(value: Value): Bytes {
  const address = addressOf(value);
  if (address) return address.realName === null ? address.address : `${address.realName} ${address.address}`;
  return isString(value) ? value : '';
}

/** A value as people write it: `name <address>`, or the text. */
export function shownText(value: Value): Bytes {
  const address = addressOf(value);
  return address?.realName ? `${address.realName} <${address.address}>` : valueText(value);
}

/** Media type of the whole message. */
export function mediaType(head: Dict): Bytes {
  const type = dictGet(head, TYPE_KEY);
  return isString(type) ? type : 'text/plain';
}

/** `High` or `Low` from the priority fields, null for normal ones. */
export function priorityOf(head: Dict): 'High' | 'Low' | null {
  for (const field of ['x-priority', 'importance', 'priority', 'x-msmail-priority']) {
    const text = fieldValues(head, field).map(valueText).join(' ').trim().toLowerCase();
    if (/^[12]\b|high|urgent/.test(text)) return 'High';
    if (/^[45]\b|low|non-urgent/.test(text)) return 'Low';
  }
  return null;
}

/** Seconds since 1970 of the first timestamp of a field, null when there is none. */
export function timeOf(head: Dict, field: Bytes): number | null {
  const found = fieldValues(head, field).find(isTime);
  return found === undefined ? null : found.at;
}
