/** What the changes of mailboxes in the change log tell (`MAILBOX_TOPIC`). */
import type { Value } from '../../../stdlib/values/types.js';
import { decodeValue } from '../../storage/index.js';

/** What happened, by the data of a change: `record` for the mailbox itself, other words for its messages. */
export function mailboxEvent(data: Uint8Array): Value {
  const value = decodeValue(data);
  return Array.isArray(value) ? (value[0] ?? null) : null;
}
