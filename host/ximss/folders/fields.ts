/** View fields: what folderReport shows of a message (ximss.md 6.2). */
import { dictGet } from '../../../stdlib/values/dict.js';
import { isTime } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { isXmlName } from '../../../stdlib/values/xmlname.js';
import {
  addressOf,
  fieldValues,
  mediaType,
  priorityOf,
  SHIFT_KEY,
  valueText,
} from '../../objects/messages/head.js';
import type { MessageRecord } from '../../objects/messages/records.js';
import { timeText } from '../xml/times.js';
import { leaf } from '../xml/write.js';

/** What fields may need beyond the message. */
export interface FieldWorld {
  /** Seconds east of GMT of the account's zone at a moment. */
  offset(at: number): number;
}

/** A message as fields see it. */
export interface FieldRow {
  readonly uid: number;
  readonly record: MessageRecord;
  readonly head: Dict;
}

type Writer = (name: Bytes, row: FieldRow, world: FieldWorld) => Bytes;

/** Fields that are no header fields, by their names in small letters. */
const OWN: Readonly<Record<string, Writer>> = {
  internaldate: (name, { record }, world) => {
    const at = Math.floor(record.internalDate / 1000);
    return leaf(name, `${timeText(at)}Z`, [['localTime', timeText(at + world.offset(at))]]);
  },
  size: (name, { record }) => leaf(name, String(record.size)),
  uid: (name, { uid }) => leaf(name, String(uid)),
  'content-type': (name, { head }) => leaf(name, mediaType(head)),
  pty: (name, { head }) => {
    const priority = priorityOf(head);
    return priority === null ? '' : leaf(name, priority);
  },
};

/** The field whose text changes during the life of a message. */
export const isFlags = (field: Bytes): boolean => field.toLowerCase() === 'flags';

/** Present also when the message has none of it. */
const isAlways = (field: Bytes): boolean => /^(?:e-)?from$/i.test(field);

/** Names that can be shown: the element of a field is named as the client wrote it. */
export const isField = (name: Bytes): boolean => name.length <= 128 && isXmlName(name);

/** One field but FLAGS. */
export function fieldText(field: Bytes, row: FieldRow, world: FieldWorld): Bytes {
  const own = OWN[field.toLowerCase()];
  if (own !== undefined) return own(field, row, world);
  const values = fieldValues(row.head, field);
  if (values.length === 0) return isAlways(field) ? leaf(field, '') : '';
  const shift = Number(dictGet(row.head, SHIFT_KEY) ?? 0);
  return values.map(value => valueElement(field, value, shift)).join('');
}

/** One value of a header field: an address, a moment, or text. */
export function valueElement(name: Bytes, value: Value, shift: number): Bytes {
  const address = addressOf(value);
  if (address !== null) return leaf(name, address.address, [['realName', address.realName]]);
  if (!isTime(value)) return leaf(name, valueText(value));
  return leaf(name, `${timeText(value.at)}Z`, [
    ['localTime', timeText(value.at + shift)],
    ['timeShift', shift],
  ]);
}
