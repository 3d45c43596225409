/** How views sort and filter messages by a field (ximss.md 6.2). */

import { foldCase } from '../../../stdlib/values/foldcase.js';
import { isTime } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { type Flags, flagsText, matchesFlags, parseFlags, SEEN } from './flags.js';
import { addressOf, fieldValues, mediaType, priorityOf, valueText } from './head.js';
import { decodeFlags, decodeMessage, type MessageRecord } from './records.js';

/** A message while it is looked at. `head` is read only when it is asked for. */
export interface Row {
  readonly uid: number;
  readonly flags: Flags;
  readonly record: MessageRecord;
  head(): Dict;
}

/** A message as a row. */
export const rowOf = (uid: number, record: MessageRecord, head: () => Dict): Row => ({
  uid,
  flags: record.flags,
  record,
  head,
});

/** A row of a long walk: of the stored record only the flags are read, the rest when it is asked for. */
export class StoredRow implements Row {
  readonly flags: Flags;
  private found: MessageRecord | null = null;

  /**
   * @param read reads the header of a message
   * @param known the header, when the walk has it
   */
  constructor(
    readonly uid: number,
    private readonly stored: Uint8Array,
    private readonly read: (uid: number) => Dict,
    private readonly known: Dict | null,
  ) {
    this.flags = decodeFlags(stored);
  }

  head(): Dict {
    return this.known ?? this.read(this.uid);
  }

  get record(): MessageRecord {
    this.found ??= decodeMessage(this.stored);
    return this.found;
  }
}

export type SortKey = number | string;

/** Fields that need no header. */
const own: Readonly<Record<string, (row: Row) => SortKey>> = {
  uid: row => row.uid,
  size: row => row.record.size,
  internaldate: row => row.record.internalDate,
  flags: ({ flags }) => `${(flags.bits & SEEN) === 0 ? 0 : 1}${flagsText(flags)}`,
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
  if (!address) return foldCase(valueText(first));
  return `${foldCase(address.realName ?? address.address)}\0${foldCase(address.address)}`;
}

/** What gives the key that messages are sorted by. */
export function sortKey(field: Bytes): (row: Row) => SortKey {
  const name = field.toLowerCase();
  const direct = Object.hasOwn(own, name) ? own[name] : undefined;
  return direct ?? (row => headKey(row.head(), field));
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
  if (name === 'flags') return flagsText(row.flags);
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
    return row => matchesFlags(row.flags, list);
  }
  const wanted = foldCase(filter);
  const asked = field === null ? fields : [field];
  return row => asked.some(name => foldCase(filterText(row, name)).includes(wanted));
}
