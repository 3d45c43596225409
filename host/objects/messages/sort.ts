/** How views sort and filter messages by a field (ximss.md 6.2). */
import { foldKey, isTime } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { flagsText, matchesFlags, parseFlags, SEEN } from './flags.js';
import { addressOf, fieldValues, mediaType, priorityOf, valueText } from './head.js';
import type { MessageRecord } from './records.js';

/** A message while it is looked at. `head` is read only when it is asked for. */
export interface Row {
  readonly uid: number;
  readonly record: MessageRecord;
  readonly head: () => Dict;
}

export type SortKey = number | string;

/** Fields that need no header. */
const own: Readonly<Record<string, (row: Row) => SortKey>> = {
  uid: row => row.uid,
  size: row => row.record.size,
  internaldate: row => row.record.internalDate,
  flags: row =>
    (row.record.flags.bits & SEEN) === 0
      ? `0${flagsText(row.record.flags)}`
      : `1${flagsText(row.record.flags)}`,
};

/** True when the order by this field needs the headers. */
export const needsHead = (field: Bytes): boolean => !Object.hasOwn(own, field.toLowerCase());

function headKey(head: Dict, field: Bytes): SortKey {
  const name = field.toLowerCase();
  if (name === 'content-type') return mediaType(head);
  if (name === 'pty') return ['High', null, 'Low'].indexOf(priorityOf(head));
  const [first] = fieldValues(head, field);
  if (first === undefined) return '';
  if (isTime(first)) return first.at;
  const address = addressOf(first);
  if (!address) return foldKey(valueText(first));
  return `${foldKey(name.startsWith('e-') ? '' : (address.realName ?? address.address))}\0${foldKey(address.address)}`;
}

/** The key that a message is sorted by. */
export function sortKey(row: Row, field: Bytes): SortKey {
  const name = field.toLowerCase();
  const direct = Object.hasOwn(own, name) ? own[name] : undefined;
  return direct ? direct(row) : headKey(row.head(), field);
}

/** Numbers before texts, so that messages without the date come last or first together. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? 1 : -1;
}

/** Text of a field for substring filters. */
function filterText(row: Row, field: Bytes): Bytes {
  const name = field.toLowerCase();
  if (name === 'flags') return flagsText(row.record.flags);
  if (name === 'uid') return String(row.uid);
  if (name === 'size') return String(row.record.size);
  if (name === 'content-type') return mediaType(row.head());
  if (name === 'pty') return priorityOf(row.head()) ?? '';
  return fieldValues(row.head(), field).map(valueText).join(' ');
}

/**
 * The test of a view's filter. With the field FLAGS the filter is a flag list that must hold, else a part of the
 * field's text without regard to letter case; null field: of any of the view's fields.
 */
export function filterTest(
  filter: Bytes | null,
  field: Bytes | null,
  fields: readonly Bytes[],
): (row: Row) => boolean {
  if (filter === null || filter === '') return () => true;
  if (field?.toLowerCase() === 'flags') {
    const list = parseFlags(filter);
    return row => matchesFlags(row.record.flags, list);
  }
  const wanted = foldKey(filter);
  const asked = field === null ? fields : [field];
  return row => asked.some(name => foldKey(filterText(row, name)).includes(wanted));
}
